import { linkButton } from "#ui/button";
import type { Answer } from "../../frame/index.ts";
import { messagePage } from "./message-page.ts";
import { say } from "./messages.ts";
import type { OwnPayment, OwnTownVisit } from "./own-payment.ts";
import { payButton } from "./pay-page.ts";
import type { PaymentPages } from "./payment-pages.ts";

/** The sealed answers become a draft again, unless money may still come: that is asked first, so an abort at the provider counts at once. */
export async function backToForm(portal: PaymentPages, visit: OwnTownVisit, own: OwnPayment): Promise<Answer> {
  const { payment } = own;
  await portal.payments.refresh(payment.id, visit.tenant.id);
  const reopened = await portal.applications.reopenUnpaid({ application: payment.application, tenant: visit.tenant.id, applicant: own.applicant });
  if (reopened.ok) return { redirect: visit.href(`/antrag/${reopened.draft}/pruefen`) };
  switch (reopened.why) {
    case "already-submitted": return { redirect: visit.href(`/eingang/${payment.application}`) };
    case "not-found": return { missing: true };
    case "payment-may-come": {
      const words = say(visit.lang);
      const paid = await portal.payments.standing(payment.id, visit.tenant.id) === "paid";
      if (paid) return { redirect: visit.href(`/bezahlen/${payment.id}`) };
      return messagePage(portal, visit, {
        title: words.notReopened, texts: [words.notReopenedText], status: 409,
        actions: [payButton(visit, own, words.continuePaying), linkButton({ text: words.check, href: visit.href(`/bezahlen/${payment.id}/rueckkehr`), kind: "secondary", icon: "autorenew" })],
      });
    }
  }
}
