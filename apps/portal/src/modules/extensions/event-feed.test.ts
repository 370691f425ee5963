import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { newId } from "#platform/ids";
import { sql, type Tx } from "#platform/database";
import type { Bearer } from "./index.ts";
import { tellApplication } from "./tell-events.ts";
import { extensionsWorld } from "./testing/world.ts";

const world = await extensionsWorld();
const { extensions, musterstadt, db } = world;

async function readAll(bearer: Bearer, cursor?: string): Promise<{ readonly applications: string[]; readonly next: string }> {
  const page = await extensions.listEvents(bearer, { cursor, limit: 100, types: ["application.submitted"], application: undefined });
  assert.ok(page.ok);
  return { applications: page.value.items.map(({ application }) => application), next: page.value.next };
}
const eventFor = (one: { readonly application: string; readonly tenant: string }) => ({ type: "application.submitted", id: newId(), application: one.application, tenant: one.tenant });

/** The same work in a transaction that stays open until it is let go. */
function heldOpen() {
  let letGo = (): void => {};
  let reached = (): void => {};
  const gate = new Promise<void>((resolve) => { letGo = resolve; });
  const atTheEnd = new Promise<void>((resolve) => { reached = resolve; });
  const held = { ...world.deps, db: { ...db, inTenant: <T>(tenant: string, work: (tx: Tx) => Promise<T>) => db.inTenant(tenant, async (tx) => { const result = await work(tx); reached(); await gate; return result; }) } };
  return { held, letGo: () => { letGo(); }, atTheEnd };
}

test("an application whose transaction began first and commits last is not skipped", async () => {
  const bearer = await world.bearerOf(await world.program());
  const { next } = await readAll(bearer);
  // Its id is older, its clock time too: anything ordered by either would hide it behind the other.
  let commit = (): void => {};
  const open = new Promise<void>((resolve) => { commit = resolve; });
  const late = await world.submitted();
  const lateEvent = db.inTenant(musterstadt.id, async (tx) => { await world.applications.record(tx, late.application, { type: "message", actor: { kind: "staff", id: "sabine" } }); await open; });
  const early = await world.submitted();
  await world.told(early);
  const first = await readAll(bearer, next);
  assert.deepEqual(first.applications, [early.application]);
  commit();
  await lateEvent;
  await world.told(late);
  assert.deepEqual((await readAll(bearer, first.next)).applications, [late.application]);
  const list = await extensions.listApplications(bearer, { cursor: undefined, limit: 100, service: undefined, statuses: undefined, acknowledged: undefined, since: undefined });
  assert.ok(list.ok);
  assert.deepEqual(list.value.items.slice(-2).map(({ id }) => id), [early.application, late.application]);
});

test("two positions given at the same time are committed in their order: no reader sees the second without the first", async () => {
  const bearer = await world.bearerOf(await world.program());
  const { next } = await readAll(bearer);
  const [one, two] = [await world.submitted(), await world.submitted()];
  const { held, letGo, atTheEnd } = heldOpen();
  const first = tellApplication(held, eventFor(one));
  await atTheEnd;
  let secondDone = false;
  const second = tellApplication(world.deps, eventFor(two)).then(() => { secondDone = true; });
  await wait(150);
  assert.equal(secondDone, false, "it waits for the position before it");
  const between = await readAll(bearer, next);
  assert.deepEqual(between, { applications: [], next });
  letGo();
  await Promise.all([first, second]);
  assert.deepEqual((await readAll(bearer, next)).applications, [one.application, two.application]);
});

test("told twice, told late or told in disorder, an application's events appear once and in the order of its log", async () => {
  const bearer = await world.bearerOf(await world.program());
  const one = await world.submitted();
  for (const type of ["message", "internal-note", "question"]) await db.inTenant(musterstadt.id, (tx) => world.applications.record(tx, one.application, { type, actor: { kind: "staff", id: "sabine" }, data: { office: "steueramt", note: "x" } }));
  await Promise.all([world.told(one), world.told(one), world.told(one)]);
  await world.told(one);
  const page = await extensions.listEvents(bearer, { cursor: undefined, limit: 100, types: undefined, application: one.application });
  assert.ok(page.ok);
  assert.deepEqual(page.value.items.map(({ type }) => type), ["application.submitted", "message.sent", "question.asked"]);
  assert.deepEqual(page.value.items[1]?.data, { office: "steueramt", by: "staff" }, "only told codes leave, and no person of the office");
});

test("what happens to a decision outside the log is told once", async () => {
  const bearer = await world.bearerOf(await world.program());
  const one = await world.submitted();
  const event = { type: "decision.retrieved", id: newId(), tenant: one.tenant, application: one.application, decision: newId() };
  const subscription = extensions.subscriptions.find(({ to }) => to === "decision.retrieved");
  for (let i = 0; i < 2; i += 1) await subscription?.handle(event, { lastAttempt: false });
  const page = await extensions.listEvents(bearer, { cursor: undefined, limit: 100, types: ["decision.retrieved"], application: one.application });
  assert.ok(page.ok);
  assert.deepEqual(page.value.items.map(({ data }) => data), [{ decision: event.decision }]);
});

