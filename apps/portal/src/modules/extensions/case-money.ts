import { amountInWords, type Payment, type Receipt, type Refund } from "#modules/payments";
import type { Tx } from "#platform/database";
import { newId } from "#platform/ids";
import { asClient, type Access } from "./access.ts";
import type { Bearer } from "./bearer.ts";
import { coversWhole } from "./case-facts.ts";
import type { ExtensionsDeps } from "./deps.ts";
import { recordReading } from "./fetch-application.ts";
import { grantedApplication, inGrantedCase, speakingOffice, type GrantedApplication } from "./granted-application.ts";
import { once, type WriteRequest, type WrittenAnswer } from "./idempotency.ts";
import { outcomeOf, Refused, type Outcome } from "./refusal.ts";
import { refusalOf } from "./write-status.ts";

export interface RequestPayment {
  readonly application: string;
  readonly cents: number;
  /** For the person: what it is for. */
  readonly text: string;
  readonly office: string | undefined;
}

/**
 * A fee in the name of an office, after the submission. It is owed from this transaction on; the person reads why and pays in the case, or with
 * the Kassenzeichen. A fee is one for the whole application: who gets only a part of it may neither see nor ask for one.
 */
export async function requestPayment(deps: ExtensionsDeps, bearer: Bearer, given: RequestPayment, request: WriteRequest): Promise<Outcome<WrittenAnswer>> {
  return outcomeOf(() => inGrantedCase(deps, bearer, "zahlungen.verlangen", given.application, (tx, access, application) => once(tx, deps, access, request, async () => {
    const { head } = whole(application);
    const office = speakingOffice(application, given.office);
    if (head.status === "withdrawn" || head.status === "closed") throw new Refused({ why: "status-not-allowed", from: head.status });
    const id = await deps.payments.claimDecisionFee(tx, { tenant: access.tenant, application: head.id, ...(head.account === undefined ? {} : { account: head.account }), service: head.service, cents: given.cents, purpose: `extension:${newId()}` });
    const payment = await paymentIn(tx, deps, application, id);
    const told = await deps.answers.status(tx, { head, actor: access.actor, office, text: given.text.trim() === "" ? "" : `${given.text}\n\n${claimInWords(payment)}` });
    if (!told.ok) throw new Refused(refusalOf(told));
    await deps.audit.record(tx, { tenant: access.tenant, actor: access.actor, action: "payment.request", subject: { kind: "application", id: head.id } });
    return { status: 201, body: presentPayment(payment) };
  })));
}

/** The Kasse is asked to give money back; whether and how it does is its own decision. */
export async function requestRefund(deps: ExtensionsDeps, bearer: Bearer, given: { readonly application: string; readonly payment: string; readonly cents: number }, request: WriteRequest): Promise<Outcome<WrittenAnswer>> {
  return asClient(deps, bearer, "zahlungen.verlangen", async (tx, access) => {
    const application = await grantedApplication(tx, deps, access, given.application);
    await paymentIn(tx, deps, application, given.payment);
    return once(tx, deps, access, request, async () => {
      const asked = await deps.payments.requestRefund(tx, { payment: given.payment, cents: given.cents, by: { program: access.client } });
      if (!asked.ok) throw new Refused(asked.why === "too-much" ? { why: "refund-too-much" } : { why: "not-found" });
      const refund = (await deps.payments.refundsOf(tx, given.payment)).find(({ id }) => id === asked.task);
      if (!refund) throw new Error("a refund that was asked for is not there");
      await deps.audit.record(tx, { tenant: access.tenant, actor: access.actor, action: "refund.request", subject: { kind: "application", id: application.head.id } });
      return { status: 201, body: presentRefund(refund) };
    });
  });
}

/** What came in for a fee, oldest first. */
export function receiptsOfPayment(deps: ExtensionsDeps, bearer: Bearer, given: { readonly application: string; readonly payment: string }): Promise<Outcome<readonly Receipt[]>> {
  return seenMoney(deps, bearer, given, (tx) => deps.payments.receiptsOf(tx, given.payment));
}

/** What the Kasse was asked to give back, oldest first. */
export function refundsOfPayment(deps: ExtensionsDeps, bearer: Bearer, given: { readonly application: string; readonly payment: string }): Promise<Outcome<readonly Refund[]>> {
  return seenMoney(deps, bearer, given, (tx) => deps.payments.refundsOf(tx, given.payment));
}

function seenMoney<T>(deps: ExtensionsDeps, bearer: Bearer, given: { readonly application: string; readonly payment: string }, read: (tx: Tx, access: Access) => Promise<T>): Promise<Outcome<T>> {
  return asClient(deps, bearer, "zahlungen.lesen", async (tx, access) => {
    const application = await grantedApplication(tx, deps, access, given.application);
    await paymentIn(tx, deps, application, given.payment);
    await recordReading(tx, deps, access, application.head, "application.read");
    return read(tx, access);
  });
}

export function whole(application: GrantedApplication): GrantedApplication {
  if (!coversWhole(application)) throw new Refused({ why: "not-found" });
  return application;
}

export async function paymentIn(tx: Tx, deps: ExtensionsDeps, application: GrantedApplication, id: string): Promise<Payment> {
  const payment = (await deps.payments.ofApplication(tx, whole(application).head.id)).find((one) => one.id === id);
  if (!payment) throw new Refused({ why: "not-found" });
  return payment;
}

function claimInWords({ cents, reference }: Payment): string {
  return `Gebühr: ${amountInWords(cents, "de")}. Kassenzeichen: ${reference}. Wie Sie zahlen können, steht in Ihrem Vorgang.`;
}

/** Times in ISO 8601, whole cents. */
export function presentPayment(one: Payment): object {
  return {
    id: one.id, cents: one.cents, receivedCents: one.receivedCents, way: one.way, reference: one.reference, state: one.state, ...(one.endedWhy ? { endedWhy: one.endedWhy } : {}),
    createdAt: one.createdAt.toISOString(), dueDay: one.dueDay, ...(one.paidAt ? { paidAt: one.paidAt.toISOString() } : {}),
  };
}

export function presentRefund({ id, cents, reason, requestedAt, outcome, closedAt }: Refund): object {
  return { id, cents, reason, requestedAt: requestedAt.toISOString(), ...(outcome ? { outcome } : {}), ...(closedAt ? { closedAt: closedAt.toISOString() } : {}) };
}
