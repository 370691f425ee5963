import { html, type Html } from "@kommunalportal/html";
import { addressLines, slugOf, weekdays, type OfficeDetails } from "#modules/catalogue";
import { button, buttonGroup, linkButton } from "#ui/button";
import { form } from "#ui/form";
import { section } from "#ui/section";
import { table } from "#ui/table";
import type { Answer } from "../../frame/index.ts";
import { type AdminPages, type Desk, editorPage } from "../admin-pages.ts";
import { changedMeanwhile } from "../changed-meanwhile.ts";
import { areaControl, choiceControl, lineControl } from "../controls.ts";
import { errorLines, type Errors, noErrors, seenField } from "../form-state.ts";
import { editorOf } from "./description-page.ts";
import { accessNames, accessWords, officeInput, type OfficeInput, officeLabels, officeOf, readOffice } from "./office-input.ts";
import { weekdayNames } from "./opening-hours.ts";

/** GET `…/aemter`: the town's offices in the order in which people see them. */
export function officesPage(portal: AdminPages, desk: Desk): Promise<Answer> {
  const offices = portal.catalogue.officesOf(desk.tenant.id);
  const body = html`<p>Anschrift, Telefon und Zeiten eines Amtes stehen bei jeder Leistung, für die es zuständig ist, und auf jeder Seite ihres Formulars. Welches Amt zuständig ist, legen Sie bei den Leistungstexten fest.</p>
<p>${linkButton({ text: "Amt anlegen", href: desk.at("aemter/neu"), kind: "secondary" })}</p>
${offices.length === 0 ? html`<p>Es ist noch keines eingetragen.</p>` : table("de", {
    caption: "Ämter", captionHidden: true, columns: [{ title: "Amt" }, { title: "Anschrift" }, { title: "Telefon" }],
    rows: offices.map((office) => [html`<a class="kern-link" href="${desk.at(`aemter/${office.role}`)}">${office.name.de}</a>`, addressLines(office).join(", ") || "–", office.phone ?? "–"]),
  })}`;
  return Promise.resolve(editorPage(portal, desk, { title: "Ämter", body }));
}

/** GET `…/aemter/:amt`, »neu« for one that does not exist yet. */
export async function officePage(portal: AdminPages, desk: Desk): Promise<Answer> {
  const role = desk.visit.params["amt"] ?? "";
  if (role === "neu") return show(portal, desk, { role: undefined, title: "Amt anlegen", input: officeInput(undefined), seen: undefined, errors: noErrors });
  const stored = await portal.townEditing.office(desk.tenant, role);
  return stored ? show(portal, desk, { role, title: stored.details.name.de, input: officeInput(stored.details), seen: stored.version, errors: noErrors }) : { missing: true };
}

/** POST of an office, new or old. */
export async function saveOffice(portal: AdminPages, desk: Desk): Promise<Answer> {
  const asked = desk.visit.params["amt"] ?? "";
  const stored = asked === "neu" ? undefined : await portal.townEditing.office(desk.tenant, asked);
  if (asked !== "neu" && !stored) return { missing: true };
  const input = readOffice(desk.visit);
  const seen = stored === undefined ? undefined : desk.visit.field(seenField);
  const read = officeOf(input, stored?.details);
  const again = (errors: Errors): Answer => show(portal, desk, { role: stored === undefined ? undefined : asked, title: stored?.details.name.de ?? "Amt anlegen", input, seen, errors });
  if ("errors" in read) return again(read.errors);
  const role = stored === undefined ? roleFor(portal, desk, read.details) : asked;
  const outcome = await portal.townEditing.saveOffice(editorOf(desk), { role, details: read.details, seen });
  if (!outcome.ok && outcome.why === "role-taken") return again({ name: "Ein Amt mit diesem Namen gibt es schon." });
  if (!outcome.ok) return changedMeanwhile(portal, desk, { href: desk.at(`aemter/${role}`), typed: Object.entries(officeLabels).map(([name, label]) => ({ label, value: input.line[name as keyof typeof officeLabels] })) });
  return { redirect: `${desk.at(`aemter/${role}`)}?getan=gespeichert` };
}

