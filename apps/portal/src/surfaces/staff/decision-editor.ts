import { html, type Html } from "@kommunalportal/html";
import { decisionKindNames, decisionPage, isAppealable, largestPdf, missingParts, missingPartTexts, postReasonTexts, remedyNames } from "#modules/answers";
import type { CaseView } from "#modules/casework";
import type { FormFields } from "#platform/http";
import { isId } from "#platform/ids";
import { button, buttonGroup } from "#ui/button";
import { errorSummary, type ErrorLine } from "#ui/error-summary";
import { check } from "#ui/fields/choice-field";
import { form } from "#ui/form";
import { notice } from "#ui/notice";
import { Readable } from "node:stream";
import type { Answer, Upload } from "../frame/index.ts";
import { conflictPage, versionOf } from "./case-actions.ts";
import { fieldOfMissing, readDecision } from "./decision-form.ts";
import { letterChoice, letterFields, lettersFor } from "./letter-choice.ts";
import { fileInput, lineInput, selectInput, textArea } from "./staff-fields.ts";
import { staffPage, type TownDesk } from "./staff-page.ts";
import type { StaffPortal } from "./staff-portal.ts";
import { refusalText } from "./words.ts";

const none: FormFields = new Map();

/** GET `/mitarbeit/:slug/vorgang/:case/bescheid`. */
export async function decisionEditor(portal: StaffPortal, desk: TownDesk): Promise<Answer> {
  const view = await portal.casework.open(desk.reach, desk.visit.params["case"] ?? "");
  if (!view) return { missing: true };
  const letters = await lettersFor(portal, view);
  const chosen = letters.find(({ id }) => id === desk.visit.query.get("vorlage"));
  const replaces = desk.visit.query.get("ersetzt");
  return show(portal, desk, view, { typed: chosen ? letterFields(chosen) : none, errors: [], replaces, letters: replaces === null && letterChoice(letters, desk.at(`vorgang/${view.one.id}/bescheid`), chosen?.id) });
}

/** POST of the editor: the preview, or the decision itself. An uploaded PDF is kept only when the decision leaves. */
export async function postDecision(portal: StaffPortal, desk: TownDesk, upload: Upload): Promise<Answer> {
  const id = desk.visit.params["case"] ?? "";
  const pdf: { bytes?: Buffer } = {};
  const typed = await upload.read({ maxFileBytes: largestPdf, maxFiles: 1 }, async (part) => {
    const parts: Buffer[] = [];
    for await (const chunk of part.stream as AsyncIterable<Buffer>) parts.push(chunk);
    // One byte more than allowed, so that the room says why it is refused.
    pdf.bytes = Buffer.concat(parts);
  });
  const view = await portal.casework.open(desk.reach, id);
  if (!view) return { missing: true };
  const input = readDecision(typed);
  const replaces = typed.get("ersetzt")?.[0] ?? "";
  const echo = { typed, replaces };
  const amount: ErrorLine[] = input.amountProblem ? [{ message: "Geben Sie den Betrag in Euro an, zum Beispiel 12,50.", fieldId: "bescheid-betrag" }] : [];
  if (typed.has("vorschau") || amount.length > 0) {
    const missing = missingParts(input.draft, { name: desk.reach.name }).map((part): ErrorLine => ({ message: missingPartTexts[part], fieldId: `bescheid-${fieldOfMissing[part]}` }));
    return show(portal, desk, view, { ...echo, errors: amount, missing, preview: amount.length === 0 });
  }
  const version = versionOf(typed.get("version")?.[0] ?? "");
  const outcome = await portal.casework.decide(desk.reach, {
    case: id, ...(version === undefined ? {} : { version }), draft: input.draft, way: input.way, ...(input.way === "post" ? { addressee: input.addressee } : {}),
    ...(pdf.bytes === undefined || pdf.bytes.length === 0 ? {} : { pdf: Readable.from([pdf.bytes]) }), ...(isId(replaces) ? { replaces } : {}), ...(input.permit ? { permit: true } : {}),
  });
  if (outcome.ok) return { redirect: desk.at(`vorgang/${id}?ansicht=bescheid&getan=bescheid`) };
  if (outcome.why === "not-found") return { missing: true };
  if (outcome.why === "changed-meanwhile" && "now" in outcome) return conflictPage(portal, desk, outcome.now, { action: desk.visit.path, kept: [...typed].flatMap(([name, values]) => (name === "_csrf" || name === "version" ? [] : values.map((value): [string, string] => [name, value]))) });
  if (outcome.why === "incomplete" && "missing" in outcome) return show(portal, desk, view, { ...echo, errors: outcome.missing.map((part) => ({ message: missingPartTexts[part], fieldId: `bescheid-${fieldOfMissing[part]}` })) });
  if (outcome.why === "post-needed" && "reasons" in outcome) return show(portal, desk, view, { ...echo, errors: [{ message: `Dieser Bescheid muss per Post gehen. ${outcome.reasons.map((reason) => postReasonTexts[reason]).join(" ")}`, fieldId: "bescheid-weg" }] });
  return show(portal, desk, view, { ...echo, errors: [{ message: refusalText(outcome.why), ...(outcome.why.startsWith("pdf-") ? { fieldId: "bescheid-datei" } : {}) }] });
}

