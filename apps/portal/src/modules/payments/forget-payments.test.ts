import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { testDatabase } from "../../testing/index.ts";
import { testTown } from "./testing-town.ts";

const t = await testDatabase();
const town = await testTown(t);
const { payments, clock } = town;
const tables = ["claim", "attempt", "incoming", "booking", "refund_task"] as const;
const counts = (tenant: string) => t.db.inTenant(tenant, async (tx) => Object.fromEntries(await Promise.all(tables.map(async (name) => {
  const table = { claim: sql`payments.claim`, attempt: sql`payments.attempt`, incoming: sql`payments.incoming`, booking: sql`payments.booking`, refund_task: sql`payments.refund_task` }[name];
  return [name, (await tx.one<{ count: number }>(sql`select count(*)::int as count from ${table}`)).count] as const;
}))));
const night = (day: string) => { clock.set(new Date(`${day}T02:27:00Z`)); return payments.jobs["payments:forget"]!({}, { attempt: 1, lastAttempt: false }); };
const none = { claim: 0, attempt: 0, incoming: 0, booking: 0, refund_task: 0 };

/** Paid twice at the counter in June 2014, the second given back in January 2015. */
async function paidTwice(): Promise<string> {
  const tenant = await town.newTown();
  clock.set(new Date("2014-06-02T09:00:00Z"));
  const payment = await town.claim(tenant, { way: "counter" });
  const by = town.cashier(tenant);
  for (const voucher of ["1", "2"]) await payments.markReceived({ payment, tenant, by, money: { cents: 3000, day: "2014-06-02", way: "counter", voucher } });
  clock.set(new Date("2015-01-15T09:00:00Z"));
  const [task] = await payments.listRefundTasks({ tenant, by, limit: 1 });
  assert.ok((await payments.closeRefundTask({ task: task!.id, tenant, by, outcome: "refunded", voucher: "R-1" })).ok);
  return tenant;
}

test("a record of money goes ten years after the year of its last change, with all that hangs on it, and the audit says so", async () => {
  const tenant = await paidTwice();
  const whole = await counts(tenant);
  assert.deepEqual(whole, { claim: 1, attempt: 0, incoming: 2, booking: 1, refund_task: 1 });
  await night("2025-12-31");
  assert.deepEqual(await counts(tenant), whole, "the refund was in 2015: it is kept to the end of 2025");
  await night("2026-01-01");
  assert.deepEqual(await counts(tenant), none);
  assert.equal(town.audited.at(-1), "payment.delete");
  await night("2026-01-02");
});

test("an attempt at the provider goes with its claim", async () => {
  const tenant = await town.newTown();
  clock.set(new Date("2014-03-02T09:15:00Z"));
  const payment = await town.claim(tenant);
  const page = await town.started(payments, payment, tenant);
  await town.choose(page, "bezahlen");
  await payments.refresh(payment, tenant);
  assert.equal((await counts(tenant))["attempt"], 1);
  await night("2025-01-01");
  assert.deepEqual(await counts(tenant), none);
});

test("the Kasse sets its own term, nobody else does, and not one shorter than the database holds", async () => {
  const tenant = await paidTwice();
  const by = town.cashier(tenant);
  assert.equal(await payments.retention(tenant), 10);
  assert.deepEqual(await payments.setRetention({ tenant, by: { staff: newId(), roles: [{ tenant, role: "supervisor", office: undefined }] }, years: 12 }), { ok: false, why: "not-allowed" });
  for (const years of [5, 31, 6.5, Number.NaN]) assert.deepEqual(await payments.setRetention({ tenant, by, years }), { ok: false, why: "not-valid" });
  assert.deepEqual(await payments.setRetention({ tenant, by, years: 12 }), { ok: true });
  assert.equal(town.audited.at(-1), "payment.set-term");
  assert.equal(await payments.retention(tenant), 12);
  await night("2027-12-31");
  assert.equal((await counts(tenant))["claim"], 1);
  await night("2028-01-01");
  assert.deepEqual(await counts(tenant), none);
});

test("what is still owed, or still to be given back, stays", async () => {
  const tenant = await town.newTown();
  clock.set(new Date("2014-06-02T09:00:00Z"));
  await town.claim(tenant, { way: "transfer" });
  const twice = await town.claim(tenant, { way: "counter" });
  for (const voucher of ["1", "2"]) await payments.markReceived({ payment: twice, tenant, by: town.cashier(tenant), money: { cents: 3000, day: "2014-06-02", way: "counter", voucher } });
  const before = await counts(tenant);
  await night("2060-01-01");
  assert.deepEqual(await counts(tenant), before);
});

test("the database deletes no younger record of money, whatever the clock of a process says, and none in the scope of a town", async () => {
  const tenant = await town.newTown();
  clock.set(new Date(Date.now() - 5 * 365 * 86_400_000));
  const payment = await town.claim(tenant, { way: "counter" });
  await payments.markReceived({ payment, tenant, by: town.cashier(tenant), money: { cents: 3000, day: "2020-06-02", way: "counter", voucher: "1" } });
  const before = await counts(tenant);
  assert.equal(before["booking"], 1);
  await night("2099-01-01");
  assert.deepEqual(await counts(tenant), before);
  const old = await paidTwice();
  assert.equal(await t.db.inTenant(old, (tx) => tx.run(sql`delete from payments.booking`)), 0);
});
