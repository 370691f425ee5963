import { html, type Content } from "@kommunalportal/html";
import { type Framework, factsVersion, type RegisterImport, states, type TownRegister } from "#modules/gateway";
import { toCsv } from "#platform/sheets";
import { badge } from "#ui/badge";
import { button, buttonGroup, linkButton } from "#ui/button";
import { form } from "#ui/form";
import { notice } from "#ui/notice";
import { section } from "#ui/section";
import { table } from "#ui/table";
import type { Answer, Upload } from "../frame/index.ts";
import { type AdminPages, type Desk, editorPage } from "./admin-pages.ts";
import { changedMeanwhile } from "./changed-meanwhile.ts";
import { fileControl, lineControl } from "./controls.ts";
import { contractWords, entryState } from "./efa-words.ts";
import { errorLines, type Errors, lineOf, noErrors, seenField } from "./form-state.ts";

const largestTable = 1_000_000;
const staffActor = ({ visit }: Desk) => ({ kind: "staff", id: visit.staff.staff }) as const;

/** GET `…/efa`: all services run elsewhere that the town may use, the framework agreement, the table for the spreadsheet. */
export async function efaListPage(portal: AdminPages, desk: Desk): Promise<Answer> {
  const register = await portal.gateway.links.townRegister(desk.tenant);
  return show(portal, desk, register, inputOf(register.framework), factsVersion(register.framework), noErrors);
}

interface FrameworkInput { readonly partner: string; readonly aktenzeichen: string; readonly seit: string; readonly bis: string }
const inputOf = (framework: Framework | undefined): FrameworkInput => ({ partner: framework?.partner ?? "", aktenzeichen: framework?.reference ?? "", seit: framework?.signedOn ?? "", bis: framework?.until ?? "" });

function show(portal: AdminPages, desk: Desk, { entries, framework }: TownRegister, input: FrameworkInput, seen: string, errors: Errors, extra: Content = false): Answer {
  const { visit, at } = desk;
  const rows = entries.map((entry) => {
    const state = entryState(entry);
    return [html`<a class="kern-link" href="${at(`efa/${entry.service.id}`)}">${entry.service.title.de}</a>`, states[entry.service.state], contractWords(entry.contract), badge(state.text, state.open ? "success" : undefined)];
  });
  const body = html`<p>Online-Dienste, die ein anderes Land oder der Bund betreibt (»Einer für Alle«). Menschen finden sie auf der Seite der Leistung und unter der Adresse »/efa/« mit dem Leistungsschlüssel.</p><p><a class="kern-link" href="${at("efa/empfang")}">Empfang: Wie Anträge ankommen, Auftrag und Schlüssel</a></p>${extra}
${table("de", { caption: "Dienste anderer Länder", captionHidden: true, columns: [{ title: "Dienst" }, { title: "Von" }, { title: "Einzelabruf" }, { title: "Für die Menschen" }], rows })}
${section({ title: "Rahmenvereinbarung", body: html`<p>${framework === undefined ? "Noch ist keine eingetragen. Dienste, die einen Einzelabruf brauchen, werden dann nicht angeboten." : "Sie gilt für alle Einzelabrufe."}</p>
${form("de", { action: at("efa/rahmenvereinbarung"), csrf: visit.staff.csrf, hidden: { [seenField]: seen }, body: html`${lineControl({ name: "partner", label: "Vertragspartner", hint: "Alle Felder leer: Es gibt keine.", value: input.partner, error: errors["partner"], optional: true })}${lineControl({ name: "aktenzeichen", label: "Aktenzeichen", value: input.aktenzeichen, error: errors["aktenzeichen"], width: "medium", optional: true })}
${lineControl({ name: "seit", label: "Unterzeichnet am", type: "date", width: "medium", value: input.seit, error: errors["seit"], optional: true })}${lineControl({ name: "bis", label: "Gilt nicht mehr ab", type: "date", width: "medium", value: input.bis, error: errors["bis"], optional: true })}${buttonGroup(button({ text: "Rahmenvereinbarung speichern" }))}` })}` })}
${section({ title: "Als Tabelle", body: html`<p>Laden Sie die Tabelle herunter, ändern Sie sie in Ihrer Tabellenkalkulation und geben Sie sie hier zurück. Vor dem Übernehmen sehen Sie, was sich ändert.</p>${buttonGroup(linkButton({ text: "Tabelle herunterladen (CSV)", href: at("efa/register.csv"), kind: "secondary", download: true }))}
${form("de", { action: at("efa/tabelle"), csrf: visit.staff.csrf, multipart: true, body: html`${fileControl({ name: "tabelle", label: "Geänderte Tabelle", hint: "CSV, höchstens 1 MB", accept: ".csv,text/csv", error: errors["tabelle"] })}${buttonGroup(button({ text: "Tabelle prüfen", kind: "secondary" }))}` })}` })}`;
  return editorPage(portal, desk, { title: "Dienste anderer Länder", body, errors: errorLines(errors) });
}

