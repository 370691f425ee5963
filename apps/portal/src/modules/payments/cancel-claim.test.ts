import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#platform/ids";
import { testDatabase } from "../../testing/index.ts";
import { RETURN, testTown } from "./testing-town.ts";

const t = await testDatabase();
const town = await testTown(t);
const { payments } = town;
const cancel = (tenant: string, payment: string, instead?: number) => t.db.inTenant(tenant, (tx) => payments.cancel(tx, { payment, ...(instead === undefined ? {} : { instead }) }));
const decided = () => ({ purpose: `decision:${newId()}` });
const asked = () => ({ purpose: `extension:${newId()}` });

test("a claim of a wrong amount is taken back; who pays at a page that is open already gets the money back", async () => {
  const tenant = await town.newTown();
  const payment = await town.claim(tenant, decided());
  const page = await town.started(payments, payment, tenant);
  assert.deepEqual(await cancel(tenant, payment), { ok: true, instead: undefined });
  assert.deepEqual(await payments.view(payment, tenant).then((one) => [one?.state, one?.endedWhy]), ["ended", "cancelled"]);
  assert.deepEqual(await payments.startOnline(payment, tenant, { returnUrl: RETURN }), { kind: "refused", why: "ended" });
  const by = town.cashier(tenant);
  assert.deepEqual(await payments.listRefundTasks({ tenant, by, limit: 5 }), [], "nothing has come in");
  assert.deepEqual(await payments.awaitingKasse({ tenant, by, limit: 5 }), []);
  await town.choose(page, "bezahlen");
  town.clock.advance(61_000);
  await payments.jobs["payments:poll"]?.({}, { lastAttempt: false } as never);
  assert.deepEqual((await payments.listRefundTasks({ tenant, by, limit: 5 })).map(({ reason, cents, way }) => [reason, cents, way]), [["after-end", 3000, "online"]]);
  assert.equal((await payments.view(payment, tenant))?.state, "ended");
  assert.deepEqual(await town.announced(payment), { "payment.refund-requested": 1 }, "nobody is told that it was paid");
  assert.deepEqual(await cancel(tenant, payment), { ok: false, why: "ended" });
});

test("the right amount takes the place of a program's wrong one, with a Kassenzeichen of its own; what came in for the wrong one goes back", async () => {
  const tenant = await town.newTown();
  const [application, account, purpose] = [newId(), newId(), asked()];
  const payment = await town.claim(tenant, { application, account, way: "transfer", ...purpose });
  const by = town.cashier(tenant);
  assert.equal((await payments.markReceived({ payment, tenant, by, money: { cents: 500, day: "2026-03-02", way: "transfer", voucher: "1" } })).ok, true);
  const done = await cancel(tenant, payment, 1250);
  assert.ok(done.ok && done.instead !== undefined);
  const [old, right] = await t.db.inTenant(tenant, (tx) => payments.ofApplication(tx, application));
  assert.deepEqual([old?.id, old?.state, old?.endedWhy, old?.receivedCents], [payment, "ended", "cancelled", 500]);
  assert.deepEqual([right?.id, right?.cents, right?.way, right?.state, right?.purpose, right?.account, right?.items.map(({ cents }) => cents)], [done.instead, 1250, "transfer", "open", purpose.purpose, account, [1250]]);
  assert.notEqual(right?.reference, old?.reference);
  assert.deepEqual((await payments.listRefundTasks({ tenant, by, limit: 5 })).map(({ payment: of, reason, cents }) => [of, reason, cents]), [[payment, "cancelled", 500]]);
  assert.equal((await payments.openFor(application, tenant))?.id, done.instead);
});

test("what is paid, what came with the submission and what a decision set is not changed by this", async () => {
  const [tenant, other] = [await town.newTown(), await town.newTown("beispielhausen")];
  const paid = await town.claim(tenant, asked());
  assert.equal((await payments.markReceived({ payment: paid, tenant, by: town.cashier(tenant), money: { cents: 3000, day: "2026-03-02", way: "counter", voucher: "2" } })).ok, true);
  assert.deepEqual(await cancel(tenant, paid), { ok: false, why: "already-paid" });
  assert.deepEqual(await cancel(tenant, await town.claim(tenant)), { ok: false, why: "with-application" });
  const set = await town.claim(tenant, decided());
  assert.deepEqual(await cancel(tenant, set, 2000), { ok: false, why: "by-decision" });
  assert.deepEqual(await cancel(other, set), { ok: false, why: "not-found" });
  const open = await town.claim(tenant, asked());
  for (const wrong of [0, -1, 12.5, 3000, 100_000_000]) assert.deepEqual(await cancel(tenant, open, wrong), { ok: false, why: "amount-wrong" }, String(wrong));
  for (const one of [set, open]) assert.equal((await payments.view(one, tenant))?.state, "open");
});

test("two who take it back at the same moment do it once, and one of them hears it", async () => {
  const tenant = await town.newTown();
  const [application, purpose] = [newId(), asked()];
  const payment = await town.claim(tenant, { application, ...purpose });
  const outcomes = await Promise.all([cancel(tenant, payment, 1000), cancel(tenant, payment, 2000)]);
  assert.equal(outcomes.filter(({ ok }) => ok).length, 1);
  assert.equal((await t.db.inTenant(tenant, (tx) => payments.ofApplication(tx, application))).filter(({ state }) => state === "open").length, 1);
});
