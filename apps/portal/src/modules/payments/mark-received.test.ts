import assert from "node:assert/strict";
import { test } from "node:test";
import { testDatabase } from "../../testing/index.ts";
import { testTown } from "./testing-town.ts";

const t = await testDatabase();
const town = await testTown(t);
const { payments } = town;
const money = { cents: 3000, day: "2026-03-02", way: "transfer" as const, voucher: "K-2026/1" };

test("the Kasse marks a transfer as received: it is booked, told once, and who did it is recorded", async () => {
  const tenant = await town.newTown();
  const payment = await town.claim(tenant, { way: "transfer" });
  const by = town.cashier(tenant);
  assert.deepEqual((await payments.awaitingKasse({ tenant, by, limit: 10 })).map(({ id }) => id), [payment]);
  assert.deepEqual(await payments.markReceived({ payment, tenant, by, money }), { ok: true, booked: "paid", receivedCents: 3000, cents: 3000 });
  assert.deepEqual(await payments.markReceived({ payment, tenant, by, money }), { ok: false, why: "already-recorded" });
  assert.deepEqual(await town.announced(payment), { "payment.confirmed": 1 });
  assert.deepEqual(await payments.awaitingKasse({ tenant, by, limit: 10 }), []);
  assert.equal(town.audited.at(-1), "payment.receive");
});

test("part payments wait for the rest, and what is too much becomes a refund task", async () => {
  const tenant = await town.newTown();
  const payment = await town.claim(tenant, { way: "transfer" });
  const by = town.cashier(tenant);
  const mark = (cents: number, voucher: string) => {
    town.clock.advance(1_000);
    return payments.markReceived({ payment, tenant, by, money: { ...money, cents, voucher } });
  };
  assert.deepEqual(await mark(1000, "1"), { ok: true, booked: "part", receivedCents: 1000, cents: 3000 });
  assert.deepEqual(await town.announced(payment), {});
  assert.deepEqual(await mark(2500, "2"), { ok: true, booked: "paid", receivedCents: 3500, cents: 3000 });
  assert.deepEqual((await payments.listRefundTasks({ tenant, by, limit: 10 })).map(({ reason, cents }) => [reason, cents]), [["overpaid", 500]]);
  assert.deepEqual(await mark(3000, "3"), { ok: true, booked: "again", receivedCents: 6500, cents: 3000 });
  assert.deepEqual((await payments.listRefundTasks({ tenant, by, limit: 10 })).map(({ reason, cents }) => [reason, cents]), [["overpaid", 500], ["paid-twice", 3000]]);
});

test("the rest of a part payment can be paid online, and only the rest is asked for", async () => {
  const tenant = await town.newTown();
  const payment = await town.claim(tenant, { way: "transfer" });
  await payments.markReceived({ payment, tenant, by: town.cashier(tenant), money: { ...money, cents: 1000 } });
  assert.deepEqual(await payments.changeWay(payment, tenant, "online"), { ok: true });
  const page = await town.started(payments, payment, tenant);
  assert.match(await (await town.real(page)).text(), /20,00/);
  await town.choose(page, "bezahlen");
  assert.equal(await payments.refresh(payment, tenant), "paid");
  assert.equal((await payments.view(payment, tenant))?.receivedCents, 3000);
});

test("paid online while the Kasse books a transfer: one booking, the later money is given back", async () => {
  const tenant = await town.newTown();
  const payment = await town.claim(tenant);
  await town.choose(await town.started(payments, payment, tenant), "bezahlen");
  const by = town.cashier(tenant);
  const [, marked] = await Promise.all([payments.refresh(payment, tenant), payments.markReceived({ payment, tenant, by, money })]);
  assert.ok(marked.ok);
  assert.deepEqual(await town.announced(payment), { "payment.confirmed": 1, "payment.refund-requested": 1 });
  assert.equal((await payments.listRefundTasks({ tenant, by, limit: 10 }))[0]?.cents, 3000);
});

test("nobody but the town's Kasse records money or sees its tasks", async () => {
  const [tenant, other] = [await town.newTown(), await town.newTown("beispielhausen")];
  const payment = await town.claim(tenant, { way: "counter" });
  for (const role of ["clerk", "supervisor", "editor", "operator"] as const) {
    const by = { staff: town.cashier(tenant).staff, roles: [{ tenant: role === "operator" ? undefined : tenant, role, office: undefined }] };
    assert.deepEqual(await payments.markReceived({ payment, tenant, by, money }), { ok: false, why: "not-allowed" }, role);
    assert.deepEqual(await payments.closeRefundTask({ task: payment, tenant, by, outcome: "kept" }), { ok: false, why: "not-allowed" }, role);
    if (role !== "supervisor") assert.deepEqual(await payments.awaitingKasse({ tenant, by, limit: 10 }), [], role);
  }
  assert.deepEqual(await payments.markReceived({ payment, tenant, by: town.cashier(other), money }), { ok: false, why: "not-allowed" });
});

test("wrong entries are named one by one and nothing is recorded", async () => {
  const tenant = await town.newTown();
  const payment = await town.claim(tenant, { way: "counter" });
  const wrong = await payments.markReceived({ payment, tenant, by: town.cashier(tenant), money: { cents: 0, day: "2026-03-03", way: "counter", voucher: " " } });
  assert.deepEqual(wrong, { ok: false, why: "problems", problems: [{ path: "cents", code: "amount" }, { path: "day", code: "future" }, { path: "voucher", code: "required" }] });
  const alsoWrong = await payments.markReceived({ payment, tenant, by: town.cashier(tenant), money: { cents: 10.5, day: "2026-02-30", way: "counter", voucher: "<b>" } });
  assert.deepEqual(alsoWrong, { ok: false, why: "problems", problems: [{ path: "cents", code: "amount" }, { path: "day", code: "date" }, { path: "voucher", code: "characters" }] });
  assert.equal((await payments.view(payment, tenant))?.receivedCents, 0);
});

test("a Kassenzeichen from the bank statement finds its claim, with blanks and with nothing mistyped", async () => {
  const tenant = await town.newTown();
  const payment = await town.claim(tenant, { way: "transfer" });
  const reference = (await payments.view(payment, tenant))?.reference ?? "";
  const by = town.cashier(tenant);
  assert.equal((await payments.byKassenzeichen({ tenant, by, text: ` ${reference.slice(0, 4)} ${reference.slice(4)}` }))?.id, payment);
  assert.equal(await payments.byKassenzeichen({ tenant, by, text: "12345678901" }), undefined);
});
