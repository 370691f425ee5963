import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { fitWorld } from "./test-fit-world.ts";

const world = await fitWorld();
const { db, clock, hub, musterstadt, fit } = world;
type Place = { readonly tenant: string; readonly destination: string };

afterEach(async () => {
  await fit.behave();
  await fit.decide({ decision: "accept" });
  await db.asOperator("test", (tx) => tx.run(sql`update hub.destination set retired_at = ${clock.now()} where retired_at is null`));
});
const look = async (to: Place): Promise<void> => { await fit.fetch(); clock.advance(600_000); await hub.lookAfter(to); };
const alarms = async (): Promise<readonly string[]> => (await db.inTenant(musterstadt.id, (tx) => hub.alarms(tx))).filter(({ kind }) => kind !== "no-route").map(({ kind }) => kind);

/** An application that has arrived, and then the word of the person about electronic decisions. */
async function saidLater(to: Place) {
  const { application, deliveries: [first] } = await world.submitted(musterstadt.id);
  await hub.deliver(to);
  await look(to);
  assert.equal((await world.view(musterstadt.id, first!.id)).delivery.state, "accepted");
  const event = newId(clock.now().getTime());
  await db.inTenant(musterstadt.id, (tx) => tx.run(sql`insert into answers.consent (id, tenant_id, application_id, account_id, given, at) values (${event}, ${musterstadt.id}, ${application}, ${newId()}, true, ${clock.now()})`));
  await hub.subscriptions.find(({ name }) => name === "hub.route-consent")?.handle({ type: "application.consent-changed", id: event, tenant: musterstadt.id, application }, { lastAttempt: false });
  const told = (await db.inTenant(musterstadt.id, (tx) => hub.ofApplication(tx, application))).find(({ message }) => message === "application.consent-changed");
  return { application, told: told!.id };
}
const log = (application: string) => db.inTenant(musterstadt.id, async (tx) => (await world.applications.timeline(tx, application, { kind: "tenant" }, "office")).filter(({ type }) => type === "delivery-declined"));

test("an office system that refuses what the person says about electronic decisions makes a note for the office, and no dead letter and no alarm", async () => {
  const to = await world.fitDestination(musterstadt.id);
  const { application, told } = await saidLater(to);
  await fit.decide({ decision: "reject", problem: "schema-violation" });
  await hub.deliver(to);
  await look(to);
  const { delivery, rejectionReasons } = await world.view(musterstadt.id, told);
  assert.equal(delivery.state, "declined");
  assert.equal(rejectionReasons.length, 1);
  const [note, ...more] = await log(application);
  assert.equal(more.length, 0);
  assert.match(note?.text ?? "", /hat die Mitteilung nicht angenommen, ob die Person Bescheide elektronisch möchte\. Genannt wird: .+ Bitte sorgen Sie dafür/);
  assert.ok(note?.text?.includes(rejectionReasons[0]!));
  assert.deepEqual(await alarms(), []);
  assert.deepEqual((await db.asOperator("test", (tx) => hub.queueFigures(tx))).byState.declined, 1);
  // Under the same id the same no would come back.
  const again = await db.asOperator("test", (tx) => hub.resendDelivery(tx, { delivery: told, actor: { kind: "system", what: "test" } }));
  assert.deepEqual(again, { ok: false, why: "answered" });
});

test("it is no alarm either while it lies there unanswered; an application that is refused still is one", async () => {
  const to = await world.fitDestination(musterstadt.id);
  const { told } = await saidLater(to);
  await hub.deliver(to);
  clock.advance(5 * 86_400_000);
  await hub.lookAfter(to);
  assert.equal((await world.view(musterstadt.id, told)).delivery.state, "received");
  assert.deepEqual(await alarms(), []);
  await fit.decide({ decision: "reject", problem: "schema-violation" });
  const { deliveries: [other] } = await world.submitted(musterstadt.id);
  await hub.deliver(to);
  await look(to);
  assert.equal((await world.view(musterstadt.id, other!.id)).delivery.state, "rejected");
  assert.deepEqual(await alarms(), ["dead-letters"]);
});
