import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import type { Database } from "#platform/database";
import type { Outbound } from "#platform/http";
import { testDatabase } from "../../testing/index.ts";
import { createPayments } from "./index.ts";
import { RETURN, testTown } from "./testing-town.ts";

const t = await testDatabase();
const town = await testTown(t);
const { payments, clock } = town;
const start = (payment: string, tenant: string) => payments.startOnline(payment, tenant, { returnUrl: RETURN });
const poll = () => payments.jobs["payments:poll"]?.({}, { attempt: 1, lastAttempt: false });
const states = async (tenant: string, payment: string): Promise<string[]> => (await town.attempts(tenant, payment)).map(({ state }) => state);

afterEach(() => town.standard());

test("with the provider down at the start nothing is lost, and the same button works when it is back", async () => {
  const tenant = await town.newTown();
  const payment = await town.claim(tenant);
  await town.control({ down: true });
  assert.deepEqual(await start(payment, tenant), { kind: "provider-down" });
  assert.deepEqual(await start(payment, tenant), { kind: "provider-down" });
  assert.equal(await payments.probe(), false);
  await town.standard();
  assert.equal(await payments.probe(), true);
  assert.equal((await start(payment, tenant)).kind, "redirect");
  // The number was not spent: the provider had never heard of it.
  assert.deepEqual(await states(tenant, payment), ["open"]);
});

test("an answer that was lost after the provider had made the transaction costs a number and no money", async () => {
  const tenant = await town.newTown();
  const payment = await town.claim(tenant);
  await town.control({ dropAnswerAfterCreate: true });
  assert.deepEqual(await start(payment, tenant), { kind: "provider-down" });
  await town.standard();
  const page = await town.started(payments, payment, tenant);
  assert.deepEqual(await states(tenant, payment), ["lost", "open"]);
  await town.choose(page, "bezahlen");
  assert.equal(await payments.refresh(payment, tenant), "paid");
});

test("with the provider down on return the state stays unknown and is found later by polling", async () => {
  const tenant = await town.newTown();
  const payment = await town.claim(tenant);
  await town.choose(await town.started(payments, payment, tenant), "bezahlen");
  await town.control({ down: true });
  assert.equal(await payments.refresh(payment, tenant), "unknown");
  assert.deepEqual(await start(payment, tenant), { kind: "provider-down" });
  assert.deepEqual(await states(tenant, payment), ["open"]);
  await town.standard();
  clock.advance(10 * 60_000);
  await poll();
  assert.equal(await payments.standing(payment, tenant), "paid");
  assert.deepEqual(await town.announced(payment), { "payment.confirmed": 1 });
});

test("a request the provider refuses for good is said to be refused, and another way stays open", async () => {
  const tenant = await town.newTown("kreis-musterland");
  const payment = await town.claim(tenant);
  assert.deepEqual(await start(payment, tenant), { kind: "provider-refused" });
  assert.deepEqual(await states(tenant, payment), ["refused"]);
  assert.equal(await payments.standing(payment, tenant), "unpaid");
  assert.deepEqual(await payments.changeWay(payment, tenant, "transfer"), { ok: true });
});

/** A database whose n-th transaction of a tenant ends the process. */
function dyingAt(count: number): Database {
  let seen = 0;
  return { ...t.db, inTenant: (tenant, work, options) => (++seen === count ? Promise.reject(new Error("the process was killed")) : t.db.inTenant(tenant, work, options)) };
}

test("killed between the call and writing down its answer: nobody saw the page, polling gives it up, the next start is a new one", async () => {
  const tenant = await town.newTown();
  const payment = await town.claim(tenant);
  const dying = createPayments(town.deps({ db: dyingAt(2) }));
  await assert.rejects(dying.startOnline(payment, tenant, { returnUrl: RETURN }), /killed/);
  assert.deepEqual(await states(tenant, payment), ["starting"]);
  assert.equal(await payments.standing(payment, tenant), "open");
  assert.equal(await t.db.inTenant(tenant, async (tx) => payments.mayStillBePaid(tx, (await payments.view(payment, tenant))?.application ?? "")), true);
  clock.advance(2 * 60_000);
  await poll();
  assert.deepEqual(await states(tenant, payment), ["lost"]);
  await town.choose(await town.started(payments, payment, tenant), "bezahlen");
  assert.equal(await payments.refresh(payment, tenant), "paid");
  assert.deepEqual(await states(tenant, payment), ["lost", "paid"]);
});

test("killed before the call: the next click uses the same number, since the provider never heard of it", async () => {
  const tenant = await town.newTown();
  const payment = await town.claim(tenant);
  const asked = Promise.withResolvers<void>();
  const dead: Outbound = () => { asked.resolve(); return new Promise<Response>(() => undefined); };
  const hanging = createPayments({ ...town.deps({ outbound: dead, db: dyingAt(2) }), settings: { ...town.deps().settings, timeoutMs: 50 } });
  void hanging.startOnline(payment, tenant, { returnUrl: RETURN });
  await asked.promise;
  assert.deepEqual(await states(tenant, payment), ["starting"]);
  clock.advance(61_000);
  assert.equal((await start(payment, tenant)).kind, "redirect");
  assert.deepEqual(await states(tenant, payment), ["open"]);
});

test("killed while booking leaves nothing half there", async () => {
  const tenant = await town.newTown();
  const payment = await town.claim(tenant);
  await town.choose(await town.started(payments, payment, tenant), "bezahlen");
  const dying = createPayments(town.deps({ db: dyingAt(2) }));
  await assert.rejects(dying.refresh(payment, tenant), /killed/);
  assert.deepEqual([await payments.standing(payment, tenant), await town.announced(payment)], ["open", {}]);
  assert.equal(await payments.refresh(payment, tenant), "paid");
  assert.deepEqual(await town.announced(payment), { "payment.confirmed": 1 });
});

test("a start that was overtaken while it waited for the provider shows its page to nobody", async () => {
  const tenant = await town.newTown();
  const payment = await town.claim(tenant);
  const [answered, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const slow: Outbound = async (url, init) => { const answer = await town.real(url, init); answered.resolve(); await held.promise; return answer; };
  const slowly = createPayments({ ...town.deps({ outbound: slow }) }).startOnline(payment, tenant, { returnUrl: RETURN });
  await answered.promise;
  clock.advance(61_000);
  const page = await town.started(payments, payment, tenant);
  held.resolve();
  const late = await slowly;
  assert.deepEqual(late, { kind: "redirect", url: page });
  assert.deepEqual(await states(tenant, payment), ["lost", "open"]);
});

test("the probe tells of a disturbance and of its end", async () => {
  await town.newTown();
  const told: boolean[] = [];
  const probing = createPayments({ ...town.deps(), disturbances: { probed: async (_component, works) => { told.push(works); return true; } } });
  assert.deepEqual(probing.crontab, ["27 3 * * * payments:forget", "* * * * * payments:poll", "* * * * * payments:probe"]);
  const run = () => probing.jobs["payments:probe"]?.({}, { attempt: 1, lastAttempt: false });
  await run();
  await town.control({ down: true });
  await run();
  await town.standard();
  await run();
  assert.deepEqual(told, [true, false, true]);
});
