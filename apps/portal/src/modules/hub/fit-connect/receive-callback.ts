import { type CallbackNews, type IncomingCallback, verifyCallback } from "@kommunalportal/fit-connect";
import { sql } from "#platform/database";
import { isId } from "#platform/ids";
import type { HubParts } from "../deps.ts";
import { destination as readDestination } from "../destination-store.ts";
import { openDestination } from "../look-after.ts";
import { wakeToLook } from "../wake.ts";
import { secretsOf } from "./fit-connect-settings.ts";

/**
 * FIT-Connect says that there is something new in cases of a destination. Believed only with its signature, in time, and once; it carries nothing but ids,
 * and all it does is that the portal looks sooner. False: not believed, whatever the reason.
 */
export async function receiveCallback(parts: HubParts, given: IncomingCallback & { readonly destination: string }): Promise<boolean> {
  if (!isId(given.destination)) return false;
  const known = await parts.db.asOperator("a callback names a destination", (tx) => readDestination(tx, given.destination));
  if (known?.channel !== "fit-connect" || known.retiredAt) return false;
  const place = { tenant: known.tenant, destination: known.id };
  const to = await openDestination(parts, place);
  if (!to) return false;
  const outcome = await verifyCallback(given, {
    secrets: [secretsOf(to.opened).callbackSecret], now: () => parts.clock.now().getTime(),
    replays: {
      first: (id, until) => parts.db.inTenant(place.tenant, async (tx) => (await tx.run(sql`insert into hub.callback_seen (destination_id, id, tenant_id, until) values (${place.destination}, ${id}, ${place.tenant}, ${new Date(until)}) on conflict do nothing`)) > 0),
    },
  });
  if (outcome.kind === "refused") {
    parts.log.warn({ destination: place.destination, reason: outcome.reason }, "a callback was not believed");
    return false;
  }
  if (outcome.kind === "news") await lookSooner(parts, place, outcome.news);
  return true;
}

async function lookSooner(parts: HubParts, place: { readonly tenant: string; readonly destination: string }, news: CallbackNews): Promise<void> {
  const now = parts.clock.now();
  await parts.db.inTenant(place.tenant, async (tx) => {
    if (news.kind === "new-events") {
      // Without a case that is known here: whatever waits.
      await tx.run(sql`update hub.dispatch set look_at = ${now} where destination_id = ${place.destination} and look_at > ${now} and (bracket = any(${news.caseIds}::text[]) or ${news.caseIds.length === 0})`);
    } else if (news.kind === "new-replies") {
      await tx.run(sql`update hub.destination set replies_at = ${now} where id = ${place.destination}`);
    } else return;
    await wakeToLook(tx, place);
  });
}
