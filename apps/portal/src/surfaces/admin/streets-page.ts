import { html, type Html } from "@kommunalportal/html";
import { type LineProblem, largestList, type StreetList, type TownLists } from "#modules/streets";
import { legalDate } from "#platform/clock";
import { isId } from "#platform/ids";
import { toCsv } from "#platform/sheets";
import { button, buttonGroup, formButton, linkButton } from "#ui/button";
import { descriptionList } from "#ui/description-list";
import { form } from "#ui/form";
import { formatDate, formatDateTime } from "#ui/format";
import { notice } from "#ui/notice";
import { section } from "#ui/section";
import { table } from "#ui/table";
import type { Answer, Upload } from "../frame/index.ts";
import { type AdminPages, type Desk, editorPage } from "./admin-pages.ts";
import { fileControl, lineControl } from "./controls.ts";
import { errorLines, type Errors, hasErrors, noErrors } from "./form-state.ts";

interface Input { readonly quelle: string; readonly stand: string }
const empty: Input = { quelle: "", stand: "" };
const byEditor = ({ tenant, visit }: Desk) => ({ tenant: tenant.id, staff: visit.staff.staff });
const count = (n: number): string => n.toLocaleString("de-DE");

/** GET `…/strassen`: the list that counts, one that waits to be looked at, and a way to give one. */
export async function streetsPage(portal: AdminPages, desk: Desk): Promise<Answer> {
  return show(portal, desk, await portal.streets.lists(desk.tenant.id), empty, noErrors);
}

function show(portal: AdminPages, desk: Desk, { active, waiting }: TownLists, input: Input, errors: Errors): Answer {
  const { at, visit } = desk;
  const body = html`<p>Wer in einem Formular eine Anschrift eingibt, wird einmal gefragt, wenn die Straße nicht im Verzeichnis steht: »Meinten Sie …?« Abgelehnt wird nie jemand, neue Straßen gibt es vor den Listen. Gefragt wird nur für Postleitzahlen, die im Verzeichnis stehen, und nur bei Anschriften, für die das Formular es vorsieht.</p>
${waiting !== undefined && waitingPart(desk, waiting)}
${section({ title: "Verzeichnis, das gilt", body: active === undefined ? html`<p>Sie haben noch keines abgegeben. Gefragt wird nur, wenn der Betrieb des Portals eine Liste für Ihren Ort hinterlegt hat.</p>` : html`${facts(active)}<div class="portal-buttons">${linkButton({ text: "Herunterladen (CSV)", href: at("strassen/liste.csv"), kind: "secondary", download: true })}${formButton({ text: "Verzeichnis löschen", kind: "tertiary", icon: "delete", action: at(`strassen/${active.id}/loeschung`), csrf: visit.staff.csrf })}</div>` })}
${section({ title: active === undefined ? "Verzeichnis abgeben" : "Durch ein neues ersetzen", body: html`<p>Eine Tabelle als CSV-Datei. In der ersten Zeile stehen die Namen der Spalten; gebraucht werden »Straße« und »PLZ«, weitere Spalten stören nicht. Eine Straße mit zwei Postleitzahlen steht in zwei Zeilen. Vor dem Übernehmen sehen Sie, was gelesen wurde und was sich ändert.</p>
${form("de", { action: at("strassen"), csrf: visit.staff.csrf, multipart: true, body: html`${lineControl({ name: "quelle", label: "Woher ist die Liste?", hint: "Zum Beispiel »Vermessungsamt, Straßenverzeichnis«", value: input.quelle, error: errors["quelle"] })}${lineControl({ name: "stand", label: "Von welchem Tag ist sie?", type: "date", width: "medium", value: input.stand, error: errors["stand"] })}
${fileControl({ name: "liste", label: "Datei", hint: "CSV, höchstens 5 MB und 60.000 Straßen", accept: ".csv,text/csv", error: errors["liste"] })}${buttonGroup(button({ text: "Liste prüfen" }))}` })}` })}`;
  return editorPage(portal, desk, { title: "Straßenverzeichnis", body, errors: errorLines(errors) });
}

const facts = ({ source, asOf, streets, postcodes, givenAt }: StreetList): Html => descriptionList([
  { term: "Quelle", value: source }, { term: "Stand", value: formatDate(asOf, "de") }, { term: "Straßen", value: count(streets) }, { term: "Postleitzahlen", value: postcodes.join(", ") }, { term: "Abgegeben", value: formatDateTime(givenAt, "de") },
]);

const problemNames: Readonly<Record<LineProblem, string>> = { "no-street": "Es steht keine Straße da.", "long-street": "Der Name hat mehr als 100 Zeichen.", "no-postcode": "Die Postleitzahl hat nicht fünf Ziffern.", double: "Steht weiter oben schon." };

