import { announce } from "#platform/events";
import type { Tx } from "#platform/database";
import { lockedRow } from "./application-store.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { append } from "./event-log.ts";
import { submitWaiting } from "./submit-waiting.ts";

export type PaidOutcome =
  | { readonly ok: true; readonly reference: string; readonly submitted: "now" | "before" }
  /** The money has no application (any more): the Kasse gives it back. */
  | { readonly ok: false; readonly why: "not-found" };

/**
 * The money is there. What waited for it becomes a submitted application with its reference, event and dispatch job, also when the
 * browser never came back. Told twice it has one effect. A fee by transfer or at the counter is only marked as paid: that
 * application was submitted before.
 */
export async function completePaid(tx: Tx, deps: ApplicationsDeps, application: string): Promise<PaidOutcome> {
  const row = await lockedRow(tx, application);
  if (!row) return { ok: false, why: "not-found" };
  const paidAt = deps.clock.now();
  if (row.reference !== null) {
    if (row.paid_at === null && row.fee_cents !== null) {
      const event = await append(tx, deps, application, { type: "paid", actor: { kind: "system", what: "payment" }, data: { cents: row.fee_cents } }, { paidAt }, undefined);
      await announce(tx, { type: "application.paid", id: event.id, application, tenant: event.tenant, service: event.service });
    }
    return { ok: true, reference: row.reference, submitted: "before" };
  }
  return { ok: true, reference: await submitWaiting(tx, deps, row, { paidAt }), submitted: "now" };
}
