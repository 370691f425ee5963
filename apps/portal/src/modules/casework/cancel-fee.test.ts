import assert from "node:assert/strict";
import { test } from "node:test";
import type { Payment } from "#modules/payments";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { caseworkWorld } from "./testing/world.ts";

const world = await caseworkWorld();
const { db, casework, applications, payments, people, musterstadt, delivered } = world;
const { sabine, otto, fremd } = people;
const reason = "Für einen Hund gilt der Satz von 69 Euro.";

const claimsOf = (application: string) => db.inTenant(musterstadt.id, (tx) => payments.ofApplication(tx, application));
async function owed(purpose: string, cents = 9600) {
  const account = newId();
  const { application, reference } = await world.submitted({ account });
  const id = (await world.casesOf(reference))[0]?.id ?? "";
  const payment = await db.inTenant(musterstadt.id, (tx) => payments.claimDecisionFee(tx, { tenant: musterstadt.id, application, account, service: "hund-anmelden", cents, purpose }));
  const [fee] = await claimsOf(application);
  return { account, application, id, payment, reference: fee?.reference ?? "" };
}
const wordsFor = async (account: string, application: string) => (await applications.citizenCase({ application, access: { kind: "account", account } }))?.events.find(({ type }) => type === "fee-cancelled")?.text ?? "";

test("a fee of a wrong amount is taken back with a reason: the person is told, it stands in the log and in the audit", async () => {
  const { account, application, id, payment, reference } = await owed(`extension:${newId()}`);
  delivered.length = 0;
  assert.deepEqual(await casework.cancelFee(sabine.reach, { case: id, payment, reason: " " }), { ok: false, why: "text-missing" });
  const done = await casework.cancelFee(sabine.reach, { case: id, payment, reason });
  assert.ok(done.ok && done.one.change === "fee-cancelled");
  assert.equal(await wordsFor(account, application), `Die Gebühr von 96,00 Euro mit dem Kassenzeichen ${reference} brauchen Sie nicht mehr zu zahlen. Haben Sie schon gezahlt, gibt die Kasse das Geld zurück.\n\nGrund: ${reason}`);
  assert.deepEqual(delivered.map(({ account: to, text }) => [to, text.includes(reason)]), [[account, true]]);
  const log = (await db.inTenant(musterstadt.id, (tx) => applications.timeline(tx, application, { kind: "tenant" }, "office"))).findLast(({ type }) => type === "fee-cancelled");
  assert.deepEqual([log?.data, log?.actor.kind], [{ office: "steueramt", payment }, "staff"]);
  const audited = await db.inTenant(musterstadt.id, (tx) => tx.rows<{ actor: string }>(sql`select actor from audit.entry where action = 'payment.cancel' and subject = ${payment}`));
  assert.deepEqual(audited.map(({ actor }) => actor), [sabine.id]);
  assert.deepEqual(await casework.cancelFee(sabine.reach, { case: id, payment, reason }), { ok: false, why: "fee-ended" });
});
test("the right amount stands in its place, and the person reads both", async () => {
  const { account, application, id, payment } = await owed(`extension:${newId()}`);
  const done = await casework.cancelFee(sabine.reach, { case: id, payment, reason, instead: 6900 });
  assert.ok(done.ok);
  const right = (await claimsOf(application)).find(({ state }): boolean => state === "open");
  assert.equal(right?.cents, 6900);
  assert.match(await wordsFor(account, application), new RegExp(`brauchen Sie nicht mehr zu zahlen\\. Stattdessen sind 69,00 Euro zu zahlen, mit dem Kassenzeichen ${right.reference}\\.`));
});
test("only the office whose fee it is takes it back, and another amount than a decision's needs a decision", async () => {
  const own = await owed(`extension:${newId()}`);
  for (const reach of [otto.reach, fremd.reach]) assert.deepEqual(await casework.cancelFee(reach, { case: own.id, payment: own.payment, reason }), { ok: false, why: "not-found" });
  const foreign = await owed(`decision:${newId()}`);
  assert.deepEqual(await casework.cancelFee(sabine.reach, { case: foreign.id, payment: foreign.payment, reason }), { ok: false, why: "fee-unknown" }, "a decision of another office");
  assert.deepEqual(await casework.cancelFee(sabine.reach, { case: own.id, payment: foreign.payment, reason }), { ok: false, why: "fee-unknown" }, "of another application");
  assert.deepEqual(await casework.cancelFee(sabine.reach, { case: own.id, payment: "x", reason }), { ok: false, why: "fee-unknown" });
  assert.deepEqual(await casework.cancelFee(sabine.reach, { case: own.id, version: 99, payment: own.payment, reason }).then((outcome) => !outcome.ok && outcome.why), "changed-meanwhile");
  assert.ok((await claimsOf(own.application)).every(({ state }: Payment) => state === "open"));
});
test("a fee that a decision set is taken back by its office; the decision is not sent once more with it", async () => {
  const account = newId();
  const { application, reference } = await world.submitted({ account });
  const id = (await world.casesOf(reference))[0]?.id ?? "";
  const draft = { kind: "fee" as const, subject: "Hundesteuer", paragraphs: ["Wir setzen die Hundesteuer fest."], amounts: [{ label: "Hundesteuer", cents: 9600 }], conditions: [], reasons: ["§ 2 Hundesteuersatzung"], remedy: { kind: "klage" as const, where: "Verwaltungsgericht Musterstadt", months: 1 } };
  const decided = await casework.decide(sabine.reach, { case: id, draft, way: "post", addressee: ["Erika Beispiel", "Lindenweg 7", "00101 Musterstadt"] });
  assert.ok(decided.ok, JSON.stringify(decided));
  // The port of this world claims nothing, so the claim is made as the composition does it: with the Kassenzeichen that the letter names.
  const payment = await db.inTenant(musterstadt.id, (tx) => payments.claimDecisionFee(tx, { tenant: musterstadt.id, application, account, service: "hund-anmelden", cents: 9600, purpose: `decision:${decided.decision}`, reference: "10000000007" }));
  assert.deepEqual(await casework.cancelFee(sabine.reach, { case: id, payment, reason, instead: 6900 }), { ok: false, why: "fee-by-decision" });
  assert.ok((await casework.cancelFee(sabine.reach, { case: id, payment, reason })).ok);
  assert.ok((await casework.recordPosting(sabine.reach, { case: id, decision: decided.decision, day: "2026-03-02" })).ok);
  assert.deepEqual(await casework.decide(sabine.reach, { case: id, draft, way: "post", addressee: ["Erika Beispiel", "Neue Straße 1"], replaces: decided.decision }), { ok: false, why: "fee-cancelled" });
});
