import { sql, type Tx } from "#platform/database";
import type { Intermediary, OpenedDestination, Sighting } from "./channel.ts";
import { destination as readDestination, sealedSecrets } from "./destination-store.ts";
import { openSecrets } from "./destination-secrets.ts";
import type { HubParts } from "./deps.ts";
import type { Dispatch } from "./dispatch.ts";
import { lookAgainAfter, wakeForNextLook } from "./look-plan.ts";
import { recordSightings } from "./record-sighting.ts";
import { takeReply } from "./take-reply.ts";

/** One look at what an intermediary took. */
export interface Looked { readonly delivery: string; readonly dispatch: Dispatch; readonly looks: number; readonly handedOverAt: Date }

/** So many are looked at together, and what was seen of them is written down together; of them so many at the same time as the destination takes, at most. */
const mostTogether = 32;
const mostAtOnce = 8;
/** Replies are asked for at least so often; a callback makes it sooner. */
const repliesEverySeconds = 300;

type Place = { readonly tenant: string; readonly destination: string };

/**
 * Looks what became of everything that waits at the intermediary of one destination, and takes the replies that wait there. Several workers at once do no
 * harm: each row is looked at by one, and what is found has its effect once.
 */
export async function lookAfter(parts: HubParts, given: Place): Promise<number> {
  const key = await parts.tenants.tenantKey(given.tenant);
  const begun = await parts.db.inTenant(given.tenant, async (tx) => {
    const to = await openIn(tx, key, given);
    return to && parts.channels[to.channel].intermediary ? { to, ...(await takeOrGoOn(parts, tx, given, false)) } : undefined;
  });
  const intermediary = begun && parts.channels[begun.to.channel].intermediary;
  if (!begun || !intermediary) return 0;
  const { to } = begun;
  let { due, askForReplies } = begun;
  let count = 0;
  let amongReplies = false;
  while (due.length > 0) {
    const seen = await inLanes(due, Math.min(mostAtOnce, to.maxInFlight), async (looked) => ({ looked, sighting: await sightingOf(parts, intermediary, looked, to.opened) }));
    await recordSightings(parts, { ...given, name: to.opened.name }, seen);
    amongReplies ||= seen.some(({ sighting }) => sighting.kind === "waiting" && sighting.amongReplies === true);
    count += seen.length;
    ({ due, askForReplies } = await parts.db.inTenant(given.tenant, (tx) => takeOrGoOn(parts, tx, given, amongReplies)));
  }
  if (askForReplies) count += await replies(parts, intermediary, to.opened);
  return count;
}

/** The next rows that are due; where there are none, what comes after them. */
async function takeOrGoOn(parts: HubParts, tx: Tx, given: Place, amongReplies: boolean): Promise<{ readonly due: readonly Looked[]; readonly askForReplies: boolean }> {
  const due = await claimLooks(parts, tx, given);
  return { due, askForReplies: due.length === 0 && (await goOn(parts, tx, given, amongReplies)) };
}

async function inLanes<A, B>(items: readonly A[], lanes: number, work: (item: A) => Promise<B>): Promise<B[]> {
  const [left, done] = [[...items], [] as B[]];
  const lane = async (): Promise<void> => { for (let item = left.shift(); item !== undefined; item = left.shift()) done.push(await work(item)); };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(lanes, items.length)) }, lane));
  return done;
}

async function sightingOf(parts: HubParts, intermediary: Intermediary, { delivery, dispatch }: Looked, destination: OpenedDestination): Promise<Sighting> {
  try {
    return await intermediary.look(dispatch, destination);
  } catch (error) {
    parts.log.error({ err: error, delivery }, "it cannot be seen what became of a delivery");
    return { kind: "unreachable", reason: "not-prepared" };
  }
}

async function replies(parts: HubParts, intermediary: Intermediary, destination: OpenedDestination): Promise<number> {
  try {
    return await intermediary.replies(destination, (reply, open) => takeReply(parts, destination, reply, open));
  } catch (error) {
    // Nothing is lost: what waits, waits; it is asked for again.
    parts.log.warn({ err: error, destination: destination.id }, "replies were not fetched");
    return 0;
  }
}

export async function openDestination(parts: HubParts, given: Place) {
  const key = await parts.tenants.tenantKey(given.tenant);
  return parts.db.inTenant(given.tenant, (tx) => openIn(tx, key, given));
}

async function openIn(tx: Tx, key: Buffer, given: Place) {
  const [found, sealed] = await Promise.all([readDestination(tx, given.destination), sealedSecrets(tx, given.destination)]);
  if (!found || !sealed) return undefined;
  const opened: OpenedDestination = { id: found.id, tenant: given.tenant, name: found.name, address: found.address, settings: found.settings, secrets: openSecrets(key, found.id, sealed) };
  return { channel: found.channel, maxInFlight: found.maxInFlight, opened };
}

/** Takes rows that are due and orders their next look at once: whoever dies over them is followed by the next. */
async function claimLooks(parts: HubParts, tx: Tx, given: Place): Promise<Looked[]> {
  const now = parts.clock.now();
  const rows = await tx.rows<{ delivery_id: string; parcel: string; bracket: string | null; memory: Readonly<Record<string, unknown>>; looks: number; handed_over_at: Date }>(sql`
    select p.delivery_id, p.parcel, p.bracket, p.memory, p.looks, p.handed_over_at from hub.dispatch p
      where p.destination_id = ${given.destination} and p.look_at <= ${now} and p.handed_over_at is not null order by p.look_at limit ${mostTogether} for update skip locked`);
  if (rows.length > 0) {
    await tx.run(sql`update hub.dispatch p set looks = looks + 1, look_at = m.at
      from unnest(${rows.map((row) => row.delivery_id)}::uuid[], ${rows.map(({ looks }) => new Date(now.getTime() + lookAgainAfter(looks, parts.random)))}::timestamptz[]) as m (id, at) where p.delivery_id = m.id`);
  }
  return rows.map((row) => ({ delivery: row.delivery_id, dispatch: { parcel: row.parcel, bracket: row.bracket ?? undefined, memory: row.memory }, looks: row.looks, handedOverAt: row.handed_over_at }));
}

/**
 * Whether it is time to ask for replies: where something was handed over, as a rule by one worker at a time; at once where a delivery's fate must lie among them. And wakes for whatever comes next.
 */
async function goOn(parts: HubParts, tx: Tx, given: Place, atOnce: boolean): Promise<boolean> {
  const now = parts.clock.now();
  // Where nothing of what was handed over is left, nothing is asked for any more.
  const asked = await tx.maybe<{ replies_at: Date | null }>(sql`update hub.destination d set replies_at = case when was.handed_over then ${new Date(now.getTime() + repliesEverySeconds * 1000)}::timestamptz end
    from (select exists (select from hub.dispatch where destination_id = ${given.destination} and handed_over_at is not null) as handed_over) was
    where d.id = ${given.destination} and case when was.handed_over then d.replies_at is null or d.replies_at <= ${now} or ${atOnce} else d.replies_at is not null end returning d.replies_at`);
  await wakeForNextLook(tx, given, now);
  return asked !== undefined && asked.replies_at !== null;
}