test("a fee that the office took back is told with the one in its place", async () => {
  const bearer = await world.bearerOf(await world.program());
  const one = await world.submitted();
  const [payment, instead] = [newId(), newId()];
  await db.inTenant(musterstadt.id, (tx) => world.applications.record(tx, one.application, { type: "fee-cancelled", actor: { kind: "staff", id: "sabine" }, data: { office: "steueramt", payment, instead } }));
  await world.told(one);
  const page = await extensions.listEvents(bearer, { cursor: undefined, limit: 100, types: ["payment.cancelled"], application: one.application });
  assert.ok(page.ok);
  assert.deepEqual(page.value.items.map(({ data }) => data), [{ office: "steueramt", payment, instead, by: "staff" }]);
});

test("what was known of an application that is deleted goes with it, all else stays", async () => {
  const bearer = await world.bearerOf(await world.program());
  const kept = await world.submitted();
  await world.told(kept);
  const gone = newId();
  await db.inTenant(musterstadt.id, async (tx) => {
    await tx.run(sql`insert into extensions.event (tenant_id, position, id, application_id, type, service, offices, at, data) values (${musterstadt.id}, 900000, ${newId()}, ${gone}, 'application.submitted', 'hund-anmelden', '{steueramt}', now(), '{}')`);
    await tx.run(sql`insert into extensions.acknowledgement (tenant_id, client_id, application_id, external_reference, at) values (${musterstadt.id}, 'x', ${gone}, 'HST-1', now())`);
  });
  await extensions.jobs["extensions.forget"]();
  const left = await db.inTenant(musterstadt.id, (tx) => tx.rows(sql`select application_id from extensions.event where application_id = ${gone} union all select application_id from extensions.acknowledgement where application_id = ${gone}`));
  assert.deepEqual(left, []);
  assert.ok((await readAll(bearer)).applications.includes(kept.application));
});

test("pages of one item each bring every application exactly once, filters included", async () => {
  const program = await world.program();
  const bearer = await world.bearerOf(program);
  const mine = [await world.submitted(), await world.submitted(), await world.submitted()];
  for (const one of mine) await world.told(one);
  const seen: string[] = [];
  for (let cursor: string | undefined, more = true; more;) {
    const page = await extensions.listApplications(bearer, { cursor, limit: 1, service: "hund-anmelden", statuses: ["submitted"], acknowledged: false, since: undefined });
    assert.ok(page.ok);
    seen.push(...page.value.items.map(({ id }) => id));
    ({ next: cursor, more } = page.value);
  }
  assert.equal(new Set(seen).size, seen.length);
  assert.deepEqual(mine.map(({ application }) => application).filter((id) => !seen.includes(id)), []);
  const none = await extensions.listApplications(bearer, { cursor: undefined, limit: 1, service: undefined, statuses: ["closed"], acknowledged: undefined, since: undefined });
  assert.ok(none.ok);
  assert.deepEqual(none.value.items, []);
});

test("an application that is handed over is told in both towns, to those who may know of it there, each once", async () => {
  const { beispielhausen, applications } = world;
  const [old, oldOtherOffice, there, late] = [await world.program(), await world.program({ offices: ["ordnungsamt"] }), await world.program({ tenant: beispielhausen }), await world.submitted()];
  const one = await world.submitted();
  await world.told(one);
  const handed = async (application: string, from: string, to: string) => {
    const slug = (id: string): string => world.tenants.byId(id)?.slug ?? "";
    const done = await db.asOperator("test", (tx) => applications.handOver(tx, { application, from, to, offices: [{ part: "steuer", office: "steueramt" }], actor: { kind: "staff", id: newId() }, data: { from: slug(from), to: slug(to), basis: "other" }, text: "Zuständig ist eine andere Stadt." }));
    assert.ok(done.ok);
    const event = { type: "application.handed-over", id: done.event.id, tenant: to, application, service: "hund-anmelden", from };
    for (const subscription of extensions.subscriptions) if (subscription.to === event.type) { await subscription.handle(event, { lastAttempt: false }); await subscription.handle(event, { lastAttempt: false }); }
  };
  const feed = async (who: Awaited<ReturnType<typeof world.program>>, application: string) => {
    const page = await extensions.listEvents(await world.bearerOf(who), { cursor: undefined, limit: 100, types: undefined, application });
    assert.ok(page.ok);
    return page.value.items.map(({ type, data }) => [type, data["from"] ?? data["to"]].filter((word) => word !== undefined).join(" "));
  };
  await handed(one.application, musterstadt.id, beispielhausen.id);
  assert.deepEqual(await feed(old, one.application), ["application.submitted", "application.handed-over beispielhausen"]);
  assert.deepEqual(await feed(oldOtherOffice, one.application), []);
  assert.deepEqual(await feed(there, one.application), ["application.submitted", "application.taken-over musterstadt"]);
  const gone = await extensions.fetchApplication(await world.bearerOf(old), one.application);
  assert.equal(gone.ok, false);
  await handed(one.application, beispielhausen.id, musterstadt.id);
  assert.deepEqual(await feed(old, one.application), ["application.submitted", "application.handed-over beispielhausen", "application.taken-over beispielhausen"]);
  assert.deepEqual(await feed(there, one.application), ["application.submitted", "application.taken-over musterstadt", "application.handed-over musterstadt"]);
  // Nobody was told of it here before it went: nobody is told that it is gone.
  await handed(late.application, musterstadt.id, beispielhausen.id);
  assert.deepEqual(await feed(old, late.application), []);
});