export async function saveFramework(portal: AdminPages, desk: Desk): Promise<Answer> {
  const { visit, tenant, at } = desk;
  const input: FrameworkInput = { partner: lineOf(visit, "partner"), aktenzeichen: lineOf(visit, "aktenzeichen"), seit: lineOf(visit, "seit"), bis: lineOf(visit, "bis") };
  const empty = Object.values(input).every((value) => value === "");
  const facts = empty ? undefined : { partner: input.partner, signedOn: input.seit, ...(input.aktenzeichen === "" ? {} : { reference: input.aktenzeichen }), ...(input.bis === "" ? {} : { until: input.bis }) };
  const outcome = await portal.gateway.links.changeFramework({ tenant: tenant.id, actor: staffActor(desk), facts, seen: visit.field(seenField) });
  if (outcome.ok) return { redirect: `${at("efa")}?getan=gespeichert` };
  if (outcome.why !== "not-valid") return changedMeanwhile(portal, desk, { href: at("efa"), typed: [{ label: "Vertragspartner", value: input.partner }, { label: "Aktenzeichen", value: input.aktenzeichen }, { label: "Unterzeichnet am", value: input.seit }, { label: "Gilt nicht mehr ab", value: input.bis }] });
  const names: Readonly<Record<string, readonly [string, string]>> = { partner: ["partner", "Geben Sie an, mit wem die Rahmenvereinbarung besteht."], reference: ["aktenzeichen", "Das Aktenzeichen darf höchstens 200 Zeichen haben."], signedOn: ["seit", "Geben Sie den Tag der Unterzeichnung an."], until: ["bis", "Das Ende muss nach der Unterzeichnung liegen."] };
  const errors = Object.fromEntries(outcome.problems.map(({ path }) => names[path] ?? ["partner", "Diese Angaben sind nicht verständlich."]));
  return show(portal, desk, await portal.gateway.links.townRegister(tenant), input, visit.field(seenField), errors);
}

/** GET `…/efa/register.csv` */
export async function registerCsv(portal: AdminPages, { tenant }: Desk): Promise<Answer> {
  return { body: toCsv(await portal.gateway.links.exportRegister(tenant), { bom: true }), type: "text/csv; charset=utf-8", download: `efa-register-${tenant.slug}.csv` };
}

/** POST of a table: checked, and shown what it would change. Nothing is stored yet. */
export async function tryTable(portal: AdminPages, desk: Desk, upload: Upload): Promise<Answer> {
  let bytes: Buffer | undefined;
  let tooLarge = false;
  await upload.read({ maxFileBytes: largestTable, maxFiles: 1 }, async (part) => {
    const chunks: Buffer[] = [];
    for await (const chunk of part.stream) chunks.push(chunk as Buffer);
    bytes = Buffer.concat(chunks);
    tooLarge = part.truncated();
  });
  const text = bytes && !tooLarge ? textOf(bytes) : undefined;
  if (text === undefined) return withTableProblem(portal, desk, tooLarge ? "Die Tabelle ist größer als 1 MB." : bytes === undefined || bytes.length === 0 ? "Wählen Sie die geänderte Tabelle." : "Die Tabelle ist nicht in UTF-8 gespeichert. Wählen Sie beim Speichern »CSV UTF-8«.");
  const outcome = await portal.gateway.links.importRegister({ town: desk.tenant, actor: staffActor(desk), text, dryRun: true });
  return preview(portal, desk, text, outcome);
}

async function withTableProblem(portal: AdminPages, desk: Desk, message: string): Promise<Answer> {
  const register = await portal.gateway.links.townRegister(desk.tenant);
  return show(portal, desk, register, inputOf(register.framework), factsVersion(register.framework), { tabelle: message });
}

function preview(portal: AdminPages, desk: Desk, text: string, outcome: RegisterImport): Answer {
  const { visit, at } = desk;
  const parents = [{ text: "Dienste anderer Länder", href: at("efa") }];
  if (!outcome.ok) {
    return editorPage(portal, desk, { title: "Die Tabelle passt noch nicht", status: 422, parents, body: html`<p>Es wurde nichts geändert. Bessern Sie diese Zeilen aus und geben Sie die Tabelle noch einmal ab.</p>
${table("de", { caption: "Was nicht passt", captionHidden: true, columns: [{ title: "Zeile", numeric: true }, { title: "Grund" }], rows: outcome.problems.map(({ line, message }) => [line === 0 ? "–" : String(line), message]) })}<p>${linkButton({ text: "Zurück", href: at("efa"), kind: "secondary" })}</p>` });
  }
  const titles = outcome.changed.map((id) => portal.gateway.links.service(id)?.title.de ?? id);
  return editorPage(portal, desk, { title: "Das würde sich ändern", parents, body: html`${titles.length === 0 ? html`${notice("de", { kind: "info", title: "Nichts ändert sich", body: "Alle Zeilen stehen schon so im Register." })}<p>${linkButton({ text: "Zurück", href: at("efa"), kind: "secondary" })}</p>` : html`<ul class="portal-list">${titles.map((title) => html`<li>${title}</li>`)}</ul><p>Gleich bleiben: ${String(outcome.same)}</p>
${form("de", { action: at("efa/tabelle/uebernahme"), csrf: visit.staff.csrf, hidden: { tabelle: text }, body: buttonGroup(html`${button({ text: "Übernehmen" })}${linkButton({ text: "Verwerfen", href: at("efa"), kind: "secondary" })}`) })}`}` });
}

/** POST: the table that was shown is stored, all of it or nothing. */
export async function takeTable(portal: AdminPages, desk: Desk): Promise<Answer> {
  const text = desk.visit.fields.get("tabelle")?.[0] ?? "";
  const outcome = await portal.gateway.links.importRegister({ town: desk.tenant, actor: staffActor(desk), text, dryRun: false });
  return outcome.ok ? { redirect: `${desk.at("efa")}?getan=gespeichert` } : preview(portal, desk, text, outcome);
}

function textOf(bytes: Buffer): string | undefined {
  try { return bytes.length === 0 ? undefined : new TextDecoder("utf-8", { fatal: true }).decode(bytes); } catch { return undefined; }
}
