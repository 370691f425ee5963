import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { testDatabase } from "../../testing/index.ts";
import { bookingDataOf } from "./claims-for-applications.ts";
import { createPayments } from "./index.ts";
import { isKassenzeichen, newKassenzeichen } from "./kassenzeichen.ts";
import { RETURN, testTown } from "./testing-town.ts";

const t = await testDatabase();
const town = await testTown(t);
const { payments } = town;

test("a fee of an application is claimed once, however often it is told, also by two at the same moment", async () => {
  const tenant = await town.newTown();
  const fee = { application: newId(), tenant, service: "bewohnerparkausweis", cents: 6000, way: "online" as const };
  await Promise.all([1, 2, 3].map(() => t.db.inTenant(tenant, (tx) => payments.claims.open(tx, fee))));
  const claims = await t.db.inTenant(tenant, (tx) => payments.ofApplication(tx, fee.application));
  assert.deepEqual(claims.map(({ cents, items, purpose }) => ({ cents, purpose, item: items[0]?.description })), [{ cents: 6000, purpose: "application-fee", item: "Bewohnerparkausweis" }]);
  assert.ok(isKassenzeichen(claims[0]?.reference ?? ""));
  await assert.rejects(t.db.inTenant(tenant, (tx) => payments.claims.open(tx, { ...fee, cents: 1 })), /another amount/);
});

test("a fee set by a decision is a claim of its own, paid the same way", async () => {
  const tenant = await town.newTown();
  const application = newId();
  const first = await town.claim(tenant, { application });
  const later = await town.claim(tenant, { application, purpose: `decision:${newId()}`, cents: 1500 });
  assert.notEqual(first, later);
  await town.choose(await town.started(payments, later, tenant), "bezahlen");
  assert.equal(await payments.refresh(later, tenant), "paid");
  assert.equal(await payments.standing(first, tenant), "unpaid");
});

test("a fee that a decision sets begins with the first way that is allowed, and at the counter where none is", async () => {
  const tenant = await town.newTown();
  const claimed = async (change: Parameters<typeof town.deps>[0], fee: { readonly service?: string; readonly account?: string } = {}) => {
    const application = newId();
    const room = createPayments(town.deps(change));
    const decided = { tenant, application, service: "bewohnerparkausweis", cents: 4200, purpose: `decision:${newId()}`, ...fee };
    const id = await t.db.inTenant(tenant, (tx) => room.claimDecisionFee(tx, decided));
    assert.equal(await t.db.inTenant(tenant, (tx) => room.claimDecisionFee(tx, decided)), id, "told again it is the same");
    return room.view(id, tenant);
  };
  const account = newId();
  const online = await claimed({}, { account });
  assert.deepEqual([online?.way, online?.cents, online?.account, online?.items.map(({ description }) => description)], ["online", 4200, account, ["Bewohnerparkausweis"]]);
  assert.equal((await claimed({ ways: ["online", "transfer", "counter"] }))?.way, "transfer", "nobody without account can pay online");
  assert.equal((await claimed({ ways: ["online"] }))?.way, "counter");
  assert.equal((await claimed({ ways: ["counter", "transfer"] }))?.way, "transfer");
  assert.equal((await claimed({ ways: ["counter"] }))?.way, "counter");
  assert.equal((await claimed({ ways: [] }))?.way, "counter");
  assert.equal((await claimed({}, { service: "abgeschaltet" }))?.way, "counter", "a service that the town has switched off since");
});

test("the Kassenzeichen of a decision is known before it is claimed, and the Kasse waits for the money whatever the way", async () => {
  const tenant = await town.newTown();
  const fee = await payments.prepareDecisionFee({ tenant, service: "bewohnerparkausweis" });
  assert.ok(isKassenzeichen(fee.reference) && fee.ways.length > 0);
  assert.equal(fee.bank !== undefined, fee.ways.includes("transfer"));
  const by = town.cashier(tenant);
  assert.deepEqual(await payments.awaitingKasse({ tenant, by, limit: 5 }), [], "nothing is claimed yet");
  const given = { tenant, application: newId(), account: newId(), service: "bewohnerparkausweis", cents: 4200, purpose: `decision:${newId()}`, reference: fee.reference };
  const id = await t.db.inTenant(tenant, (tx) => payments.claimDecisionFee(tx, given));
  assert.deepEqual((await payments.awaitingKasse({ tenant, by, limit: 5 })).map(({ id: open, way, reference }) => [open, way, reference]), [[id, "online", fee.reference]]);
  assert.equal((await payments.byKassenzeichen({ tenant, by, text: fee.reference }))?.id, id);
  await assert.rejects(t.db.inTenant(tenant, (tx) => payments.claimDecisionFee(tx, { ...given, application: newId() })), /no free Kassenzeichen/);
  assert.deepEqual((await createPayments(town.deps({ ways: [] })).prepareDecisionFee({ tenant, service: "bewohnerparkausweis" })).ways, ["counter"]);
});
test("items that do not add up are a fault, and amounts are whole cents", async () => {
  const tenant = await town.newTown();
  const item = { id: "a", description: "A", cents: 2999 };
  await assert.rejects(town.claim(tenant, { items: [item] }), /add up/);
  await assert.rejects(town.claim(tenant, { items: [{ ...item, cents: 29.99 }], cents: 29.99 }), /whole cents/);
});

