import { html, type Html } from "@kommunalportal/html";
import { largestTransfer, type ImportEntry, type ImportOutcome, type ImportView, type WaitingTransfer } from "#modules/catalogue";
import { isId } from "#platform/ids";
import { button, buttonGroup, formButton, linkButton } from "#ui/button";
import { descriptionList } from "#ui/description-list";
import { form } from "#ui/form";
import { formatDateTime } from "#ui/format";
import { notice } from "#ui/notice";
import { section } from "#ui/section";
import { table } from "#ui/table";
import type { Answer, Upload } from "../../frame/index.ts";
import { type AdminPages, type Desk, editorPage } from "../admin-pages.ts";
import { fileControl } from "../controls.ts";
import { errorLines, type Errors, noErrors } from "../form-state.ts";

const count = (n: number): string => n.toLocaleString("de-DE");
const rowsShown = 200;

/** What becomes of an object, and what does not and why. */
const outcomes: Readonly<Record<ImportOutcome, { readonly title: string; readonly group: "changes" | "here" | "left" | "quiet" }>> = {
  new: { title: "Kommt dazu", group: "changes" }, changed: { title: "Ändert sich", group: "changes" }, removed: { title: "Fällt weg", group: "changes" },
  "changed-here": { title: "Hier geändert seit der letzten Übernahme", group: "here" }, "already-here": { title: "Hier steht schon etwas Eigenes", group: "here" },
  "no-key": { title: "Kein Leistungsschlüssel mit 14 Ziffern", group: "left" }, "unknown-key": { title: "Leistungsschlüssel, den der Katalog nicht kennt", group: "left" }, twice: { title: "Für diese Leistung gibt es schon einen übernommenen Text", group: "left" },
  "no-text": { title: "Kein Text, den das Portal zeigt", group: "left" }, "too-long": { title: "Ein Abschnitt ist zu lang und bleibt weg", group: "left" }, "no-name": { title: "Kein Name auf Deutsch", group: "left" },
  "unknown-service": { title: "Die Leistung steht weder in der Datei noch im Katalog", group: "left" }, "unknown-parent": { title: "Das Amt oder der Dienst steht nicht in der Datei", group: "left" },
  outside: { title: "Das Gebiet liegt außerhalb Ihres eigenen", group: "left" }, "no-link": { title: "Keine Adresse mit https", group: "left" }, "still-used": { title: "Wird hier noch gebraucht und bleibt", group: "left" },
  "other-kind": { title: "Diese Art wird nicht übernommen", group: "left" }, same: { title: "Unverändert", group: "quiet" }, "not-here": { title: "War nie hier", group: "quiet" },
};
const kinds: Readonly<Record<ImportEntry["kind"], string>> = { leistung: "Leistung", organisationseinheit: "Amt", onlinedienst: "Online-Dienst", zustaendigkeit: "Zuständigkeit", loesche: "Löschung" };

/** GET `…/uebernahme`: the file that waits to be looked at, and a way to give one. `?eigenes=1`: as if what was changed here were overwritten, too. */
export async function transferPage(portal: AdminPages, desk: Desk): Promise<Answer> {
  const overwrite = desk.visit.query.get("eigenes") === "1";
  return show(portal, desk, await portal.xzufi.waiting(desk.tenant, overwrite), overwrite, noErrors);
}

function show(portal: AdminPages, desk: Desk, waiting: WaitingTransfer | undefined, overwrite: boolean, errors: Errors, unread: readonly { readonly line: number; readonly message: string }[] = []): Answer {
  const { at, visit } = desk;
  const body = html`<p>Ein Redaktionssystem gibt Leistungstexte, Ämter, Zuständigkeiten und Adressen von Online-Diensten als XZuFi-Datei heraus. Hier übernehmen Sie eine. Vorher sehen Sie, was sich ändert; nachher gilt alles davon oder nichts.</p>
${unread.length > 0 && html`${notice("de", { kind: "danger", title: "Die Datei lässt sich nicht lesen", body: "Geändert ist nichts. Geben Sie die Liste dem Redaktionssystem, aus dem die Datei kommt." })}
${table("de", { caption: "Fehler in der Datei", captionHidden: true, columns: [{ title: "Zeile", numeric: true }, { title: "Was falsch ist" }], rows: unread.slice(0, rowsShown).map(({ line, message }) => [line === 0 ? "" : String(line), message]) })}`}
${waiting !== undefined && waitingPart(desk, waiting, overwrite)}
${section({ title: waiting === undefined ? "Datei prüfen" : "Eine andere Datei prüfen", body: html`<p>Übernommen werden die Texte der Leistung auf Deutsch und Englisch, Name, Anschrift, Telefon, E-Mail und Website eines Amtes, Zuständigkeiten in Ihrem Gebiet und Online-Dienste mit https. Nicht übernommen werden der Titel der Leistung, einzelne Ansprechpersonen, Öffnungszeiten und Beträge.</p>
${form("de", { action: at("uebernahme"), csrf: visit.staff.csrf, multipart: true, body: html`${fileControl({ name: "datei", label: "XZuFi-Datei", hint: "XZuFi 2.2.0 oder 2.3.1 (.xml), höchstens 16 MB", accept: ".xml,text/xml,application/xml", error: errors["datei"] })}${buttonGroup(button({ text: "Datei prüfen" }))}` })}` })}`;
  return editorPage(portal, desk, { title: "Aus einem Redaktionssystem", body, errors: errorLines(errors), ...(unread.length > 0 ? { status: 422 } : {}) });
}

