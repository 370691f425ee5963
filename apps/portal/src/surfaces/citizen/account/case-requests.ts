import { html, type Html } from "@kommunalportal/html";
import type { CitizenRequest } from "#modules/answers";
import type { Status } from "#modules/applications";
import { button, buttonGroup } from "#ui/button";
import type { ErrorLine } from "#ui/error-summary";
import { check } from "#ui/fields/choice-field";
import { form } from "#ui/form";
import { formatDate } from "#ui/format";
import { langAttr } from "#ui/in-its-language";
import { paragraphs } from "#ui/paragraphs";
import { section } from "#ui/section";
import type { AccountVisit } from "../../frame/index.ts";
import { contactsOf } from "./case-offices.ts";
import { fileControl } from "./file-control.ts";
import { filled, wordsIn } from "./messages.ts";
import type { OwnCase } from "./own-case.ts";
import { textControl } from "./text-control.ts";

/** What was wrong with a form of this page, and what stood in it. `about`: the request it answered, or `frei`. */
export interface Problem {
  readonly about: string;
  readonly lines: readonly ErrorLine[];
  readonly text?: string;
  /** »All documents« was ticked. */
  readonly complete?: boolean;
  readonly errors: { readonly text?: string; readonly files?: string };
}

export const uploadBytes = 10 * 1_048_576;
export const uploadFiles = 10;

/** Until it is closed or taken back a citizen may write; before the fee is paid there is nobody to read it. */
export function mayWrite(status: Status): boolean {
  return status !== "payment" && status !== "withdrawn" && status !== "closed";
}

/** Open questions, nearest deadline first. */
function openRequests(own: OwnCase): readonly CitizenRequest[] {
  return own.requests.filter((one) => one.open).toSorted((a, b) => (a.dueOn ?? "9999").localeCompare(b.dueOn ?? "9999"));
}

/** Id of the form of this page that takes words: for a request, or `frei`. */
export function writingFormId(about: string): string {
  return `schreiben-${about}`;
}

/** Which form goes along when the language changes, for a page can send but one: the one that came back, else the question that is first, else the message. */
export function writingForm(own: OwnCase, problem: Problem | undefined): { readonly id: string; readonly path: string } {
  const open = openRequests(own);
  const about = problem?.about ?? open[0]?.id ?? "frei";
  const documents = open.some(({ id, kind }) => id === about && kind === "documents");
  return { id: writingFormId(about), path: `/vorgaenge/${own.case.head.id}/${documents ? "unterlagen" : "antwort"}` };
}

/** Each open question with its form. */
export function caseRequests(visit: AccountVisit, own: OwnCase, problem: Problem | undefined): Html | false {
  const words = wordsIn(visit.lang);
  const open = openRequests(own);
  return open.length > 0 && mayWrite(own.case.head.status) && section({ title: words.requests, body: open.map((one) => request(visit, own, one, problem?.about === one.id ? problem : undefined)) });
}

function request(visit: AccountVisit, own: OwnCase, one: CitizenRequest, problem: Problem | undefined): Html {
  const { lang } = visit;
  const words = wordsIn(lang);
  const asked = own.case.events.find(({ id }) => id === one.event)?.text ?? "";
  const late = one.dueOn !== undefined && one.dueOn < own.today;
  return html`<section class="portal-inset"><h3>${filled(one.kind === "documents" ? words.requestDocuments : words.requestQuestion, { date: formatDate(one.askedAt, lang) })}</h3>${own.offices.get(one.office) !== undefined && html`<p class="portal-muted">${own.offices.get(one.office)?.name}</p>`}<div ${langAttr("de", lang)}>${paragraphs(asked)}</div>${
    // The office's own sentence names the day already.
    one.dueOn !== undefined && (late || !asked.includes(formatDate(one.dueOn, lang))) && html`<p><strong>${filled(late ? words.requestLate : words.requestDue, { date: formatDate(one.dueOn, lang) })}</strong></p>`}${
    one.kind === "documents" ? uploadForm(visit, own, one.id, problem) : textForm(visit, own, one.id, problem)}</section>`;
}

/** Writing and sending documents without having been asked. */
export function caseFurther(visit: AccountVisit, own: OwnCase, given: Problem | undefined): Html {
  const words = wordsIn(visit.lang);
  const problem = given?.about === "frei" ? given : undefined;
  const offices = contactsOf(own).map(({ name }) => name);
  const body = html`<div class="portal-why__body">${offices.length > 1 && html`<p>${filled(words.furtherReaders, { offices: offices.join(", ") })}</p>`}${textForm(visit, own, "frei", problem)}<hr>${uploadForm(visit, own, "frei", problem)}</div>`;
  return section({ title: words.further, body: problem === undefined ? html`<details class="portal-why"><summary>${words.sendMessage} · ${words.sendUpload}</summary>${body}</details>` : html`<details class="portal-why" open><summary>${words.sendMessage} · ${words.sendUpload}</summary>${body}</details>` });
}

function textForm(visit: AccountVisit, own: OwnCase, about: string, problem: Problem | undefined): Html {
  const { lang, session } = visit;
  const words = wordsIn(lang);
  const asked = about !== "frei";
  const control = textControl(lang, { name: `text-${about}`, label: asked ? words.answer : words.message, ...(asked ? { hint: words.answerHint } : {}), ...(problem?.text === undefined ? {} : { value: problem.text }), ...(problem?.errors.text === undefined ? {} : { error: problem.errors.text }) });
  return form(lang, { id: writingFormId(about), action: visit.href(`/vorgaenge/${own.case.head.id}/antwort`), csrf: session.csrf, hidden: { zu: about }, body: html`${control}${buttonGroup(button({ text: asked ? words.sendAnswer : words.sendMessage, kind: asked ? "primary" : "secondary" }))}` });
}

function uploadForm(visit: AccountVisit, own: OwnCase, about: string, problem: Problem | undefined): Html {
  const { lang, session } = visit;
  const words = wordsIn(lang);
  const asked = about !== "frei";
  return form(lang, {
    ...(asked ? { id: writingFormId(about) } : {}), action: visit.href(`/vorgaenge/${own.case.head.id}/unterlagen`), csrf: session.csrf, multipart: true, hidden: { zu: about },
    body: html`${fileControl(lang, { name: `dateien-${about}`, label: words.upload, hint: words.uploadHint, several: true, mostBytes: uploadBytes, ...(problem?.errors.files === undefined ? {} : { error: problem.errors.files }) })}${
      asked && html`${textControl(lang, { name: `notiz-${about}`, label: words.note, optional: true, ...(problem?.text === undefined ? {} : { value: problem.text }), ...(problem?.errors.text === undefined ? {} : { error: problem.errors.text }) })}<div class="portal-field">${check({ type: "checkbox", id: `feld-alle-${about}`, name: "alle", value: "ja", label: words.uploadAll, hint: words.uploadAllHint, checked: problem === undefined || problem.complete === true })}</div>`}${
      buttonGroup(button({ text: words.sendUpload, kind: asked ? "primary" : "secondary" }))}`,
  });
}
