import { announce, announceAll, type DomainEvent } from "#platform/events";
import { sql, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import type { ApplicationHead, EventOfMany } from "#modules/applications";
import type { HubDeps } from "./deps.ts";
import { sealReasons } from "./rejection-reasons.ts";
import { tellsOnly } from "./delivery.ts";
import { arrivedText, declinedText, reasonText, undeliveredText } from "./reasons.ts";
import type { HandedOver } from "./channel.ts";
import { markHandedOver } from "./dispatch-store.ts";
import { wakeForNextLook } from "./look-plan.ts";

export interface EndedDelivery { readonly id: string; readonly tenant: string; readonly destination: string; readonly name: string; readonly application_id: string; readonly part: string; readonly service: string }

/** Stands in the one log of the application, where its citizen and its office read it; nothing is written where the case was deleted. Announced as `delivery.<type>`, unless it only passed an intermediary. */
async function tell(deps: HubDeps, tx: Tx, delivery: EndedDelivery, type: "accepted" | "rejected" | "dead" | "declined", data: Readonly<Record<string, string>>, forCitizen: boolean, reasons: readonly string[] = []): Promise<void> {
  const head = await deps.applications.view(tx, delivery.application_id);
  if (head) await deps.applications.record(tx, head.id, { ...eventFor(delivery, head, type, data, forCitizen, deps.clock.now()), ...officeText(type, delivery.name, reasons) });
  await announce(tx, eventOf(deps, delivery, type));
}

/** What the office reads beside the event: why its system has nothing of it, and that nothing is lost. */
function officeText(type: "accepted" | "rejected" | "dead" | "declined", name: string, reasons: readonly string[]): { readonly text?: string } {
  return type === "accepted" ? {} : { text: type === "declined" ? declinedText(name, reasons) : undeliveredText(type, name, reasons) };
}

function eventFor(delivery: EndedDelivery, { language }: ApplicationHead, type: "received" | "accepted" | "rejected" | "dead" | "declined", data: Readonly<Record<string, string>>, forCitizen: boolean, at: Date): EventOfMany["event"] {
  return {
    type: `delivery-${type}`, unannounced: true, actor: { kind: "system", what: "hub" }, forCitizen, data: { delivery: delivery.id, destination: delivery.destination, name: delivery.name, part: delivery.part, ...data },
    ...(forCitizen ? { text: arrivedText(language, delivery.name, at) } : {}),
  };
}

/** Into the log of each application, where the case was not deleted. */
async function writeDown(deps: HubDeps, tx: Tx, deliveries: readonly EndedDelivery[], eventOf: (delivery: EndedDelivery, head: ApplicationHead) => EventOfMany["event"]): Promise<void> {
  const heads = new Map((await deps.applications.heads(tx, deliveries.map(({ application_id }) => application_id))).map((head) => [head.id, head]));
  await deps.applications.recordMany(tx, deliveries.flatMap((delivery) => {
    const head = heads.get(delivery.application_id);
    return head ? [{ application: head.id, event: eventOf(delivery, head) }] : [];
  }));
}

function eventOf(deps: HubDeps, { id, tenant, application_id, service, destination, part }: EndedDelivery, type: "accepted" | "rejected" | "dead" | "declined"): DomainEvent {
  return { type: `delivery.${type}`, id: newId(deps.clock.now().getTime()), tenant, application: application_id, service, destination, delivery: id, ...(type === "declined" ? { part } : {}) };
}

export interface HandOver { readonly delivery: EndedDelivery; readonly attempt: number; readonly handedOver: HandedOver | undefined }

/** The intermediary has them: the receiver's answers are waited for, and nothing is sent again. Of one town; each application comes once. */
export async function handOverMany(deps: HubDeps, tx: Tx, many: readonly HandOver[]): Promise<void> {
  if (many.length === 0) return;
  const now = deps.clock.now();
  // Also where another try is the newest by now: it was handed over, whoever did it.
  await markHandedOver(tx, now, many.flatMap(({ delivery, handedOver }) => (handedOver ? [{ ...handedOver, delivery: delivery.id }] : [])));
  const changed = new Set((await tx.rows<{ id: string }>(sql`update hub.delivery d set state = 'received', reason = null, lease_until = null, lease_holder = null
    from unnest(${many.map(({ delivery }) => delivery.id)}::uuid[], ${many.map(({ attempt }) => attempt)}::int[]) as m (id, attempt) where d.id = m.id and d.state = 'sent' and d.attempts = m.attempt returning d.id`)).map(({ id }) => id));
  const told = many.flatMap(({ delivery }) => (changed.has(delivery.id) ? [delivery] : []));
  if (told.length === 0) return;
  await writeDown(deps, tx, told, (delivery, head) => eventFor(delivery, head, "received", {}, false, now));
  for (const { tenant, destination } of new Map(told.map((one) => [one.destination, one])).values()) await wakeForNextLook(tx, { tenant, destination }, now);
}

/** An acceptance counts whoever brings it and however late; false where it is already known. */
export async function accept(deps: HubDeps, tx: Tx, delivery: EndedDelivery, receipt: string, forCitizen: boolean): Promise<boolean> {
  const now = deps.clock.now();
  const changed = await tx.run(sql`update hub.delivery set state = 'accepted', receipt = ${receipt}, reason = null, reasons = null, lease_until = null, lease_holder = null, finished_at = ${now}
    where id = ${delivery.id} and state not in ('accepted', 'replaced')`);
  if (changed === 0) return false;
  await tell(deps, tx, delivery, "accepted", { receipt }, forCitizen);
  return true;
}

/** `at`: when the receiver accepted it, by its own word. */
export interface Acceptance { readonly delivery: EndedDelivery; readonly receipt: string; readonly forCitizen: boolean; readonly at?: Date }

/** The same for many of one town together, in few exchanges with the database. Each application comes once: its log is written in one order. */
export async function acceptMany(deps: HubDeps, tx: Tx, many: readonly Acceptance[]): Promise<void> {
  if (many.length === 0) return;
  const now = deps.clock.now();
  const changed = new Set((await tx.rows<{ id: string }>(sql`update hub.delivery d set state = 'accepted', receipt = m.receipt, reason = null, reasons = null, lease_until = null, lease_holder = null, finished_at = ${now}
    from unnest(${many.map(({ delivery }) => delivery.id)}::uuid[], ${many.map(({ receipt }) => receipt)}::text[]) as m (id, receipt) where d.id = m.id and d.state not in ('accepted', 'replaced') returning d.id`)).map(({ id }) => id));
  const told = many.filter(({ delivery }) => changed.has(delivery.id));
  if (told.length === 0) return;
  const acceptances = new Map(told.map((one) => [one.delivery.id, one]));
  await writeDown(deps, tx, told.map(({ delivery }) => delivery), (delivery, head) => {
    const { receipt, forCitizen, at } = acceptances.get(delivery.id)!;
    return eventFor(delivery, head, "accepted", { receipt }, forCitizen, at ?? now);
  });
  await announceAll(tx, told.map(({ delivery }) => eventOf(deps, delivery, "accepted")));
}

/**
 * What the receiver said by way of an intermediary counts, even while a try runs or waits that has not heard of it. Such a try is closed without an outcome;
 * where its worker still lives, it writes its own over it.
 */
export async function closeOpenTries(deps: Pick<HubDeps, "clock">, tx: Tx, deliveries: readonly string[]): Promise<void> {
  await tx.run(sql`update hub.attempt set ended_at = ${deps.clock.now()}, result = 'lost' where delivery_id = any(${deliveries}::uuid[]) and result is null`);
}

/** With `attempt` only while that try is still the newest; without, where the receiver's word came by way of an intermediary: then whatever the portal itself knew. */
export async function reject(deps: HubDeps, tx: Tx, delivery: EndedDelivery, reasons: readonly string[], attempt?: number): Promise<boolean> {
  const sealed = sealReasons(await deps.tenants.tenantKey(delivery.tenant), delivery.id, reasons);
  const ended = await tx.maybe<{ state: "rejected" | "declined" }>(sql`update hub.delivery set state = case when message = ${tellsOnly} then 'declined' else 'rejected' end, reason = 'rejected', reasons = ${sealed}, lease_until = null, lease_holder = null, finished_at = ${deps.clock.now()}
    where id = ${delivery.id} and ((state = 'sent' and attempts = ${attempt ?? null}) or (state in ('queued', 'paused', 'sent', 'received') and ${attempt === undefined})) returning state`);
  if (!ended) return false;
  await tell(deps, tx, delivery, ended.state, {}, false, reasons);
  return true;
}

/** Into the dead letters, with the reason, or where it only tells something to its office; with `attempt` only while that try is still the newest. */
export async function giveUp(deps: HubDeps, tx: Tx, delivery: EndedDelivery, why: { readonly reason: string; readonly attempt?: number; readonly mayHaveArrived?: boolean }): Promise<boolean> {
  const ended = await tx.maybe<{ state: "dead" | "declined" }>(sql`update hub.delivery set state = case when message = ${tellsOnly} then 'declined' else 'dead' end, reason = ${why.reason}, lease_until = null, lease_holder = null, finished_at = ${deps.clock.now()}, may_have_arrived = may_have_arrived or ${why.mayHaveArrived ?? false}
    where id = ${delivery.id} and state in ('queued', 'sent', 'received') and (${why.attempt ?? null}::int is null or attempts = ${why.attempt ?? null}::int) returning state`);
  if (!ended) return false;
  await tell(deps, tx, delivery, ended.state, { reason: why.reason }, false, [reasonText(why.reason)]);
  return true;
}
