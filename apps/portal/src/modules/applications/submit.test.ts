import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { test } from "node:test";
import pg from "pg";
import { addDays, legalDate } from "#platform/clock";
import { sql, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import type { SubmitOutcome } from "./index.ts";
import { clerk, dogAnswers, draftOf, erika, failingDatabase, submitted, testWorld, visitor } from "./test-world.ts";

const world = await testWorld({ max: 12 });
const { applications, musterstadt, beispielhausen, db } = world;
const request = (draft: { readonly id: string; readonly tenant: string }, applicant: ReturnType<typeof visitor>, changes: object = {}) =>
  ({ draft: draft.id, tenant: draft.tenant, applicant, confirmed: true, requestId: newId(), ...changes });
const everything = (tx: Tx) => tx.one<Record<string, number>>(sql`select (select count(*) from applications.application) as applications, (select count(*) from applications.reference) as "references",
  (select count(*) from applications.event) as events, (select count(*) from applications.part) as parts, (select count(*) from applications.search_word) as words, (select count(*) from applications.draft) as drafts`);
const counts = () => db.asOperator("test", everything);
async function waitingJobs(): Promise<string[]> {
  const admin = new pg.Client({ connectionString: world.adminUrl });
  await admin.connect();
  try {
    return (await admin.query<{ told: string }>("select j.payload ->> 'application' as told from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'event' and j.payload ->> 'type' = 'application.submitted'")).rows.map((row) => row.told);
  } finally { await admin.end(); }
}

test("a submission makes one application with a reference, its event and its dispatch job, and the draft is gone", async () => {
  const applicant = erika();
  const { application, reference, lookupCode, draft } = await submitted(world, applicant);
  assert.match(reference, /^MUS-2026-[2-9A-Z]{4}-[2-9A-Z]{4}$/);
  assert.equal(lookupCode, undefined);
  assert.deepEqual(await applications.openDraft({ draft: draft.id, applicant }), { ok: false, why: "not-found" });
  const head = await db.inTenant(musterstadt.id, (tx) => applications.view(tx, application));
  assert.deepEqual({ status: head?.status, reference: head?.reference, channel: head?.channel, level: head?.trustLevel, version: head?.formVersion }, { status: "submitted", reference, channel: "online", level: 3, version: "1.0.0" });
  const events = await db.inTenant(musterstadt.id, (tx) => applications.timeline(tx, application, { kind: "tenant" }, "office"));
  assert.deepEqual(events.map(({ type, position }) => [type, position]), [["submitted", 1]]);
  assert.deepEqual((await waitingJobs()).filter((told) => told === application), [application]);
});
test("what the person agreed to is written down with the application or not at all, and only for somebody with an account", async () => {
  const told: string[] = [];
  const agreeing = world.with({ consents: { electronicDecisions: async (tx, { application, account }) => {
    await tx.run(sql`select from applications.application where id = ${application}`);
    told.push(`${application} ${account}`);
  } } });
  const [applicant, guest] = [erika(), visitor()];
  const sent = await agreeing.submit(request(await draftOf(world, applicant), applicant, { electronicDecisions: true }));
  assert.equal(sent.kind, "submitted");
  assert.deepEqual(told, [`${"application" in sent ? sent.application : ""} ${applicant.account}`]);
  assert.equal((await agreeing.submit(request(await draftOf(world, guest), guest, { electronicDecisions: true }))).kind, "submitted");
  assert.equal((await agreeing.submit(request(await draftOf(world, applicant), applicant, { electronicDecisions: false }))).kind, "submitted");
  assert.equal(told.length, 1);
  const before = await counts();
  const failing = world.with({ consents: { electronicDecisions: () => Promise.reject(new Error("cannot be stored")) } });
  const draft = await draftOf(world, applicant);
  await assert.rejects(failing.submit(request(draft, applicant, { electronicDecisions: true })), /cannot be stored/);
  assert.deepEqual({ ...(await counts()), drafts: 0 }, { ...before, drafts: 0 }, "nothing of it is there");
  assert.ok((await applications.openDraft({ draft: draft.id, applicant })).ok, "and the draft is as it was");
});
test("what is to be kept beside it is kept in its transaction: with the application or not at all, and once", async () => {
  const applicant = erika();
  const kept: string[] = [];
  const sending = request(await draftOf(world, applicant), applicant, { along: async (tx: Tx, application: string) => {
    kept.push((await tx.one<{ id: string }>(sql`select id from applications.application where id = ${application}`)).id);
  } });
  const sent = await applications.submit(sending);
  assert.deepEqual(kept, ["application" in sent ? sent.application : ""], "the application is there already, for the same transaction");
  assert.deepEqual(await applications.submit(sending), sent);
  assert.equal(kept.length, 1, "a repeated request keeps nothing more");
  const before = await counts();
  const draft = await draftOf(world, applicant);
  await assert.rejects(applications.submit(request(draft, applicant, { along: () => Promise.reject(new Error("cannot be stored")) })), /cannot be stored/);
  assert.deepEqual({ ...(await counts()), drafts: 0 }, { ...before, drafts: 0 }, "nothing of it is there");
  assert.ok((await applications.openDraft({ draft: draft.id, applicant })).ok, "and the draft is as it was");
});
test("only reachable answers are sealed, and the content says which form, language and day it was declared with", async () => {
  const applicant = erika();
  const { application } = await submitted(world, applicant, { answers: { ...dogAnswers, hund: { name: "Waldi", gross: false, rasse: "früher einmal eingetragen" } } });
  const content = await db.asAccount(applicant.account, (tx) => applications.content(tx, application, { kind: "account" }));
  assert.deepEqual(content?.answers, dogAnswers);
  assert.deepEqual([content.form, content.language, content.day, content.declared.binding], [{ service: "hund", version: "1.0.0" }, "de", "2026-03-02", true]);
});
test("each office gets its part only, by the town's own name for it", async () => {
  const small = await submitted(world, erika());
  assert.deepEqual(await db.inTenant(musterstadt.id, (tx) => applications.parts(tx, small.application)), [{ part: "steuer", office: "finanzen" }]);
  const large = await submitted(world, erika(), { answers: { ...dogAnswers, hund: { name: "Rex", gross: true, rasse: "Dogge" } } });
  const part = await db.inTenant(musterstadt.id, (tx) => applications.partContent(tx, large.application, "ordnung"));
  assert.deepEqual(part?.answers, { halter: { nachname: "Müller-Beispiel" }, hund: { rasse: "Dogge" } });
  assert.equal(await db.inTenant(musterstadt.id, (tx) => applications.partContent(tx, large.application, "unbekannt")), undefined);
  const reported = await submitted(world, visitor(), { service: "mangel", answers: { was: "Schlagloch" } });
  assert.deepEqual(await db.inTenant(musterstadt.id, (tx) => applications.parts(tx, reported.application)), [{ part: "whole", office: "finanzen" }]);
});
test("ten requests at once for one draft make one application and all get the same answer", async () => {
  for (const applicant of [erika(), visitor()]) {
    const draft = await draftOf(world, applicant);
    const before = await counts();
    const requestId = newId();
    // Half of them come from a second tab with a request id of its own.
    const outcomes = await Promise.all(Array.from({ length: 10 }, (_, i) => applications.submit(request(draft, applicant, i % 2 === 0 ? { requestId } : {}))));
    assert.equal(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size, 1, JSON.stringify(outcomes));
    assert.equal(outcomes[0]?.kind, "submitted");
    const after = await counts();
    assert.equal((after["applications"] ?? 0) - (before["applications"] ?? 0), 1);
    assert.equal((after["references"] ?? 0) - (before["references"] ?? 0), 1);
  }
});
test("a request id that was used for another draft answers with what it made and makes nothing new", async () => {
  const applicant = erika();
  const [first, second] = [await draftOf(world, applicant), await draftOf(world, applicant)];
  const requestId = newId();
  const made = await applications.submit(request(first, applicant, { requestId }));
  assert.deepEqual(await applications.submit(request(second, applicant, { requestId })), made);
  assert.ok((await applications.openDraft({ draft: second.id, applicant })).ok);
});
test("whichever statement of a submission fails, before or after it ran, nothing is half there and the next try succeeds", async () => {
  const applicant = visitor();
  let statements = 0;
  for (const when of ["before", "after"] as const) {
    for (let n = 1; n <= Math.max(statements, 3); n += 1) {
      const draft = await draftOf(world, applicant);
      const before = await counts();
      const jobs = (await waitingJobs()).length;
      const failing = failingDatabase(db, n, when);
      await assert.rejects(world.with({ db: failing }).submit(request(draft, applicant)), /cut off/);
      assert.deepEqual(await counts(), before, `${when} statement ${n}`);
      assert.equal((await waitingJobs()).length, jobs);
      const whole = failingDatabase(db, 0, when);
      assert.equal((await world.with({ db: whole }).submit(request(draft, applicant))).kind, "submitted");
      statements = whole.sent();
    }
  }
  // Lock, insert, announce: with begin and commit five round trips, and no more than eight with uploads and an account.
  assert.equal(statements, 3);
});
test("with an upload and an account too: whatever fails, the file is still in the draft, and at the end it is in the application", async () => {
  const applicant = erika();
  const draft = await draftOf(world, applicant);
  const added = await applications.addFile({ draft: draft.id, applicant, path: "hund.nachweis", name: "nachweis.pdf", content: Readable.from([Buffer.from("%PDF-1.7\n%%EOF")]) });
  assert.ok(added.ok);
  for (let n = 1; n <= 4; n += 1) {
    await assert.rejects(world.with({ db: failingDatabase(db, n, "after") }).submit(request(draft, applicant)), /cut off/);
    assert.ok((await applications.openDraftFile({ draft: draft.id, applicant, file: added.file.id })).ok);
  }
  const whole = failingDatabase(db, 0, "after");
  const outcome = await world.with({ db: whole }).submit(request(draft, applicant));
  assert.ok(outcome.kind === "submitted");
  assert.equal(whole.sent(), 4);
  const files = await db.asAccount(applicant.account, async (tx) => (await applications.content(tx, outcome.application, { kind: "account" }))?.files);
  assert.deepEqual(files?.map(({ id, name }) => [id, name]), [[added.file.id, "nachweis.pdf"]]);
});
test("an answer that got lost after the commit is given again, with the same code", async () => {
  const applicant = visitor();
  const draft = await draftOf(world, applicant);
  const lost = await applications.submit(request(draft, applicant));
  const again = await applications.submit(request(draft, applicant));
  assert.ok(again.kind === "submitted" && lost.kind === "submitted" && again.lookupCode === lost.lookupCode);
  assert.deepEqual(await applications.submissionOf({ application: lost.application, tenant: musterstadt.id, applicant }), lost);
  assert.equal(await applications.submissionOf({ application: lost.application, tenant: musterstadt.id, applicant: visitor() }), undefined);
  assert.equal(await applications.submissionOf({ application: lost.application, tenant: musterstadt.id, applicant: erika() }), undefined);
});
test("a submission needs at most eight statements, with begin, commit, account and town", async () => {
  const applicant = erika();
  await submitted(world, applicant);
  const draft = await draftOf(world, applicant);
  const before = db.statements();
  await applications.submit(request(draft, applicant));
  assert.ok(db.statements() - before <= 8, String(db.statements() - before));
});
test("what is wrong is listed with its step and nothing is taken", async () => {
  const applicant = erika();
  const draft = await draftOf(world, applicant, { answers: { halter: { vorname: "Erika" } } });
  const outcome = await applications.submit(request(draft, applicant));
  assert.ok(outcome.kind === "problems");
  assert.deepEqual(outcome.problems.map(({ path, code, step }) => [path, code, step]), [["halter.nachname", "missing", "halter"], ["hund.name", "missing", "hund"], ["hund.gross", "missing", "hund"]]);
  assert.ok((await applications.openDraft({ draft: draft.id, applicant })).ok);
});
test("without the declaration that it is binding nothing is taken", async () => {
  const applicant = erika();
  const draft = await draftOf(world, applicant);
  const outcome = await applications.submit(request(draft, applicant, { confirmed: false }));
  assert.ok(outcome.kind === "problems" && outcome.problems[0]?.code === "not-confirmed");
});
test("level and account that the service needs are asked for at submission, except of a clerk who saw the person", async () => {
  const low = erika(1);
  const answers = { halter: dogAnswers["halter"] };
  const draft = await draftOf(world, low, { service: "urkunde", answers });
  assert.deepEqual(await applications.submit(request(draft, low)), { kind: "refused", why: "level-too-low", needed: 3 });
  assert.equal((await applications.submit(request(draft, { ...low, level: 3 }))).kind, "submitted");
  const oneTime = { ...visitor(), level: 3 as const };
  const second = await draftOf(world, oneTime, { service: "urkunde", answers });
  assert.deepEqual(await applications.submit(request(second, oneTime)), { kind: "refused", why: "account-needed" });
  const atCounter = await submitted(world, clerk(musterstadt.id), { service: "urkunde", answers });
  assert.match(atCounter.lookupCode ?? "", /^[2-9A-Z]{5}-[2-9A-Z]{5}-[2-9A-Z]{5}$/);
  const head = await db.inTenant(musterstadt.id, (tx) => applications.view(tx, atCounter.application));
  assert.equal(head?.channel, "counter");
  const paper = await submitted(world, clerk(musterstadt.id), { channel: "paper" });
  const taken = await db.inTenant(musterstadt.id, (tx) => applications.view(tx, paper.application));
  assert.deepEqual([taken?.channel, taken?.receivedOn], ["paper", legalDate(world.clock.now())], "paper came on the day it is taken up unless told");
  assert.equal(head?.receivedOn, undefined, "only paper has a day of its own");
});
test("paper counts from the day on which it came, which is neither to come nor long past", async () => {
  const today = legalDate(world.clock.now());
  const applicant = clerk(musterstadt.id);
  const draft = await draftOf(world, applicant, { channel: "paper" });
  for (const receivedOn of [addDays(today, 1), addDays(today, -367), "2026-02-30", "gestern"]) {
    const outcome = await applications.submit({ ...request(draft, applicant), receivedOn });
    assert.deepEqual(outcome.kind === "problems" && outcome.problems.map(({ path, code }) => [path, code]), [["receivedOn", "day-wrong"]], receivedOn);
  }
  const outcome = await applications.submit({ ...request(draft, applicant), receivedOn: addDays(today, -3) });
  assert.ok(outcome.kind === "submitted");
  assert.equal((await db.inTenant(musterstadt.id, (tx) => applications.view(tx, outcome.application)))?.receivedOn, addDays(today, -3));
});
test("a draft is submitted by its owner and to its town only", async () => {
  const applicant = erika();
  const draft = await draftOf(world, applicant);
  const refused: SubmitOutcome = { kind: "refused", why: "not-found" };
  assert.deepEqual(await applications.submit(request(draft, erika())), refused);
  assert.deepEqual(await applications.submit(request(draft, visitor())), refused);
  assert.deepEqual(await applications.submit({ ...request(draft, applicant), tenant: beispielhausen.id }), refused);
});
test("a service that the town has switched off takes no more submissions", async () => {
  const applicant = erika();
  const draft = await draftOf(world, applicant);
  const off = world.with({ towns: { ...world.deps.towns, switches: () => new Map() } });
  assert.deepEqual(await off.submit(request(draft, applicant)), { kind: "refused", why: "switched-off" });
});
test("nothing of the answers, the name or the code can be read from the database", async () => {
  const applicant = visitor();
  const { lookupCode, application } = await submitted(world, applicant, { answers: { halter: { vorname: "Ayşe", nachname: "Geheimnisvoll" }, hund: { name: "Unverwechselbar", gross: false } } });
  await draftOf(world, applicant, { answers: { halter: { vorname: "Ayşe", nachname: "Geheimnisvoll" } } });
  const admin = new pg.Client({ connectionString: world.adminUrl });
  await admin.connect();
  try {
    for (const table of ["draft", "application", "event", "part", "search_word", "file", "reference", "quota"]) {
      const { rows } = await admin.query<{ line: string }>(`select x::text as line from applications.${table} x`);
      const text = rows.map(({ line }) => line).join("\n");
      for (const secret of ["Geheimnisvoll", "Unverwechselbar", "Waldi", lookupCode ?? "", (lookupCode ?? "").replaceAll("-", "")]) {
        assert.ok(!text.includes(secret) && !text.includes(Buffer.from(secret).toString("hex")), `${secret} in ${table}`);
      }
    }
    const { rows } = await admin.query<{ n: string }>("select count(*) as n from applications.search_word where application_id = $1", [application]);
    assert.equal(Number(rows[0]?.n), 5, "the two words and how they begin, »ays«, »geh«, »gehei«, each as a hash");
  } finally { await admin.end(); }
});
