import { attr, html, type Html } from "@kommunalportal/html";
import { servicePath, type Lang, type Service, type ServiceText, type TownService } from "#modules/catalogue";
import { button, buttonGroup, linkButton } from "#ui/button";
import { form } from "#ui/form";
import { formatDate } from "#ui/format";
import { section } from "#ui/section";
import { tabs } from "#ui/tabs";
import type { Answer } from "../../frame/index.ts";
import { type AdminPages, type Desk, editorPage } from "../admin-pages.ts";
import { changedMeanwhile } from "../changed-meanwhile.ts";
import { areaControl, choiceControl, lineControl, selectControl } from "../controls.ts";
import { errorLines, type Errors, hasErrors, noErrors, seenField } from "../form-state.ts";
import { type FactsInput, factsInput, feePeriods, readFacts, readText, textInputOf, type Typed, typedText } from "./description-input.ts";
import { sectionWords } from "./section-words.ts";

interface Shown { readonly service: Service; readonly stored: TownService; readonly lang: Lang; readonly typed: Typed; readonly facts: FactsInput; readonly seen: Readonly<Record<"text" | "facts", string>>; readonly errors: Errors }

/** GET `…/beschreibungen/:leistung`: the town's own words beside the general ones, its office, its amounts, and whether it stands by the text. */
export async function descriptionPage(portal: AdminPages, desk: Desk): Promise<Answer> {
  const found = await open(portal, desk);
  return found ? show(portal, desk, found) : { missing: true };
}

async function open(portal: AdminPages, { visit, tenant }: Desk): Promise<Shown | undefined> {
  const service = portal.catalogue.service(visit.params["leistung"] ?? "");
  if (!service) return undefined;
  const lang: Lang = (visit.fields.get("sprache")?.[0] ?? visit.query.get("sprache")) === "en" ? "en" : "de";
  const stored = await portal.townEditing.service(tenant, service.leikaKey);
  return { service, stored, lang, typed: typedText(stored.text[lang] ?? {}), facts: factsInput(stored), seen: { text: stored.versions[lang], facts: stored.versions.facts }, errors: noErrors };
}

const pathOf = ({ at }: Desk, { service, lang }: Pick<Shown, "service" | "lang">, done?: string): string => {
  const query = new URLSearchParams({ ...(lang === "en" ? { sprache: "en" } : {}), ...(done === undefined ? {} : { getan: done }) }).toString();
  return `${at(`beschreibungen/${service.leikaKey}`)}${query === "" ? "" : `?${query}`}`;
};

/** POST `…/text`: the town's sections in one language. */
export async function saveDescription(portal: AdminPages, desk: Desk): Promise<Answer> {
  const found = await open(portal, desk);
  if (!found) return { missing: true };
  const { typed, text, errors } = readText(desk.visit);
  const seen = desk.visit.field(seenField);
  if (hasErrors(errors)) return show(portal, desk, { ...found, typed, errors, seen: { ...found.seen, text: seen } });
  const outcome = await portal.townEditing.saveText(editorOf(desk), { leikaKey: found.service.leikaKey, lang: found.lang, text, seen });
  if (!outcome.ok) return changedMeanwhile(portal, desk, { href: pathOf(desk, found), typed: sectionWords.map(({ name, label }) => ({ label, value: typed[textInputOf(name)] ?? "" })) });
  return { redirect: pathOf(desk, found, "gespeichert") };
}

/** POST `…/angaben`: office, amounts, check. */
export async function saveFacts(portal: AdminPages, desk: Desk): Promise<Answer> {
  const found = await open(portal, desk);
  if (!found) return { missing: true };
  const { input, fees, errors } = readFacts(desk.visit, portal.catalogue.officesOf(desk.tenant.id).map(({ role }) => role));
  const seen = desk.visit.field(seenField);
  if (hasErrors(errors)) return show(portal, desk, { ...found, facts: input, errors, seen: { ...found.seen, facts: seen } });
  const outcome = await portal.townEditing.saveFacts(editorOf(desk), { leikaKey: found.service.leikaKey, fees, checked: input.geprueft, office: input.amt === "" ? undefined : input.amt, seen });
  if (!outcome.ok) return changedMeanwhile(portal, desk, { href: pathOf(desk, found), typed: input.gebuehren.map(({ wofuer, betrag }) => ({ label: wofuer === "" ? "Betrag" : wofuer, value: betrag })) });
  return { redirect: pathOf(desk, found, "gespeichert") };
}

export const editorOf = ({ tenant, visit }: Desk) => ({ owner: { id: tenant.id, ars: tenant.ars }, staff: visit.staff.staff });

