import { type CallbackNews, type IncomingCallback, verifyCallback } from "@kommunalportal/fit-connect";
import { sql, type Tx } from "#platform/database";
import { isId } from "#platform/ids";
import type { HubParts } from "../deps.ts";
import { destination as readDestination } from "../destination-store.ts";
import { gathered } from "../gathered.ts";
import { keptForAMinute } from "../kept-for-a-minute.ts";
import { openDestination } from "../look-after.ts";
import { wakeToLook } from "../wake.ts";
import { secretsOf } from "./fit-connect-settings.ts";

type Place = { readonly tenant: string; readonly destination: string };
interface Told { readonly place: Place; readonly id: string; readonly until: Date; readonly news: CallbackNews }

/** Callbacks for one destination within this time are written down together, before any of them is answered. */
const gatherMs = 100;

/**
 * FIT-Connect says that there is something new in cases of a destination. Believed only with its signature, in time, and once; it carries nothing but ids,
 * and all it does is that the portal looks sooner. False: not believed, whatever the reason.
 */
export function createCallbackReceiver(parts: HubParts): (given: IncomingCallback & { readonly destination: string }) => Promise<boolean> {
  const now = (): number => parts.clock.now().getTime();
  // One comes for each delivery. The portal makes the secret once for a destination; one that was retired within the minute is looked at once too often, and that is all.
  const believedBy = keptForAMinute(async (destination) => {
    const known = await parts.db.asOperator("a callback names a destination", (tx) => readDestination(tx, destination));
    if (known?.channel !== "fit-connect" || known.retiredAt) return undefined;
    const place = { tenant: known.tenant, destination: known.id };
    const to = await openDestination(parts, place);
    return to && { place, secret: secretsOf(to.opened).callbackSecret };
  }, now);
  // That they came and what they cause are one: were it only remembered, a repetition would cause nothing either.
  const write = gathered<Told>(gatherMs, async (told) => {
    const [{ place }] = told as [Told, ...Told[]];
    await parts.db.inTenant(place.tenant, async (tx) => {
      const first = new Set((await tx.rows<{ id: string }>(sql`insert into hub.callback_seen (destination_id, id, tenant_id, until)
        select ${place.destination}::uuid, m.id, ${place.tenant}::uuid, m.until from unnest(${told.map(({ id }) => id)}::text[], ${told.map(({ until }) => until)}::timestamptz[]) as m (id, until) on conflict do nothing returning id`)).map(({ id }) => id));
      await lookSooner(tx, place, told.flatMap(({ id, news }) => (first.has(id) ? [news] : [])), parts.clock.now());
    });
  });
  return async (given) => {
    const known = isId(given.destination) ? await believedBy(given.destination) : undefined;
    if (!known) return false;
    const { place, secret } = known;
    let seen: { readonly id: string; readonly until: Date } | undefined;
    const outcome = await verifyCallback(given, { secrets: [secret], now, replays: { first: (id, until) => { seen = { id, until: new Date(until) }; return true; } } });
    if (outcome.kind === "refused") {
      parts.log.warn({ destination: place.destination, reason: outcome.reason }, "a callback was not believed");
      return false;
    }
    const { id, until } = seen ?? {};
    if (outcome.kind !== "news" || id === undefined || until === undefined) return true;
    await write(place.destination, { place, id, until, news: outcome.news });
    return true;
  };
}

async function lookSooner(tx: Tx, place: Place, news: readonly CallbackNews[], now: Date): Promise<void> {
  const events = news.flatMap((one) => (one.kind === "new-events" ? [one.caseIds] : []));
  const replies = news.some(({ kind }) => kind === "new-replies");
  if (events.length > 0) {
    // Told before we heard that it was taken: then it is looked at as soon as we have. Two statements, since none would find the cases by their index with an »or« beside them.
    await tx.run(sql`update hub.dispatch set look_at = ${now} where bracket = any(${events.flat()}::text[]) and destination_id = ${place.destination} and (look_at > ${now} or (look_at is null and handed_over_at is null))`);
    // Without a case that is known here: whatever waits.
    if (events.some((caseIds) => caseIds.length === 0)) await tx.run(sql`update hub.dispatch set look_at = ${now} where destination_id = ${place.destination} and look_at > ${now}`);
  }
  if (replies) await tx.run(sql`update hub.destination set replies_at = ${now} where id = ${place.destination}`);
  if (events.length > 0 || replies) await wakeToLook(tx, place);
}