/** What was read of the file, by lines, and what it would change. */
function waitingPart({ at, visit }: Desk, waiting: NonNullable<TownLists["waiting"]>): Html {
  const { change, problems, problemCount } = waiting;
  const names = (title: string, n: number, some: readonly string[]): Html | false => n > 0 && html`<details class="portal-part"><summary>${title}: ${count(n)}</summary><ul class="portal-list">${some.map((name) => html`<li>${name}</li>`)}</ul>${n > some.length && html`<p>und weitere</p>`}</details>`;
  return section({ title: "Geprüft, gilt noch nicht", id: "geprueft", body: html`${facts(waiting)}
${problemCount > 0 && html`${notice("de", { kind: "warning", title: problemCount === 1 ? "Eine Zeile bleibt weg" : `${count(problemCount)} Zeilen bleiben weg`, body: "Sie können die Datei ausbessern und noch einmal abgeben, oder ohne diese Zeilen übernehmen." })}
${table("de", { caption: "Zeilen, die wegbleiben", captionHidden: true, columns: [{ title: "Zeile", numeric: true }, { title: "Grund" }, { title: "Dort steht" }], rows: problems.map(({ line, problem, found }) => [String(line), problemNames[problem], found]) })}${problemCount > problems.length && html`<p>und ${count(problemCount - problems.length)} weitere</p>`}`}
${change.added + change.gone === 0 ? html`<p>Gegenüber dem Verzeichnis, das gilt, ändert sich keine Straße.</p>` : html`${names("Kommen dazu", change.added, change.addedNames)}${names("Fallen weg", change.gone, change.goneNames)}`}
<div class="portal-buttons">${formButton({ text: "Übernehmen", action: at("strassen/uebernahme"), csrf: visit.staff.csrf, fields: { liste: waiting.id } })}${formButton({ text: "Verwerfen", kind: "secondary", action: at(`strassen/${waiting.id}/loeschung`), csrf: visit.staff.csrf })}</div>` });
}

/** POST of a file: read and shown. Nothing counts yet. */
export async function checkStreets(portal: AdminPages, desk: Desk, upload: Upload): Promise<Answer> {
  const chunks: Buffer[] = [];
  let tooLarge = false;
  const fields = await upload.read({ maxFileBytes: largestList, maxFiles: 1 }, async (part) => {
    for await (const chunk of part.stream) chunks.push(chunk as Buffer);
    tooLarge = part.truncated();
  });
  const text = (name: string): string => (fields.get(name)?.[0] ?? "").normalize("NFC").replace(/\s+/g, " ").trim();
  const [input, bytes] = [{ quelle: text("quelle"), stand: text("stand") }, Buffer.concat(chunks)];
  const today = legalDate(portal.clock.now());
  const errors: Errors = {
    quelle: input.quelle === "" ? "Sagen Sie, woher die Liste ist." : input.quelle.length > 200 ? "Höchstens 200 Zeichen." : undefined,
    stand: !/^\d{4}-\d{2}-\d{2}$/.test(input.stand) || Number.isNaN(Date.parse(input.stand)) ? "Geben Sie den Tag an, von dem die Liste ist." : input.stand > today ? "Dieser Tag kommt erst noch." : undefined,
    liste: tooLarge || bytes.length > largestList ? "Die Datei ist größer als 5 MB." : bytes.length === 0 ? "Wählen Sie die Datei." : undefined,
  };
  const again = async (wrong: Errors): Promise<Answer> => show(portal, desk, await portal.streets.lists(desk.tenant.id), input, wrong);
  if (hasErrors(errors)) return again(errors);
  const outcome = await portal.streets.check({ ...byEditor(desk), bytes, source: input.quelle, asOf: input.stand });
  if (outcome.ok) return { redirect: `${desk.at("strassen")}#geprueft` };
  return again({ liste: { "no-columns": "In der ersten Zeile fehlen die Spalten »Straße« und »PLZ«. Getrennt wird mit Semikolon oder Komma.", "no-streets": "In keiner Zeile stehen eine Straße und eine Postleitzahl mit fünf Ziffern.", "too-many-lines": "Die Liste hat mehr als 60.000 Straßen." }[outcome.why] });
}

/** POST: the list that was looked at counts. Where another one waits by now, that is shown first. */
export async function takeStreets(portal: AdminPages, desk: Desk): Promise<Answer> {
  const list = desk.visit.field("liste");
  const taken = isId(list) && await portal.streets.takeOver({ ...byEditor(desk), list });
  return { redirect: taken ? `${desk.at("strassen")}?getan=strassen` : `${desk.at("strassen")}#geprueft` };
}

/** POST: the list that waits, or the one that counts, is taken away. */
export async function deleteStreets(portal: AdminPages, desk: Desk): Promise<Answer> {
  const list = desk.visit.params["liste"] ?? "";
  if (!isId(list) || !(await portal.streets.remove({ ...byEditor(desk), list }))) return { redirect: desk.at("strassen") };
  return { redirect: `${desk.at("strassen")}?getan=strassen-geloescht` };
}

/** GET `…/strassen/liste.csv`. */
export async function streetsCsv(portal: AdminPages, { tenant }: Desk): Promise<Answer> {
  const rows = await portal.streets.streets(tenant.id);
  return { body: toCsv({ columns: ["Straße", "PLZ"], rows: rows.map(({ name, postcode }) => [name, postcode]) }, { bom: true }), type: "text/csv; charset=utf-8", download: `strassen-${tenant.slug}.csv` };
}