function show(portal: AdminPages, desk: Desk, shown: Shown): Answer {
  const { service, stored, lang, errors } = shown;
  const path = pathOf(desk, { service, lang: "de" });
  const page = portal.addresses.originOf(desk.tenant) + (lang === "en" ? "/en" : "") + servicePath(service);
  const body = html`<p>${service.officialName} · Leistungsschlüssel ${service.leikaKey}</p>
<p>${linkButton({ text: "Seite ansehen", href: page, kind: "secondary" })}</p>
${section({ title: "Zuständigkeit und Gebühren", id: "angaben", body: factsForm(portal, desk, shown) })}
${section({ title: "Text", id: "text", body: html`${tabs("Sprache", [{ text: "Deutsch", href: `${path}#text`, current: lang === "de" }, { text: "Englisch", href: `${path}?sprache=en#text`, current: lang === "en" }])}
<p>Was Sie leer lassen, kommt aus dem allgemeinen Text${lang === "en" ? "; fehlt es auch dort auf Englisch, steht es auf Deutsch da" : ""}.</p>${textForm(portal, desk, shown)}` })}`;
  return editorPage(portal, desk, { title: service.title.de, body, errors: errorLines(errors), parents: [{ text: "Leistungstexte", href: desk.at("beschreibungen") }] });

  function textForm({ catalogue }: AdminPages, { at, visit }: Desk, { typed, seen }: Shown): Html {
    const general: ServiceText = catalogue.textOf(service.leikaKey)[lang] ?? {};
    return form("de", { action: at(`beschreibungen/${service.leikaKey}/text`), csrf: visit.staff.csrf, hidden: { [seenField]: seen.text, sprache: lang }, body: html`${sectionWords.map(({ name, label, hint, lines, rows }) => {
      const input = textInputOf(name);
      const hints = [hint, lines === true ? "Eine Zeile je Punkt." : undefined].filter((one) => one !== undefined).join(" ");
      return html`${areaControl({ name: input, label, value: typed[input], error: errors[input], rows, optional: true, ...(lang === "en" ? { lang: "en" } : {}), ...(hints === "" ? {} : { hint: hints }) })}${generalPart(general[name])}`;
    })}${buttonGroup(button({ text: "Text speichern" }))}` });
  }

  function generalPart(value: string | readonly string[] | undefined): Html | false {
    return value !== undefined && html`<details class="portal-part"><summary>Allgemeiner Text</summary><div lang="${lang}">${typeof value === "string" ? html`<p>${value}</p>` : html`<ul>${value.map((line) => html`<li>${line}</li>`)}</ul>`}</div></details>`;
  }

  function factsForm({ catalogue }: AdminPages, { at, visit, tenant }: Desk, { facts, seen }: Shown): Html {
    const fee = (row: FactsInput["gebuehren"][number], n: number): Html => html`<fieldset class="kern-fieldset"><legend class="kern-label">${n}. Betrag</legend>
${lineControl({ name: `gebuehr-${n}-wofuer`, label: "Wofür", value: row.wofuer, error: errors[`gebuehr-${n}-wofuer`], optional: true })}${lineControl({ name: `gebuehr-${n}-englisch`, label: "Wofür, auf Englisch", value: row.englisch, error: errors[`gebuehr-${n}-englisch`], optional: true })}
${lineControl({ name: `gebuehr-${n}-betrag`, label: "Betrag in Euro", width: "short", value: row.betrag, error: errors[`gebuehr-${n}-betrag`], optional: true })}${selectControl({ name: `gebuehr-${n}-je`, label: "Fällt an", value: row.je, options: feePeriods })}</fieldset>`;
    return form("de", { action: at(`beschreibungen/${service.leikaKey}/angaben`), csrf: visit.staff.csrf, hidden: { [seenField]: seen.facts, sprache: lang, zeilen: String(facts.gebuehren.length) }, body: html`
${selectControl({ name: "amt", label: "Zuständiges Amt", hint: "Für das ganze Gebiet. Ist keines festgelegt, gilt, was Kreis, Land oder Bund im Katalog stehen haben.", value: facts.amt, error: errors["amt"], options: [{ value: "", text: "nicht festgelegt" }, ...catalogue.officesOf(tenant.id).map(({ role, name }) => ({ value: role, text: name.de }))] })}
${choiceControl({ name: "geprueft", label: "Prüfung", several: true, values: facts.geprueft ? ["ja"] : [], options: [{ value: "ja", text: "Wir haben die Texte dieser Leistung gelesen, so gelten sie bei uns", ...(stored.checkedOn === undefined ? {} : { hint: `Vermerkt am ${formatDate(stored.checkedOn, "de")}` }) }] })}
<details class="portal-part" ${attr("open", facts.gebuehren.some(({ wofuer, betrag }) => wofuer !== "" || betrag !== ""))}><summary>Gebühren</summary><p>Zeilen ohne »Wofür« und Betrag bleiben weg. Weitere Zeilen erscheinen nach dem Speichern.</p>${facts.gebuehren.map((row, index) => fee(row, index + 1))}</details>
${buttonGroup(button({ text: "Zuständigkeit und Gebühren speichern" }))}` });
  }
}
