import { sql, type Tx } from "#platform/database";
import type { JobHandler } from "#platform/jobs";
import { type AwaitingKasse, awaitingKasse, byKassenzeichen } from "./awaiting-kasse.ts";
import { type CancelClaim, cancelClaim } from "./cancel-claim.ts";
import { changeWay, waysFor } from "./change-way.ts";
import { claimDecisionFee, type DecisionFee, prepareDecisionFee } from "./claim-decision-fee.ts";
import { claimPayment, type NewClaim } from "./claim-payment.ts";
import { claimsForApplications, feeItemOf } from "./claims-for-applications.ts";
import type { PaymentsDeps } from "./deps.ts";
import { endClaims } from "./end-claims.ts";
import { forgetPayments, retentionOf, setRetention } from "./forget-payments.ts";
import { markReceived } from "./mark-received.ts";
import { mayStillBePaid } from "./may-still-be-paid.ts";
import type { EndedWhy, Payment, PaymentWay } from "./payment.ts";
import { findPayments, ofApplication, paymentById } from "./payment-store.ts";
import { pollOpenAttempts } from "./poll-open-attempts.ts";
import { probe } from "./probe.ts";
import { createProvider } from "./provider.ts";
import { closeRefundTask, countRefundTasks, type CloseRefundTask, type ListRefundTasks, listRefundTasks } from "./refund-tasks.ts";
import { refreshPayment, standingOf } from "./refresh-payment.ts";
import { receiptsOf, refundsOf, refundsOfApplication } from "./money-of-claim.ts";
import { requestRefund } from "./request-refund.ts";
import { type StartOnline, startOnline } from "./start-online.ts";
import { createSubscriptions } from "./subscriptions.ts";

export function createPayments(deps: PaymentsDeps) {
  const provider = createProvider(deps.settings, deps.outbound);
  const probed = deps.disturbances;
  const jobs: Record<string, JobHandler> = {
    "payments:forget": async () => { await forgetPayments(deps); },
    "payments:poll": async () => { await pollOpenAttempts(deps, provider); },
    ...(probed === undefined ? {} : { "payments:probe": async () => { await probed.probed("payment", await probe(deps, provider)); } }),
  };
  return {
    // For other rooms, in their transaction.
    claim: (tx: Tx, claim: NewClaim) => claimPayment(tx, deps, claim),
    claimDecisionFee: (tx: Tx, fee: DecisionFee) => claimDecisionFee(tx, deps, fee),
    cancel: (tx: Tx, given: CancelClaim) => cancelClaim(tx, deps, given),
    prepareDecisionFee: (fee: Parameters<typeof prepareDecisionFee>[1]) => prepareDecisionFee(deps, fee),
    feeItemOf: (tenant: string, service: string, cents: number) => feeItemOf(deps, tenant, service, cents),
    ended: (tx: Tx, application: string, why: EndedWhy) => endClaims(tx, deps, application, why),
    mayStillBePaid: (tx: Tx, application: string) => mayStillBePaid(tx, deps, application),
    requestRefund: (tx: Tx, given: Parameters<typeof requestRefund>[2]) => requestRefund(tx, deps, given),
    /** What somebody still owes in all towns, oldest first; the transaction is theirs. */
    openOfAccount: (tx: Tx, account: string) => findPayments(tx, sql`c.account_id = ${account} and c.state = 'open'`),
    ofApplication, countRefundTasks, receiptsOf, refundsOf, refundsOfApplication,
    /** What `applications` asks for as `claims`. */
    claims: claimsForApplications(deps),

    // For the citizen; the surface has checked whose payment it is.
    view: (payment: string, tenant: string) => deps.db.inTenant(tenant, (tx) => paymentById(tx, payment)),
    /** The oldest claim of an application that is still owed. */
    openFor: async (application: string, tenant: string) => (await deps.db.inTenant(tenant, (tx) => ofApplication(tx, application))).find(({ state }) => state === "open"),
    standing: (payment: string, tenant: string) => deps.db.inTenant(tenant, (tx) => standingOf(tx, payment)),
    startOnline: (payment: string, tenant: string, given: StartOnline) => startOnline(deps, provider, payment, tenant, given),
    refresh: (payment: string, tenant: string) => refreshPayment(deps, provider, payment, tenant),
    waysFor: (payment: Pick<Payment, "tenant" | "service">) => waysFor(deps, payment),
    changeWay: (payment: string, tenant: string, way: PaymentWay) => changeWay(deps, payment, tenant, way),
    bankOf: (tenant: string) => deps.bankOf(tenant),

    // For the Kasse; each checks the role itself.
    markReceived: (given: Parameters<typeof markReceived>[1]) => markReceived(deps, given),
    awaitingKasse: (wanted: AwaitingKasse) => awaitingKasse(deps, wanted),
    byKassenzeichen: (wanted: Parameters<typeof byKassenzeichen>[1]) => byKassenzeichen(deps, wanted),
    listRefundTasks: (wanted: ListRefundTasks) => listRefundTasks(deps, wanted),
    closeRefundTask: (given: CloseRefundTask) => closeRefundTask(deps, given),

    /** Years for which the town keeps its records of money, after the year of the last change. */
    retention: (tenant: string) => retentionOf(deps, tenant),
    setRetention: (given: Parameters<typeof setRetention>[1]) => setRetention(deps, given),

    /** Can people pay online now? */
    probe: () => probe(deps, provider),
    jobs,
    crontab: Object.keys(jobs).map((name) => (name === "payments:forget" ? `27 3 * * * ${name}` : `* * * * * ${name}`)),
    subscriptions: createSubscriptions(deps),
  };
}

export type Payments = ReturnType<typeof createPayments>;
