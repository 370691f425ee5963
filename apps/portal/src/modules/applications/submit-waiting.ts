import { legalDate } from "#platform/clock";
import { sql, type Tx } from "#platform/database";
import { announceSubmitted } from "./announce-submitted.ts";
import type { SealedRow } from "./application-store.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { append, type HeadChange } from "./event-log.ts";
import { forgetWayBack } from "./keep-participations.ts";
import { newReference } from "./reference.ts";

/** What was sealed and waited for its fee becomes a submitted application, with reference, event and dispatch job. The caller holds the row's lock. */
export async function submitWaiting(tx: Tx, deps: ApplicationsDeps, row: SealedRow, change: Pick<HeadChange, "paidAt" | "feeWay">): Promise<string> {
  if (row.status !== "payment") throw new Error("the application does not wait for its fee");
  const reference = await freshReference(tx, deps, row.tenant_id, row.id);
  const data = { status: "submitted", from: row.status, channel: row.channel, level: row.trust_level, ...(row.fee_cents === null ? {} : { cents: row.fee_cents }), ...(change.feeWay === undefined ? {} : { way: change.feeWay }) };
  const event = await append(tx, deps, row.id, { type: "submitted", actor: { kind: "system", what: "payment" }, data }, { ...change, status: "submitted", submitted: { reference } }, undefined);
  await forgetWayBack(tx, row.id);
  await announceSubmitted(tx, { event: event.id, application: row.id, tenant: event.tenant, service: event.service });
  return reference;
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
