import { html, type Html } from "@kommunalportal/html";
import { legalDate } from "#platform/clock";
import { isId, newId } from "#platform/ids";
import type { Draft } from "#modules/applications";
import { type PublishedService, requiredLevel } from "#modules/forms";
import { backLink } from "#ui/back-link";
import { button, buttonGroup, linkButton } from "#ui/button";
import { answerSections } from "#ui/check-page";
import { errorSummary, type ErrorLine } from "#ui/error-summary";
import { errorControlId } from "#ui/fields/control-id";
import { form } from "#ui/form";
import { formatMoney } from "#ui/format";
import { notice } from "#ui/notice";
import { stepList } from "#ui/step-list";
import { say, t } from "#ui/text";
import { checkAll, type CompiledForm, neededPeople, reachableAnswers, summary, type SummarySection, visibleSteps } from "@kommunalportal/form-engine";
import { languageForm, type Answer } from "../../frame/index.ts";
import { answerPlaceField, type AnswerPlace } from "./answer-place.ts";
import { applicantOf } from "./applicant-of.ts";
import type { ApplicationPages } from "./application-pages.ts";
import { choices, consentField, deliveryControl, deliveryField, noticeField } from "./check-fields.ts";
import { formInWords, sayTo } from "./easy-language.ts";
import type { DeliveryAddress } from "./delivery-address.ts";
import { feeNow, type FeeNow } from "./fee-now.ts";
import { howToAnswer } from "./how-to-answer.ts";
import type { TownSessionVisit } from "./in-town.ts";
import { filled, wordsIn } from "./messages.ts";
import { movedNotice } from "./moved-notice.ts";
import { openOwn } from "./open-own.ts";
import { showPartCheck } from "./part-check-page.ts";
import { receiversOf } from "./receivers.ts";
import { competentOffice, componentsOf, switchOf, titleOf } from "./service-facts-of.ts";
import { signInHref } from "./sign-in-href.ts";

const formId = "absenden-formular";

/** What stood in the fields of the check page when it was sent and something was wrong, or when the language was changed: then there are no errors. */
export interface SentAgain { readonly errors: readonly ErrorLine[]; readonly requestId: string; readonly way: string; readonly consent: boolean; readonly notice: string; readonly delivery: string; readonly place: string }

/** GET `/antrag/:draft/pruefen`: every answer with a way to change it, what it costs, who gets what, and the binding button. */
export async function checkAnswers(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  const opened = await openOwn(portal, visit, "pruefen");
  return opened.ok ? showCheck(portal, visit, opened) : opened.answer;
}

/** POST: the page once more with what was typed. Only the button of the other language sends here, so that it can never send the application. */
export async function checkInOtherLanguage(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  const opened = await openOwn(portal, visit, "pruefen");
  if (!opened.ok) return opened.answer;
  const requestId = visit.field("anfrage");
  return showCheck(portal, visit, opened, {
    errors: [], requestId: isId(requestId) ? requestId : newId(), way: visit.field("zahlweg"), consent: visit.field("bekanntgabe") === "ja", notice: visit.field("hinweis").slice(0, 300), delivery: visit.field("benachrichtigung").slice(0, 300), place: visit.field("antwort"),
  });
}

