import { legalDate } from "#platform/clock";
import { announce } from "#platform/events";
import { sql, type Tx } from "#platform/database";
import { announceSubmitted } from "./announce-submitted.ts";
import { lockedRow } from "./application-store.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { append } from "./event-log.ts";
import { newReference } from "./reference.ts";

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
  const actor = { kind: "system", what: "payment" } as const;
  if (row.reference !== null) {
    if (row.paid_at === null && row.fee_cents !== null) {
      const event = await append(tx, deps, application, { type: "paid", actor, data: { cents: row.fee_cents } }, { paidAt }, undefined);
      await announce(tx, { type: "application.paid", id: event.id, application, tenant: event.tenant, service: event.service });
    }
    return { ok: true, reference: row.reference, submitted: "before" };
  }
  const reference = await freshReference(tx, deps, row.tenant_id, application);
  const event = await append(tx, deps, application, { type: "submitted", actor, data: { status: "submitted", from: row.status, channel: row.channel, level: row.trust_level, ...(row.fee_cents === null ? {} : { cents: row.fee_cents }) } },
    { status: "submitted", paidAt, submitted: { reference } }, undefined);
  await announceSubmitted(tx, { event: event.id, application, tenant: event.tenant, service: event.service });
  return { ok: true, reference, submitted: "now" };
}

/** A reference that was never given, written down for ever. In somebody else's transaction a collision must not fail it, so it draws again. */
async function freshReference(tx: Tx, deps: ApplicationsDeps, tenant: string, application: string): Promise<string> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const reference = newReference(deps.towns.byId(tenant)?.slug ?? "", legalDate(deps.clock.now()).slice(0, 4));
    const stored = await tx.run(sql`insert into applications.reference (reference, tenant_id, application_id) values (${reference}, ${tenant}, ${application}) on conflict do nothing`);
    if (stored === 1) return reference;
  }
  throw new Error("no free reference was found");
}