test("the answers may go back to the form only when no transaction can end in money, and money that comes later is given back", async () => {
  const tenant = await town.newTown();
  const application = newId();
  const payment = await town.claim(tenant, { application });
  const may = () => t.db.inTenant(tenant, (tx) => payments.claims.mayStillBePaid(tx, application));
  assert.equal(await may(), false);
  const page = await town.started(payments, payment, tenant);
  assert.equal(await may(), true);
  await town.choose(page, "abbrechen");
  assert.equal(await payments.refresh(payment, tenant), "aborted");
  assert.equal(await may(), false);
  await t.db.inTenant(tenant, (tx) => payments.claims.ended(tx, application, "reopened"));
  assert.deepEqual(await payments.startOnline(payment, tenant, { returnUrl: RETURN }), { kind: "refused", why: "ended" });
  const by = town.cashier(tenant);
  const late = await payments.markReceived({ payment, tenant, by, money: { cents: 3000, day: "2026-03-01", way: "transfer", voucher: "K 1" } });
  assert.deepEqual(late, { ok: true, booked: "after-end", receivedCents: 3000, cents: 3000 });
  assert.deepEqual((await payments.listRefundTasks({ tenant, by, limit: 5 })).map(({ reason }) => reason), ["after-end"]);
});

test("withdrawn or refused after payment makes one refund task, also when told again and when the citizen's own transaction tells it", async () => {
  const tenant = await town.newTown();
  const account = newId();
  const application = newId();
  const payment = await town.claim(tenant, { application, account });
  await town.choose(await town.started(payments, payment, tenant), "bezahlen");
  await payments.refresh(payment, tenant);
  await t.db.asAccount(account, (tx) => payments.claims.ended(tx, application, "withdrawn"));
  await t.db.inTenant(tenant, (tx) => payments.claims.ended(tx, application, "withdrawn"));
  const by = town.cashier(tenant);
  const tasks = await payments.listRefundTasks({ tenant, by, limit: 5 });
  assert.deepEqual(tasks.map(({ reason, cents }) => ({ reason, cents })), [{ reason: "withdrawn", cents: 3000 }]);
  assert.match(tasks[0]?.providerReference ?? "", /^KZ-/);
  const close = (outcome: "refunded" | "kept", voucher?: string) => payments.closeRefundTask({ task: tasks[0]?.id ?? "", tenant, by, outcome, ...(voucher === undefined ? {} : { voucher }) });
  assert.deepEqual(await close("refunded"), { ok: false, why: "voucher-missing" });
  assert.deepEqual(await close("refunded", "RZ-2026/17"), { ok: true });
  assert.deepEqual(await close("kept"), { ok: false, why: "already-closed" });
  assert.deepEqual((await payments.listRefundTasks({ tenant, by, limit: 5, closed: true })).map(({ closed }) => closed?.voucher), ["RZ-2026/17"]);
  assert.deepEqual((await t.db.inTenant(tenant, (tx) => payments.refundsOfApplication(tx, application))).map(({ cents, outcome }) => [cents, outcome]), [[3000, "refunded"]]);
  assert.deepEqual(await t.db.inTenant(tenant, (tx) => payments.requestRefund(tx, { payment, cents: 1, by: { staff: by.staff } })), { ok: false, why: "too-much" });
});