export async function showCheck(portal: ApplicationPages, visit: TownSessionVisit, { draft, service }: { readonly draft: Draft; readonly service: PublishedService }, sent?: SentAgain): Promise<Answer> {
  const { lang } = visit;
  const day = legalDate(portal.clock.now());
  const open = checkAll(service.form, draft.answers, day)[0];
  if (open) return { redirect: visit.href(`/antrag/${draft.id}/${open.stepId}?${draft.savedSteps[open.stepId] === undefined ? "" : "fehlt=1&"}zurueck=pruefen`) };
  if (draft.part !== undefined) return showPartCheck(portal, visit, { draft, service, part: draft.part });
  const town = switchOf(portal, draft.tenant, draft.service);
  const fee = feeNow(service, town, draft.answers, day);
  const answers = reachableAnswers(service.form, draft.answers, day);
  const receivers = await receiversOf(portal, visit, service, answers, day);
  const office = await competentOffice(portal, visit, service);
  const words = wordsIn(lang);
  const at = (page: string): string => visit.href(`/antrag/${draft.id}/${page}`);
  const reached = visibleSteps(service.form, draft.answers, day);
  const title = t(lang, "check.title");
  const missing = mustSignIn(visit, draft, service) ?? await mustConfirm(portal, visit, draft, service);
  const { delivery, place } = await howToAnswer(portal, visit);
  const hasErrors = sent !== undefined && sent.errors.length > 0;
  const main = html`${backLink(lang, at(reached.at(-1)?.id ?? "weiter"))}${errorSummary(lang, sent?.errors ?? [])}
${stepList(lang, [...reached.map(({ id, definition }) => ({ title: sayTo(visit, definition.title), state: "done" as const, href: at(id) })), { title: words.check, state: "current" as const }])}
<p class="portal-muted">${titleOf(service, lang)}</p><h1>${title}</h1>${movedNotice(visit)}
${answerSections(lang, summary(formInWords(visit, service), draft.answers, lang, day).map(flat), { changeHref: (step, path) => `${at(step)}?zurueck=pruefen${fieldFragment(service.form, path)}` })}
<p><a class="kern-link" href="${at("gemeinsam")}">${words.togetherLink}</a></p>
<h2>${words.receiversTitle}</h2><ul class="portal-list">${receivers.map((one) => html`<li><strong>${one.office}</strong>: ${one.what}</li>`)}</ul>
${feeSection(visit, fee, service)}${missing ?? sendForm(portal, visit, { draft, service, fee, delivery, place, sent })}`;
  return {
    status: hasErrors ? 422 : 200,
    page: portal.layout(visit, { title: `${title} – ${titleOf(service, lang)}`, main, hasErrors, components: componentsOf(service, town), service: draft.service, ...(missing === undefined ? { languageForm: languageForm(visit, formId, `/antrag/${draft.id}/pruefen`) } : {}), ...(office === undefined ? {} : { help: office }) }),
  };
}

function sendForm(portal: ApplicationPages, visit: TownSessionVisit, { draft, service, fee, delivery, place, sent }: { readonly draft: Draft; readonly service: PublishedService; readonly fee: FeeNow; readonly delivery: DeliveryAddress; readonly place: AnswerPlace; readonly sent: SentAgain | undefined }): Html {
  const { lang, session } = visit;
  const words = wordsIn(lang);
  const amount = formatMoney(fee.cents, lang);
  const label = sayTo(visit, service.package.service.submitLabel);
  const german = service.package.service.submitLabel.de;
  return form(lang, {
    id: formId, action: visit.href(`/antrag/${draft.id}/absenden`), csrf: session.csrf, hidden: { verbindlich: "1", anfrage: sent?.requestId ?? newId() },
    body: html`${fee.ways.length > 1 && choices(lang, fee.ways, sent?.way ?? fee.ways[0] ?? "online")}${answerPlaceField(lang, place, sent?.place)}${session.account !== undefined && consentField(lang, sent?.consent ?? false)}${delivery.kind === "asked" && deliveryField(lang, sent?.delivery ?? delivery.suggested, sent?.errors.find(({ fieldId }) => fieldId === deliveryControl)?.message)}${session.account === undefined && portal.visitorNotices !== undefined && noticeField(lang, sent?.notice ?? "", sent?.errors[0]?.message)}
<p class="portal-binding">${fee.cents > 0 ? filled(words.bindingPaid, { amount }) : words.binding}</p>${buttonGroup(button({ text: fee.cents > 0 && !/zahlungspflichtig/i.test(german) ? t(lang, "check.submitPaid") : label }))}`,
  });
}

