import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "#platform/database";
import { operator, testWorld } from "./test-world.ts";

const world = await testWorld();
const { db, clock, hub, receiver, musterstadt } = world;

test("who ends the rest of a destination, by sending again, resuming or mending it, lets everything go that waited with it", async () => {
  for (const mend of ["resend", "resume", "settings"] as const) {
    const to = await world.destination(musterstadt.id, { name: mend, maxInFlight: 4 });
    await receiver.behave("down");
    const sent = [await world.submitted(musterstadt.id), await world.submitted(musterstadt.id), await world.submitted(musterstadt.id)].map(({ deliveries }) => deliveries.find(({ destination }) => destination === to.destination)!.id);
    for (let failures = 0; failures < 5; failures += 1) { await hub.deliver(to); clock.advance(120_000); }
    clock.advance(-120_000);
    await receiver.behave("normal");
    assert.equal(await hub.deliver(to), 0, "it rests");
    await db.inTenant(musterstadt.id, async (tx) => {
      if (mend === "resend") assert.ok((await hub.resendDelivery(tx, { delivery: sent[0]!, actor: operator })).ok);
      if (mend === "resume") for (const paused of [true, false]) assert.ok(await hub.pauseDestination(tx, { destination: to.destination, paused, actor: operator }));
    });
    if (mend === "settings") assert.ok((await hub.setDestination({ ...to, name: mend, channel: "webhook", address: `http://fachverfahren.sandbox.localhost:${world.sandbox.port}/webhook`, actor: operator })).ok);
    // The first try tells that it is back; then all lanes are open.
    await hub.deliver(to);
    await hub.deliver(to);
    for (const id of sent) assert.equal((await world.view(musterstadt.id, id)).delivery.state, "accepted", mend);
    await db.asOperator("test", (tx) => tx.run(sql`update hub.destination set retired_at = ${clock.now()} where retired_at is null`));
  }
});

test("a delivery that is sent again while an outcome ends the same rest waits for it, and neither is thrown back", async () => {
  const to = await world.destination(musterstadt.id, { name: "zugleich" });
  const { deliveries } = await world.submitted(musterstadt.id);
  const id = deliveries.find(({ destination }) => destination === to.destination)!.id;
  await db.inTenant(musterstadt.id, (tx) => tx.run(sql`update hub.destination set held_until = ${new Date(clock.now().getTime() + 3_600_000)} where id = ${to.destination}`));
  let held: () => void = () => undefined;
  const holding = new Promise<void>((resolve) => { held = resolve; });
  // What an outcome does that ends the rest: the destination, and a moment later all that waits with it.
  const outcome = db.inTenant(musterstadt.id, async (tx) => {
    await tx.run(sql`update hub.destination set held_until = null where id = ${to.destination}`);
    held();
    await new Promise((resolve) => { setTimeout(resolve, 300); });
    return tx.run(sql`update hub.delivery set next_attempt_at = ${clock.now()} where destination_id = ${to.destination} and state = 'queued'`);
  });
  await holding;
  const resent = db.inTenant(musterstadt.id, (tx) => hub.resendDelivery(tx, { delivery: id, actor: operator }));
  assert.deepEqual(await Promise.all([outcome, resent]), [1, { ok: true }]);
});
