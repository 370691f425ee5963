import assert from "node:assert/strict";
import { test } from "node:test";
import pg from "pg";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { caseworkWorld, parking, smallDog } from "./testing/world.ts";

const world = await caseworkWorld({ max: 8 });
const { db, casework, applications, hub, people, musterstadt, beispielhausen, clock, delivered, audit } = world;
const { sabine, sven, fremd, otto } = people;
const given = { town: beispielhausen.id, basis: "other" as const, basisWords: "§ 3 Abs. 1 DSG NRW", reason: "Der Hund wird in Beispielhausen gehalten." };
const operator = { kind: "staff", id: newId() } as const;

async function handedOver(case_: string, reach = sabine.reach) {
  const outcome = await casework.handOver(reach, { case: case_, ...given });
  assert.deepEqual(outcome, { ok: true });
}
const tellNew = (application: string, id = newId(clock.now().getTime())) => world.tell("application.handed-over", { tenant: beispielhausen.id, application, from: musterstadt.id, id });
const timelineIn = (tenant: string, application: string) => db.inTenant(tenant, (tx) => applications.timeline(tx, application, { kind: "tenant" }, "office"));

test("an application of the wrong town goes to the right one whole: number, day of arrival, answers and files stay, and the old town opens nothing any more", async () => {
  const account = newId();
  const { application, reference } = await world.submitted({ account, answers: { ...smallDog } });
  const one = (await world.casesOf(reference))[0]!;
  const submittedAt = one.receivedAt;
  clock.advance(3 * 86_400_000);
  delivered.length = 0;
  await handedOver(one.id);
  const id = newId(clock.now().getTime());
  await tellNew(application, id);
  await tellNew(application, id);

  // The new town: one case at the office that bears the role there, with the first day; names are found, the content opens.
  const [there, ...more] = await world.casesOf(reference, fremd.reach);
  assert.equal(more.length, 0);
  assert.deepEqual([there?.office, there?.state, there?.receivedAt], ["steueramt", "open", submittedAt]);
  assert.equal((await world.casesOf("Beispiel", fremd.reach)).length, 1, "found by name in the new town");
  const view = await casework.open(fremd.reach, there!.id);
  assert.equal(view?.applicantName, "Erika Beispiel");
  assert.match(JSON.stringify(view?.content.answers), /Bella/);
  assert.deepEqual(view?.events.map(({ type }) => type).includes("handed-over"), true);

  // The old town.
  assert.equal(await casework.open(sabine.reach, one.id), undefined);
  assert.equal(await db.inTenant(musterstadt.id, (tx) => applications.view(tx, application)), undefined);
  assert.deepEqual(await timelineIn(musterstadt.id, application), []);
  const kept = await casework.handedOver(sabine.reach, one.id);
  assert.deepEqual([kept?.to, kept?.basis, kept?.basisWords, kept?.reason, kept?.staff], [beispielhausen.id, "other", given.basisWords, given.reason, sabine.id]);
  assert.equal(await casework.handedOver(otto.reach, one.id), undefined, "another office does not see it");
  assert.equal((await world.casesOf("Beispiel")).some(({ reference: found }) => found === reference), false, "no search word stays behind");

  // The person: log and mailbox, once, with reason, basis and the day that stays.
  const mine = await applications.citizenCase({ application, access: { kind: "account", account } });
  const words = mine?.events.find(({ type }) => type === "handed-over")?.text ?? "";
  for (const part of [/Beispielhausen zuständig, nicht Musterstadt/, /gilt weiter der 02\.03\.2026/, /Der Hund wird in Beispielhausen gehalten/, /§ 3 Abs\. 1 DSG NRW/]) assert.match(words, part);
  assert.equal(delivered.filter(({ application: to }) => to === application).length, 1);
  assert.equal(delivered[0]?.tenant, beispielhausen.id);

  const admin = new pg.Client({ connectionString: world.t.adminUrl });
  await admin.connect();
  const { rows } = await admin.query<{ tenant_id: string; action: string }>("select tenant_id, action from audit.entry where subject = $1 and action in ('application.hand-over', 'application.take-over') order by action", [application]);
  const left = await admin.query<{ left: number }>(`select (select count(*) from applications.event where application_id = $1 and tenant_id <> $2) + (select count(*) from applications.part where application_id = $1 and tenant_id <> $2)
    + (select count(*) from applications.file where application_id = $1 and tenant_id <> $2) + (select count(*) from applications.search_word where application_id = $1 and tenant_id <> $2) as left`, [application, beispielhausen.id]);
  await admin.end();
  assert.deepEqual(rows.map(({ tenant_id, action }) => [tenant_id, action]), [[musterstadt.id, "application.hand-over"], [beispielhausen.id, "application.take-over"]]);
  assert.equal(Number(left.rows[0]?.left), 0);
  assert.ok(audit);
});
test("somebody without account still comes to it with number and code, and the number is found in the new town", async () => {
  const submitted = await world.submitted();
  const one = (await world.casesOf(submitted.reference))[0]!;
  await handedOver(one.id);
  const found = await applications.lookup({ reference: submitted.reference, code: submitted.lookupCode ?? "", network: "2001:db8::1" });
  assert.ok(found.ok);
  assert.equal(found.access.tenant, beispielhausen.id);
  const seen = await applications.citizenCase({ application: submitted.application, access: found.access });
  assert.ok(seen?.events.some(({ type, text }) => type === "handed-over" && text !== undefined));
  assert.equal((await db.inTenant(beispielhausen.id, (tx) => applications.byReference(tx, submitted.reference)))?.id, submitted.application);
  assert.equal(await db.inTenant(musterstadt.id, (tx) => applications.byReference(tx, submitted.reference)), undefined);
});
test("systems of the old town that have it are told, what they have not got is not sent, and the rules of the new town apply from the day it came there", async () => {
  for (const tenant of [musterstadt.id, beispielhausen.id]) await world.switchOn(tenant, "hund-anmelden", { delivery: "fachverfahren" });
  const destination = async (tenant: string, name: string) => {
    const made = await hub.setDestination({ tenant, name, channel: "webhook", address: "https://fachverfahren.example/webhook", secret: { value: `whsec_${Buffer.alloc(32, 7).toString("base64")}` }, actor: operator });
    assert.ok(made.ok);
    return made.destination;
  };
  const [got, waits, theirs] = [await destination(musterstadt.id, "Hat ihn"), await destination(musterstadt.id, "Wartet"), await destination(beispielhausen.id, "Dort")];
  for (const to of [got, waits]) await db.inTenant(musterstadt.id, (tx) => hub.addRoute(tx, { destination: to, validFrom: clock.now(), actor: operator }));
  const { application, reference } = await world.submitted();
  await hub.routeApplication({ tenant: musterstadt.id, application });
  // The new town's rule is younger than the submission.
  clock.advance(60_000);
  await db.inTenant(beispielhausen.id, (tx) => hub.addRoute(tx, { destination: theirs, validFrom: clock.now(), actor: operator }));
  await db.inTenant(musterstadt.id, (tx) => tx.run(sql`update hub.delivery set state = 'accepted', receipt = 'FV-1', finished_at = ${clock.now()} where destination_id = ${got}`));
  const one = (await world.casesOf(reference))[0]!;
  await db.inTenant(musterstadt.id, (tx) => tx.run(sql`update hub.delivery set state = 'sent', lease_until = ${clock.now()} where destination_id = ${waits}`));
  assert.deepEqual(await casework.handOver(sabine.reach, { case: one.id, ...given }), { ok: false, why: "delivery-under-way" });
  assert.ok(await casework.open(sabine.reach, one.id), "nothing was moved");
  await db.inTenant(musterstadt.id, (tx) => tx.run(sql`update hub.delivery set state = 'queued', lease_until = null where destination_id = ${waits}`));
  await handedOver(one.id);
  const of = async (tenant: string) => (await db.inTenant(tenant, (tx) => hub.ofApplication(tx, application))).map(({ destinationName, message, state, reason }) => [destinationName, message, state, reason]);
  assert.deepEqual(await of(musterstadt.id), [["Hat ihn", "application.submitted", "accepted", undefined], ["Wartet", "application.submitted", "replaced", "handed-over"], ["Hat ihn", "application.handed-over", "queued", undefined]]);
  for (const { to, handle } of hub.subscriptions) if (to === "application.handed-over") await handle({ type: to, id: newId(), tenant: beispielhausen.id, application, from: musterstadt.id }, { lastAttempt: false });
  assert.deepEqual(await of(beispielhausen.id), [["Dort", "application.submitted", "queued", undefined]]);
  // And back again: the desk has it again, and the system there gets it anew.
  await tellNew(application);
  const there = (await world.casesOf(reference, fremd.reach))[0]!;
  assert.deepEqual(await casework.handOver(fremd.reach, { case: there.id, ...given, town: musterstadt.id, basis: "sgb1-16", basisWords: "" }), { ok: true });
  await world.tell("application.handed-over", { tenant: musterstadt.id, application, from: beispielhausen.id });
  await hub.routeApplication({ tenant: musterstadt.id, application });
  assert.deepEqual((await world.casesOf(reference)).map(({ id, state }) => [id, state]), [[one.id, "open"]]);
  assert.ok(await casework.open(sabine.reach, one.id));
  assert.equal((await of(musterstadt.id)).filter(([name, message, state]) => name === "Hat ihn" && message === "application.submitted" && state === "queued").length, 1);
  for (const tenant of [musterstadt.id, beispielhausen.id]) await world.switchOn(tenant, "hund-anmelden", { delivery: "casework" });
});
test("nothing is handed over without basis, reason, competent office and reach over all its offices", async () => {
  const { reference } = await world.submitted();
  const one = (await world.casesOf(reference))[0]!;
  const refused = async (changes: Partial<Parameters<typeof casework.handOver>[1]>, reach = sabine.reach) => {
    const outcome = await casework.handOver(reach, { case: one.id, ...given, ...changes });
    return outcome.ok ? "ok" : outcome.why;
  };
  assert.equal(await refused({ town: musterstadt.id }), "unknown-town");
  assert.equal(await refused({ town: "nowhere" }), "unknown-town");
  assert.equal(await refused({ basis: undefined }), "basis-missing");
  assert.equal(await refused({ basis: "consent", basisWords: " " }), "basis-words-missing");
  assert.equal(await refused({ basisWords: "x".repeat(2_001) }), "basis-words-too-long");
  assert.deepEqual(await casework.handOver(sabine.reach, { case: one.id, town: "", basis: undefined, basisWords: "", reason: "" }), { ok: false, why: "unknown-town", also: ["basis-missing", "text-missing"] });
  assert.equal(await refused({ reason: " " }), "text-missing");
  assert.equal(await refused({ reason: "x".repeat(2_001) }), "text-too-long");
  assert.equal(await refused({ version: 99 }), "changed-meanwhile");
  assert.equal(await refused({}, otto.reach), "not-found");
  assert.equal(await refused({}, fremd.reach), "not-found");
  await casework.involve(sabine.reach, { case: one.id, office: "ordnungsamt", involvement: "joint", reason: "Der Hund hat gebissen." });
  assert.equal(await refused({}), "other-offices-work");
  assert.equal(await refused({}, sven.reach), "ok");
  assert.equal(await refused({}, sven.reach), "finished");
});

