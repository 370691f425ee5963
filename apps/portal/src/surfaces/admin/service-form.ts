import { html, type Html } from "@kommunalportal/html";
import { button, buttonGroup } from "#ui/button";
import { form } from "#ui/form";
import type { Desk } from "./admin-pages.ts";
import { areaControl, choiceControl, lineControl, selectControl } from "./controls.ts";
import { type Errors, seenField } from "./form-state.ts";
import type { ServiceFacts } from "./service-facts.ts";
import { officeInput, type ServiceInput } from "./service-input.ts";

/** The settings of one online service in a town. */
export function serviceForm({ visit, at }: Desk, facts: ServiceFacts, input: ServiceInput, options: { readonly seen: string; readonly errors: Errors }): Html {
  const { errors, seen } = options;
  const yesNo = (yes: string, no: string) => [{ value: "ja", text: yes }, { value: "nein", text: no }];
  const body = html`${choiceControl({ name: "an", label: "Stand", value: input.on ? "ja" : "nein", error: errors["an"], options: yesNo("Eingeschaltet: Menschen können den Dienst benutzen", "Ausgeschaltet") })}
<h2>Bearbeitung</h2>${facts.roles.map(({ role, label, own }) => selectControl({
    name: officeInput(role), label, value: input.offices[role], error: errors[officeInput(role)],
    options: [{ value: "", text: own ?? (facts.offices.length > 0 ? "Bitte wählen" : "noch kein Amt im Verzeichnis") }, ...facts.offices.filter(({ value }) => value !== role)],
  }))}
${choiceControl({ name: "ziel", label: "Wohin gehen die Anträge?", value: input.delivery, error: errors["ziel"], options: [{ value: "casework", text: "Nur in die Sachbearbeitung dieses Portals" }, { value: "fachverfahren", text: "Auch an das Fachverfahren", hint: "Wege legen Sie unter »Wege« fest; die Ziele richtet der Betrieb ein." }] })}
${choiceControl({ name: "bescheid", label: "Wann gilt ein Bescheid als bekannt gegeben?", value: input.area, error: errors["bescheid"], options: [{ value: "vwvfg", text: "Nach dem Verwaltungsverfahrensgesetz (§ 41 VwVfG NRW)" }, { value: "ao", text: "Nach der Abgabenordnung (§ 122 AO), für Steuern und Abgaben" }] })}
${selectControl({ name: "rechtsbehelf", label: "Rechtsbehelf in Bescheiden", hint: "Steht in der Belehrung, wenn ein Bescheid angefochten werden kann. Wer den Bescheid schreibt, sieht den Vorschlag und kann ihn ändern.", value: input.remedy, options: [{ value: "", text: "kein Vorschlag" }, { value: "klage", text: "Klage" }, { value: "widerspruch", text: "Widerspruch" }] })}
${lineControl({ name: "stelle", label: "Gericht oder Behörde mit Anschrift", value: input.court, error: errors["stelle"], optional: true })}
${lineControl({ name: "frist", label: "Aufbewahrung in Monaten", hint: "Nach dem Abschluss. Danach wird der Vorgang dem Archiv angeboten und gelöscht.", value: input.months, error: errors["frist"], width: "short", inputmode: "numeric" })}
<h2>Gebühren</h2><p>${facts.fee?.text ?? "Der Dienst ist gebührenfrei. Ein Bescheid kann trotzdem eine Gebühr festsetzen."}</p>
${choiceControl({ name: "wege", label: "Zahlungswege", values: input.ways, error: errors["wege"], several: true, options: facts.ways })}
${areaControl({ name: "buchung", label: "Buchungsdaten", hint: `Eine Zeile je Angabe: »Schlüssel: Wert«.${facts.fee && facts.fee.bookingData.length > 0 ? ` Der Dienst erwartet: ${facts.fee.bookingData.join(", ")}.` : ""}`, value: input.booking, error: errors["buchung"], optional: true })}
${facts.automation && automationPart(facts.automation, input, errors, yesNo("Einfache Fälle automatisch bewilligen", "Jeden Fall entscheidet ein Mensch"))}
${buttonGroup(button({ text: "Speichern" }))}`;
  return form("de", { action: at(`leistungen/${facts.slug}`), csrf: visit.staff.csrf, hidden: { [seenField]: seen }, body });
}

function automationPart(automation: NonNullable<ServiceFacts["automation"]>, input: ServiceInput, errors: Errors, options: readonly { readonly value: string; readonly text: string }[]): Html {
  const zones = automation.zones
    ? choiceControl({ name: "zonen", label: "Zonen", values: input.zones, error: errors["zonen"], several: true, options: automation.zones })
    : lineControl({ name: "zonen", label: "Zonen", hint: "Durch Kommas getrennt", value: input.zones.join(", "), error: errors["zonen"] });
  return html`<h2>Automatische Bewilligung</h2><p>${automation.text}</p>
${choiceControl({ name: "automatik", label: "Automatische Bewilligung", value: input.automatic ? "ja" : "nein", options })}
${areaControl({ name: "rechtsgrundlage", label: "Rechtsgrundlage", hint: "Nötig, wenn automatisch bewilligt wird (§ 35a VwVfG NRW, Artikel 22 DSGVO). Sie steht im Bescheid.", value: input.legalBasis, error: errors["rechtsgrundlage"], rows: 3 })}${zones}`;
}
