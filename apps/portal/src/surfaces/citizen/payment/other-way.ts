import { attr, html } from "@kommunalportal/html";
import { paymentWays, type PaymentWay } from "#modules/payments";
import { backLink } from "#ui/back-link";
import { button, buttonGroup } from "#ui/button";
import { errorSummary } from "#ui/error-summary";
import { check } from "#ui/fields/choice-field";
import { errorText } from "#ui/fields/field-frame";
import { form } from "#ui/form";
import { languageForm, onlyLanguage, type Answer } from "../../frame/index.ts";
import { say } from "./messages.ts";
import type { OwnPayment, OwnTownVisit } from "./own-payment.ts";
import { payPage } from "./pay-page.ts";
import { paymentFacts } from "./payment-facts.ts";
import type { PaymentPages } from "./payment-pages.ts";

const formId = "weg-formular";

/** The ways that town and service offer, one of them chosen. */
export async function otherWayPage(portal: PaymentPages, visit: OwnTownVisit, own: OwnPayment, error?: string): Promise<Answer> {
  const { payment } = own;
  if (payment.state !== "open") return payPage(portal, visit, own);
  const words = say(visit.lang);
  const ways = await portal.payments.waysFor(payment);
  const begun = payment.attempt?.state === "open" || payment.attempt?.state === "expired";
  const choices = ways.map((way) => check({ type: "radio", id: `way-${way}`, name: "weg", value: way, label: words[way], hint: words[hints[way]], checked: way === (onlyLanguage(visit) ? visit.field("weg") : payment.way) }));
  const main = html`${errorSummary(visit.lang, error === undefined ? [] : [{ fieldId: `way-${ways[0] ?? "online"}`, message: error }])}${backLink(visit.lang, visit.href(`/bezahlen/${payment.id}`))}<h1>${words.chooseTitle}</h1>
${begun && html`<p class="kern-body">${words.chooseOpen}</p>`}${paymentFacts(visit.lang, own)}
${form(visit.lang, { id: formId, action: visit.href(`/bezahlen/${payment.id}/anderer-weg`), csrf: visit.session.csrf, body: html`<fieldset class="kern-fieldset portal-field${error !== undefined && " kern-fieldset--error"}" role="radiogroup" ${attr("aria-describedby", error === undefined ? undefined : "weg:error")} aria-invalid="${error === undefined ? "false" : "true"}"><legend class="kern-sr-only">${words.chooseTitle}</legend>${error !== undefined && errorText("weg:error", error, visit.lang)}<div class="kern-fieldset__body">${choices}</div></fieldset>${buttonGroup(button({ text: words.chooseButton }))}` })}`;
  return { page: portal.layout(visit, { title: words.chooseTitle, main, hasErrors: error !== undefined, components: ["payment"], service: payment.service, languageForm: languageForm(visit, formId, `/bezahlen/${payment.id}/anderer-weg`) }), ...(error === undefined ? {} : { status: 422 }) };
}

const hints: Readonly<Record<PaymentWay, "onlineHint" | "transferHint" | "counterHint">> = { online: "onlineHint", transfer: "transferHint", counter: "counterHint" };

export async function chooseWay(portal: PaymentPages, visit: OwnTownVisit, own: OwnPayment): Promise<Answer> {
  if (onlyLanguage(visit)) return otherWayPage(portal, visit, own);
  const words = say(visit.lang);
  const way = paymentWays.find((known) => known === visit.field("weg"));
  if (way === undefined) return otherWayPage(portal, visit, own, visit.field("weg") === "" ? words.chooseMissing : words.chooseWrong);
  const changed = await portal.payments.changeWay(own.payment.id, visit.tenant.id, way);
  if (!changed.ok && changed.why === "not-offered") return otherWayPage(portal, visit, own, words.chooseWrong);
  return { redirect: visit.href(`/bezahlen/${own.payment.id}`) };
}
