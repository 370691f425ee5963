import { announce } from "#platform/events";
import { sql, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import type { ApplicationHead } from "#modules/applications";
import type { HubDeps } from "./deps.ts";
import { sealReasons } from "./rejection-reasons.ts";
import { arrivedText } from "./reasons.ts";
import { wakeToLook } from "./wake.ts";

export interface EndedDelivery { readonly id: string; readonly tenant: string; readonly destination: string; readonly name: string; readonly application_id: string; readonly part: string; readonly service: string }

/** Stands in the one log of the application, where its citizen and its office read it; nothing is written where the case was deleted. Announced as `delivery.<type>`. */
async function tell(deps: HubDeps, tx: Tx, delivery: EndedDelivery, type: "received" | "accepted" | "rejected" | "dead", data: Readonly<Record<string, string>>, forCitizen: boolean, at = deps.clock.now()): Promise<void> {
  const head = await deps.applications.view(tx, delivery.application_id);
  await tellKnown(deps, tx, delivery, head, type, data, forCitizen, at);
}

async function tellKnown(deps: HubDeps, tx: Tx, delivery: EndedDelivery, head: ApplicationHead | undefined, type: "received" | "accepted" | "rejected" | "dead", data: Readonly<Record<string, string>>, forCitizen: boolean, at: Date): Promise<void> {
  if (head) {
    await deps.applications.record(tx, head.id, {
      type: `delivery-${type}`, unannounced: true, actor: { kind: "system", what: "hub" }, forCitizen, data: { delivery: delivery.id, destination: delivery.destination, name: delivery.name, part: delivery.part, ...data },
      ...(forCitizen ? { text: arrivedText(head.language, delivery.name, at) } : {}),
    });
  }
  await announce(tx, {
    type: `delivery.${type}`, id: newId(deps.clock.now().getTime()), tenant: delivery.tenant, application: delivery.application_id, service: delivery.service, destination: delivery.destination, delivery: delivery.id,
  });
}

/** The intermediary has it: the receiver's answer is waited for, and nothing is sent again. */
export async function handOver(deps: HubDeps, tx: Tx, delivery: EndedDelivery, attempt: number): Promise<boolean> {
  const changed = await tx.run(sql`update hub.delivery set state = 'received', reason = null, lease_until = null, lease_holder = null where id = ${delivery.id} and state = 'sent' and attempts = ${attempt}`);
  if (changed === 0) return false;
  await tell(deps, tx, delivery, "received", {}, false);
  await wakeToLook(tx, delivery);
  return true;
}

/** An acceptance counts whoever brings it and however late; false where it is already known. `at`: when the receiver accepted it, by its own word. */
export async function accept(deps: HubDeps, tx: Tx, delivery: EndedDelivery, receipt: string, forCitizen: boolean, at?: Date): Promise<boolean> {
  const now = deps.clock.now();
  const changed = await tx.run(sql`update hub.delivery set state = 'accepted', receipt = ${receipt}, reason = null, reasons = null, lease_until = null, lease_holder = null, finished_at = ${now}
    where id = ${delivery.id} and state not in ('accepted', 'replaced')`);
  if (changed === 0) return false;
  await tell(deps, tx, delivery, "accepted", { receipt }, forCitizen, at);
  return true;
}

/** The same for many of one town together, in few exchanges with the database. Each application comes once: its log is written in one order. */
export async function acceptMany(deps: HubDeps, tx: Tx, many: readonly { readonly delivery: EndedDelivery; readonly receipt: string; readonly forCitizen: boolean }[]): Promise<void> {
  const now = deps.clock.now();
  const changed = new Set((await tx.rows<{ id: string }>(sql`update hub.delivery d set state = 'accepted', receipt = m.receipt, reason = null, reasons = null, lease_until = null, lease_holder = null, finished_at = ${now}
    from unnest(${many.map(({ delivery }) => delivery.id)}::uuid[], ${many.map(({ receipt }) => receipt)}::text[]) as m (id, receipt) where d.id = m.id and d.state not in ('accepted', 'replaced') returning d.id`)).map(({ id }) => id));
  const told = many.filter(({ delivery }) => changed.has(delivery.id));
  if (told.length === 0) return;
  const heads = new Map((await deps.applications.heads(tx, told.map(({ delivery }) => delivery.application_id))).map((head) => [head.id, head]));
  await Promise.all(told.map(({ delivery, receipt, forCitizen }) => tellKnown(deps, tx, delivery, heads.get(delivery.application_id), "accepted", { receipt }, forCitizen, now)));
}

/**
 * What the receiver said by way of an intermediary counts, even while a try runs or waits that has not heard of it. Such a try is closed without an outcome;
 * where its worker still lives, it writes its own over it.
 */
export async function closeOpenTries(deps: Pick<HubDeps, "clock">, tx: Tx, delivery: string): Promise<void> {
  await tx.run(sql`update hub.attempt set ended_at = ${deps.clock.now()}, result = 'lost' where delivery_id = ${delivery} and result is null`);
}

/** With `attempt` only while that try is still the newest; without, where the receiver's word came by way of an intermediary: then whatever the portal itself knew. */
export async function reject(deps: HubDeps, tx: Tx, delivery: EndedDelivery, reasons: readonly string[], attempt?: number): Promise<boolean> {
  const sealed = sealReasons(await deps.tenants.tenantKey(delivery.tenant), delivery.id, reasons);
  const changed = await tx.run(sql`update hub.delivery set state = 'rejected', reason = 'rejected', reasons = ${sealed}, lease_until = null, lease_holder = null, finished_at = ${deps.clock.now()}
    where id = ${delivery.id} and ((state = 'sent' and attempts = ${attempt ?? null}) or (state in ('queued', 'paused', 'sent', 'received') and ${attempt === undefined}))`);
  if (changed === 0) return false;
  await tell(deps, tx, delivery, "rejected", {}, false);
  return true;
}

/** Into the dead letters, with the reason; with `attempt` only while that try is still the newest. */
export async function giveUp(deps: HubDeps, tx: Tx, delivery: EndedDelivery, why: { readonly reason: string; readonly attempt?: number; readonly mayHaveArrived?: boolean }): Promise<boolean> {
  const changed = await tx.run(sql`update hub.delivery set state = 'dead', reason = ${why.reason}, lease_until = null, lease_holder = null, finished_at = ${deps.clock.now()}, may_have_arrived = may_have_arrived or ${why.mayHaveArrived ?? false}
    where id = ${delivery.id} and state in ('queued', 'sent', 'received') and (${why.attempt ?? null}::int is null or attempts = ${why.attempt ?? null}::int)`);
  if (changed === 0) return false;
  await tell(deps, tx, delivery, "dead", { reason: why.reason }, false);
  return true;
}
