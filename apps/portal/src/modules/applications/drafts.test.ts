import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import type { CitizenSession } from "#modules/accounts";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { expireDrafts } from "./expire-drafts.ts";
import { addMonths } from "./draft-term.ts";
import { type Applicant, defaultSettings } from "./index.ts";
import { clerk, dogAnswers, draftOf, erika, submitted, testWorld, visitor } from "./test-world.ts";

const world = await testWorld();
const { applications, musterstadt, clock, db } = world;
const fields = (given: Record<string, string>): Map<string, string[]> => new Map(Object.entries(given).map(([name, value]) => [name, [value]]));
const owner = fields({ "halter.vorname": "Jonas", "halter.nachname": "Probe" });
const save = (draft: { readonly id: string }, applicant: Applicant, step: string, revision: number, posted: Map<string, string[]>) =>
  applications.saveStep({ draft: draft.id, applicant, step, revision, fields: posted });

test("a citizen's session is an applicant as it is", () => {
  const fits = (session: CitizenSession): Applicant => session;
  assert.equal(typeof fits, "function");
});
test("a draft is resumed on another device by its account and by nobody else", async () => {
  const applicant = erika();
  const draft = await draftOf(world, applicant);
  const elsewhere = await applications.openDraft({ draft: draft.id, applicant: { ...applicant } });
  assert.ok(elsewhere.ok);
  assert.deepEqual(elsewhere.draft.answers, dogAnswers);
  assert.equal(elsewhere.service.version, "1.0.0");
  for (const other of [erika(), visitor(), clerk(musterstadt.id)]) assert.deepEqual(await applications.openDraft({ draft: draft.id, applicant: other }), { ok: false, why: "not-found" });
  assert.deepEqual((await applications.drafts(applicant)).map(({ id }) => id), [draft.id]);
  assert.deepEqual(await applications.drafts(erika()), []);
});
test("a visitor's draft opens with the cookie's secret only", async () => {
  const applicant = visitor();
  const draft = await draftOf(world, applicant, { service: "mangel", answers: { was: "Schlagloch" } });
  assert.ok((await applications.openDraft({ draft: draft.id, applicant })).ok);
  await assert.rejects(applications.openDraft({ draft: draft.id, applicant: { ...applicant, ownerSecret: randomBytes(32) } }), { name: "SealBroken" });
});
test("a draft is not opened, changed or submitted at a lower level than it was worked on with", async () => {
  const applicant = erika(1);
  const draft = await draftOf(world, applicant);
  const raised = { ...applicant, level: 4 as const };
  const saved = await save(draft, raised, "halter", draft.revision, owner);
  assert.ok(saved.ok && saved.draft.minimumLevel === 4);
  const refused = { ok: false, why: "level-too-low", needed: 4 };
  assert.deepEqual(await applications.openDraft({ draft: draft.id, applicant }), refused);
  assert.deepEqual(await save(draft, applicant, "halter", 2, owner), refused);
  assert.deepEqual(await applications.submit({ draft: draft.id, tenant: draft.tenant, applicant, confirmed: true, requestId: newId() }), { kind: "refused", why: "level-too-low", needed: 4 });
});
test("a town sees none of the drafts that will come to it, and nobody moves one to another owner", async () => {
  const applicant = erika();
  const draft = await draftOf(world, applicant);
  assert.deepEqual(await db.inTenant(musterstadt.id, (tx) => tx.rows(sql`select id from applications.draft`)), []);
  await assert.rejects(db.asAccount(applicant.account, (tx) => tx.run(sql`update applications.draft set owner_id = ${newId()} where id = ${draft.id}`)), /row-level security/);
});
test("right values are kept even when others on the page are wrong", async () => {
  const applicant = erika();
  const draft = await draftOf(world, applicant, { answers: {} });
  const saved = await save(draft, applicant, "halter", 1, fields({ "halter.vorname": "Ayşe", "halter.nachname": "" }));
  assert.ok(saved.ok);
  assert.deepEqual(saved.parsed.errors.map(({ path, code }) => [path, code]), [["halter.nachname", "missing"]]);
  const opened = await applications.openDraft({ draft: draft.id, applicant });
  assert.deepEqual(opened.ok && opened.draft.answers, { halter: { vorname: "Ayşe" } });
});
test("two tabs on two steps do not lose each other's answers", async () => {
  const applicant = erika();
  const draft = await draftOf(world, applicant, { answers: {} });
  const [one, two] = await Promise.all([save(draft, applicant, "halter", 1, owner), save(draft, applicant, "hund", 1, fields({ "hund.name": "Waldi", "hund.gross": "no" }))]);
  assert.ok(one.ok && two.ok);
  const opened = await applications.openDraft({ draft: draft.id, applicant });
  assert.deepEqual(opened.ok && opened.draft.answers, { halter: { vorname: "Jonas", nachname: "Probe" }, hund: { name: "Waldi", gross: false } });
  assert.equal(opened.ok && opened.draft.revision, 3);
});
test("a step that was changed in another tab meanwhile is reported with both versions, and nothing is overwritten", async () => {
  const applicant = erika();
  const draft = await draftOf(world, applicant, { answers: {} });
  await save(draft, applicant, "halter", 1, owner);
  const late = await save(draft, applicant, "halter", 1, fields({ "halter.vorname": "Max", "halter.nachname": "Grenzfall" }));
  assert.ok(!late.ok && late.why === "changed-elsewhere");
  assert.deepEqual(late.draft.answers["halter"], { vorname: "Jonas", nachname: "Probe" });
  assert.deepEqual(late.parsed.answers["halter"], { vorname: "Max", nachname: "Grenzfall" });
  assert.ok((await save(draft, applicant, "halter", late.draft.revision, fields({ "halter.vorname": "Max", "halter.nachname": "Grenzfall" }))).ok);
});
test("the same post twice, as by a double click, changes nothing and is no conflict", async () => {
  const applicant = erika();
  const draft = await draftOf(world, applicant, { answers: {} });
  const first = await save(draft, applicant, "halter", 1, owner);
  const second = await save(draft, applicant, "halter", 1, owner);
  assert.ok(first.ok && second.ok && second.draft.revision === first.draft.revision);
});
test("what the account gives fills empty fields only and is remembered as such", async () => {
  const applicant = erika();
  const draft = await draftOf(world, applicant, { answers: { halter: { vorname: "Rika" } } });
  const filled = await applications.fillIn({ draft: draft.id, applicant, attributes: { givenName: "Erika", surname: "Beispiel" } });
  assert.ok(filled.ok);
  assert.deepEqual(filled.draft.answers["halter"], { vorname: "Rika", nachname: "Beispiel" });
  assert.deepEqual(filled.draft.filled, [{ path: "halter.nachname", source: "surname" }]);
});
test("a name from the account that the person changes is certified no more, also when it is changed back", async () => {
  const applicant = erika();
  const draft = await draftOf(world, applicant, { answers: { hund: { name: "Waldi", gross: true, rasse: "Dackel" } } });
  const attributes = { givenName: "Erika", surname: "Beispiel" };
  const filled = await applications.fillIn({ draft: draft.id, applicant, attributes });
  assert.ok(filled.ok && filled.draft.filled.length === 2);
  const step = async (vorname: string, nachname: string) => {
    const opened = await applications.openDraft({ draft: draft.id, applicant });
    const saved = await save(draft, applicant, "halter", opened.ok ? opened.draft.revision : 0, fields({ "halter.vorname": vorname, "halter.nachname": nachname }));
    assert.ok(saved.ok);
    return saved.draft.filled.map(({ path }) => path);
  };
  assert.deepEqual(await step("Erika", "Beispiel"), ["halter.vorname", "halter.nachname"]);
  assert.deepEqual(await step("Rika", "Beispiel"), ["halter.nachname"]);
  assert.deepEqual(await step("Erika", "Beispiel"), ["halter.nachname"]);
  const sent = await applications.submit({ draft: draft.id, tenant: draft.tenant, applicant, confirmed: true, requestId: newId() });
  assert.ok(sent.kind === "submitted");
  const [whole, order, tax] = await db.inTenant(musterstadt.id, async (tx) => [
    await applications.content(tx, sent.application, { kind: "tenant" }), await applications.partContent(tx, sent.application, "ordnung"), await applications.partContent(tx, sent.application, "steuer"),
  ]);
  const certified = [{ path: "halter.nachname", source: "surname", level: 3 }];
  assert.deepEqual([whole?.filled, order?.filled, tax?.filled], [certified, certified, certified]);
  assert.deepEqual(whole?.answers["halter"], { vorname: "Erika", nachname: "Beispiel" });
});
test("an office learns only of its own part what came from the account", async () => {
  const applicant = erika();
  const draft = await draftOf(world, applicant, { answers: { hund: { name: "Waldi", gross: true, rasse: "Dackel" } } });
  await applications.fillIn({ draft: draft.id, applicant, attributes: { givenName: "Erika", surname: "Beispiel" } });
  const sent = await applications.submit({ draft: draft.id, tenant: draft.tenant, applicant, confirmed: true, requestId: newId() });
  assert.ok(sent.kind === "submitted");
  const paths = async (part: string) => (await db.inTenant(musterstadt.id, (tx) => applications.partContent(tx, sent.application, part)))?.filled.map(({ path }) => path);
  assert.deepEqual([await paths("steuer"), await paths("ordnung")], [["halter.vorname", "halter.nachname"], ["halter.nachname"]]);
});
test("a visitor who signs in takes the draft along at the new level", async () => {
  const [from, to] = [visitor(), erika()];
  const draft = await draftOf(world, from);
  assert.deepEqual(await applications.adoptDraft({ draft: draft.id, from, to }), { ok: true });
  const opened = await applications.openDraft({ draft: draft.id, applicant: to });
  assert.ok(opened.ok && opened.draft.minimumLevel === 3);
  assert.deepEqual(opened.draft.answers, dogAnswers);
  assert.deepEqual(await applications.openDraft({ draft: draft.id, applicant: from }), { ok: false, why: "not-found" });
  assert.deepEqual(await applications.adoptDraft({ draft: draft.id, from: visitor(), to: erika() }), { ok: false, why: "not-found" });
});
test("a draft is thrown away by its owner only, and a line remains that says so", async () => {
  const applicant = erika();
  const draft = await draftOf(world, applicant);
  assert.equal(await applications.deleteDraft({ draft: draft.id, applicant: erika() }), false);
  assert.equal(await applications.deleteDraft({ draft: draft.id, applicant }), true);
  assert.equal(await applications.deleteDraft({ draft: draft.id, applicant }), false);
  const log = await db.asAccount(applicant.account, (tx) => tx.rows<{ reason: string; subject_kind: string }>(sql`select reason, subject_kind from applications.deletion where subject_id = ${draft.id}`));
  assert.deepEqual(log, [{ reason: "by-owner", subject_kind: "draft" }]);
});
test("a service that is unknown, switched off or needs a sign-in is not begun", async () => {
  const start = (service: string, applicant = visitor()) => applications.startDraft({ applicant, tenant: musterstadt.id, service, language: "de" });
  assert.deepEqual(await start("gibt-es-nicht"), { ok: false, why: "unknown-service" });
  assert.deepEqual(await start("urkunde"), { ok: false, why: "sign-in-needed" });
  const off = world.with({ towns: { ...world.deps.towns, switches: () => new Map() } });
  assert.deepEqual(await off.startDraft({ applicant: visitor(), tenant: musterstadt.id, service: "hund", language: "de" }), { ok: false, why: "switched-off" });
});
test("one network cannot open drafts without end, and one account neither", async () => {
  const limited = world.with({ settings: { ...defaultSettings, visitorDrafts: { network: 2, tenant: 1000 }, draftsPerOwner: 1 } });
  const start = (applicant: Applicant, network: string) => limited.startDraft({ applicant, tenant: musterstadt.id, service: "mangel", language: "de", network });
  assert.ok((await start(visitor(), "192.0.2.1")).ok);
  assert.ok((await start(visitor(), "192.0.2.1")).ok);
  assert.deepEqual(await start(visitor(), "192.0.2.1"), { ok: false, why: "too-many-requests" });
  assert.ok((await start(visitor(), "192.0.2.2")).ok);
  // The same network may begin in another town: each town counts its own visitors.
  assert.ok((await limited.startDraft({ applicant: visitor(), tenant: world.beispielhausen.id, service: "mangel", language: "de", network: "192.0.2.1" })).ok);
  const applicant = erika();
  assert.ok((await start(applicant, "192.0.2.3")).ok);
  assert.deepEqual(await start(applicant, "192.0.2.3"), { ok: false, why: "too-many-drafts" });
  clock.advance(3_600_000);
  assert.ok((await start(visitor(), "192.0.2.1")).ok);
});
test("three months later is the same day, or the last one of a shorter month", () => {
  assert.deepEqual([addMonths("2026-03-02", 3), addMonths("2026-11-30", 3), addMonths("2027-11-30", 3), addMonths("2026-12-31", 24)], ["2026-06-02", "2027-02-28", "2028-02-29", "2028-12-31"]);
});
test("a draft is deleted after its term with a notice before; editing begins the term anew; a visitor's lives as long as the cookie", async () => {
  const applicant = erika();
  const [kept, left] = [await draftOf(world, applicant), await draftOf(world, applicant)];
  const anonymous = await draftOf(world, visitor());
  const start = clock.now().getTime();
  assert.equal(left.expiresAt.toISOString(), "2026-06-02T22:00:00.000Z");
  const there = async (id: string) => (await db.asOperator("test", (tx) => tx.rows(sql`select id from applications.draft where id = ${id}`))).length === 1;
  clock.advance(25 * 3_600_000);
  await expireDrafts(world.deps);
  assert.equal(await there(anonymous.id), false);
  assert.ok(await there(left.id));
  clock.set(new Date("2026-05-28T09:00:00Z"));
  assert.ok((await expireDrafts(world.deps)).warned >= 2);
  assert.equal((await expireDrafts(world.deps)).warned, 0);
  await save(kept, applicant, "hund", kept.revision, fields({ "hund.name": "Bello", "hund.gross": "no" }));
  clock.set(new Date("2026-06-05T09:00:00Z"));
  await expireDrafts(world.deps);
  assert.equal(await there(left.id), false);
  assert.ok(await there(kept.id));
  const log = await db.asOperator("test", (tx) => tx.rows<{ reason: string }>(sql`select reason from applications.deletion where subject_id = ${left.id}`));
  assert.deepEqual(log, [{ reason: "expired" }]);
  clock.set(new Date(start));
});
test("where the notice could not be given in time, the term is longer", async () => {
  const applicant = erika();
  const draft = await draftOf(world, applicant);
  const start = clock.now();
  clock.set(new Date("2026-09-01T09:00:00Z"));
  const { warned } = await expireDrafts(world.deps);
  assert.ok(warned >= 1);
  const opened = await applications.openDraft({ draft: draft.id, applicant });
  assert.equal(opened.ok && opened.draft.expiresAt.toISOString(), "2026-09-08T22:00:00.000Z");
  clock.set(start);
});
test("a submitted draft cannot be saved again from a page that is still open", async () => {
  const applicant = erika();
  const { draft } = await submitted(world, applicant);
  assert.deepEqual(await save(draft, applicant, "halter", 1, owner), { ok: false, why: "not-found" });
});
