import { sql, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import { requestIdOf } from "@kommunalportal/xbezahldienste";
import type { PaymentsDeps } from "./deps.ts";
import { outstanding } from "./payment.ts";
import { attemptsOf, lockedClaim, type AttemptRow, type ClaimRow } from "./payment-store.ts";
import { hasDispute } from "./refresh-payment.ts";

/** As long as one call of the provider can last at most, with fetching a token; after that the caller is taken for dead. */
export const CALL_MS = 60_000;
/** A payment page is given to the same person again for so long; afterwards its session at the provider is likely over. */
const REUSE_MS = 15 * 60_000;
const MOST_ATTEMPTS = 200;

export type Begun =
  /** Written down: the caller commits and then calls the provider with this row's request id. */
  | { readonly kind: "call"; readonly claim: ClaimRow; readonly attempt: AttemptRow }
  /** Somebody else (a double click) is calling right now. */
  | { readonly kind: "running" }
  /** Something may have been paid already: ask first, then come again with `asked`. */
  | { readonly kind: "ask" }
  | { readonly kind: "reuse"; readonly url: string }
  | { readonly kind: "already-paid" }
  | { readonly kind: "refused"; readonly why: "not-found" | "ended" | "other-way" | "in-dispute" | "too-many-attempts" };

/** Writes down the transaction that is about to be started, or finds the one that goes on. Holds the claim, so two clicks come one after the other. */
export async function beginAttempt(tx: Tx, deps: PaymentsDeps, given: { readonly payment: string; readonly tenant: string; readonly returnUrl: string; readonly asked: boolean }): Promise<Begun> {
  const claim = await lockedClaim(tx, given.payment);
  if (!claim || claim.tenant_id !== given.tenant) return { kind: "refused", why: "not-found" };
  if (claim.state === "paid") return { kind: "already-paid" };
  if (claim.state === "ended") return { kind: "refused", why: "ended" };
  if (claim.way !== "online") return { kind: "refused", why: "other-way" };
  if (await hasDispute(tx, claim.id)) return { kind: "refused", why: "in-dispute" };
  const now = deps.clock.now();
  const attempts = await attemptsOf(tx, claim.id);
  const starting = attempts.find(({ state }) => state === "starting");
  if (starting) return starting.called_until !== null && starting.called_until > now ? { kind: "running" } : callAgain(tx, claim, starting, given.returnUrl, now);
  const open = attempts.find(({ state }) => state === "open");
  if ((open || attempts.some(({ state }) => state === "expired")) && !given.asked) return { kind: "ask" };
  if (open?.redirect_url && open.cents === owed(claim) && now.getTime() - open.started_at.getTime() < REUSE_MS) return { kind: "reuse", url: open.redirect_url };
  const number = (attempts[0]?.number ?? 0) + 1;
  if (number > MOST_ATTEMPTS) return { kind: "refused", why: "too-many-attempts" };
  const attempt = await tx.one<AttemptRow>(sql`insert into payments.attempt
      (id, tenant_id, account_id, claim_id, number, request_id, state, cents, originator, end_point, return_url, calls, called_until, started_at, next_check_at)
    values (${newId(now.getTime())}, ${claim.tenant_id}, ${claim.account_id}, ${claim.id}, ${number}, ${requestIdOf(claim.id, number)}, 'starting', ${owed(claim)}, ${deps.settings.originator},
      ${deps.endPointOf(claim.tenant_id)}, ${given.returnUrl}, 1, ${until(now)}, ${now}, ${until(now)}) returning *`);
  return { kind: "call", claim, attempt };
}

/** Nobody was heard after the last call. The same request id again: it is the same payment, or the provider says that it knows it. */
async function callAgain(tx: Tx, claim: ClaimRow, attempt: AttemptRow, returnUrl: string, now: Date): Promise<Begun> {
  const again = await tx.one<AttemptRow>(sql`update payments.attempt set calls = calls + 1, called_until = ${until(now)}, next_check_at = ${until(now)}, started_at = ${now}, return_url = ${returnUrl}
    where id = ${attempt.id} returning *`);
  return { kind: "call", claim, attempt: again };
}

function until(now: Date): Date {
  return new Date(now.getTime() + CALL_MS);
}

function owed(claim: ClaimRow): number {
  return outstanding({ cents: claim.cents, receivedCents: claim.received_cents });
}
