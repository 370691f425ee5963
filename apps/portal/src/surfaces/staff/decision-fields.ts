import { html, type Content, type Html } from "@kommunalportal/html";
import { decisionKindNames, decisionPage, isAppealable, postReasonTexts, remedyNames } from "#modules/answers";
import type { CaseView } from "#modules/casework";
import type { FormFields } from "#platform/http";
import { button, buttonGroup } from "#ui/button";
import { errorSummary, type ErrorLine } from "#ui/error-summary";
import { check } from "#ui/fields/choice-field";
import { form } from "#ui/form";
import { notice } from "#ui/notice";
import type { Answer } from "../frame/index.ts";
import { fileNamed, fileOptOut, readDecision } from "./decision-form.ts";
import { fileInput, lineInput, selectInput, textArea } from "./staff-fields.ts";
import { staffPage, type TownDesk } from "./staff-page.ts";
import type { StaffPortal } from "./staff-portal.ts";

export interface ShownEditor {
  readonly typed: FormFields;
  readonly errors: readonly ErrorLine[];
  readonly missing?: readonly ErrorLine[];
  readonly preview?: boolean;
  /** The permit is enclosed unless somebody unticks it. */
  readonly permit?: boolean;
  /** Name of the PDF that was chosen on the page before. */
  readonly file?: string;
  /** Who changed the case meanwhile, and how. */
  readonly changed?: string;
  readonly replaces?: string | null;
  readonly letters?: Html | false;
}

const formId = "bescheid-formular";
const issue = (): Html => button({ text: "Bescheid erlassen", name: "erlassen", value: "1", form: formId });

/** The editor of a decision with what was typed; below its title the preview, once it was asked for. */
export function showEditor(portal: StaffPortal, desk: TownDesk, view: CaseView, shown: ShownEditor): Answer {
  const { one, applicantName } = view;
  const here = desk.at(`vorgang/${one.id}`);
  const main = html`${errorSummary("de", shown.errors)}<h1>${shown.replaces ? "Bescheid wiederholen" : "Bescheid schreiben"}</h1><p class="portal-muted">${one.reference} · ${applicantName ?? "ohne Namen"}</p>${shown.changed !== undefined && notice("de", {
    kind: "warning", live: true, title: "Der Vorgang wurde inzwischen geändert", body: html`<p>${shown.changed}. Ihr Bescheid ist noch nicht erlassen, Ihre Eingaben stehen unten. <a class="kern-link" href="${here}">Sehen Sie sich den neuen Stand an</a>, und erlassen Sie den Bescheid dann.</p>`,
  })}${shown.letters}${shown.preview === true && preview(portal, desk, view, shown)}
${form("de", {
    action: `${here}/bescheid`, id: formId, csrf: desk.visit.staff.csrf, multipart: true, defaultButton: { name: "vorschau", value: "1" },
    hidden: { version: String(one.version), ...(shown.replaces ? { ersetzt: shown.replaces } : {}), ...(shown.file ? { [fileNamed]: shown.file } : {}) },
    body: html`${fields(view, shown)}${buttonGroup([button({ text: "Vorschau", name: "vorschau", value: "1", kind: "secondary" }), issue()])}`,
  })}`;
  return staffPage(portal, desk.visit, {
    title: "Bescheid schreiben", tenant: desk.tenant, current: "eingang", main, hasErrors: shown.errors.length > 0, status: shown.changed === undefined ? (shown.errors.length > 0 ? 422 : 200) : 409,
    breadcrumb: [{ text: "Eingang", href: desk.at("eingang") }, { text: one.reference, href: here }, { text: "Bescheid" }],
  });
}

function preview(portal: StaffPortal, desk: TownDesk, { one, head }: CaseView, { typed, missing = [] }: ShownEditor): Html {
  const { draft } = readDecision(typed);
  const ready = missing.length === 0;
  return html`<section class="portal-section" aria-labelledby="vorschau-titel"><h2 id="vorschau-titel">Vorschau</h2>${ready
    ? notice("de", { kind: "info", title: isAppealable(draft) ? "Dieser Bescheid kann angefochten werden. Begründung und Rechtsbehelfsbelehrung sind dabei." : "Dieser Bescheid gibt dem Antrag voll statt." })
    : notice("de", { kind: "warning", title: "So darf der Bescheid noch nicht hinaus", body: html`<ul>${missing.map(({ message, fieldId }) => html`<li>${fieldId === undefined ? message : html`<a class="kern-link" href="#${fieldId}">${message}</a>`}</li>`)}</ul>` })}<div class="portal-letter">${decisionPage(portal.answers.preview(head, { office: one.office, draft, signatory: { name: desk.reach.name, role: portal.offices.describe(desk.tenant.id, one.office)?.name ?? "" } }))}</div>${ready && buttonGroup(issue())}</section>`;
}

