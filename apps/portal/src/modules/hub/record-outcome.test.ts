import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { sql } from "#platform/database";
import { claimDeliveries } from "./claim-delivery.ts";
import type { HubParts } from "./deps.ts";
import { createHub } from "./index.ts";
import { recordOutcomes, type Outcome } from "./record-outcome.ts";
import { testWorld } from "./test-world.ts";

const world = await testWorld({ max: 12 });
const { db, hub, musterstadt, clock, applications } = world;
afterEach(async () => { await db.asOperator("test", (tx) => tx.run(sql`update hub.destination set retired_at = ${clock.now()} where retired_at is null`)); });

/** What the use cases work with; no channel is used here. */
const partsWith = (changes: Partial<HubParts> = {}): HubParts => ({ ...world.deps, channels: {} as HubParts["channels"], random: () => 0.5, ...changes });
const accepted = (delivery: Outcome["delivery"]): Outcome => ({ delivery, result: { kind: "accepted", receipt: `FV-${delivery.reference}`, status: 200 } });
const logOf = (application: string) => db.inTenant(musterstadt.id, (tx) => applications.timeline(tx, application, { kind: "tenant" }, "citizen"));

async function claimed(to: { readonly tenant: string; readonly destination: string }, count: number) {
  const sent = [];
  for (let i = 0; i < count; i += 1) sent.push(await world.submitted(musterstadt.id, { gross: true }));
  const deliveries = await claimDeliveries(partsWith(), to, 16);
  return { sent, deliveries };
}

test("many receipts are written down together: each delivery, each try, each log with its words and positions without gaps, and again without a second effect", async () => {
  const to = await world.destination(musterstadt.id, { maxInFlight: 16 });
  const { sent, deliveries } = await claimed(to, 3);
  // Two parts of each go to it: what concerns one part waits for nothing of the other.
  assert.equal(deliveries.length, 6);
  await recordOutcomes(partsWith(), deliveries.map(accepted));
  await recordOutcomes(partsWith(), deliveries.map(accepted));
  for (const { application, deliveries: own } of sent) {
    for (const { id } of own) {
      const { delivery, attempts } = await world.view(musterstadt.id, id);
      assert.deepEqual([delivery.state, delivery.receipt, attempts.map(({ number, result, status }) => [number, result, status])], ["accepted", `FV-${delivery.reference}`, [[1, "accepted", 200]]]);
    }
    const log = await logOf(application);
    assert.deepEqual(log.map(({ position, type }) => [position, type]), [[1, "submitted"], [2, "delivery-accepted"], [3, "delivery-accepted"]]);
    assert.match(log[1]?.text ?? "", /^Angekommen im Fachverfahren »Steuerverfahren« am 02\.03\.2026/);
  }
});
test("where one outcome cannot be written down, the others are, and the fault is not hidden", async () => {
  const to = await world.destination(musterstadt.id, { maxInFlight: 16 });
  const { deliveries } = await claimed(to, 3);
  const bad = deliveries[2]!;
  const broken = partsWith({ applications: { ...applications, record: (tx, id, ...rest) => (id === bad.application ? Promise.reject(new Error("the log cannot be written")) : applications.record(tx, id, ...rest)) } });
  await assert.rejects(recordOutcomes(broken, deliveries.map(accepted)), /the log cannot be written/);
  const states = new Map<string, string>();
  for (const { id } of deliveries) states.set(id, (await world.view(musterstadt.id, id)).delivery.state);
  for (const { id, application } of deliveries) assert.equal(states.get(id), application === bad.application ? "sent" : "accepted");
  assert.equal((await logOf(bad.application)).length, 1, "nothing of what failed is half there");
  // Its lease ends, and the same id goes again.
  clock.advance(world.deps.settings.leaseSeconds * 1000 + 1);
  const again = await claimDeliveries(partsWith(), to, 16);
  assert.deepEqual(again.map(({ id, attempt }) => [id, attempt]), deliveries.filter(({ application }) => application === bad.application).map(({ id }) => [id, 2]));
  await recordOutcomes(partsWith(), again.map(accepted));
});
test("an answer and a failure that come back together do not disturb each other", async () => {
  const to = await world.destination(musterstadt.id, { maxInFlight: 16 });
  const { deliveries } = await claimed(to, 2);
  const [first, second, third, fourth] = deliveries as [Outcome["delivery"], Outcome["delivery"], Outcome["delivery"], Outcome["delivery"]];
  await recordOutcomes(partsWith(), [accepted(first), accepted(third), { delivery: second, result: { kind: "rejected", reasons: ["Angabe fehlt"], status: 422 } }, { delivery: fourth, result: { kind: "unreachable", reason: "server-error", mayHaveArrived: true, status: 500 } }]);
  const stateOf = async (id: string) => (await world.view(musterstadt.id, id)).delivery.state;
  assert.deepEqual(await Promise.all([first, second, third, fourth].map(({ id }) => stateOf(id))), ["accepted", "rejected", "accepted", "queued"]);
});
test("a message that cannot be put together rests alone: the destination does not, and what comes after it arrives", async () => {
  const to = await world.destination(musterstadt.id);
  const broken = await world.submitted(musterstadt.id);
  const fine = await world.submitted(musterstadt.id);
  let faults = 0;
  const faulty = createHub({
    ...world.deps,
    applications: { ...applications, partContent: (tx, id, part) => { if (id === broken.application) { faults += 1; throw new Error("the seal is broken"); } return applications.partContent(tx, id, part); } },
  });
  await faulty.deliver(to);
  assert.ok(faults > 0);
  const [stuck, arrived] = [await world.view(musterstadt.id, broken.deliveries[0]!.id), await world.view(musterstadt.id, fine.deliveries[0]!.id)];
  assert.equal(arrived.delivery.state, "accepted");
  assert.deepEqual([stuck.delivery.state, stuck.delivery.reason, stuck.delivery.mayHaveArrived], ["queued", "not-prepared", false]);
  assert.ok(stuck.delivery.nextAttemptAt > clock.now(), "it rests by its own count");
  const destination = await db.inTenant(musterstadt.id, (tx) => hub.destination(tx, to.destination));
  assert.deepEqual([destination?.failures, destination?.heldUntil, destination?.failingSince], [0, undefined, undefined]);
  // Mended, it goes by itself.
  clock.set(stuck.delivery.nextAttemptAt);
  await hub.deliver(to);
  assert.equal((await world.view(musterstadt.id, broken.deliveries[0]!.id)).delivery.state, "accepted");
});
