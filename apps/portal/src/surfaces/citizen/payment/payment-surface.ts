import type { Routes } from "../../frame/index.ts";
import { backToForm } from "./back-to-form.ts";
import { chooseWay, otherWayPage } from "./other-way.ts";
import { withOwn } from "./own-payment.ts";
import { payPage } from "./pay-page.ts";
import type { PaymentPages } from "./payment-pages.ts";
import { receiptPage, receiptPdf } from "./receipt.ts";
import { returnPage } from "./return-page.ts";
import { startPayment } from "./start-payment.ts";

/** Paying a fee, at the town's host. Only the return is for everybody; all the rest is for whose application it is. */
export function paymentSurface(r: Routes, portal: PaymentPages): void {
  r.page("/bezahlen/:payment", { needs: "none" }, withOwn(portal, payPage));
  r.action("/bezahlen/:payment", { needs: "visitor" }, withOwn(portal, startPayment));
  r.page("/bezahlen/:payment/rueckkehr", { needs: "none" }, returnPage(portal));
  r.page("/bezahlen/:payment/anderer-weg", { needs: "none" }, withOwn(portal, otherWayPage));
  r.action("/bezahlen/:payment/anderer-weg", { needs: "visitor" }, withOwn(portal, chooseWay));
  r.action("/bezahlen/:payment/formular", { needs: "visitor" }, withOwn(portal, backToForm));
  r.page("/bezahlen/:payment/quittung", { needs: "none" }, withOwn(portal, receiptPage));
  r.page("/bezahlen/:payment/quittung.pdf", { needs: "none" }, withOwn(portal, receiptPdf));
}

/** Where an application's open fee is paid, as a path of its town's host; undefined when nothing is owed. */
export async function payingPath(payments: Pick<PaymentPages["payments"], "openFor">, given: { readonly application: string; readonly tenant: string }): Promise<string | undefined> {
  const open = await payments.openFor(given.application, given.tenant);
  return open === undefined ? undefined : `/bezahlen/${open.id}`;
}
