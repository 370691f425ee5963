import assert from "node:assert/strict";
import { test } from "node:test";
import { claimDeliveries } from "./claim-delivery.ts";
import type { Dispatch } from "./dispatch.ts";
import { dispatchJournals } from "./dispatch-store.ts";
import type { HubParts } from "./deps.ts";
import { newId } from "#platform/ids";
import { testWorld } from "./test-world.ts";

const world = await testWorld({ max: 12 });
const parts: HubParts = { ...world.deps, channels: {} as HubParts["channels"], random: () => 0.5 };
const announced = (parcel: string): Dispatch => ({ parcel, bracket: `case-of-${parcel}`, memory: { files: [parcel] } });

test("announcements that come together are written down together; each of them counts, and what an earlier try wrote comes back", async () => {
  const to = await world.destination(world.musterstadt.id, { maxInFlight: 16 });
  for (let n = 0; n < 2; n += 1) await world.submitted(world.musterstadt.id, { gross: true });
  const deliveries = await claimDeliveries(parts, to, 16);
  assert.ok(deliveries.length >= 3);
  const journalOf = dispatchJournals(parts, to);
  const kept = await Promise.all(deliveries.map(({ id }, index) => journalOf(id, undefined).keep(announced(`p${index}`))));
  assert.deepEqual(kept, deliveries.map((_, index) => announced(`p${index}`)));
  // Another process, which knows nothing of it.
  const other = dispatchJournals(parts, to);
  const [first] = deliveries;
  assert.deepEqual(await Promise.all(deliveries.map(({ id }) => other(id, undefined).keep(announced(`late-${id}`)))), kept);
  assert.deepEqual(await other(first!.id, undefined).known(), announced("p0"));
  assert.deepEqual(await other(first!.id, undefined).keep(announced("anew"), "not-the-parcel"), announced("p0"));
  assert.deepEqual(await other(first!.id, undefined).keep(announced("anew"), "p0"), announced("anew"));
});

test("one that cannot be written down takes no other with it, and is not told as written", async () => {
  const to = await world.destination(world.beispielhausen.id, { maxInFlight: 16 });
  await world.submitted(world.beispielhausen.id, { gross: false });
  const [delivery] = await claimDeliveries(parts, to, 16);
  const journalOf = dispatchJournals(parts, to);
  const outcomes = await Promise.allSettled([journalOf(newId(), undefined).keep(announced("of-nothing")), journalOf(delivery!.id, undefined).keep(announced("good"))]);
  assert.deepEqual(outcomes.map(({ status }) => status), ["rejected", "fulfilled"]);
  assert.deepEqual(await journalOf(delivery!.id, undefined).known(), announced("good"));
});
