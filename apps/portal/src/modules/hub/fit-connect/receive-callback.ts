import { type CallbackNews, type IncomingCallback, verifyCallback } from "@kommunalportal/fit-connect";
import { sql, type Tx } from "#platform/database";
import { isId } from "#platform/ids";
import type { HubParts } from "../deps.ts";
import { destination as readDestination } from "../destination-store.ts";
import { keptForAMinute } from "../kept-for-a-minute.ts";
import { openDestination } from "../look-after.ts";
import { wakeToLook } from "../wake.ts";
import { secretsOf } from "./fit-connect-settings.ts";

type Place = { readonly tenant: string; readonly destination: string };

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
    // That it came and what it causes are one: were it only remembered, its repetition would cause nothing either.
    await parts.db.inTenant(place.tenant, async (tx) => {
      const first = await tx.run(sql`insert into hub.callback_seen (destination_id, id, tenant_id, until) values (${place.destination}, ${id}, ${place.tenant}, ${until}) on conflict do nothing`);
      if (first > 0) await lookSooner(tx, place, outcome.news, parts.clock.now());
    });
    return true;
  };
}

async function lookSooner(tx: Tx, place: Place, news: CallbackNews, now: Date): Promise<void> {
  if (news.kind === "new-events") {
    // Without a case that is known here: whatever waits. Told before we heard that it was taken: then it is looked at as soon as we have.
    await tx.run(sql`update hub.dispatch set look_at = ${now} where destination_id = ${place.destination}
      and ((bracket = any(${news.caseIds}::text[]) and (look_at > ${now} or (look_at is null and handed_over_at is null))) or (${news.caseIds.length === 0} and look_at > ${now}))`);
  } else if (news.kind === "new-replies") {
    await tx.run(sql`update hub.destination set replies_at = ${now} where id = ${place.destination}`);
  } else return;
  await wakeToLook(tx, place);
}
