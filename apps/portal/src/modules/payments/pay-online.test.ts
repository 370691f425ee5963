import assert from "node:assert/strict";
import { test } from "node:test";
import type { Outbound } from "#platform/http";
import { testDatabase } from "../../testing/index.ts";
import { createPayments } from "./index.ts";
import { RETURN, testTown } from "./testing-town.ts";

const t = await testDatabase({ max: 12 });
const town = await testTown(t);
const { payments, clock } = town;
const minutes = (count: number): number => count * 60_000;
const poll = () => payments.jobs["payments:poll"]?.({}, { attempt: 1, lastAttempt: false });

test("a payment that was made is booked on return, told once, and a second return changes nothing", async () => {
  const tenant = await town.newTown();
  const payment = await town.claim(tenant);
  const page = await town.started(payments, payment, tenant);
  assert.equal(await payments.refresh(payment, tenant), "open");
  assert.equal(await town.choose(page, "bezahlen"), RETURN);
  assert.equal(await payments.refresh(payment, tenant), "paid");
  assert.equal(await payments.refresh(payment, tenant), "paid");
  const view = await payments.view(payment, tenant);
  assert.deepEqual([view?.state, view?.receivedCents, view?.attempt?.state, view?.attempt?.method], ["paid", 3000, "paid", "OTHER"]);
  assert.deepEqual(await town.announced(payment), { "payment.confirmed": 1 });
  assert.deepEqual(await payments.startOnline(payment, tenant, { returnUrl: RETURN }), { kind: "already-paid" });
});

test("two returns at the same moment book once", async () => {
  const tenant = await town.newTown();
  const payment = await town.claim(tenant);
  await town.choose(await town.started(payments, payment, tenant), "bezahlen-zweimal-zurueck");
  const all = await Promise.all(Array.from({ length: 5 }, () => payments.refresh(payment, tenant)));
  assert.deepEqual(all, ["paid", "paid", "paid", "paid", "paid"]);
  assert.deepEqual(await town.announced(payment), { "payment.confirmed": 1 });
  assert.equal((await payments.view(payment, tenant))?.receivedCents, 3000);
});

test("an aborted and a failed payment can be begun again with a number of their own", async () => {
  const tenant = await town.newTown();
  const payment = await town.claim(tenant);
  for (const [wahl, standing] of [["abbrechen", "aborted"], ["fehlschlag", "failed"]] as const) {
    await town.choose(await town.started(payments, payment, tenant), wahl);
    assert.equal(await payments.refresh(payment, tenant), standing);
  }
  assert.deepEqual(await town.announced(payment), { "payment.aborted": 2 });
  await town.choose(await town.started(payments, payment, tenant), "bezahlen");
  assert.equal(await payments.refresh(payment, tenant), "paid");
  assert.deepEqual((await town.attempts(tenant, payment)).map(({ number, state }) => [number, state]), [[1, "aborted"], [2, "failed"], [3, "paid"]]);
});

test("a payment whose window was closed is found by polling, not before a minute and without anybody coming back", async () => {
  const tenant = await town.newTown();
  const payment = await town.claim(tenant);
  const page = await town.started(payments, payment, tenant);
  await town.choose(page, "bezahlen-ohne-rueckkehr");
  clock.advance(minutes(0.5));
  await poll();
  assert.equal(await payments.standing(payment, tenant), "open");
  clock.advance(minutes(1));
  await poll();
  assert.equal(await payments.standing(payment, tenant), "paid");
  assert.deepEqual(await town.announced(payment), { "payment.confirmed": 1 });
});