function fields(view: CaseView, shown: ShownEditor): Content {
  const { applicantName } = view;
  const value = (name: string, fallback = ""): string => shown.typed.get(name)?.[0] ?? fallback;
  const error = (name: string): string | undefined => shown.errors.find(({ fieldId }) => fieldId === `bescheid-${name}`)?.message;
  const field = (name: string, label: string, more: { readonly hint?: string; readonly optional?: boolean; readonly fallback?: string } = {}) => ({ id: `bescheid-${name}`, name, label, value: value(name, more.fallback), error: error(name), ...(more.hint === undefined ? {} : { hint: more.hint }), ...(more.optional === undefined ? {} : { optional: more.optional }) });
  return html`${selectInput({ ...field("art", "Art der Entscheidung", { fallback: "grant" }), options: Object.entries(decisionKindNames).map(([kind, text]) => ({ value: kind, text })) })}
${lineInput(field("betreff", "Betreff"))}${lineInput(field("anrede", "Anrede", { fallback: applicantName === undefined ? "Guten Tag," : `Guten Tag ${applicantName},` }))}
${textArea({ ...field("text", "Was entschieden wird", { hint: "Eine leere Zeile beginnt einen neuen Absatz." }), rows: 8 })}
${lineInput({ ...field("betrag", "Betrag in Euro", { optional: true, hint: "Wird mit dem Bescheid festgesetzt. Ein Gebührenbescheid nennt dazu von selbst Kassenzeichen und Zahlungswege." }), width: "short", inputmode: "decimal" })}${lineInput(field("zweck", "Wofür", { optional: true, hint: "Zum Beispiel Gebühr oder Jahressteuer." }))}
${textArea({ ...field("nebenbestimmungen", "Nebenbestimmungen", { optional: true, hint: "Bedingungen, Auflagen, Befristungen. Eine leere Zeile trennt sie." }), rows: 4 })}
${textArea({ ...field("begruendung", "Begründung", { hint: "Nötig bei Ablehnung, teilweiser Bewilligung, Betrag oder Nebenbestimmungen (§ 39 VwVfG NRW)." }), rows: 6 })}
${textArea({ ...field("englisch", "Lesehilfe auf Englisch", { optional: true, hint: "Steht unter dem Bescheid auf der Seite, nicht im Brief, mit dem Hinweis, dass nur der deutsche Text gilt. Wenn Sie oben etwas ändern, passen Sie sie an oder leeren Sie sie." }), rows: 3 })}
<fieldset class="kern-fieldset"><legend class="kern-label">Rechtsbehelfsbelehrung</legend><div class="kern-fieldset__body"><p class="kern-hint">Steht nur in einem Bescheid, der angefochten werden kann.</p>${selectInput({ ...field("rechtsbehelf", "Rechtsbehelf"), empty: "keiner nötig", options: Object.entries(remedyNames).map(([kind, text]) => ({ value: kind, text })) })}${lineInput(field("stelle", "Gericht oder Behörde mit Anschrift"))}${selectInput({ ...field("frist", "Frist"), empty: "keine", options: [{ value: "1", text: "ein Monat nach Bekanntgabe" }] })}</div></fieldset>
${selectInput({ ...field("weg", "Weg zur Person", { fallback: view.reasonsForPost.length > 0 ? "post" : "mailbox" }), options: [{ value: "mailbox", text: "elektronisch, Postfach im Portal" }, { value: "post", text: "Brief per Post" }], ...(view.reasonsForPost.length > 0 ? { hint: view.reasonsForPost.map((reason) => postReasonTexts[reason]).join(" ") } : {}) })}
${textArea({ ...field("anschrift", "Anschrift für den Brief", { hint: "Nur nötig, wenn der Bescheid per Post geht. Höchstens sechs Zeilen." }), rows: 4 })}
${fileField(shown, field("datei", "Unterschriebener Bescheid als PDF", { optional: true, hint: "Statt des Briefs aus dem Portal, höchstens 20 MB. Der Text oben wird trotzdem als barrierefreie Seite gezeigt." }))}
${view.permit !== undefined && html`<div class="portal-field">${check({ type: "checkbox", id: "bescheid-ausweis", name: "ausweis", value: "1", label: `${view.permit.title} beilegen: ${view.permit.plate}, ${view.permit.zoneName}`, hint: "Nur bei einer vollen Bewilligung.", checked: shown.permit === true || shown.typed.has("ausweis") })}</div>`}`;
}

/** No browser keeps a chosen file on a page that is shown again, so it is said and nothing leaves without it by accident. */
function fileField({ file = "", typed }: ShownEditor, field: Omit<Parameters<typeof fileInput>[0], "accept">): Content {
  const input = fileInput({ ...field, ...(file === "" ? {} : { hint: `Sie hatten »${file}« ausgewählt. Wählen Sie die Datei vor dem Erlassen noch einmal aus: Der Browser vergisst sie, wenn die Seite neu gezeigt wird.` }), accept: "application/pdf,.pdf" });
  return html`${input}${file !== "" && html`<div class="portal-field">${check({ type: "checkbox", id: "bescheid-ohnedatei", name: fileOptOut, value: "1", label: `Ohne »${file}« erlassen, mit dem Brief aus dem Portal`, checked: typed.has(fileOptOut) })}</div>`}`;
}
