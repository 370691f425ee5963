import { linkButton } from "#ui/button";
import type { Answer } from "../../frame/index.ts";
import { messagePage } from "./message-page.ts";
import { say } from "./messages.ts";
import type { OwnPayment, OwnTownVisit } from "./own-payment.ts";
import { endedPage, otherActions, paidPage, payButton } from "./pay-page.ts";
import type { PaymentPages } from "./payment-pages.ts";
import { disputedPage } from "./return-page.ts";

/** To the provider's page. Whatever goes wrong is a page that says that nothing was charged and what to do. */
export async function startPayment(portal: PaymentPages, visit: OwnTownVisit, own: OwnPayment): Promise<Answer> {
  const { payment } = own;
  const words = say(visit.lang);
  const returnUrl = portal.addresses.originOf(visit.tenant) + visit.href(`/bezahlen/${payment.id}/rueckkehr`);
  const started = await portal.payments.startOnline(payment.id, visit.tenant.id, { returnUrl });
  switch (started.kind) {
    case "redirect": return { redirect: started.url };
    case "already-paid": return paidPage(portal, visit, own);
    case "provider-down": return messagePage(portal, visit, {
      title: words.downTitle, texts: [words.downText], status: 503, retryAfterSeconds: 120,
      actions: [payButton(visit, own, words.payAgain), ...await otherActions(portal, visit, own)],
    });
    case "provider-refused": return messagePage(portal, visit, { title: words.refusedTitle, texts: [words.refusedText], status: 502, actions: await otherActions(portal, visit, own) });
    case "refused": break;
  }
  switch (started.why) {
    case "not-found": return { missing: true };
    case "ended": return endedPage(portal, visit, own);
    case "in-dispute": return disputedPage(portal, visit);
    case "too-many-attempts": return messagePage(portal, visit, { title: words.tooManyTitle, texts: [words.tooManyText], status: 429, actions: await otherActions(portal, visit, own) });
    case "other-way": return messagePage(portal, visit, {
      title: words[payment.way], texts: [words.kasseOnly], status: 409,
      actions: [linkButton({ text: words[payment.way], href: visit.href(`/bezahlen/${payment.id}`) }), ...await otherActions(portal, visit, own)],
    });
  }
}
