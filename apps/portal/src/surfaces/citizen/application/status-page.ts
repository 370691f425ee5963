import { attr, html, type Html } from "@kommunalportal/html";
import type { CitizenCase, LookupOutcome } from "#modules/applications";
import { badge } from "#ui/badge";
import { button, buttonGroup, linkButton } from "#ui/button";
import { descriptionList } from "#ui/description-list";
import { errorSummary, type ErrorLine } from "#ui/error-summary";
import { errorText } from "#ui/fields/field-frame";
import { form } from "#ui/form";
import { formatDate, formatDateTime } from "#ui/format";
import { notice } from "#ui/notice";
import { languageForm, onlyLanguage, type Answer, type SessionVisit } from "../../frame/index.ts";
import type { ApplicationPages } from "./application-pages.ts";
import { noticeAddress, noticeControl, noticeField } from "./check-fields.ts";
import { filled, wordsIn } from "./messages.ts";
import { networkOf } from "./network-of.ts";
import { titleOf, townOffice } from "./service-facts-of.ts";
import { isWritten, statusHistory } from "./status-history.ts";

const askFormId = "status-formular";
/** Proves with its hidden fields who asks, so the page of the other language is the same one. */
const noticeFormId = "hinweis-formular";

interface Typed { readonly reference: string; readonly code: string; readonly wrong?: readonly Wrong[]; readonly status?: number }
interface Wrong { readonly field: "reference" | "code" | undefined; readonly message: string }

/** GET `/status`. */
export function statusPage(portal: ApplicationPages, visit: SessionVisit): Promise<Answer> {
  return Promise.resolve(askPage(portal, visit, { reference: "", code: "" }));
}

/** POST `/status`: reference and code together show how it stands; what was answered in the form stays closed. */
export async function lookUp(portal: ApplicationPages, visit: SessionVisit): Promise<Answer> {
  if (onlyLanguage(visit)) return askPage(portal, visit, typedIn(visit));
  const found = await find(portal, visit);
  return "answer" in found ? found.answer : showStatus(portal, visit, found);
}

/** POST `/status/hinweis`: leaves or deletes the address for notices; reference and code prove again who asks. */
export async function changeNotice(portal: ApplicationPages, visit: SessionVisit): Promise<Answer> {
  if (!portal.visitorNotices) return { missing: true };
  const found = await find(portal, visit);
  if ("answer" in found) return found.answer;
  if (onlyLanguage(visit)) return showStatus(portal, visit, found, { typed: visit.field("hinweis") });
  const subject = { application: found.case.head.id, tenant: found.case.head.tenant };
  const words = wordsIn(visit.lang);
  if (visit.field("loeschen") === "1") {
    await portal.visitorNotices.forget(subject);
    return showStatus(portal, visit, found, { done: words.noticeDeleted });
  }
  const typed = visit.field("hinweis");
  const address = noticeAddress(typed);
  if (address === undefined || address === "") return showStatus(portal, visit, found, { wrong: typed });
  await portal.visitorNotices.leave({ ...subject, address, lang: visit.lang });
  return showStatus(portal, visit, found, { done: words.noticeSaved });
}

interface Found { readonly case: CitizenCase; readonly reference: string; readonly code: string }

function typedIn(visit: SessionVisit): { readonly reference: string; readonly code: string } {
  return { reference: visit.field("vorgangsnummer").slice(0, 80), code: visit.field("code").slice(0, 80) };
}

async function find(portal: ApplicationPages, visit: SessionVisit): Promise<Found | { readonly answer: Answer }> {
  const words = wordsIn(visit.lang);
  const typed = typedIn(visit);
  const refuse = (field: "reference" | "code" | undefined, message: string, status = 422) => ({ answer: askPage(portal, visit, { ...typed, wrong: [{ field, message }], status }) });
  const missing: Wrong[] = [...(typed.reference === "" ? [{ field: "reference" as const, message: words.statusReferenceMissing }] : []), ...(typed.code === "" ? [{ field: "code" as const, message: words.statusCodeMissing }] : [])];
  if (missing.length > 0) return { answer: askPage(portal, visit, { ...typed, wrong: missing, status: 422 }) };
  const outcome: LookupOutcome = await portal.applications.lookup({ ...typed, network: networkOf(visit.request.ip) });
  if (outcome.ok) {
    const one = await portal.applications.citizenCase({ application: outcome.access.application, access: outcome.access });
    return one ? { case: one, ...typed } : refuse("reference", words.statusNoMatch);
  }
  switch (outcome.why) {
    case "mistyped": return outcome.field === "reference" ? refuse("reference", words.statusReferenceWrong) : refuse("code", words.statusCodeWrong);
    case "no-match": return refuse("reference", words.statusNoMatch);
    case "too-many-attempts": return refuse(undefined, words.statusTooMany, 429);
  }
}

