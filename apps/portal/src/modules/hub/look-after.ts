import { sql } from "#platform/database";
import type { Intermediary, OpenedDestination, Sighting } from "./channel.ts";
import { destination as readDestination, sealedSecrets } from "./destination-store.ts";
import { openSecrets } from "./destination-secrets.ts";
import type { HubParts } from "./deps.ts";
import type { Dispatch } from "./dispatch.ts";
import { recordSighting } from "./record-sighting.ts";
import { takeReply } from "./take-reply.ts";
import { wakeToLook } from "./wake.ts";

/** One look at what an intermediary took. */
export interface Looked { readonly delivery: string; readonly dispatch: Dispatch; readonly looks: number; readonly handedOverAt: Date }

const mostAtOnce = 50;
/** Replies are asked for at least so often; a callback makes it sooner. */
const repliesEverySeconds = 300;
/** While the receiver has not answered: 5 s, 10 s, 20 s … a quarter of an hour. */
const firstLookSeconds = 5;
const longestLookSeconds = 900;

/**
 * Looks what became of everything that waits at the intermediary of one destination, and takes the replies that wait there. Several workers at once do no
 * harm: each row is looked at by one, and what is found has its effect once.
 */
export async function lookAfter(parts: HubParts, given: { readonly tenant: string; readonly destination: string }): Promise<number> {
  const to = await openDestination(parts, given);
  const intermediary = to && parts.channels[to.channel].intermediary;
  if (!to || !intermediary) return 0;
  let seen = 0;
  let amongReplies = false;
  for (let due = await claimLooks(parts, given); due.length > 0; due = await claimLooks(parts, given)) {
    for (const looked of due) {
      const sighting = await sightingOf(parts, intermediary, looked, to.opened);
      await recordSighting(parts, { ...given, name: to.opened.name }, looked, sighting);
      amongReplies ||= sighting.kind === "waiting" && sighting.amongReplies === true;
      seen += 1;
    }
    if (due.length < mostAtOnce) break;
  }
  if (await claimReplies(parts, given, amongReplies)) seen += await replies(parts, intermediary, to.opened);
  await wakeLater(parts, given);
  return seen;
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

export async function openDestination(parts: HubParts, given: { readonly tenant: string; readonly destination: string }) {
  const key = await parts.tenants.tenantKey(given.tenant);
  return parts.db.inTenant(given.tenant, async (tx) => {
    const found = await readDestination(tx, given.destination);
    const sealed = await sealedSecrets(tx, given.destination);
    if (!found || !sealed) return undefined;
    const opened: OpenedDestination = { id: found.id, tenant: given.tenant, name: found.name, address: found.address, settings: found.settings, secrets: openSecrets(key, found.id, sealed) };
    return { channel: found.channel, opened };
  });
}

/** Takes rows that are due and orders their next look at once: whoever dies over them is followed by the next. */
async function claimLooks(parts: HubParts, given: { readonly tenant: string; readonly destination: string }): Promise<Looked[]> {
  const now = parts.clock.now();
  return parts.db.inTenant(given.tenant, async (tx) => {
    const rows = await tx.rows<{ delivery_id: string; parcel: string; bracket: string | null; memory: Readonly<Record<string, unknown>>; looks: number; handed_over_at: Date }>(sql`
      select p.delivery_id, p.parcel, p.bracket, p.memory, p.looks, p.handed_over_at from hub.dispatch p
        where p.destination_id = ${given.destination} and p.look_at <= ${now} order by p.look_at limit ${mostAtOnce} for update skip locked`);
    for (const row of rows) {
      const seconds = Math.min(firstLookSeconds * 2 ** Math.min(row.looks, 20), longestLookSeconds) * (0.9 + 0.2 * parts.random());
      await tx.run(sql`update hub.dispatch set looks = looks + 1, look_at = ${new Date(now.getTime() + seconds * 1000)} where delivery_id = ${row.delivery_id}`);
    }
    return rows.map((row) => ({ delivery: row.delivery_id, dispatch: { parcel: row.parcel, bracket: row.bracket ?? undefined, memory: row.memory }, looks: row.looks, handedOverAt: row.handed_over_at }));
  });
}

/** Replies are asked for where something was handed over, as a rule by one worker at a time; at once where a delivery's fate must lie among them. */
async function claimReplies(parts: HubParts, given: { readonly tenant: string; readonly destination: string }, atOnce: boolean): Promise<boolean> {
  const now = parts.clock.now();
  return parts.db.inTenant(given.tenant, async (tx) => (await tx.run(sql`update hub.destination set replies_at = ${new Date(now.getTime() + repliesEverySeconds * 1000)}
    where id = ${given.destination} and (replies_at is null or replies_at <= ${now} or ${atOnce}) and exists (select from hub.dispatch where destination_id = ${given.destination} and handed_over_at is not null)`)) > 0);
}

async function wakeLater(parts: HubParts, given: { readonly tenant: string; readonly destination: string }): Promise<void> {
  await parts.db.inTenant(given.tenant, async (tx) => {
    const { at } = await tx.one<{ at: Date | null }>(sql`select least((select min(look_at) from hub.dispatch where destination_id = ${given.destination} and look_at is not null), (select replies_at from hub.destination where id = ${given.destination})) as at`);
    if (at) await wakeToLook(tx, given, at);
  });
}
