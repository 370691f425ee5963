import type { Payment, PaymentStanding } from "#modules/payments";
import { html } from "@kommunalportal/html";
import { createRateLimit } from "#platform/http";
import { linkButton } from "#ui/button";
import type { Answer, Visit } from "../../frame/index.ts";
import { messagePage } from "./message-page.ts";
import { say } from "./messages.ts";
import { namedPayment, ownPayment, signInButton, unknownPayment, withOffice, type OwnPayment, type OwnTownVisit } from "./own-payment.ts";
import { endedPage, otherActions, paidPage, payButton, payPage } from "./pay-page.ts";
import type { PaymentPages } from "./payment-pages.ts";

/**
 * Where the provider sends the browser. The return proves nothing: the state is fetched, by whoever comes and however often. Whose session
 * is gone learns whether it worked and nothing else. One payment is asked for twelve times a minute at most; who presses faster
 * sees what is known.
 */
export function returnPage(portal: PaymentPages): (visit: Visit) => Promise<Answer> {
  const limit = createRateLimit({ burst: 12, perMinute: 12, maxKeys: 10_000 });
  return async (visit) => {
    const payment = await namedPayment(portal, visit);
    const { tenant, session } = visit;
    if (!payment || tenant === undefined) return tenant === undefined ? { missing: true } : unknownPayment(portal, visit);
    const standing = limit.take(payment.id, portal.clock.now().getTime()) ? await portal.payments.refresh(payment.id, tenant.id) : await portal.payments.standing(payment.id, tenant.id);
    const fresh = await portal.payments.view(payment.id, tenant.id) ?? payment;
    const own = await ownPayment(portal, visit, fresh);
    return own && session ? ownReturn(withOffice(portal, own), { ...visit, tenant, session }, own, standing) : strangersReturn(portal, visit, fresh, standing);
  };
}

async function ownReturn(portal: PaymentPages, visit: OwnTownVisit, own: OwnPayment, standing: PaymentStanding): Promise<Answer> {
  const words = say(visit.lang);
  switch (standing) {
    case "paid": return paidPage(portal, visit, own);
    case "ended": return endedPage(portal, visit, own);
    case "disputed": return disputedPage(portal, visit);
    case "unpaid": return payPage(portal, visit, own);
    case "aborted": case "failed": return messagePage(portal, visit, {
      title: standing === "aborted" ? words.abortedTitle : words.failedTitle, kind: "info", texts: [words.nothingPaid, ...(standing === "failed" ? [words.failedText] : [])],
      actions: [payButton(visit, own, words.payAgain), ...await otherActions(portal, visit, own)],
    });
    case "open": return messagePage(portal, visit, {
      title: words.openTitle, texts: [words.openText], actions: checkAgain(visit, own.payment),
      more: html`<p class="kern-body">${words.openNotDone}</p>${payButton(visit, own, words.continuePaying)}`,
    });
    case "unknown": return messagePage(portal, visit, { title: words.unknownTitle, texts: [words.unknownText], actions: checkAgain(visit, own.payment), status: 503, retryAfterSeconds: 60 });
  }
}

/** No service, no amount, no reference: whoever has the address may be anybody. */
function strangersReturn(portal: PaymentPages, visit: Visit, payment: Payment, standing: PaymentStanding): Answer {
  const words = say(visit.lang);
  const paid = standing === "paid";
  const open = standing === "open" || standing === "unknown" || standing === "disputed";
  return messagePage(portal, visit, {
    title: paid ? words.paidTitle : open ? words.openTitle : words.title, texts: [paid ? words.strangerPaid : open ? words.strangerOpen : words.strangerNot, words.strangerHint],
    actions: [signInButton(visit), ...(open ? [checkAgain(visit, payment)] : []), linkButton({ text: words.status, href: visit.href("/status"), kind: "tertiary" })],
  });
}

function checkAgain(visit: Visit, payment: Payment) {
  return linkButton({ text: say(visit.lang).check, href: visit.href(`/bezahlen/${payment.id}/rueckkehr`), icon: "autorenew", kind: "secondary" });
}

export function disputedPage(portal: PaymentPages, visit: OwnTownVisit): Answer {
  const words = say(visit.lang);
  return messagePage(portal, visit, { title: words.disputedTitle, texts: [words.disputedText] });
}