interface Shown { readonly typed: FormFields; readonly errors: readonly ErrorLine[]; readonly missing?: readonly ErrorLine[]; readonly preview?: boolean; readonly replaces?: string | null; readonly letters?: Html | false }

function show(portal: StaffPortal, desk: TownDesk, view: CaseView, shown: Shown): Answer {
  const { one, head, applicantName } = view;
  const here = desk.at(`vorgang/${one.id}`);
  const value = (name: string, fallback = ""): string => shown.typed.get(name)?.[0] ?? fallback;
  const error = (name: string): string | undefined => shown.errors.find(({ fieldId }) => fieldId === `bescheid-${name}`)?.message;
  const field = (name: string, label: string, more: { readonly hint?: string; readonly optional?: boolean; readonly fallback?: string } = {}) => ({ id: `bescheid-${name}`, name, label, value: value(name, more.fallback), error: error(name), ...(more.hint === undefined ? {} : { hint: more.hint }), ...(more.optional === undefined ? {} : { optional: more.optional }) });
  const input = readDecision(shown.typed);
  const preview = shown.preview === true && html`<section class="portal-section" aria-labelledby="vorschau-titel"><h2 id="vorschau-titel">Vorschau</h2>${(shown.missing ?? []).length > 0
    ? notice("de", { kind: "warning", title: "So darf der Bescheid noch nicht hinaus", body: html`<ul>${(shown.missing ?? []).map(({ message }) => html`<li>${message}</li>`)}</ul>` })
    : notice("de", { kind: "info", title: isAppealable(input.draft) ? "Dieser Bescheid kann angefochten werden. Begründung und Rechtsbehelfsbelehrung sind dabei." : "Dieser Bescheid gibt dem Antrag voll statt." })}<div class="portal-letter">${decisionPage(portal.answers.preview(head, { office: one.office, draft: input.draft, signatory: { name: desk.reach.name, role: portal.offices.describe(desk.tenant.id, one.office)?.name ?? "" } }))}</div></section>`;
  const main = html`${errorSummary("de", shown.errors)}<h1>Bescheid schreiben</h1><p class="portal-muted">${one.reference} · ${applicantName ?? "ohne Namen"}</p>${shown.letters}${preview}
${form("de", {
    action: `${here}/bescheid`, csrf: desk.visit.staff.csrf, multipart: true, defaultButton: { name: "vorschau", value: "1" }, hidden: { version: String(one.version), ...(shown.replaces ? { ersetzt: shown.replaces } : {}) },
    body: html`${selectInput({ ...field("art", "Art der Entscheidung", { fallback: "grant" }), options: Object.entries(decisionKindNames).map(([kind, text]) => ({ value: kind, text })) })}
${lineInput(field("betreff", "Betreff"))}${lineInput(field("anrede", "Anrede", { fallback: applicantName === undefined ? "Guten Tag," : `Guten Tag ${applicantName},` }))}
${textArea({ ...field("text", "Was entschieden wird", { hint: "Eine leere Zeile beginnt einen neuen Absatz." }), rows: 8 })}
${lineInput({ ...field("betrag", "Betrag in Euro", { optional: true, hint: "Wird mit dem Bescheid festgesetzt; ein Gebührenbescheid wird danach bezahlt." }), width: "short", inputmode: "decimal" })}${lineInput(field("zweck", "Wofür", { optional: true, hint: "Zum Beispiel Gebühr oder Jahressteuer." }))}
${textArea({ ...field("nebenbestimmungen", "Nebenbestimmungen", { optional: true, hint: "Bedingungen, Auflagen, Befristungen. Eine leere Zeile trennt sie." }), rows: 4 })}
${textArea({ ...field("begruendung", "Begründung", { hint: "Nötig bei Ablehnung, teilweiser Bewilligung, Betrag oder Nebenbestimmungen (§ 39 VwVfG NRW)." }), rows: 6 })}
${textArea({ ...field("englisch", "Lesehilfe auf Englisch", { optional: true, hint: "Steht unter dem Bescheid auf der Seite, nicht im Brief, mit dem Hinweis, dass nur der deutsche Text gilt. Wenn Sie oben etwas ändern, passen Sie sie an oder leeren Sie sie." }), rows: 3 })}
<fieldset class="kern-fieldset"><legend class="kern-label">Rechtsbehelfsbelehrung</legend><div class="kern-fieldset__body">${selectInput({ ...field("rechtsbehelf", "Rechtsbehelf"), empty: "keiner nötig", options: Object.entries(remedyNames).map(([kind, text]) => ({ value: kind, text })) })}${lineInput(field("stelle", "Gericht oder Behörde mit Anschrift"))}${selectInput({ ...field("frist", "Frist"), empty: "keine", options: [{ value: "1", text: "ein Monat nach Bekanntgabe" }] })}</div></fieldset>
${selectInput({ ...field("weg", "Weg zur Person", { fallback: view.reasonsForPost.length > 0 ? "post" : "mailbox" }), options: [{ value: "mailbox", text: "elektronisch, Postfach im Portal" }, { value: "post", text: "Brief per Post" }], ...(view.reasonsForPost.length > 0 ? { hint: view.reasonsForPost.map((reason) => postReasonTexts[reason]).join(" ") } : {}) })}
${textArea({ ...field("anschrift", "Anschrift für den Brief", { optional: true, hint: "Höchstens sechs Zeilen.", ...(applicantName === undefined ? {} : { fallback: applicantName }) }), rows: 4 })}
${fileInput({ ...field("datei", "Unterschriebener Bescheid als PDF", { optional: true, hint: "Statt des Briefs aus dem Portal, höchstens 20 MB. Der Text oben wird trotzdem als barrierefreie Seite gezeigt." }), accept: "application/pdf,.pdf" })}
${view.permit !== undefined && html`<div class="portal-field">${check({ type: "checkbox", id: "bescheid-ausweis", name: "ausweis", value: "1", label: `${view.permit.title} beilegen: ${view.permit.plate}, ${view.permit.zoneName}`, hint: "Nur bei einer vollen Bewilligung.", checked: shown.letters !== undefined || shown.typed.has("ausweis") })}</div>`}
${buttonGroup([button({ text: "Vorschau", name: "vorschau", value: "1", kind: "secondary" }), button({ text: "Bescheid erlassen", name: "erlassen", value: "1" })])}`,
  })}`;
  return staffPage(portal, desk.visit, {
    title: "Bescheid schreiben", tenant: desk.tenant, current: "eingang", main, hasErrors: shown.errors.length > 0, status: shown.errors.length > 0 ? 422 : 200,
    breadcrumb: [{ text: "Eingang", href: desk.at("eingang") }, { text: one.reference, href: here }, { text: "Bescheid" }],
  });
}

/** GET `…/bescheid/:decision`: the decision as it reads, with its file. */
export async function shownDecision(portal: StaffPortal, desk: TownDesk): Promise<Answer> {
  const { case: id = "", decision = "" } = desk.visit.params;
  const view = await portal.casework.open(desk.reach, id);
  if (!view?.decisions.some((one) => one.id === decision)) return { missing: true };
  const content = await portal.casework.decision(desk.reach, id, decision);
  if (!content) return { missing: true };
  const here = desk.at(`vorgang/${id}`);
  const main: Html = html`<h1>Bescheid</h1><p><a class="kern-link" href="${here}/bescheid/${decision}/brief.pdf">Als PDF</a>${content.enclosure !== undefined && html` · <a class="kern-link" href="${here}/bescheid/${decision}/anlage.pdf">${content.enclosure.name}</a>`}</p><div class="portal-letter">${decisionPage(content)}</div>`;
  return staffPage(portal, desk.visit, { title: "Bescheid", tenant: desk.tenant, current: "eingang", main, breadcrumb: [{ text: "Eingang", href: desk.at("eingang") }, { text: view.one.reference, href: `${here}?ansicht=bescheid` }, { text: "Bescheid" }] });
}

