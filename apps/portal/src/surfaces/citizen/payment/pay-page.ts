import { html, type Content, type Html } from "@kommunalportal/html";
import { outstanding } from "#modules/payments";
import { buttonGroup, formButton, linkButton } from "#ui/button";
import { formatDate, formatMoney } from "#ui/format";
import { notice } from "#ui/notice";
import type { Answer } from "../../frame/index.ts";
import { messagePage } from "./message-page.ts";
import { filled, say } from "./messages.ts";
import type { OwnPayment, OwnTownVisit } from "./own-payment.ts";
import { bankFacts, paymentFacts } from "./payment-facts.ts";
import type { PaymentPages } from "./payment-pages.ts";

/** What is owed and the button to pay it, or how it is paid another way. */
export async function payPage(portal: PaymentPages, visit: OwnTownVisit, own: OwnPayment): Promise<Answer> {
  const { payment } = own;
  if (payment.state === "paid") return paidPage(portal, visit, own);
  if (payment.state === "ended") return endedPage(portal, visit, own);
  const words = say(visit.lang);
  const page = payment.way === "online" ? onlinePart(visit, own) : kassePart(portal, visit, own);
  const main = html`<h1>${page.title}</h1>${page.body}${buttonGroup([...page.actions, ...await otherActions(portal, visit, own)])}`;
  return { page: portal.layout(visit, { title: `${page.title} – ${own.title}`, main, components: ["payment"], service: payment.service, ...(page.title === words.title ? {} : { printable: true }) }) };
}

interface Part { readonly title: string; readonly body: Html; readonly actions: readonly Html[] }

function onlinePart(visit: OwnTownVisit, own: OwnPayment): Part {
  const words = say(visit.lang);
  const { payment } = own;
  const before = payment.attempt?.state;
  const said = before === "aborted" ? words.abortedTitle : before === "failed" ? words.failedTitle : undefined;
  return {
    title: words.title,
    body: html`${said !== undefined && notice(visit.lang, { kind: "info", title: said, body: words.nothingPaid })}<p class="portal-lead">${own.reference === undefined ? words.introSealed : words.intro}</p>${partly(visit, own)}${paymentFacts(visit.lang, own)}${own.reference === undefined && html`<p class="kern-body">${words.intro}</p>`}`,
    actions: [payButton(visit, own, filled(words.pay, { amount: formatMoney(outstanding(payment), visit.lang) }))],
  };
}

function kassePart(portal: PaymentPages, visit: OwnTownVisit, own: OwnPayment): Part {
  const words = say(visit.lang);
  const { payment } = own;
  const bank = portal.payments.bankOf(payment.tenant);
  const transfer = payment.way === "transfer";
  return {
    title: transfer ? words.transferTitle : words.counterTitle,
    body: html`<p class="portal-lead">${transfer ? filled(words.transferText, { day: formatDate(payment.dueDay, visit.lang) }) : words.counterText}</p>${partly(visit, own)}
${transfer && (bank ? bankFacts(visit.lang, bank, own) : html`<p class="kern-body">${words.bankUnknown}</p>`)}${!(transfer && bank) && paymentFacts(visit.lang, own)}<p class="kern-body">${words.waits}</p>`,
    actions: own.reference === undefined ? [] : [linkButton({ text: words.toCase, href: visit.href(`/eingang/${payment.application}`), kind: "secondary" })],
  };
}

function partly(visit: OwnTownVisit, { payment }: OwnPayment): Content {
  return payment.receivedCents > 0 && notice(visit.lang, { kind: "info", title: filled(say(visit.lang).partly, { amount: formatMoney(outstanding(payment), visit.lang) }) });
}

/** POST, because it starts something: the answer is a redirect to the provider. */
export function payButton(visit: OwnTownVisit, { payment }: OwnPayment, text: string): Html {
  return formButton({ text, action: visit.href(`/bezahlen/${payment.id}`), csrf: visit.session.csrf });
}

/** Another way where the town offers one, and back to the form where nothing has been submitted yet. */
export async function otherActions(portal: PaymentPages, visit: OwnTownVisit, { payment, reference }: OwnPayment): Promise<Html[]> {
  const words = say(visit.lang);
  const others = (await portal.payments.waysFor(payment)).filter((way) => way !== payment.way);
  return [
    ...(others.length > 0 ? [linkButton({ text: words.otherWay, href: visit.href(`/bezahlen/${payment.id}/anderer-weg`), kind: "secondary" as const })] : []),
    ...(reference === undefined ? [formButton({ text: words.backToForm, action: visit.href(`/bezahlen/${payment.id}/formular`), csrf: visit.session.csrf, kind: "tertiary" as const })] : []),
  ];
}

export function paidPage(portal: PaymentPages, visit: OwnTownVisit, own: OwnPayment): Answer {
  const words = say(visit.lang);
  const { payment } = own;
  return messagePage(portal, visit, {
    title: words.paidTitle, texts: [words.paidText], kind: "success", more: paymentFacts(visit.lang, own),
    actions: [
      linkButton({ text: words.toConfirmation, href: visit.href(`/eingang/${payment.application}`) }),
      linkButton({ text: words.receipt, href: visit.href(`/bezahlen/${payment.id}/quittung`), kind: "secondary" }),
    ],
  });
}

/** Nothing is owed here any more; of the same application perhaps something else, which took its place. */
export async function endedPage(portal: PaymentPages, visit: OwnTownVisit, { payment, reference }: OwnPayment): Promise<Answer> {
  const words = say(visit.lang);
  const owed = await portal.payments.openFor(payment.application, payment.tenant);
  return messagePage(portal, visit, { title: words.endedTitle, texts: [words.endedText], actions: [
    ...(owed ? [linkButton({ text: words.toOwed, href: visit.href(`/bezahlen/${owed.id}`) })] : []),
    ...(reference === undefined ? [] : [linkButton({ text: words.toCase, href: visit.href(`/eingang/${payment.application}`), kind: "secondary" })]),
  ] });
}
