import assert from "node:assert/strict";
import { test } from "node:test";
import { sql, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import { durations, mayMove, type Status, statuses, transitions } from "./index.ts";
import { searchedWords } from "./applicant-name.ts";
import { erika, submitted, testWorld, visitor } from "./test-world.ts";

const world = await testWorld({ max: 12 });
const { applications, musterstadt, beispielhausen, clock, db } = world;
const sabine = { kind: "staff", id: newId(), office: "steueramt" } as const;
const move = (application: string, status: Exclude<Status, "payment" | "submitted">, text?: string) =>
  db.inTenant(musterstadt.id, (tx) => applications.setStatus(tx, application, { status, actor: sabine, ...(text === undefined ? {} : { text }) }));
const log = (application: string) => db.inTenant(musterstadt.id, (tx) => applications.timeline(tx, application, { kind: "tenant" }, "office"));

test("every status can be reached and none leads out of the end", () => {
  for (const status of statuses) if (status !== "payment") assert.ok(transitions.some(({ to }) => to === status), status);
  for (const status of statuses) for (const by of ["citizen", "visitor", "staff", "extension", "system"] as const) assert.equal(mayMove("closed", status, by), false);
});
test("nothing is refused by a machine and nothing leaves the payment but by payment", () => {
  for (const status of statuses) assert.equal(mayMove(status, "refused", "system"), false);
  for (const status of statuses) for (const by of ["citizen", "visitor", "staff", "extension"] as const) assert.equal(mayMove("payment", status, by), false);
});
test("a status moves by the rules only, with its event, its text for the citizen and the time that each lasted", async () => {
  const applicant = erika();
  const { application } = await submitted(world, applicant);
  clock.advance(60_000);
  assert.ok((await move(application, "in-progress")).ok);
  clock.advance(120_000);
  assert.ok((await move(application, "waiting", "Bitte schicken Sie uns den Chipnachweis.")).ok);
  assert.ok((await move(application, "decided")).ok);
  assert.deepEqual(await move(application, "waiting"), { ok: false, why: "not-allowed", from: "decided" });
  const events = await log(application);
  assert.deepEqual(events.map(({ type, data }) => [type, data["status"]]), [["submitted", "submitted"], ["status-changed", "in-progress"], ["status-changed", "waiting"], ["status-changed", "decided"]]);
  assert.deepEqual(durations(events, clock.now()).map(({ status, milliseconds }) => [status, milliseconds]), [["submitted", 60_000], ["in-progress", 120_000], ["waiting", 0], ["decided", 0]]);
  const mine = await applications.citizenCase({ application, access: { kind: "account", account: applicant.account } });
  assert.equal(mine?.events[2]?.text, "Bitte schicken Sie uns den Chipnachweis.");
  assert.equal(mine.events[2]?.actor.id, undefined);
  assert.deepEqual(mine.content?.answers["hund"], { name: "Waldi", gross: false });
});
test("the end of a case begins its retention term, by the town's setting", async () => {
  const { application } = await submitted(world, erika());
  assert.ok((await move(application, "closed")).ok);
  const head = await db.inTenant(musterstadt.id, (tx) => applications.view(tx, application));
  assert.deepEqual([head?.status, head?.keepUntil], ["closed", "2027-03-03"]);
  assert.ok(head?.closedAt);
});
test("events written at once have positions without gap or double", async () => {
  const { application } = await submitted(world, erika());
  await Promise.all(Array.from({ length: 20 }, (_, i) => db.inTenant(musterstadt.id, async (tx) => {
    await applications.record(tx, application, { type: "note", actor: sabine, forCitizen: false, data: { number: i } });
    if (i % 4 === 0) throw new Error("rolled back");
  }).catch(() => undefined)));
  assert.deepEqual((await log(application)).map(({ position }) => position), Array.from({ length: 16 }, (_, i) => i + 1));
});
test("events for many applications are written together as each would be alone, or none of them is", async () => {
  const [erikas, visitors] = [erika(), (await submitted(world, visitor())).application];
  const { application } = await submitted(world, erikas);
  const event = (data: Readonly<Record<string, string>>, text?: string) => ({ type: "delivery-accepted", unannounced: true, actor: { kind: "system", what: "hub" }, forCitizen: text !== undefined, data, ...(text === undefined ? {} : { text }) }) as const;
  const many = [{ application, event: event({ receipt: "E-1" }, "Angekommen.") }, { application: visitors, event: event({ receipt: "E-2" }) }];
  await Promise.all([many, many.toReversed()].map((some) => db.inTenant(musterstadt.id, (tx) => applications.recordMany(tx, some))));
  assert.deepEqual((await log(application)).map(({ position, type, data, text, actor, forCitizen }) => [position, type, data["receipt"], text, actor.id, forCitizen]).slice(1), [2, 3].map((position) => [position, "delivery-accepted", "E-1", "Angekommen.", "hub", true]));
  assert.deepEqual((await log(visitors)).map(({ position, data, text, forCitizen }) => [position, data["receipt"], text, forCitizen]).slice(1), [2, 3].map((position) => [position, "E-2", undefined, false]));
  assert.deepEqual((await applications.citizenCase({ application, access: { kind: "account", account: erikas.account } }))?.events.map(({ text }) => text), [undefined, "Angekommen.", "Angekommen."]);
  await assert.rejects(db.inTenant(beispielhausen.id, (tx) => applications.recordMany(tx, many.slice(1))), /does not see/);
  await assert.rejects(db.inTenant(beispielhausen.id, (tx) => applications.recordMany(tx, many)), /does not see/);
  await assert.rejects(db.inTenant(musterstadt.id, (tx) => applications.recordMany(tx, [many[0]!, { application: newId(), event: event({}) }])), /does not see/);
  await assert.rejects(db.inTenant(musterstadt.id, (tx) => applications.recordMany(tx, [many[0]!, many[0]!])), /comes once/);
  assert.equal((await log(application)).length, 3);
});
test("what happens inside the office is not in the citizen's timeline", async () => {
  const applicant = erika();
  const { application } = await submitted(world, applicant);
  await db.inTenant(musterstadt.id, (tx) => applications.record(tx, application, { type: "note", actor: sabine, forCitizen: false, text: "Rücksprache mit dem Ordnungsamt" }));
  assert.deepEqual((await log(application)).map(({ text }) => text), [undefined, "Rücksprache mit dem Ordnungsamt"]);
  const mine = await applications.citizenCase({ application, access: { kind: "account", account: applicant.account } });
  assert.deepEqual(mine?.events.map(({ type }) => type), ["submitted"]);
  const [first, note] = await log(application);
  const facts = (event: string, of = application) => (tx: Tx) => applications.eventFacts(tx, of, event);
  assert.deepEqual(await db.inTenant(musterstadt.id, facts(note!.id)), { type: "note", data: {}, actor: note!.actor }, "what it is, without its words");
  assert.deepEqual(await Promise.all([db.asAccount(applicant.account, facts(first!.id)).then((one) => one?.type), db.asAccount(applicant.account, facts(note!.id)), db.inTenant(musterstadt.id, facts(note!.id, newId())), db.inTenant(beispielhausen.id, facts(note!.id))]), ["submitted", undefined, undefined, undefined]);
  assert.equal((await db.asAccount(applicant.account, (tx) => tx.rows(sql`select id from applications.event where application_id = ${application}`))).length, 1);
});
test("the citizen withdraws until it is decided, once, and only the own application", async () => {
  const applicant = erika();
  const access = { kind: "account", account: applicant.account } as const;
  const { application } = await submitted(world, applicant);
  assert.deepEqual(await applications.withdraw({ application, access: { kind: "account", account: erika().account } }), { ok: false, why: "not-found" });
  assert.ok((await applications.withdraw({ application, access, text: "Der Hund ist umgezogen." })).ok);
  assert.deepEqual(await applications.withdraw({ application, access }), { ok: false, why: "already-withdrawn" });
  assert.equal((await log(application)).at(-1)?.text, "Der Hund ist umgezogen.");
  assert.deepEqual(await move(application, "decided"), { ok: false, why: "not-allowed", from: "withdrawn" });
  const decided = await submitted(world, applicant);
  await move(decided.application, "decided");
  assert.deepEqual(await applications.withdraw({ application: decided.application, access }), { ok: false, why: "already-decided" });
});
test("another town sees nothing of an application and can change nothing", async () => {
  const { application, reference } = await submitted(world, erika());
  await db.inTenant(beispielhausen.id, async (tx) => {
    assert.equal(await applications.view(tx, application), undefined);
    assert.equal(await applications.byReference(tx, reference), undefined);
    assert.equal(await applications.content(tx, application, { kind: "tenant" }), undefined);
    assert.deepEqual(await applications.timeline(tx, application, { kind: "tenant" }, "office"), []);
    assert.deepEqual(await applications.parts(tx, application), []);
    assert.deepEqual(await applications.setStatus(tx, application, { status: "decided", actor: sabine }), { ok: false, why: "not-found" });
    for (const [table, all] of Object.entries(tables)) assert.deepEqual(await tx.rows(all), [], table);
    assert.equal(await tx.run(sql`update applications.application set status = 'decided'`), 0);
    assert.equal(await tx.run(sql`delete from applications.event`), 0);
  });
  await assert.rejects(db.inTenant(beispielhausen.id, (tx) => applications.record(tx, application, { type: "note", actor: sabine })), /does not see/);
  await assert.rejects(db.inTenant(beispielhausen.id, (tx) => tx.run(sql`insert into applications.part values (${application}, ${musterstadt.id}, 'x', 'y')`)), /row-level security/);
  await assert.rejects(db.inTenant(beispielhausen.id, (tx) => tx.run(sql`insert into applications.part values (${application}, ${beispielhausen.id}, 'x', 'y')`)), /foreign key/);
});
const tables = {
  application: sql`select id from applications.application`, event: sql`select id from applications.event`, part: sql`select part from applications.part`,
  search_word: sql`select hash from applications.search_word`, file: sql`select id from applications.file`, reference: sql`select reference from applications.reference`,
};
test("an account sees its own applications in all towns and nobody else's", async () => {
  const [applicant, other] = [erika(), erika()];
  const here = await submitted(world, applicant);
  clock.advance(1000);
  const there = await submitted(world, applicant, { tenant: beispielhausen.id });
  await submitted(world, other);
  const mine = await db.asAccount(applicant.account, (tx) => applications.ofAccount(tx, applicant.account, { limit: 10 }));
  assert.deepEqual(mine.map(({ id }) => id), [there.application, here.application]);
  assert.deepEqual(await db.asAccount(other.account, (tx) => applications.ofAccount(tx, applicant.account, { limit: 10 })), []);
  assert.equal(await applications.citizenCase({ application: here.application, access: { kind: "account", account: other.account } }), undefined);
  await assert.rejects(db.inTenant(musterstadt.id, (tx) => applications.content(tx, here.application, { kind: "account" })), /only the applicant/);
  await assert.rejects(db.asAccount(applicant.account, (tx) => applications.content(tx, here.application, { kind: "tenant" })), /only the town/);
});
test("an office finds an application by name in any spelling and by reference in any writing, in its own parts only", async () => {
  const applicant = erika();
  const { application, reference } = await submitted(world, applicant, { answers: { halter: { vorname: "Ayşe", nachname: "Muster-Öztürk" }, hund: { name: "Minka", gross: false } } });
  const find = (text: string, offices = ["finanzen"], tenant = musterstadt.id) => db.inTenant(tenant, (tx) => applications.find(tx, { tenant, text, offices, limit: 10 }));
  for (const words of ["Oeztuerk", "ayse muster", "MUSTER-ÖZTÜRK", reference, reference.toLowerCase().replaceAll("-", " ")]) {
    const found = await find(words);
    assert.deepEqual(found.map(({ id, applicantName }) => [id, applicantName]), [[application, "Ayşe Muster-Öztürk"]], words);
  }
  assert.deepEqual(await find("Öztürk Grenzfall"), []);
  assert.deepEqual(await find("Öztürk", ["ordnungsamt"]), []);
  assert.deepEqual(await find("Öztürk", ["finanzen"], beispielhausen.id), []);
  assert.deepEqual(await find("¿?"), []);
  await db.inTenant(musterstadt.id, async (tx) => {
    for (const words of ["ozturk", "Özt", "Öztür", "mus öztü", "Ayşe Must", "ays"]) assert.deepEqual(await applications.idsByName(tx, musterstadt.id, words, 5), [application], words);
    for (const words of ["Öztürker", "Öztüx", "Muster Özz", "us", "Öz", "*", "ztü"]) assert.deepEqual(await applications.idsByName(tx, musterstadt.id, words, 5), [], words);
    assert.deepEqual([...(await applications.names(tx, musterstadt.id, [application, newId()])).values()], ["Ayşe Muster-Öztürk"]);
  });
});
test("a name from before names were found by their beginnings is found by them once the job has been there", async () => {
  const { application } = await submitted(world, erika(), { answers: { halter: { vorname: "Thekla", nachname: "Altbestand" }, hund: { name: "Minka", gross: false } } });
  const tenantKey = await world.tenants.tenantKey(musterstadt.id);
  await db.asOperator("test", async (tx) => {
    await tx.run(sql`delete from applications.search_word where application_id = ${application} and hash <> all(${searchedWords(tenantKey, "Thekla Altbestand").map(({ whole }) => whole)}::bytea[])`);
    await tx.run(sql`update applications.application set words_only = true where id = ${application}`);
  });
  const find = (words: string) => db.inTenant(musterstadt.id, (tx) => applications.idsByName(tx, musterstadt.id, words, 5));
  assert.deepEqual([await find("Thekla Altbestand"), await find("Altbe")], [[application], []]);
  await applications.jobs["applications:index-names"]();
  for (const words of ["Altbe", "the altbesta", "Altbestand"]) assert.deepEqual(await find(words), [application], words);
  const count = () => db.asOperator("test", (tx) => tx.one<{ words: number; left: number }>(sql`select (select count(*)::int from applications.search_word where application_id = ${application}) as words, (select count(*)::int from applications.application where words_only) as left`));
  const before = await count();
  assert.equal(before.left, 0);
  await db.asOperator("test", (tx) => tx.run(sql`update applications.application set words_only = true where id = ${application}`));
  await applications.jobs["applications:index-names"]();
  assert.deepEqual(await count(), before, "a second time adds nothing");
});
test("a list goes on from page to page without loss or double", async () => {
  const tenant = beispielhausen.id;
  for (let i = 0; i < 5; i += 1) await submitted(world, visitor(), { tenant, service: "mangel", answers: { was: `Mangel ${i}` } });
  const seen: string[] = [];
  for (let before: { submittedAt: Date; id: string } | undefined, page; (page = await db.inTenant(tenant, (tx) => applications.find(tx, { tenant, services: ["mangel"], limit: 2, ...(before ? { before } : {}) }))).length > 0;) {
    seen.push(...page.map(({ id }) => id));
    const last = page.at(-1);
    if (last?.submittedAt) before = { submittedAt: last.submittedAt, id: last.id };
  }
  assert.equal(new Set(seen).size, 5);
  assert.equal(seen.length, 5);
});
