import { emptyLeistung, emptyOnlinedienst, emptyOrganisationseinheit, type Anschrift, type Code, type Identifikator, type Kommunikation, type Leistung, type Objekt, type Onlinedienst, type Organisationseinheit, type Sprachversion, type Text, type Textmodul, type Zustaendigkeit } from "@kommunalportal/xzufi";
import { createHash } from "node:crypto";
import type { Office } from "../office.ts";
import type { OnlineService } from "../online-service.ts";
import type { Lang, Service } from "../service.ts";
import { servicePath } from "../service.ts";
import type { ServiceText, TextByLang } from "../service-text.ts";
import type { Fee } from "../catalogue-store.ts";
import type { TownContent } from "./town-content.ts";

export interface TownParts {
  readonly agency: string;
  /** `https://<town>.portal.example` */
  readonly origin: string;
  /** 12 digits, and the canonical prefix. */
  readonly ars: string;
  readonly area: string;
  readonly services: readonly Service[];
  readonly general: (leikaKey: string) => TextByLang;
  readonly offices: readonly Office[];
  /** The town's own that are switched on. */
  readonly online: readonly OnlineService[];
  readonly content: TownContent;
}

const RS = "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:rs";
const TEXTMODULE = { listURI: "urn:de:xzufi:codeliste:leistungstextmodulleika", listVersionID: "20240216" };
const LEVEL: Readonly<Record<number, string>> = { 0: "10", 1: "20", 3: "30", 4: "40" };
const langs: readonly Lang[] = ["de", "en"];

/** Everything of a town as XZuFi objects, always in the same order and under the same ids. Nothing of a general text that the town has not read. */
export function objectsOfTown(town: TownParts): readonly Objekt[] {
  const named = new Set([...town.content.texts.keys(), ...town.content.responsibilities.map(({ leikaKey }) => leikaKey), ...town.online.map(({ leikaKey }) => leikaKey), ...[...town.content.facts].flatMap(([key, { checked }]) => (checked ? [key] : []))]);
  const services = town.services.filter(({ leikaKey }) => named.has(leikaKey)).toSorted((a, b) => (a.leikaKey < b.leikaKey ? -1 : 1));
  const known = new Set(services.map(({ leikaKey }) => leikaKey));
  const byAddress = Map.groupBy(town.online.filter(({ leikaKey }) => known.has(leikaKey)), (one) => one.slug ?? one.url ?? "");
  return [
    ...services.map((service): Objekt => ({ art: "leistung", inhalt: leistungOf(town, service) })),
    ...town.offices.toSorted((a, b) => (a.role < b.role ? -1 : 1)).map((office): Objekt => ({ art: "organisationseinheit", inhalt: unitOf(town, office, known) })),
    ...[...byAddress].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([address, all]): Objekt => ({ art: "onlinedienst", inhalt: onlineOf(town, address, all) })),
  ];
}

const idOf = (town: TownParts, schemeID: string, value: string): Identifikator => ({ value: `${town.ars}.${value}`, schemeAgencyID: town.agency, schemeID });
const leistungID = (town: TownParts, key: string): Identifikator => idOf(town, "Leistung", key);
const gebiet = (value: string): Identifikator => ({ value: value === "" ? "00" : value, schemeID: RS });
const code = (listURI: string, value: string): Code => ({ code: value, listURI });
const languages = (used: ReadonlySet<Lang>): readonly Sprachversion[] => langs.filter((lang) => used.has(lang)).map((languageCode) => ({ languageCode, sprachbezeichnungDeutsch: languageCode === "de" ? "Deutsch" : "Englisch", sprachbezeichnungNativ: languageCode === "de" ? "Deutsch" : "English" }));