function askPage(portal: ApplicationPages, visit: SessionVisit, typed: Typed): Answer {
  const { lang, session } = visit;
  const words = wordsIn(lang);
  const { wrong = [] } = typed;
  const errors: readonly ErrorLine[] = wrong.map(({ field, message }) => ({ message, ...(field === undefined ? {} : { fieldId: `feld-${field}` }) }));
  const input = (field: "reference" | "code", name: string, label: string, hint: string, value: string): Html => {
    const bad = wrong.find((one) => one.field === field);
    return html`<div class="kern-form-input portal-field${bad ? " kern-form-input--error" : ""}"><label class="kern-label" for="feld-${field}">${label}</label><p class="kern-hint" id="feld-${field}:hint">${hint}</p>${bad && errorText(`feld-${field}:error`, bad.message, lang)}<input class="kern-form-input__input portal-input--medium${bad ? " kern-form-input__input--error" : ""}" type="text" id="feld-${field}" name="${name}" value="${value}" autocomplete="off" spellcheck="false" autocapitalize="characters" aria-describedby="${bad ? `feld-${field}:hint feld-${field}:error` : `feld-${field}:hint`}" ${attr("aria-invalid", bad !== undefined)}></div>`;
  };
  const main = html`${errorSummary(lang, errors)}<h1>${words.statusTitle}</h1><p class="portal-lead">${words.statusIntro}</p>${form(lang, {
    id: askFormId, action: visit.href("/status"), csrf: session.csrf,
    body: html`${input("reference", "vorgangsnummer", words.statusReference, words.statusReferenceHint, typed.reference)}${input("code", "code", words.statusCode, words.statusCodeHint, typed.code)}${buttonGroup(button({ text: words.statusShow }))}`,
  })}<p>${words.statusSignedIn} <a class="kern-link" href="${visit.href("/vorgaenge")}">${words.cases}</a></p>`;
  return { page: portal.layout(visit, { title: words.statusTitle, main, hasErrors: errors.length > 0, components: [], languageForm: languageForm(visit, askFormId, "/status") }), status: typed.status ?? 200, ...(typed.status === 429 ? { headers: { "retry-after": "3600" } } : {}) };
}

async function showStatus(portal: ApplicationPages, visit: SessionVisit, { case: one, reference, code }: Found, notices: { readonly done?: string; readonly wrong?: string; /** Stood in the field when the language changed. */ readonly typed?: string } = {}): Promise<Answer> {
  const { lang } = visit;
  const words = wordsIn(lang);
  const { head, events } = one;
  const service = await portal.forms.service(head.service, head.formVersion);
  const town = portal.tenants.byId(head.tenant);
  const errors: readonly ErrorLine[] = notices.wrong === undefined ? [] : [{ fieldId: noticeControl, message: words.noticeWrong }];
  // Reading takes the level of the application (§ 8 Servicekonto.NRW-VO), and a code says of nobody who they are: below it only that there is something to read.
  const open = head.trustLevel === 0;
  const locked = !open && events.some(isWritten);
  const office = service ? await townOffice(portal, head.tenant, head.service, service.package.service.recipients[0] ?? "", lang) : undefined;
  const wordless = locked && notice(lang, { kind: "info", title: words.statusLocked, body: office?.phone === undefined ? words.statusLockedText : `${words.statusLockedText} ${filled(words.statusLockedCall, { office: office.name, phone: office.phone })}` });
  const main = html`${errorSummary(lang, errors)}${notices.done !== undefined && notice(lang, { kind: "success", title: notices.done, live: true })}<h1>${service ? titleOf(service, lang) : words.statusTitle}</h1>${descriptionList([
    { term: words.statusReference, value: head.reference ?? "" },
    { term: words.statusNow, value: badge(words[`status.${head.status}`], head.status === "waiting" ? "warning" : head.status === "decided" ? "success" : "info") },
    { term: words.statusTown, value: [office?.name, town?.name].filter((name) => name !== undefined).join(", ") },
    ...(head.submittedAt === undefined ? [] : [{ term: words.statusSubmitted, value: head.receivedOn === undefined ? formatDateTime(head.submittedAt, lang) : formatDate(head.receivedOn, lang) }]),
  ])}<h2>${words.statusHistory}</h2>${wordless}${await statusHistory(portal, visit, one, service, open)}${portal.visitorNotices && await noticeForm(portal.visitorNotices, visit, { one, reference, code, typed: notices.wrong ?? notices.typed ?? "", wrong: notices.wrong !== undefined })}<p>${linkButton({ text: words.statusAnother, href: visit.href("/status"), kind: "tertiary" })}</p>`;
  return { page: portal.layout(visit, { title: `${words.statusNow}: ${head.reference ?? ""}`, main, hasErrors: errors.length > 0, components: [], ...(portal.visitorNotices ? { languageForm: languageForm(visit, noticeFormId, "/status/hinweis") } : {}), ...(office ? { help: office } : {}) }), status: errors.length > 0 ? 422 : 200 };
}

async function noticeForm(port: NonNullable<ApplicationPages["visitorNotices"]>, visit: SessionVisit, given: { readonly one: CitizenCase; readonly reference: string; readonly code: string; readonly typed: string; readonly wrong: boolean }): Promise<Html> {
  const { lang, session } = visit;
  const words = wordsIn(lang);
  const { head } = given.one;
  const hidden = { vorgangsnummer: given.reference, code: given.code };
  const there = await port.has({ application: head.id, tenant: head.tenant });
  const body = there
    ? html`<p>${words.noticeSet}</p>${buttonGroup(button({ text: words.noticeDelete, kind: "secondary", name: "loeschen", value: "1" }))}`
    : html`${noticeField(lang, given.typed, given.wrong ? words.noticeWrong : undefined)}${buttonGroup(button({ text: words.noticeSave, kind: "secondary" }))}`;
  return html`<h2>${words.noticeTitle}</h2>${form(lang, { id: noticeFormId, action: visit.href("/status/hinweis"), csrf: session.csrf, hidden, body, ...(there ? { defaultButton: { name: "loeschen", value: "1" } } : {}) })}`;
}
