import { html, type Html } from "@kommunalportal/html";
import { decisionPurpose, isSetByDecision, type Payment, type Refund } from "#modules/payments";
import { formButton, linkButton } from "#ui/button";
import { formatDate, formatMoney } from "#ui/format";
import { section } from "#ui/section";
import type { AccountVisit, Lang } from "../../frame/index.ts";
import type { AccountPages } from "./account-pages.ts";
import { atTown } from "./case-words.ts";
import { filled, wordsIn } from "./messages.ts";
import type { OwnCase } from "./own-case.ts";

/** What is to be paid, what was, and where. */
export function casePayments(portal: AccountPages, visit: AccountVisit, own: OwnCase): Html | false {
  const words = wordsIn(visit.lang);
  return own.payments.length > 0 && section({ title: words.payment, body: paymentList(portal, visit, own.payments, own.refunds) });
}

/** Below the decision that set it: what is still to be paid for it, and what the office has taken back although the decision says it. */
export function decisionPayment(portal: AccountPages, visit: AccountVisit, decision: string | undefined, payments: readonly Payment[]): Html | false {
  const due = payments.filter(({ purpose, state, endedWhy }) => decision !== undefined && purpose === decisionPurpose(decision) && (state === "open" || endedWhy === "cancelled"));
  return due.length > 0 && section({ title: wordsIn(visit.lang).payment, body: paymentList(portal, visit, due) });
}

function paymentList(portal: AccountPages, visit: AccountVisit, payments: readonly Payment[], refunds?: OwnCase["refunds"]): Html {
  return html`<ul class="portal-files">${payments.map((one) => html`<li class="portal-files__item">${payment(portal, visit, one, refunds?.get(one.id) ?? [])}</li>`)}</ul>`;
}

function payment(portal: AccountPages, visit: AccountVisit, one: Payment, refunds: readonly Refund[]): Html {
  const { lang } = visit;
  const words = wordsIn(lang);
  const reference = html`<span class="portal-line portal-muted">${words.payReference}: ${one.reference}</span>`;
  const said = paymentInWords(one, lang);
  if (one.state !== "open") {
    return html`<span class="portal-files__name"><strong>${said}</strong>${refundLines(visit, refunds)}${reference}</span>${one.paidAt !== undefined && linkButton({ text: words.payReceipt, hidden: `${words.payReference} ${one.reference}`, href: atTown(portal, visit, one.tenant, `/bezahlen/${one.id}/quittung`), small: true, kind: "secondary" })}`;
  }
  const way = one.way === "transfer" ? words.payTransfer : one.way === "counter" ? words.payCounter : "";
  return html`<span class="portal-files__name"><strong>${said}</strong><span class="portal-line portal-muted">${[way, isSetByDecision(one) ? words.payDueDecision : filled(words.payDue, { date: formatDate(one.dueDay, lang) })].filter((part) => part !== "").join(" · ")}</span>${refundLines(visit, refunds)}${reference}</span>${linkButton({ text: words.payNow, href: atTown(portal, visit, one.tenant, `/bezahlen/${one.id}`), small: true })}`;
}

/** What became of money that may go back: withdrawn, refused, paid twice. A sum that only differs from what was asked for is the Kasse's own business until it gives something back. */
function refundLines(visit: AccountVisit, refunds: readonly Refund[]): readonly Html[] {
  const { lang } = visit;
  const words = wordsIn(lang);
  const said = { refunded: words.refundDone, kept: words.refundKept, resolved: words.refundResolved } as const;
  return refunds.filter(({ reason, outcome }) => reason !== "amount-differs" || outcome === "refunded").map(({ cents, outcome, requestedAt, closedAt }) =>
    html`<span class="portal-line">${filled(outcome === undefined ? words.refundAsked : said[outcome], { amount: formatMoney(cents, lang), date: formatDate(outcome === undefined ? requestedAt : closedAt ?? requestedAt, lang) })}</span>`);
}

/** What is to be paid, was paid, or need not be paid any more. */
export function paymentInWords(one: Payment, lang: Lang): string {
  const words = wordsIn(lang);
  const amount = formatMoney(one.cents, lang);
  if (one.state === "open") return filled(words.payOpen, { amount });
  if (one.state === "ended") return filled(words.payEnded, { amount });
  return one.paidAt === undefined ? filled(words.payPaid, { amount }) : filled(words.payPaidOn, { amount, date: formatDate(one.paidAt, lang) });
}

/** Whether decisions come electronically: withdrawing is as easy as giving (Art. 7 (3) DSGVO). */
export function caseConsent(visit: AccountVisit, own: OwnCase): Html | false {
  const words = wordsIn(visit.lang);
  const { head } = own.case;
  const agreed = own.consent?.given === true;
  if (head.status === "payment" || head.status === "withdrawn" || head.status === "closed") return false;
  return section({
    title: words.consentTitle,
    body: html`<p>${agreed ? words.consentYes : words.consentNo}</p>${!own.noticeMail && html`<p>${words.consentAddress} <a class="kern-link" href="${visit.href("/konto#benachrichtigung")}">${words.account}</a></p>`}${formButton({
      text: agreed ? words.consentTake : words.consentGive, kind: "secondary", action: visit.href(`/vorgaenge/${head.id}/einwilligung`), csrf: visit.session.csrf, fields: { ja: agreed ? "" : "1" },
    })}`,
  });
}