function leistungOf(town: TownParts, service: Service): Leistung {
  const local = town.content.texts.get(service.leikaKey);
  const facts = town.content.facts.get(service.leikaKey);
  const general = facts?.checked === true ? town.general(service.leikaKey) : {};
  const text = (lang: Lang): ServiceText => ({ ...general[lang], ...local?.text[lang] });
  const inLangs = (html: (text: ServiceText, lang: Lang) => string | undefined): readonly Text[] => langs.flatMap((languageCode) => { const found = html(text(languageCode), languageCode); return found === undefined || found === "" ? [] : [{ text: found, languageCode }]; });
  const modules: Textmodul[] = [];
  const add = (nummer: string, inhalt: readonly Text[]): void => { if (inhalt.length > 0) modules.push({ positionDarstellung: modules.length + 1, idSekundaer: [], gueltigkeit: [], leikaTextmodul: { ...TEXTMODULE, code: nummer }, leikaTextmodulAbweichendeBezeichnung: [], inhalt, weiterfuehrenderLink: [] }); };
  add("02", [{ text: service.officialName, languageCode: "de" }]);
  add("03", [{ text: service.title.de, languageCode: "de" }, ...(service.title.en === undefined ? [] : [{ text: service.title.en, languageCode: "en" }])]);
  add("24", inLangs(({ teaser }) => teaser && escaped(teaser)));
  add("06", inLangs(({ description }) => paragraph(description)));
  add("09", inLangs(({ who }) => list("ul", who)));
  add("08", inLangs(({ documents }) => list("ul", documents)));
  add("11", inLangs(({ steps }) => list("ol", steps)));
  add("07", inLangs(({ legalBasis }) => paragraph(legalBasis)));
  add("22", inLangs(({ competentOffice }) => paragraph(competentOffice)));
  add("16", inLangs(({ remarks, note }) => [paragraph(remarks), paragraph(note)].filter((part) => part !== undefined).join("")));
  const [kosten, frist, dauer] = [inLangs(({ feeNote }, lang) => [paragraph(feeNote), list("ul", (facts?.fees ?? []).map((fee) => feeLine(fee, lang)))].filter((part) => part !== undefined).join("")), inLangs(({ deadline }) => paragraph(deadline)), inLangs(({ duration }) => paragraph(duration))];
  const head = { idSekundaer: [], gueltigkeit: [], weiterfuehrenderLink: [] };
  const changedAt = [local?.changedAt, facts?.changedAt].reduce<Date>((latest, at) => (at !== undefined && at > latest ? at : latest), service.changedAt);
  return {
    ...emptyLeistung(leistungID(town, service.leikaKey)),
    referenzLeiKa: [code("urn:de:fim:leika:leistung", service.leikaKey)], modulText: modules,
    modulFrist: frist.length === 0 ? [] : [{ ...head, frist: [], beschreibung: frist }], modulKosten: kosten.length === 0 ? [] : [{ ...head, kosten: [], beschreibung: kosten }],
    modulBearbeitungsdauer: dauer.length === 0 ? [] : [{ ...head, bearbeitungsdauer: [], beschreibung: dauer }],
    modulUrsprungsportal: [{ idSekundaer: [], gueltigkeit: [], languageCode: "de", uri: `${town.origin}${servicePath(service)}` }],
    gueltigkeitGebietID: [gebiet(town.area)], versionsinformation: { geaendertDatumZeit: changedAt.toISOString() },
    sprachversion: languages(new Set([...modules.flatMap(({ inhalt }) => inhalt), ...kosten, ...frist, ...dauer].map(({ languageCode }) => (languageCode === "en" ? "en" : "de")))),
  };
}

