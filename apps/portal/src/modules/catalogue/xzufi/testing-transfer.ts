/** An invented transfer for Musterstadt (agency S100999 does not exist). */
export const dog = "99110009104000";
export const residence = "99115005104000";

const text = (code: string, html: string, lang = "de"): string => `<x:modulText><x:leikaTextmodul><code>${code}</code></x:leikaTextmodul><x:inhalt languageCode="${lang}">${html.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</x:inhalt></x:modulText>`;
const id = (value: string, agency = "S100999"): string => `<x:id schemeAgencyID="${agency}">${value}</x:id>`;

export const leistung = (more = text("06", "<p>Wer einen Hund hält, meldet ihn an.</p>"), key = dog, number = "1001"): string =>
  `<x:leistung>${id(number)}<x:referenzLeiKa><code>${key}</code></x:referenzLeiKa>${text("02", "Hundehaltung Anmeldung")}${more}<x:modulKosten><x:beschreibung languageCode="de">96 Euro im Jahr</x:beschreibung></x:modulKosten></x:leistung>`;
export const documents = text("08", "<ul><li>Ausweis</li><li>Nachweis der <b>Haftpflicht</b><script>x</script></li></ul>") + text("06", "Who keeps a dog registers it.", "en");
export const zustaendigkeit = (number = "3001", area = "059990001001", rolle = "01"): string =>
  `<x:zustaendigkeit><x:id schemeAgencyID="S100999" schemeID="ZustaendigkeitOrganisationseinheit">${number}</x:id><x:leistungID schemeAgencyID="S100999">1001</x:leistungID><x:gebietID>${area}</x:gebietID><x:rolle><code>${rolle}</code></x:rolle></x:zustaendigkeit>`;
export const unit = (zustaendigkeiten = zustaendigkeit(), phone = "0999 555-900", name = "Hundestelle"): string =>
  `<x:organisationseinheit>${id("2001")}<x:name><x:name languageCode="de">${name}</x:name></x:name><x:anschrift><x:typ><code>001</code></x:typ><x:strasse>Musterplatz</x:strasse><x:hausnummer>1</x:hausnummer><x:postleitzahl>00999</x:postleitzahl><x:ort>Musterstadt</x:ort></x:anschrift><x:kommunikation><x:kanal><code>02</code></x:kanal><x:kennung>${phone}</x:kennung></x:kommunikation><x:kommunikation><x:kanal><code>01</code></x:kanal><x:kennung>hunde@musterstadt.example</x:kennung></x:kommunikation>${zustaendigkeiten}</x:organisationseinheit>`;
export const online = (link = "https://www.musterstadt.example/hund"): string =>
  `<x:onlinedienst>${id("4001")}<x:bezeichnung languageCode="de">Hund online</x:bezeichnung><x:link><x:typ><code>01</code></x:typ><x:link>${link}</x:link></x:link><x:vertrauensniveau><code>30</code></x:vertrauensniveau>${zustaendigkeit("3002")}</x:onlinedienst>`;
export const loesche = (klasse: string, number: string, agency = "S100999"): string => `<x:loesche klasse="${klasse}">${id(number, agency)}</x:loesche>`;

export function transfer(schreibe: readonly string[], deletions: readonly string[] = []): Buffer {
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n<x:t xmlns:x="http://xoev.de/schemata/xzufi/2_2_0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xzufiVersion="2.2.0">\n<x:nachrichtenkopf/>\n${schreibe.map((one) => `<x:schreibe>${one}</x:schreibe>`).join("\n")}\n${deletions.join("\n")}\n</x:t>`);
}