test("a fee does not go along: what is open is owed no more, what was paid becomes a task of the old town's Kasse, money on its way too, and the person is told", async () => {
  const { payments } = world;
  const kasse = { staff: newId(), roles: [{ tenant: musterstadt.id, role: "cashier" as const, office: undefined }] };
  const claimsOf = (tenant: string, application: string) => db.inTenant(tenant, (tx) => payments.ofApplication(tx, application));
  const refunds = async (application: string) => (await payments.listRefundTasks({ tenant: musterstadt.id, by: kasse, limit: 500 })).filter((task) => task.application === application).map(({ cents, reason }) => [cents, reason]);
  const parked = async () => {
    const { application, reference } = await world.submitted({ service: "bewohnerparkausweis", answers: parking(), account: newId() });
    const [claim] = await claimsOf(musterstadt.id, application);
    return { application, one: (await world.casesOf(reference, sven.reach))[0]!, claim: claim ?? assert.fail("no claim"), reference };
  };
  const receive = (claim: { readonly id: string; readonly cents: number }) => payments.markReceived({ payment: claim.id, tenant: musterstadt.id, by: kasse, money: { cents: claim.cents, day: "2026-03-02", way: "counter", voucher: `K-${claim.id.slice(-6)}` } });
  const words = async (application: string) => (await timelineIn(beispielhausen.id, application)).find(({ type }) => type === "handed-over")?.text ?? "";

  const open = await parked();
  await handedOver(open.one.id, sven.reach);
  assert.deepEqual((await claimsOf(musterstadt.id, open.application)).map(({ state, endedWhy }) => [state, endedWhy]), [["ended", "handed-over"]]);
  assert.deepEqual(await claimsOf(beispielhausen.id, open.application), []);
  assert.match(await words(open.application), /Die Gebühr an Musterstadt brauchen Sie nicht mehr zu zahlen.*Beispielhausen kann eine eigene Gebühr verlangen/);
  assert.deepEqual(await refunds(open.application), []);
  // The transfer was on its way.
  assert.ok((await receive(open.claim)).ok);
  assert.deepEqual(await refunds(open.application), [[open.claim.cents, "after-end"]]);

  const paid = await parked();
  assert.ok((await receive(paid.claim)).ok);
  await db.inTenant(musterstadt.id, (tx) => applications.completePaid(tx, paid.application));
  await handedOver(paid.one.id, sven.reach);
  assert.deepEqual(await refunds(paid.application), [[paid.claim.cents, "handed-over"]]);
  assert.match(await words(paid.application), /Die Gebühr, die Sie an Musterstadt gezahlt haben, gibt die Kasse dort zurück/);
  const head = await db.inTenant(beispielhausen.id, (tx) => applications.view(tx, paid.application));
  assert.deepEqual([head?.fee, head?.reference, head?.status], [undefined, paid.reference, "submitted"]);
});