/** The role by which staff, forms and cases name the office: words of its name, and a number where they are taken. It stays when the name changes. */
function roleFor(portal: AdminPages, { tenant }: Desk, { name }: OfficeDetails): string {
  const words = slugOf(name.de).replace(/^[^a-z]+/, "").slice(0, 60);
  const base = words === "" || words === "neu" ? "amt" : words;
  for (let n = 1; ; n += 1) {
    const role = n === 1 ? base : `${base}-${n}`;
    if (!portal.catalogue.officeByRole(tenant.id, role)) return role;
  }
}

interface Shown { readonly role: string | undefined; readonly title: string; readonly input: OfficeInput; readonly seen: string | undefined; readonly errors: Errors }

function show(portal: AdminPages, desk: Desk, { role, title, input, seen, errors }: Shown): Answer {
  const { at, visit } = desk;
  type Name = keyof typeof officeLabels;
  const line = (name: Name, more: Partial<Parameters<typeof lineControl>[0]> = {}): Html => lineControl({ name, label: officeLabels[name], value: input.line[name], error: errors[name], optional: true, ...more });
  const area = (name: Name, more: Partial<Parameters<typeof areaControl>[0]> = {}): Html => areaControl({ name, label: officeLabels[name], value: input.line[name], error: errors[name], rows: 3, optional: true, ...more });
  const person = (one: OfficeInput["people"][number], n: number): Html => html`<fieldset class="kern-fieldset"><legend class="kern-label">${n}. Person</legend>${lineControl({ name: `person-${n}-name`, label: "Name", value: one.name, error: errors[`person-${n}-name`], optional: true })}${lineControl({ name: `person-${n}-telefon`, label: "Telefon", type: "tel", width: "medium", value: one.telefon, error: errors[`person-${n}-telefon`], optional: true })}${lineControl({ name: `person-${n}-raum`, label: "Raum", width: "medium", value: one.raum, error: errors[`person-${n}-raum`], optional: true })}</fieldset>`;
  const body = form("de", { action: at(`aemter/${role ?? "neu"}`), csrf: visit.staff.csrf, hidden: { ...(seen === undefined ? {} : { [seenField]: seen }), personen: String(input.people.length) }, body: html`
${section({ title: "Das Amt", body: html`${line("name", { optional: false })}${line("name-en")}${area("beschreibung")}${area("beschreibung-en", { lang: "en" })}` })}
${section({ title: "Anschrift", body: html`${line("strasse")}${line("hausnummer", { width: "short" })}${line("plz", { width: "short", inputmode: "numeric" })}${line("ort", { width: "medium" })}${line("gebaeude")}${line("raum", { width: "medium" })}` })}
${section({ title: "Erreichbar", body: html`${line("telefon", { type: "tel", width: "medium", hint: "Steht auf jeder Seite der Leistungen dieses Amtes." })}${line("email", { type: "email" })}${line("web", { type: "url" })}` })}
${section({ title: "Öffnungszeiten", body: html`<p>So: »8:00 bis 12:00, 14:00 bis 16:00«. Leer heißt geschlossen.</p>${weekdays.map((day) => lineControl({ name: `zeit-${day}`, label: weekdayNames[day], value: input.hours[day] ?? "", error: errors[`zeit-${day}`], optional: true }))}${area("zeiten-hinweis", { hint: "Zum Beispiel »Nur mit Termin«." })}${area("zeiten-hinweis-en", { lang: "en" })}` })}
${section({ title: "Barrierefreiheit", body: html`${choiceControl({ name: "barrierefrei-bekannt", label: "Angaben", several: true, values: input.access.known ? ["ja"] : [], options: [{ value: "ja", text: "Wir haben nachgesehen; die Angaben stehen bei dem Amt", hint: "Ohne dieses Häkchen steht dort nichts zur Barrierefreiheit." }] })}${choiceControl({ name: "barrierefrei", label: "Vorhanden ist", several: true, values: input.access.has, options: accessNames.map((name) => ({ value: name, text: accessWords[name] })) })}${area("barrierefrei-hinweis")}` })}
${section({ title: "Ansprechpersonen", body: html`<p>Nur wer einverstanden ist: Die Namen stehen öffentlich. Weitere Zeilen erscheinen nach dem Speichern.</p>${input.people.map((one, index) => person(one, index + 1))}` })}
${buttonGroup(button({ text: "Amt speichern" }))}` });
  return editorPage(portal, desk, { title, body, errors: errorLines(errors), parents: [{ text: "Ämter", href: at("aemter") }] });
}
