import { html, type Html } from "@kommunalportal/html";
import { type Appointment, whenInWords } from "#modules/appointments";
import { isId } from "#platform/ids";
import { backLink } from "#ui/back-link";
import { badge } from "#ui/badge";
import { button, buttonGroup, linkButton } from "#ui/button";
import { descriptionList } from "#ui/description-list";
import { errorSummary } from "#ui/error-summary";
import { controlId } from "#ui/fields/control-id";
import { form } from "#ui/form";
import { section } from "#ui/section";
import { languageForm, onlyLanguage, type AccountVisit, type Answer } from "../../frame/index.ts";
import type { AccountPages } from "./account-pages.ts";
import { wordsIn } from "./messages.ts";
import { ownCase, type OwnCase } from "./own-case.ts";
import { textControl } from "./text-control.ts";
import { ownPage } from "./with-account.ts";

const longest = 2_000;
const formId = "absage-formular";

/** Appointments of the case, the next one first; what has not begun can be cancelled. */
export function caseAppointments(portal: Pick<AccountPages, "clock">, visit: AccountVisit, own: OwnCase): Html | false {
  const { lang } = visit;
  const words = wordsIn(lang);
  const now = portal.clock.now();
  const open = (one: Appointment): boolean => one.state === "booked" && one.endsAt > now;
  const sorted = own.appointments.toSorted((a, b) => Number(open(b)) - Number(open(a)) || a.startsAt.getTime() - b.startsAt.getTime());
  return sorted.length > 0 && section({
    title: words.appointments,
    body: html`${sorted.map((one) => html`<div class="portal-part">${descriptionList([
      { term: words.appointmentWhen, value: whenInWords(lang, one) }, { term: words.appointmentWhere, value: one.place },
      { term: words.appointmentState, value: one.state === "cancelled" ? badge(words.appointmentStateCancelled, "danger") : open(one) ? badge(words.appointmentStateBooked, "success") : badge(words.appointmentStateOver, "info") },
    ])}${one.state === "booked" && one.startsAt > now && html`<p>${linkButton({ text: words.appointmentCancel, hidden: whenInWords(lang, one), kind: "tertiary", href: visit.href(`/vorgaenge/${own.case.head.id}/termin/${one.id}/absage`) })}</p>`}</div>`)}`,
  });
}

/** GET `/vorgaenge/:id/termin/:appointment/absage`: asks once more. */
export async function cancelAppointmentPage(portal: AccountPages, visit: AccountVisit): Promise<Answer> {
  const found = await ownCase(portal, visit);
  return found.ok ? ask(portal, visit, found.own) : found.answer;
}

/** POST: the office, its calendar and the person's mailbox learn it at once. */
export async function cancelAppointment(portal: AccountPages, visit: AccountVisit): Promise<Answer> {
  const found = await ownCase(portal, visit);
  if (!found.ok) return found.answer;
  const { id } = found.own.case.head;
  const { account, level } = visit.session;
  const appointment = visit.params["appointment"] ?? "";
  const text = visit.field("grund");
  if (!isId(appointment)) return { missing: true };
  if (onlyLanguage(visit)) return ask(portal, visit, found.own, { text });
  if (text.length > longest) return ask(portal, visit, found.own, { text, message: wordsIn(visit.lang).errReasonLong });
  const outcome = await portal.appointments.cancelOwn({ account, level, application: id, appointment, words: text });
  // Pressed twice, or cancelled by the office meanwhile: the page of the case says how it stands.
  if (outcome.ok || found.own.appointments.some((one) => one.id === appointment && one.state === "cancelled")) return { redirect: visit.href(`/vorgaenge/${id}?erledigt=terminabsage`) };
  return outcome.why === "not-found" ? { missing: true } : ask(portal, visit, found.own);
}

async function ask(portal: AccountPages, visit: AccountVisit, own: OwnCase, { text, message }: { readonly text: string; readonly message?: string } = { text: "" }): Promise<Answer> {
  const { lang, session } = visit;
  const words = wordsIn(lang);
  const here = `/vorgaenge/${own.case.head.id}`;
  const one = own.appointments.find(({ id }) => id === visit.params["appointment"]);
  if (!one) return { missing: true };
  const when = whenInWords(lang, one);
  const possible = one.state === "booked" && one.startsAt > portal.clock.now();
  const title = possible ? words.appointmentCancelTitle : words.appointmentLateTitle;
  const body = possible
    ? html`<p class="portal-lead">${when}<br>${one.place}</p><p>${words.appointmentCancelText}</p>${form(lang, {
      id: formId, action: visit.href(`${here}/termin/${one.id}/absage`), csrf: session.csrf,
      body: html`${textControl(lang, { name: "grund", label: words.appointmentReason, optional: true, most: longest, value: text, ...(message === undefined ? {} : { error: message }) })}${buttonGroup([button({ text: words.appointmentCancelDo }), linkButton({ text: words.appointmentCancelNo, href: visit.href(here), kind: "secondary" })])}`,
    })}`
    : html`<p class="portal-lead">${one.state === "cancelled" ? words.appointmentLateCancelled : words.appointmentLateBegun}</p><p>${when}<br>${one.place}</p>`;
  const main = html`${backLink(lang, visit.href(here), words.backCase)}${message !== undefined && errorSummary(lang, [{ fieldId: controlId("grund"), message }])}<h1>${title}</h1>${body}`;
  return { page: await ownPage(portal, visit, "cases", { title, main, hasErrors: message !== undefined, ...(possible ? { languageForm: languageForm(visit, formId, `${here}/termin/${one.id}/absage`) } : {}), ...(own.office === undefined ? {} : { help: own.office }) }), status: message !== undefined ? 422 : possible ? 200 : 409 };
}
