import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#platform/ids";
import type { Applicant } from "./index.ts";
import { dogAnswers, draftOf, erika, submitted, testWorld } from "./test-world.ts";

const world = await testWorld();
const { db, deps } = world;
// Else the first one to ask reads it.
await world.tenants.tenantKey(world.musterstadt.id);
// As in the house: the key of somebody who was here a moment ago is in memory.
const keys = new Map<string, Buffer>();
const applications = world.with({ accounts: {
  async accountKey(tx, account) { const key = await deps.accounts.accountKey(tx, account); keys.set(account, key); return key; },
  keyInMemory: (account) => keys.get(account),
} });
const begun = (applicant: Applicant, options: Parameters<typeof draftOf>[2] = {}) => draftOf({ ...world, applications }, applicant, options);
const ahead = (draft: string, applicant: Applicant) => db.readTogether({ kind: "account", account: applicant.owner }, applications.findAhead.draft(draft));
const owner = (firstName: string): Map<string, string[]> => new Map([["halter.vorname", [firstName]], ["halter.nachname", ["Probe"]]]);
const statementsOf = async <T>(work: () => Promise<T>): Promise<readonly [T, number]> => {
  const before = db.statements();
  return [await work(), db.statements() - before];
};

test("a draft that was read ahead is opened without another statement, with every check", async () => {
  const applicant = erika(3);
  const draft = await begun(applicant);
  const found = await ahead(draft.id, applicant);
  const [opened, statements] = await statementsOf(() => applications.openDraft({ draft: draft.id, applicant, found }));
  assert.ok(opened.ok);
  assert.deepEqual([opened.draft.answers, statements], [dogAnswers, 0]);
  assert.deepEqual(await applications.openDraft({ draft: draft.id, applicant: { ...applicant, level: 1 }, found }), { ok: false, why: "level-too-low", needed: 3 });
  // What the scope of the session did not let through.
  const stranger = erika();
  await begun(stranger);
  const unseen = await ahead(draft.id, stranger);
  assert.equal(unseen.row, undefined);
  assert.deepEqual(await applications.openDraft({ draft: draft.id, applicant: stranger, found: unseen }), { ok: false, why: "not-found" });
  // And were it handed on by mistake, it is still asked whose it is.
  assert.deepEqual(await applications.openDraft({ draft: draft.id, applicant: stranger, found }), { ok: false, why: "not-found" });
  const other = await begun(applicant, { answers: {} });
  const right = await applications.openDraft({ draft: other.id, applicant, found });
  assert.ok(right.ok && right.draft.id === other.id, "another draft than the one that was read is read");
});

test("the list of drafts that was read ahead is the owner's", async () => {
  const [applicant, stranger] = [erika(), erika()];
  const draft = await begun(applicant);
  const found = await db.readTogether({ kind: "account", account: applicant.owner }, applications.findAhead.drafts());
  assert.deepEqual((await applications.drafts(applicant, found)).map(({ id }) => id), [draft.id]);
  assert.deepEqual(await applications.drafts(stranger, found), []);
});

test("a step is stored in one exchange where nobody has changed the draft since it was read", async () => {
  const applicant = erika();
  const draft = await begun(applicant, { answers: {} });
  const [saved, statements] = await statementsOf(async () => applications.saveStep({ draft: draft.id, applicant, step: "halter", revision: 1, fields: owner("Jonas"), found: await ahead(draft.id, applicant) }));
  assert.ok(saved.ok);
  // Opening the scope and reading; opening the scope and storing.
  assert.deepEqual([saved.draft.revision, statements], [2, 4]);
  const again = await applications.openDraft({ draft: draft.id, applicant });
  assert.ok(again.ok);
  assert.deepEqual([again.draft.answers["halter"], again.draft.savedSteps], [{ vorname: "Jonas", nachname: "Probe" }, { halter: 2 }]);
  assert.deepEqual(saved.draft, again.draft, "what is said is what is stored");
});

test("what another tab saved between reading and storing is kept, and a conflict is told", async () => {
  const applicant = erika();
  const draft = await begun(applicant, { answers: {} });
  const found = await ahead(draft.id, applicant);
  const dog = new Map([["hund.name", ["Bello"]], ["hund.gross", ["nein"]]]);
  assert.ok((await applications.saveStep({ draft: draft.id, applicant, step: "hund", revision: 1, fields: dog })).ok);
  const saved = await applications.saveStep({ draft: draft.id, applicant, step: "halter", revision: 1, fields: owner("Jonas"), found });
  assert.ok(saved.ok);
  assert.deepEqual([saved.draft.revision, saved.draft.answers], [3, { halter: { vorname: "Jonas", nachname: "Probe" }, hund: { name: "Bello", gross: false } }]);
  const stale = await applications.saveStep({ draft: draft.id, applicant, step: "halter", revision: 1, fields: owner("Ayşe"), found });
  assert.ok(!stale.ok && stale.why === "changed-elsewhere");
  assert.deepEqual(stale.draft.answers["halter"], { vorname: "Jonas", nachname: "Probe" });
});

test("of two posts of one step that read the same draft one is stored and the other told, and two different steps are both stored", async () => {
  const applicant = erika();
  const draft = await begun(applicant, { answers: {} });
  const found = await ahead(draft.id, applicant);
  const post = (name: string) => applications.saveStep({ draft: draft.id, applicant, step: "halter", revision: 1, fields: owner(name), found });
  const both = await Promise.all([post("Jonas"), post("Ayşe")]);
  assert.equal(both.filter(({ ok }) => ok).length, 1);
  const twins = await Promise.all([1, 2, 3].map(() => applications.saveStep({ draft: draft.id, applicant, step: "halter", revision: 2, fields: owner("Zoë"), found })));
  assert.deepEqual(twins.map(({ ok }) => ok), [true, true, true], "the same post more than once is no conflict");
  const opened = await applications.openDraft({ draft: draft.id, applicant });
  assert.ok(opened.ok && opened.draft.revision === 3);
});

test("a draft that was sent or thrown away after it was read is not written to", async () => {
  const applicant = erika();
  const draft = await begun(applicant);
  const found = await ahead(draft.id, applicant);
  assert.equal((await applications.submit({ draft: draft.id, tenant: draft.tenant, applicant, confirmed: true, requestId: newId() })).kind, "submitted");
  assert.deepEqual(await applications.saveStep({ draft: draft.id, applicant, step: "halter", revision: 1, fields: owner("Jonas"), found }), { ok: false, why: "not-found" });
  assert.deepEqual(await applications.drafts(applicant), []);
});

test("an application that was read ahead opens for its account only, as it does otherwise", async () => {
  const applicant = erika();
  const { application } = await submitted({ ...world, applications }, applicant);
  const access = { kind: "account", account: applicant.account } as const;
  const found = await db.readTogether({ kind: "account", account: applicant.account }, applications.findAhead.case(application));
  const [own, statements] = await statementsOf(() => applications.citizenCase({ application, access, found }));
  assert.equal(statements, 0);
  assert.deepEqual(own, await applications.citizenCase({ application, access }));
  assert.ok(own?.content);
  const stranger = erika();
  await begun(stranger);
  assert.equal(await applications.citizenCase({ application, access: { kind: "account", account: stranger.account }, found }), undefined);
});
