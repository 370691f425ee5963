import type { Actor } from "#modules/audit";
import { sql, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import { announce } from "#platform/events";
import { destination } from "./destination-store.ts";
import { lockedDelivery } from "./delivery-store.ts";
import type { HubDeps } from "./deps.ts";
import { wake } from "./wake.ts";

export interface CorrectDelivery {
  readonly delivery: string;
  readonly actor: Actor;
  /** Where it goes now; the same destination when its settings or the form were put right. */
  readonly destination: string;
  /** Somebody has asked the receiver and it has nothing of this application. */
  readonly confirmedNotArrived: boolean;
}

export type CorrectOutcome =
  | { readonly ok: true; readonly delivery: string }
  | { readonly ok: false; readonly why: "not-found" | "not-a-dead-letter" | "destination-unknown" | "may-have-arrived" | "already-there" };

/**
 * Sends anew under a new id, in the place of a dead letter. The declared answers are binding and stay as they are; what can be put right is
 * where they go and how the portal renders them. A new id is a new effect, so it needs certainty that the old one had none:
 * the receiver's own no, tries that never left, or somebody's word for it.
 */
export async function correctDelivery(deps: HubDeps, tx: Tx, given: CorrectDelivery): Promise<CorrectOutcome> {
  const row = await lockedDelivery(tx, given.delivery);
  if (!row) return { ok: false, why: "not-found" };
  if (row.state !== "rejected" && row.state !== "dead") return { ok: false, why: "not-a-dead-letter" };
  const to = await destination(tx, given.destination);
  if (!to || to.retiredAt || to.tenant !== row.tenant_id) return { ok: false, why: "destination-unknown" };
  // After a rejection the receiver itself says that nothing was taken.
  if (row.state === "dead" && row.may_have_arrived && !given.confirmedNotArrived) return { ok: false, why: "may-have-arrived" };
  const now = deps.clock.now();
  await tx.run(sql`update hub.delivery set state = 'replaced' where id = ${row.id}`);
  const id = newId(now.getTime());
  const inserted = await tx.run(sql`insert into hub.delivery (id, tenant_id, destination_id, application_id, message, part, office, service, reference, submitted_at, about, state, next_attempt_at, queued_at, corrects, round)
    values (${id}, ${row.tenant_id}, ${to.id}, ${row.application_id}, ${row.message}, ${row.part}, ${row.office}, ${row.service}, ${row.reference}, ${row.submitted_at}, ${row.about}, 'queued', ${now}, ${now}, ${row.id}, ${row.round})
    on conflict (application_id, part, destination_id, message, round, about) where state <> 'replaced' do nothing`);
  if (inserted === 0) {
    await tx.run(sql`update hub.delivery set state = ${row.state} where id = ${row.id}`);
    return { ok: false, why: "already-there" };
  }
  await deps.audit.record(tx, { tenant: row.tenant_id, actor: given.actor, action: given.confirmedNotArrived && row.may_have_arrived ? "delivery.correct-confirmed" : "delivery.correct", subject: { kind: "delivery", id: row.id } });
  await announce(tx, { type: "delivery.queued", id, tenant: row.tenant_id, application: row.application_id, service: row.service, destination: to.id, delivery: id });
  await wake(tx, { tenant: row.tenant_id, destination: to.id });
  return { ok: true, delivery: id };
}