test("another town sees and changes nothing, and another account sees nothing", async () => {
  const [tenant, other] = [await town.newTown(), await town.newTown("beispielhausen")];
  const account = newId();
  const payment = await town.claim(tenant, { account });
  const page = await town.started(payments, payment, tenant);
  await town.choose(page, "bezahlen");
  assert.equal(await payments.view(payment, other), undefined);
  assert.equal(await payments.refresh(payment, other), "unknown");
  assert.deepEqual(await payments.startOnline(payment, other, { returnUrl: RETURN }), { kind: "refused", why: "not-found" });
  assert.deepEqual(await payments.changeWay(payment, other, "transfer"), { ok: false, why: "not-found" });
  const money = { cents: 3000, day: "2026-03-01", way: "transfer" as const, voucher: "K 1" };
  assert.deepEqual(await payments.markReceived({ payment, tenant: other, by: town.cashier(other), money }), { ok: false, why: "not-found" });
  for (const table of ["claim", "attempt", "incoming", "booking", "refund_task"] as const) {
    const counting = { claim: sql`select 1 from payments.claim`, attempt: sql`select 1 from payments.attempt`, incoming: sql`select 1 from payments.incoming`, booking: sql`select 1 from payments.booking`, refund_task: sql`select 1 from payments.refund_task` }[table];
    assert.equal((await t.db.inTenant(other, (tx) => tx.rows(counting))).length, 0, table);
    assert.equal((await t.db.asAccount(newId(), (tx) => tx.rows(counting))).length, 0, table);
    assert.equal((await t.db.published((tx) => tx.rows(counting))).length, 0, table);
  }
  await assert.rejects(t.db.inTenant(other, (tx) => payments.claim(tx, { tenant, application: newId(), service: "x", purpose: "application-fee", cents: 1, items: [{ id: "x", description: "x", cents: 1 }], bookingData: {}, way: "online" })), /row-level security/);
  assert.equal((await t.db.asAccount(account, (tx) => tx.rows(sql`select 1 from payments.claim`))).length, 1);
});

test("received money cannot be changed by the app, and not deleted while it must be kept", async () => {
  await assert.rejects(t.db.asOperator("test", (tx) => tx.run(sql`update payments.incoming set cents = 1`)), /permission denied/);
  for (const statement of [sql`delete from payments.booking`, sql`delete from payments.incoming`, sql`delete from payments.attempt`, sql`delete from payments.claim`]) {
    assert.equal(await t.db.asOperator("test", (tx) => tx.run(statement)), 0);
  }
});

test("a deleted account leaves the money's record without itself", async () => {
  const tenant = await town.newTown();
  const account = newId();
  const payment = await town.claim(tenant, { account });
  await town.choose(await town.started(payments, payment, tenant), "bezahlen");
  await payments.refresh(payment, tenant);
  await payments.subscriptions[0]?.handle({ type: "account.deleted", id: newId(), account }, { lastAttempt: false });
  assert.equal((await t.db.asAccount(account, (tx) => tx.rows(sql`select 1 from payments.claim`))).length, 0);
  assert.deepEqual(await payments.view(payment, tenant).then((view) => [view?.state, view?.account]), ["paid", undefined]);
});

test("only ways that town and service allow are offered", async () => {
  const tenant = await town.newTown();
  const payment = await town.claim(tenant);
  const onlineOnly = createPayments(town.deps({ ways: ["online"] }));
  assert.deepEqual(await onlineOnly.waysFor({ tenant, service: "bewohnerparkausweis" }), ["online"]);
  assert.deepEqual(await onlineOnly.changeWay(payment, tenant, "counter"), { ok: false, why: "not-offered" });
  assert.deepEqual(await payments.changeWay(payment, tenant, "counter"), { ok: true });
  assert.deepEqual(await payments.startOnline(payment, tenant, { returnUrl: RETURN }), { kind: "refused", why: "other-way" });
  assert.deepEqual(await town.announced(payment), { "payment.way-changed": 1 });
});

test("the way of the submission's fee is told as it stands, and none where nothing is owed", async () => {
  const tenant = await town.newTown();
  const application = newId();
  const wayOf = () => t.db.inTenant(tenant, (tx) => payments.claims.wayOf(tx, application));
  assert.equal(await wayOf(), undefined);
  await town.claim(tenant, { application, purpose: `decision:${newId()}`, way: "counter" });
  assert.equal(await wayOf(), undefined, "a fee that a decision set is another one");
  const payment = await town.claim(tenant, { application });
  assert.equal(await wayOf(), "online");
  await payments.changeWay(payment, tenant, "transfer");
  assert.equal(await wayOf(), "transfer");
  await t.db.inTenant(tenant, (tx) => payments.ended(tx, application, "withdrawn"));
  assert.equal(await wayOf(), undefined);
});

test("booking data keep the town's values and take the service's spelling", () => {
  assert.deepEqual(bookingDataOf(["haushaltsstelle", "produkt"], { Haushaltsstelle: "1220", Kontierung: "x" }),
    { bookingData: { haushaltsstelle: "1220", Kontierung: "x" }, missing: ["produkt"] });
});

test("a Kassenzeichen shows every single wrong digit", () => {
  for (let round = 0; round < 50; round += 1) {
    const reference = newKassenzeichen("KP");
    assert.ok(isKassenzeichen(reference), reference);
    const digits = reference.slice(2);
    for (let at = 0; at < digits.length; at += 1) {
      const wrong = digits.slice(0, at) + String((Number(digits[at]) + 1 + (round % 9)) % 10) + digits.slice(at + 1);
      if (wrong !== digits) assert.ok(!isKassenzeichen(wrong), `${digits} ${wrong}`);
    }
  }
});