function waitingPart({ at, visit }: Desk, { id, fileName, givenAt, view }: WaitingTransfer, overwrite: boolean): Html {
  const facts = descriptionList([{ term: "Datei", value: fileName }, { term: "Geprüft", value: formatDateTime(givenAt, "de") }]);
  const discard = formButton({ text: "Verwerfen", kind: "secondary", action: at("uebernahme/verwerfen"), csrf: visit.staff.csrf, fields: { datei: id } });
  if (!view.ok) return section({ title: "Geprüft, gilt noch nicht", id: "geprueft", body: html`${facts}${buttonGroup(discard)}` });
  const own = view.entries.filter(({ outcome }) => outcomes[outcome].group === "here").length;
  return section({ title: "Geprüft, gilt noch nicht", id: "geprueft", body: html`${facts}
${view.changes === 0 ? html`<p>Gegenüber dem, was hier steht, ändert sich nichts.</p>` : group(view, "changes", "Das ändert sich")}
${group(view, "here", overwrite ? "Hier geändert" : "Hier geändert, bleibt wie es ist")}
${own > 0 && !overwrite && html`<p>${linkButton({ text: "Zeigen, was überschrieben würde", href: `${at("uebernahme")}?eigenes=1#geprueft`, kind: "tertiary" })}</p>`}
${overwrite && notice("de", { kind: "warning", title: "Auch was hier geändert wurde, wird überschrieben", body: html`Sie sehen die Datei so, als gälte sie ohne Ausnahme. <a href="${at("uebernahme")}#geprueft">Eigenes behalten</a>` })}
${group(view, "left", "Bleibt weg")}
${quiet(view)}
${view.warnings.length > 0 && html`<details class="portal-part"><summary>Nicht verstanden: ${count(view.warnings.length)}</summary>${table("de", { caption: "Was in der Datei nicht verstanden wurde", captionHidden: true, columns: [{ title: "Zeile", numeric: true }, { title: "Was" }], rows: view.warnings.slice(0, rowsShown).map(({ line, message }) => [String(line), message]) })}</details>`}
<div class="portal-buttons">${formButton({ text: overwrite ? "Übernehmen und Eigenes überschreiben" : "Übernehmen", action: at("uebernahme/uebernahme"), csrf: visit.staff.csrf, fields: { datei: id, ...(overwrite ? { eigenes: "1" } : {}) } })}${discard}</div>` });
}

type Readable = Extract<ImportView, { ok: true }>;

function group(view: Readable, name: "changes" | "here" | "left", title: string): Html | false {
  const entries = view.entries.filter(({ outcome }) => outcomes[outcome].group === name);
  return entries.length > 0 && html`<h3>${title}: ${count(entries.length)}</h3>
${table("de", { caption: title, captionHidden: true, columns: [{ title: "Was" }, { title: "Name" }, { title: "Was geschieht" }, { title: "Zeile", numeric: true }], rows: entries.slice(0, rowsShown).map(({ kind, id, name: what, outcome, line }) => [html`${kinds[kind]} ${id}`, what, outcomes[outcome].title, String(line)]) })}
${entries.length > rowsShown && html`<p>und ${count(entries.length - rowsShown)} weitere</p>`}`;
}

function quiet(view: Readable): Html | false {
  const same = view.entries.filter(({ outcome }) => outcome === "same").length;
  const never = view.entries.filter(({ outcome }) => outcome === "not-here").length;
  return same + never > 0 && html`<p>${same > 0 && `Unverändert: ${count(same)}. `}${never > 0 && `Löschungen von etwas, das nie hier war: ${count(never)}.`}</p>`;
}

/** POST of a file: read and shown. Nothing counts yet. */
export async function checkTransfer(portal: AdminPages, desk: Desk, upload: Upload): Promise<Answer> {
  const chunks: Buffer[] = [];
  let [tooLarge, fileName] = [false, ""];
  await upload.read({ maxFileBytes: largestTransfer, maxFiles: 1 }, async (part) => {
    fileName = part.fileName;
    for await (const chunk of part.stream) chunks.push(chunk as Buffer);
    tooLarge = part.truncated();
  });
  const bytes = Buffer.concat(chunks);
  const wrong = tooLarge || bytes.length > largestTransfer ? "Die Datei ist größer als 16 MB." : bytes.length === 0 ? "Wählen Sie die Datei." : undefined;
  const waiting = (): Promise<WaitingTransfer | undefined> => portal.xzufi.waiting(desk.tenant, false);
  if (wrong !== undefined) return show(portal, desk, await waiting(), false, { datei: wrong });
  const view = await portal.xzufi.keep({ owner: desk.tenant, staff: desk.visit.staff.staff, fileName, bytes });
  if (view.ok) return { redirect: `${desk.at("uebernahme")}#geprueft` };
  return show(portal, desk, await waiting(), false, { datei: "Diese Datei lässt sich nicht lesen. Die Fehler stehen auf dieser Seite." }, view.errors);
}

/** POST: what was looked at counts. Where another file waits by now, that is shown first. */
export async function takeTransfer(portal: AdminPages, desk: Desk): Promise<Answer> {
  const id = desk.visit.field("datei");
  const view = isId(id) ? await portal.xzufi.takeWaiting({ owner: desk.tenant, staff: desk.visit.staff.staff, id, overwrite: desk.visit.field("eigenes") === "1" }) : undefined;
  return { redirect: view?.ok === true ? `${desk.at("uebernahme")}?getan=uebernommen` : `${desk.at("uebernahme")}#geprueft` };
}

export async function discardTransfer(portal: AdminPages, desk: Desk): Promise<Answer> {
  const id = desk.visit.field("datei");
  if (isId(id)) await portal.xzufi.discard(desk.tenant, id);
  return { redirect: desk.at("uebernahme") };
}
