import { html } from "@kommunalportal/html";
import { backLink } from "#ui/back-link";
import { button, buttonGroup, linkButton } from "#ui/button";
import { errorSummary } from "#ui/error-summary";
import { controlId } from "#ui/fields/control-id";
import { form } from "#ui/form";
import { languageForm, onlyLanguage, type AccountVisit, type Answer } from "../../frame/index.ts";
import type { AccountPages } from "./account-pages.ts";
import { filled, wordsIn } from "./messages.ts";
import { ownCase, type OwnCase } from "./own-case.ts";
import { textControl } from "./text-control.ts";
import { ownPage } from "./with-account.ts";

const longest = 2_000;
const formId = "ruecknahme-formular";

/** GET `/vorgaenge/:id/ruecknahme`: asks once more. */
export async function withdrawPage(portal: AccountPages, visit: AccountVisit): Promise<Answer> {
  const found = await ownCase(portal, visit);
  return found.ok ? ask(portal, visit, found.own) : found.answer;
}

/** POST `/vorgaenge/:id/ruecknahme`. */
export async function withdrawCase(portal: AccountPages, visit: AccountVisit): Promise<Answer> {
  const found = await ownCase(portal, visit);
  if (!found.ok) return found.answer;
  const words = wordsIn(visit.lang);
  const { id } = found.own.case.head;
  const text = visit.field("grund");
  if (onlyLanguage(visit)) return ask(portal, visit, found.own, { text });
  if (text.length > longest) return ask(portal, visit, found.own, { text, message: words.errReasonLong, field: true });
  const outcome = await portal.answers.withdraw({ application: id, access: { kind: "account", account: visit.session.account }, ...(text === "" ? {} : { text }) });
  if (outcome.ok || outcome.why === "already-withdrawn") return { redirect: visit.href(`/vorgaenge/${id}?erledigt=ruecknahme`) };
  if (outcome.why === "not-found") return { missing: true };
  return ask(portal, visit, found.own, { text, message: outcome.why === "already-decided" ? words.withdrawLate : words.withdrawOther, field: false });
}

async function ask(portal: AccountPages, visit: AccountVisit, own: OwnCase, given: { readonly text: string; readonly message?: string; readonly field?: boolean } = { text: "" }): Promise<Answer> {
  const { lang, session } = visit;
  const words = wordsIn(lang);
  const { head } = own.case;
  const here = `/vorgaenge/${head.id}`;
  const { text, message, field = false } = given;
  const main = html`${backLink(lang, visit.href(here), words.backCase)}${message !== undefined && errorSummary(lang, [field ? { fieldId: controlId("grund"), message } : { message }])}<h1>${words.withdrawTitle}</h1><p class="portal-lead">${filled(words.withdrawText, { title: own.title })}</p>${head.fee?.paidAt !== undefined && html`<p>${words.withdrawPaid}</p>`}${form(lang, {
    id: formId, action: visit.href(`${here}/ruecknahme`), csrf: session.csrf,
    body: html`${textControl(lang, { name: "grund", label: words.withdrawReason, optional: true, most: longest, value: text, ...(field && message !== undefined ? { error: message } : {}) })}${buttonGroup([button({ text: words.withdrawDo }), linkButton({ text: words.withdrawNo, href: visit.href(here), kind: "secondary" })])}`,
  })}`;
  return { page: await ownPage(portal, visit, "cases", { title: words.withdrawTitle, main, hasErrors: message !== undefined, languageForm: languageForm(visit, formId, `${here}/ruecknahme`) }), status: message === undefined ? 200 : field ? 422 : 409 };
}