function unitOf(town: TownParts, office: Office, known: ReadonlySet<string>): Organisationseinheit {
  const { address } = office;
  const anschrift: readonly Anschrift[] = address === undefined ? [] : [{
    typ: { ...code("urn:xoev-de:fim:codeliste:xzufi.anschrifttyp", "001"), listVersionID: "2.0" }, strasse: address.street, ...(address.houseNumber === "" ? {} : { hausnummer: address.houseNumber }), postleitzahl: address.postalCode, ort: address.locality,
    verwaltungspolitischeKodierung: { regionalschluessel: code(RS, town.ars) },
  }];
  const kanal = (number: string, kennung: string | undefined): readonly Kommunikation[] => (kennung === undefined ? [] : [{ kanal: { ...code("urn:de:xoev:codeliste:erreichbarkeit", number), listVersionID: "3" }, kennung }]);
  return {
    ...emptyOrganisationseinheit(idOf(town, "Organisationseinheit", office.role)), name: bilingual(office.name), beschreibung: office.description === undefined ? [] : bilingual(office.description), anschrift,
    kommunikation: [...kanal("02", office.phone), ...kanal("01", office.email), ...kanal("09", office.url)],
    zustaendigkeit: town.content.responsibilities.filter((row) => row.office === office.role && known.has(row.leikaKey)).map((row): Zustaendigkeit => ({
      id: idOf(town, "ZustaendigkeitOrganisationseinheit", `${row.leikaKey}.${row.area}.${office.role}`), idSekundaer: [], leistungID: leistungID(town, row.leikaKey), gebietID: [gebiet(row.area)], rolle: { code: row.rolle }, gueltigkeit: [],
    })),
  };
}

function onlineOf(town: TownParts, address: string, all: readonly OnlineService[]): Onlinedienst {
  const [first] = all;
  const name = first?.slug ?? createHash("sha256").update(address).digest("hex").slice(0, 16);
  const level = all.map(({ facts }) => facts.trustLevel).find((each) => each !== undefined);
  const service = town.services.find(({ leikaKey }) => leikaKey === first?.leikaKey);
  return {
    ...emptyOnlinedienst(idOf(town, "Onlinedienst", name)), bezeichnung: service === undefined ? [] : bilingual(service.title),
    link: [{ languageCode: "de", typ: code("urn:xoev-de:fim:codeliste:onlinedienstlinktyp", "01"), link: first?.slug === undefined ? address : `${town.origin}/antrag/${first.slug}` }],
    ...(level === undefined ? {} : { vertrauensniveau: code("urn:xoev-de:fim:codeliste:vertrauensniveau", LEVEL[level] ?? "20") }), sprachversion: languages(new Set<Lang>(["de"])),
    zustaendigkeit: all.toSorted((a, b) => (`${a.leikaKey} ${a.arsPrefix}` < `${b.leikaKey} ${b.arsPrefix}` ? -1 : 1)).map((one): Zustaendigkeit => ({
      id: idOf(town, "ZustaendigkeitOnlinedienst", `${one.leikaKey}.${one.arsPrefix}.${name}`), idSekundaer: [], leistungID: leistungID(town, one.leikaKey), gebietID: [gebiet(one.arsPrefix)], gueltigkeit: [],
    })),
  };
}

const bilingual = (text: { readonly de: string; readonly en?: string | undefined }): readonly Text[] => [{ text: text.de, languageCode: "de" }, ...(text.en === undefined ? [] : [{ text: text.en, languageCode: "en" }])];
const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const paragraph = (text: string | undefined): string | undefined => (text === undefined ? undefined : `<p>${escaped(text)}</p>`);
const list = (tag: "ul" | "ol", lines: readonly string[] | undefined): string | undefined => (lines === undefined || lines.length === 0 ? undefined : `<${tag}>${lines.map((line) => `<li>${escaped(line)}</li>`).join("")}</${tag}>`);

const PER: Readonly<Record<Fee["per"], Readonly<Record<Lang, string>>>> = {
  once: { de: "", en: "" }, year: { de: " im Jahr", en: " a year" }, week: { de: " je Woche", en: " a week" }, copy: { de: " je Ausfertigung", en: " a copy" }, page: { de: " je Seite", en: " a page" }, item: { de: " je Stück", en: " an item" },
};
function feeLine({ label, cents, per }: Fee, lang: Lang): string {
  const amount = `${Math.trunc(cents / 100)}${lang === "de" ? "," : "."}${String(cents % 100).padStart(2, "0")}`;
  return `${label[lang] ?? label.de}: ${amount} Euro${PER[per][lang]}`;
}
