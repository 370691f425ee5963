import { sql, type Tx } from "#platform/database";
import type { PaymentClient, PaymentOutcome } from "@kommunalportal/xbezahldienste";
import { nextCheck } from "./check-times.ts";
import type { PaymentsDeps } from "./deps.ts";
import type { AttemptState } from "./payment.ts";
import { attemptsOf, lockedClaim, type AttemptRow } from "./payment-store.ts";
import { recordAnswer } from "./record-answer.ts";

/**
 * `unknown`: the provider does not answer, or there is no such payment · `disputed`: it says paid, but not what was asked for ·
 * `unpaid`: nothing has been started, or what was started was never seen by anybody.
 */
export type PaymentStanding = "paid" | "open" | "aborted" | "failed" | "unpaid" | "ended" | "disputed" | "unknown";

interface Asked { readonly attempt: string; readonly outcome: PaymentOutcome }

/**
 * Fetches the state of everything that may have changed at the provider and books what was paid. The browser's return proves nothing and
 * is only an occasion to ask. The provider is asked between two transactions, never inside one.
 */
export async function refreshPayment(deps: PaymentsDeps, provider: PaymentClient, payment: string, tenant: string): Promise<PaymentStanding> {
  const open = await deps.db.inTenant(tenant, (tx) => tx.rows<AttemptRow>(sql`select * from payments.attempt
    where claim_id = ${payment} and tenant_id = ${tenant} and state in ('open', 'expired') order by number desc limit 5`));
  const asked: Asked[] = [];
  for (const attempt of open) asked.push({ attempt: attempt.id, outcome: await ask(provider, attempt) });
  const standing = await deps.db.inTenant(tenant, (tx) => recordAnswers(tx, deps, payment, asked));
  const silent = asked.some(({ outcome }) => outcome.kind === "unreachable");
  return silent && standing !== "paid" && standing !== "ended" ? "unknown" : standing;
}

function ask(provider: PaymentClient, attempt: AttemptRow): Promise<PaymentOutcome> {
  if (attempt.provider_id === null) throw new Error("an open transaction has the provider's id");
  return provider.read(attempt.originator, attempt.end_point, attempt.provider_id);
}

async function recordAnswers(tx: Tx, deps: PaymentsDeps, payment: string, asked: readonly Asked[]): Promise<PaymentStanding> {
  for (const { attempt: id, outcome } of asked) {
    const claim = await lockedClaim(tx, payment);
    const attempt = await tx.maybe<AttemptRow>(sql`select * from payments.attempt where id = ${id}`);
    if (!claim || !attempt) return "unknown";
    if (outcome.kind === "transaction") { await recordAnswer(tx, deps, claim, attempt, outcome.transaction); continue; }
    await askLater(tx, deps, attempt);
    deps.log.warn({ payment, tenant: claim.tenant_id, attempt: attempt.number, ...(outcome.kind === "refused" ? { code: outcome.functionalCode } : { reason: outcome.reason, detail: outcome.detail }) }, "the state of a payment could not be fetched");
  }
  return standingOf(tx, payment);
}

/** No answer is no state: it is asked again, also when the provider says that it knows no such transaction. */
async function askLater(tx: Tx, deps: Pick<PaymentsDeps, "clock">, attempt: AttemptRow): Promise<void> {
  const now = deps.clock.now();
  const next = nextCheck(attempt.started_at, attempt.checks + 1, now);
  await tx.run(sql`update payments.attempt set state = ${next ? "open" : "expired"}, checks = checks + 1, checked_at = ${now}, next_check_at = ${next ?? null}
    where id = ${attempt.id} and state in ('open', 'expired')`);
}

/** Where a payment stands by what is written down. */
export async function standingOf(tx: Tx, payment: string): Promise<PaymentStanding> {
  const claim = await tx.maybe<{ state: string }>(sql`select state from payments.claim where id = ${payment}`);
  if (!claim) return "unknown";
  if (claim.state === "paid") return "paid";
  if (claim.state === "ended") return "ended";
  const attempts = await attemptsOf(tx, payment);
  if (await hasDispute(tx, payment)) return "disputed";
  const newest = attempts.find(({ state }) => state !== "lost" && state !== "refused");
  return newest === undefined ? "unpaid" : standings[newest.state];
}

/** For the newest transaction that somebody may have seen. A disputed one that the Kasse has cleared up can be begun anew. */
const standings: Readonly<Record<AttemptState, PaymentStanding>> = {
  starting: "open", open: "open", aborted: "aborted", failed: "failed", expired: "failed", paid: "unpaid", lost: "unpaid", refused: "unpaid", disputed: "unpaid",
};

/** True while the Kasse has not cleared up a transaction that was paid with another amount. */
export async function hasDispute(tx: Tx, payment: string): Promise<boolean> {
  return (await tx.maybe(sql`select from payments.refund_task where claim_id = ${payment} and reason = 'amount-differs' and state = 'open'`)) !== undefined;
}