test("an open payment is asked about ever more seldom and at last only when somebody comes back", async () => {
  const tenant = await town.newTown();
  const payment = await town.claim(tenant);
  let asked = 0;
  const counting: Outbound = (url, init) => { if (init?.method === "GET" && String(url).includes(`/musterstadt/`)) asked += 1; return town.real(url, init); };
  const own = createPayments(town.deps({ outbound: counting }));
  const page = await town.started(own, payment, tenant);
  const pollOwn = () => own.jobs["payments:poll"]?.({}, { attempt: 1, lastAttempt: false });
  for (let minute = 0; minute < 60; minute += 1) { clock.advance(minutes(1)); await pollOwn(); }
  assert.ok(asked >= 5 && asked <= 8, `asked ${asked} times in the first hour`);
  clock.advance(11 * 24 * minutes(60));
  await pollOwn();
  assert.equal((await town.attempts(tenant, payment))[0]?.state, "expired");
  const before = asked;
  clock.advance(24 * minutes(60));
  await pollOwn();
  assert.equal(asked, before);
  await town.choose(page, "bezahlen");
  assert.equal(await own.refresh(payment, tenant), "paid");
});

test("a double click leads to one transaction and to the same page", async () => {
  const tenant = await town.newTown();
  const payment = await town.claim(tenant);
  const pages = await Promise.all(Array.from({ length: 4 }, () => town.started(payments, payment, tenant)));
  assert.equal(new Set(pages).size, 1);
  assert.equal((await town.attempts(tenant, payment)).length, 1);
  // A later click finds the same page again.
  assert.equal(await town.started(payments, payment, tenant), pages[0]);
});

test("paid in two windows: one booking, one announcement, one refund task", async () => {
  const tenant = await town.newTown();
  const payment = await town.claim(tenant);
  const first = await town.started(payments, payment, tenant);
  clock.advance(minutes(20));
  const second = await town.started(payments, payment, tenant);
  assert.notEqual(first, second);
  await town.choose(first, "bezahlen");
  await town.choose(second, "bezahlen");
  assert.equal(await payments.refresh(payment, tenant), "paid");
  assert.equal(await payments.refresh(payment, tenant), "paid");
  assert.deepEqual(await town.announced(payment), { "payment.confirmed": 1, "payment.refund-requested": 1 });
  const tasks = await payments.listRefundTasks({ tenant, by: town.cashier(tenant), limit: 10 });
  assert.deepEqual(tasks.map(({ cents, reason, way }) => ({ cents, reason, way })), [{ cents: 3000, reason: "paid-twice", way: "online" }]);
  assert.match(tasks[0]?.providerReference ?? "", /^KZ-\d{10}$/);
});

test("an amount that is not the one asked for is never booked: a person looks at it, and the start waits for that", async () => {
  const tenant = await town.newTown();
  const payment = await town.claim(tenant);
  const page = await town.started(payments, payment, tenant);
  await town.choose(page, "bezahlen");
  const lying: Outbound = async (url, init) => {
    const answer = await town.real(url, init);
    const text = (await answer.text()).replace('"grosAmount":30', '"grosAmount":0.3');
    return new Response(text, { status: answer.status, headers: answer.headers });
  };
  const manipulated = createPayments(town.deps({ outbound: lying }));
  assert.equal(await manipulated.refresh(payment, tenant), "disputed");
  assert.equal(await payments.refresh(payment, tenant), "disputed");
  assert.deepEqual(await payments.startOnline(payment, tenant, { returnUrl: RETURN }), { kind: "refused", why: "in-dispute" });
  assert.equal((await payments.view(payment, tenant))?.receivedCents, 0);
  assert.deepEqual(await town.announced(payment), { "payment.refund-requested": 1 });
  const by = town.cashier(tenant);
  const [task] = await payments.listRefundTasks({ tenant, by, limit: 10 });
  assert.deepEqual([task?.reason, task?.cents], ["amount-differs", 30]);
  assert.deepEqual(await payments.closeRefundTask({ task: task?.id ?? "", tenant, by, outcome: "refunded", voucher: "R 1" }), { ok: true });
  assert.equal((await payments.startOnline(payment, tenant, { returnUrl: RETURN })).kind, "redirect");
});

test("a payment page at another place than the settings name is not believed", async () => {
  const tenant = await town.newTown();
  const payment = await town.claim(tenant);
  const own = createPayments(town.deps({ pageOrigin: "https://pay.example" }));
  assert.deepEqual(await own.startOnline(payment, tenant, { returnUrl: RETURN }), { kind: "provider-refused" });
});
