import { announce } from "#platform/events";
import { sql, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import type { ChannelResult } from "./channel.ts";
import type { ClaimedDelivery } from "./claim-delivery.ts";
import type { HubParts } from "./deps.ts";
import { failuresThatCount } from "./destination.ts";
import { accept, acceptMany, giveUp, handOverMany, reject, type EndedDelivery } from "./end-delivery.ts";
import { retryDelay } from "./retry-plan.ts";
import { endRest } from "./end-rest.ts";
import { tellNotAddressed } from "./tell-not-addressed.ts";
import { togetherOrEach } from "./together-or-each.ts";
import { wake } from "./wake.ts";

type Unreachable = Extract<ChannelResult, { kind: "unreachable" }>;

export interface Outcome { readonly delivery: ClaimedDelivery; readonly result: ChannelResult }

/** Writes down how tries ended, together or else each by itself, with everything that follows from them. All of one tenant. */
export async function recordOutcomes(parts: HubParts, outcomes: readonly Outcome[]): Promise<void> {
  const [first] = outcomes;
  if (!first) return;
  const { tenant } = first.delivery;
  // Always in one order: two workers that lock the logs of the same applications must not wait for each other.
  const ordered = outcomes.toSorted((a, b) => (a.delivery.application < b.delivery.application ? -1 : 1));
  await togetherOrEach(ordered, (some) => parts.db.inTenant(tenant, async (tx) => {
    const taken = oncePerApplication(some);
    if (taken.length > 1) await recordTaken(tx, parts, taken);
    for (const outcome of some) if (taken.length < 2 || !taken.some(({ delivery }) => delivery === outcome.delivery)) await recordOutcome(tx, parts, outcome);
  }), (error) => { parts.log.warn({ err: error, count: ordered.length }, "outcomes are written down one by one"); });
}

/** Accepted by the receiver, or received by who stands between. */
type Taken = Outcome & { readonly result: Extract<ChannelResult, { kind: "accepted" | "received" }> };

/** What most of them are. Two of one application would grow its log at once, so the second goes by itself. */
function oncePerApplication(outcomes: readonly Outcome[]): Taken[] {
  const found = new Map<string, Taken>();
  for (const { delivery, result } of outcomes) if ((result.kind === "accepted" || result.kind === "received") && !found.has(delivery.application)) found.set(delivery.application, { delivery, result });
  return [...found.values()];
}

const endedOf = (delivery: ClaimedDelivery): EndedDelivery => ({ id: delivery.id, tenant: delivery.tenant, destination: delivery.destination, name: delivery.destinationName, application_id: delivery.application, part: delivery.part, service: delivery.service });

/** A mail that something is in the inbox is no arrival that a citizen could rely on. */
const forCitizen = ({ message, channel }: ClaimedDelivery): boolean => message === "application.submitted" && channel !== "mail";

async function recordTaken(tx: Tx, parts: HubParts, outcomes: readonly Taken[]): Promise<void> {
  tx.later(sql`update hub.attempt a set ended_at = ${parts.clock.now()}, result = m.result, reason = null, status = m.status
    from unnest(${outcomes.map(({ delivery }) => delivery.id)}::uuid[], ${outcomes.map(({ delivery }) => delivery.attempt)}::int[], ${outcomes.map(({ result }) => result.kind)}::text[], ${outcomes.map(({ result }) => result.status ?? null)}::int[]) as m (id, number, result, status)
    where a.delivery_id = m.id and a.number = m.number`);
  await acceptMany(parts, tx, outcomes.flatMap(({ delivery, result }) => (result.kind === "accepted" ? [{ delivery: endedOf(delivery), receipt: result.receipt, forCitizen: forCitizen(delivery) }] : [])));
  await handOverMany(parts, tx, outcomes.flatMap(({ delivery, result }) => (result.kind === "received" ? [{ delivery: endedOf(delivery), attempt: delivery.attempt, handedOver: result.handedOver }] : [])));
  for (const { delivery } of new Map(outcomes.map((one) => [one.delivery.destination, one])).values()) await answered(tx, parts, delivery);
}

async function recordOutcome(tx: Tx, parts: HubParts, { delivery, result }: Outcome): Promise<void> {
  const ended = endedOf(delivery);
  await endAttempt(tx, parts, delivery, result);
  switch (result.kind) {
    case "accepted":
      await accept(parts, tx, ended, result.receipt, forCitizen(delivery));
      return answered(tx, parts, delivery);
    case "received":
      await handOverMany(parts, tx, [{ delivery: ended, attempt: delivery.attempt, handedOver: result.handedOver }]);
      return answered(tx, parts, delivery);
    case "rejected":
      await reject(parts, tx, ended, result.reasons, delivery.attempt);
      return answered(tx, parts, delivery);
    case "refused-permanently":
      await tellNotAddressed(parts, tx, delivery, result.reason);
      await giveUp(parts, tx, ended, { reason: result.reason, attempt: delivery.attempt });
      // What could not even be sent says nothing about the destination.
      return result.status === undefined ? undefined : answered(tx, parts, delivery);
    case "unreachable":
      await tellNotAddressed(parts, tx, delivery, result.reason);
      return again(tx, parts, delivery, ended, result);
  }
}

async function endAttempt(tx: Tx, parts: HubParts, delivery: ClaimedDelivery, result: ChannelResult): Promise<void> {
  const word = result.kind === "refused-permanently" ? "refused" : result.kind;
  const reason = "reason" in result ? result.reason : null;
  // What came after all is better than »lost«.
  await tx.run(sql`update hub.attempt set ended_at = ${parts.clock.now()}, result = ${word}, reason = ${reason}, status = ${result.status ?? null} where delivery_id = ${delivery.id} and number = ${delivery.attempt}`);
}

/** The destination spoke: whatever held it back is over. Written only when something changes, so a busy queue does not fight for this row. */
async function answered(tx: Tx, parts: HubParts, { destination, tenant }: ClaimedDelivery): Promise<void> {
  const now = parts.clock.now();
  await endRest(parts, tx, destination);
  const before = await tx.maybe<{ failures: number }>(sql`with was as (select id, failures from hub.destination where id = ${destination})
    update hub.destination d set failures = 0, failing_since = null, last_failure = null, held_until = null, last_answer_at = ${now} from was
    where d.id = was.id and (d.failures > 0 or d.last_answer_at is null or d.last_answer_at < ${new Date(now.getTime() - 60_000)}) returning was.failures`);
  if ((before?.failures ?? 0) >= failuresThatCount) await announce(tx, { type: "destination.recovered", id: newId(now.getTime()), tenant, destination });
}

/** What we could not put together yet says nothing about the destination, nor does what is about one of its many receivers. */
const ofOurs = ({ reason, alone }: Unreachable): boolean => reason === "not-prepared" || reason === "document-missing" || alone === true;

/** No answer: the destination rests, longer each time, and the same id goes again; or the delivery is given up. */
async function again(tx: Tx, parts: HubParts, delivery: ClaimedDelivery, ended: EndedDelivery, result: Unreachable): Promise<void> {
  const { retry } = parts.settings;
  const now = parts.clock.now();
  const to = await tx.maybe<{ failures: number; held_until: Date | null; last_answer_at: Date | null }>(sql`select failures, held_until, last_answer_at from hub.destination where id = ${delivery.destination} for update`);
  // Tries that were under way together count as one failure: what began before the rest was ordered adds nothing to it.
  // And what we could not even prepare says nothing about it.
  const counts = to !== undefined && !ofOurs(result) && (to.held_until === null || to.held_until <= delivery.startedAt);
  const failures = (to?.failures ?? 0) + (counts ? 1 : 0);
  const until = counts ? new Date(now.getTime() + retryDelay(retry, failures, parts.random, result.retryAfterSeconds)) : to?.held_until ?? now;
  if (counts) {
    await tx.run(sql`update hub.destination set failures = ${failures}, failing_since = coalesce(failing_since, ${now}), last_failure = ${result.reason}, held_until = ${until} where id = ${delivery.destination}`);
    if (failures === failuresThatCount) await announce(tx, { type: "destination.failing", id: newId(now.getTime()), tenant: delivery.tenant, destination: delivery.destination });
  }
  const row = await tx.maybe<{ attempts_before: number }>(sql`select attempts_before from hub.delivery where id = ${delivery.id} and state = 'sent' and attempts = ${delivery.attempt} for update`);
  if (!row) return;
  const tried = delivery.attempt - row.attempts_before;
  if (tried >= retry.mostAttempts) {
    await giveUp(parts, tx, ended, { reason: result.reason, attempt: delivery.attempt, mayHaveArrived: result.mayHaveArrived });
  } else {
    const byItself = ofOurs(result) || (await othersGotAnswers(tx, delivery, to?.last_answer_at ?? undefined));
    const next = byItself ? new Date(Math.max(until.getTime(), now.getTime() + retryDelay(retry, tried, parts.random))) : until;
    await tx.run(sql`update hub.delivery set state = 'queued', lease_until = null, lease_holder = null, next_attempt_at = ${next}, reason = ${result.reason}, may_have_arrived = may_have_arrived or ${result.mayHaveArrived} where id = ${delivery.id}`);
  }
  await wake(tx, delivery, until > now ? until : undefined);
}

/** Since it was tried last: then it is the message, which rests by its own count instead of with the destination. */
async function othersGotAnswers(tx: Tx, delivery: ClaimedDelivery, lastAnswerAt: Date | undefined): Promise<boolean> {
  const before = await tx.maybe<{ started_at: Date }>(sql`select started_at from hub.attempt where delivery_id = ${delivery.id} and number = ${delivery.attempt - 1}`);
  return before !== undefined && lastAnswerAt !== undefined && lastAnswerAt > before.started_at;
}
