import { setTimeout as sleep } from "node:timers/promises";
import type { Channel, ChannelResult } from "./channel.ts";
import { claimDeliveries, type ClaimedDelivery } from "./claim-delivery.ts";
import { endLeasesOfTheDead } from "./end-leases.ts";
import { destination as readDestination } from "./destination-store.ts";
import type { HubParts } from "./deps.ts";
import { dispatchJournals } from "./dispatch-store.ts";
import { keepLease } from "./keep-lease.ts";
import { type Prepared, prepareMessage } from "./prepare-message.ts";
import { recordOutcomes, type Outcome } from "./record-outcome.ts";
import { wake } from "./wake.ts";

/** Preparing a message needs a database connection for a moment; a pool has a few dozen. */
const mostAtOnce = 16;
const gatherMs = 10;

/**
 * Sends what may be sent to one destination now; how many were tried. Runs in several workers at once without harm. As many are on the way as
 * the destination takes; whatever came back meanwhile is written down together, and as many are claimed together as have become free.
 */
export async function deliver(parts: HubParts, given: { readonly tenant: string; readonly destination: string; readonly process?: number | undefined }): Promise<number> {
  const to = await parts.db.inTenant(given.tenant, async (tx) => {
    await endLeasesOfTheDead(parts, tx, given.destination);
    return readDestination(tx, given.destination);
  });
  if (!to) return 0;
  const channel = parts.channels[to.channel];
  const end = performance.now() + parts.settings.turnMs;
  const most = to.failures > 0 ? 1 : Math.min(to.maxInFlight, mostAtOnce);
  const flying = new Set<Promise<void>>();
  const journalOf = dispatchJournals(parts, given);
  const back: Outcome[] = [];
  let tried = 0;
  let nothingLeft = false;
  try {
    for (;;) {
      if (!nothingLeft && flying.size < most && performance.now() < end) {
        const claimed = await claimDeliveries(parts, given, most - flying.size);
        nothingLeft = claimed.length === 0;
        tried += claimed.length;
        for (const delivery of claimed) {
          const flight = send(parts, delivery, channel, journalOf).then((result) => { back.push({ delivery, result }); flying.delete(flight); });
          flying.add(flight);
        }
      }
      if (flying.size === 0 && back.length === 0) break;
      if (back.length === 0) await Promise.race(flying);
      // Nobody waits for the word that an intermediary has it: a moment later there are more of them to write down, and to take in their place.
      if (channel.intermediary && flying.size > 0) await sleep(gatherMs);
      const written = back.splice(0);
      await recordOutcomes(parts, written);
      // What failed rests, and what was answered may have made place.
      nothingLeft &&= written.length === 0;
    }
  } finally {
    // Nothing runs on unseen, and no answer is thrown away because another could not be written down.
    await Promise.allSettled(flying);
    if (back.length > 0) await recordOutcomes(parts, back.splice(0));
  }
  // Others have their turn; the rest of this queue after them. A destination that has just come back gets all its lanes then.
  if (!nothingLeft || (to.failures > 0 && tried > 0)) await parts.db.inTenant(given.tenant, (tx) => wake(tx, given));
  return tried;
}

/** The exchange itself, outside any transaction. */
async function send(parts: HubParts, delivery: ClaimedDelivery, channel: Channel, journalOf: ReturnType<typeof dispatchJournals>): Promise<ChannelResult> {
  const notPrepared = (error: unknown): ChannelResult => {
    parts.log.error({ err: error, delivery: delivery.id }, "a delivery cannot be prepared");
    return { kind: "unreachable", reason: "not-prepared", mayHaveArrived: false };
  };
  let prepared: Prepared | "content-gone" | "document-missing";
  try {
    prepared = await prepareMessage(parts, delivery, { withDocument: channel.intermediary !== undefined, withoutContent: channel.withoutContent === true, withMailbox: channel.namesMailbox?.(delivery.to) === true });
  } catch (error) {
    return notPrepared(error);
  }
  if (prepared === "content-gone") return { kind: "refused-permanently", reason: prepared };
  if (prepared === "document-missing") return { kind: "unreachable", reason: prepared, mayHaveArrived: false };
  const end = keepLease(parts, delivery);
  try {
    return await channel.send(prepared.message, delivery.to, journalOf(delivery.id, prepared.read));
  } catch (error) {
    // A fault of ours, such as a file that cannot be read: this message rests, others go on.
    return notPrepared(error);
  } finally {
    end();
  }
}
