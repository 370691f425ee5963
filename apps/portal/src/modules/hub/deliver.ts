import type { Channel, ChannelResult } from "./channel.ts";
import { claimDelivery, type ClaimedDelivery } from "./claim-delivery.ts";
import { endLeasesOfTheDead } from "./end-leases.ts";
import { destination as readDestination } from "./destination-store.ts";
import type { HubParts } from "./deps.ts";
import { prepareMessage } from "./prepare-message.ts";
import { recordOutcome } from "./record-outcome.ts";
import { wake } from "./wake.ts";

/** Each lane needs a database connection now and then; a pool has a few dozen. */
const mostLanes = 16;

/** Sends what may be sent to one destination now; how many were tried. Runs in several workers at once without harm. */
export async function deliver(parts: HubParts, given: { readonly tenant: string; readonly destination: string; readonly process?: number | undefined }): Promise<number> {
  const to = await parts.db.inTenant(given.tenant, async (tx) => {
    await endLeasesOfTheDead(parts, tx, given.destination);
    return readDestination(tx, given.destination);
  });
  if (!to) return 0;
  const end = performance.now() + parts.settings.turnMs;
  let tried = 0;
  let more = false;
  const lane = async (): Promise<void> => {
    for (;;) {
      if (performance.now() >= end) { more = true; return; }
      const claimed = await claimDelivery(parts, given);
      if (!claimed) return;
      tried += 1;
      await recordOutcome(parts, claimed, await send(parts, claimed, parts.channels[to.channel]));
    }
  };
  // Every lane ends before a fault of one is told, so nothing runs on unseen.
  const lanes = await Promise.allSettled(Array.from({ length: to.failures > 0 ? 1 : Math.min(to.maxInFlight, mostLanes) }, lane));
  const fault = lanes.find((one) => one.status === "rejected");
  if (fault) throw fault.reason;
  // Others have their turn; the rest of this queue after them. A destination that has just come back gets all its lanes then.
  if (more || (to.failures > 0 && tried > 0)) await parts.db.inTenant(given.tenant, (tx) => wake(tx, given));
  return tried;
}

/** The exchange itself, outside any transaction. */
async function send(parts: HubParts, delivery: ClaimedDelivery, channel: Channel): Promise<ChannelResult> {
  let body: string | undefined;
  try {
    body = await prepareMessage(parts, delivery);
  } catch (error) {
    parts.log.error({ err: error, delivery: delivery.id }, "a delivery cannot be prepared");
    return { kind: "unreachable", reason: "not-prepared", mayHaveArrived: false };
  }
  if (body === undefined) return { kind: "refused-permanently", reason: "content-gone" };
  return channel.send({ id: delivery.id, body, at: parts.clock.now() }, delivery);
}