function feeSection(visit: TownSessionVisit, fee: FeeNow, { package: { service } }: PublishedService): Html | false {
  const { lang } = visit;
  const words = wordsIn(lang);
  if (service.fee === undefined) return html`<h2>${words.feeNone}</h2>`;
  const title = fee.later ? say(service.fee.text, lang) : fee.cents === 0 ? words.feeNone : filled(words.feeTitle, { amount: formatMoney(fee.cents, lang) });
  const [only] = fee.ways;
  const how = fee.ways.length === 1 && only !== undefined ? filled(words.feeOne, { way: { online: words.wayOnline, transfer: words.wayTransfer, counter: words.wayCounter }[only] }) : undefined;
  return html`<h2>${title}</h2>${fee.later && html`<p>${words.feeLater}</p>`}${how !== undefined && html`<p>${how}</p>`}`;
}

/** Instead of the button: what the present sign-in lacks for sending. The same draft is here again afterwards. */
function mustSignIn(visit: TownSessionVisit, draft: Draft, service: PublishedService): Html | undefined {
  const { session, lang } = visit;
  const words = wordsIn(lang);
  const needed = requiredLevel(service);
  const account = service.package.service.account;
  const low = session.level < needed;
  if (!low && !(account && session.account === undefined)) return undefined;
  const body = low ? `${words.levelSend} ${needed >= 4 ? words.level4Need : needed >= 3 ? words.level3Need : words.level1Need}` : words.accountSend;
  const href = signInHref(visit, `/antrag/${draft.id}/pruefen`, { service: draft.service, level: needed, account });
  return html`${notice(lang, { kind: "info", title: words.identify, body })}${buttonGroup(linkButton({ text: words.identify, href, icon: "account-circle" }))}`;
}

/** Instead of the button: those who apply together have not all confirmed these answers. Asked only where the service lets several apply. */
async function mustConfirm(portal: ApplicationPages, visit: TownSessionVisit, draft: Draft, { package: { service } }: PublishedService): Promise<Html | undefined> {
  // The draft's own form holds only the applicant's part; who else is needed stands in the whole one.
  const published = await portal.forms.service(draft.service, draft.formVersion);
  const needed = published === undefined ? [] : neededPeople(published.form, draft.answers, legalDate(portal.clock.now()));
  if (service.together === undefined && needed.length === 0) return undefined;
  const people = await portal.applications.participants({ draft: draft.id, applicant: applicantOf(visit.session) }) ?? [];
  const words = wordsIn(visit.lang);
  const missing = needed.filter(({ definition: { id } }) => !people.some((one) => one.person === id && one.state === "confirmed"));
  if (missing.length > 0) {
    return html`${notice(visit.lang, { kind: "info", title: words.togetherPartWaits, body: html`<ul class="portal-list">${missing.map(({ definition: { title } }) => html`<li>${sayTo(visit, title)}</li>`)}</ul>` })}${buttonGroup(linkButton({ text: words.togetherPeople, href: visit.href(`/antrag/${draft.id}/gemeinsam`) }))}`;
  }
  if (portal.applications.allConfirmed(service, people)) return undefined;
  return html`${notice(visit.lang, { kind: "info", title: words.togetherWaits, body: words.togetherWaitsText })}${buttonGroup(linkButton({ text: words.togetherPeople, href: visit.href(`/antrag/${draft.id}/gemeinsam`) }))}`;
}

/** A section that is one group needs no second title before each of its lines. */
function flat(section: SummarySection): SummarySection {
  const [only] = section.rows;
  return section.rows.length === 1 && only?.kind === "group" ? { ...section, rows: only.rows } : section;
}

/** The control of an answer on its step. Groups have none of their own. */
function fieldFragment(compiled: CompiledForm, path: string): string {
  const node = compiled.nodes.get(path.split(".").filter((key) => !/^\d+$/.test(key)).join("."));
  if (node?.kind !== "field") return "";
  return `#${errorControlId(node.definition.type, node.definition.repeat === undefined ? path : `${path}.0`)}`;
}
