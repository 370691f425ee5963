import assert from "node:assert/strict";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { after, test } from "node:test";
import { createRenderer, DocumentRefused } from "#platform/documents";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { endRetention } from "./end-retention.ts";
import type { AccountPiece } from "./export-for-account.ts";
import { renderSummary } from "./render-summary.ts";
import { dogAnswers, draftOf, erika, submitted, testWorld, visitor } from "./test-world.ts";

const world = await testWorld();
const { applications, musterstadt, clock, db } = world;
const templatesDir = join(import.meta.dirname, "../../../templates");
const documents = createRenderer({ templatesDir, fontsDir: join(templatesDir, "fonts"), recycleAfter: 50, timeoutMs: 30_000 });
after(() => documents.close());

test("an account gets everything this room holds of it", async () => {
  const applicant = erika();
  const draft = await draftOf(world, applicant);
  const { application } = await submitted(world, applicant);
  await submitted(world, erika());
  const pieces: AccountPiece[] = [];
  for await (const piece of applications.exportForAccount(applicant)) pieces.push(piece);
  assert.deepEqual(pieces.map((piece) => ("head" in piece ? piece.head.id : "participation" in piece ? piece.participation.id : piece.id)), [draft.id, application]);
  assert.ok(pieces.every((piece) => JSON.stringify(piece).includes("Müller-Beispiel")));
  const head = await db.asAccount(applicant.account, (tx) => applications.view(tx, application)) ?? assert.fail();
  await db.asOperator("test", (tx) => tx.run(sql`update applications.application set trust_level = 4 where id = ${application}`));
  const lower: AccountPiece[] = [];
  for await (const piece of applications.exportForAccount({ ...applicant, level: 3 })) lower.push(piece);
  assert.deepEqual([head.trustLevel < 4, lower.some((piece) => "head" in piece)], [true, false], "what is above the level is not opened");
  const files = await db.asAccount(applicant.account, async (tx) => [await applications.filesOf(tx, application, { kind: "account" }), (await applications.content(tx, application, { kind: "account" }))?.files]);
  assert.deepEqual(files[0], files[1]);
});
test("a deleted account leaves no draft and no link; the office keeps what was submitted", async () => {
  const applicant = erika();
  const draft = await draftOf(world, applicant);
  const { application } = await submitted(world, applicant);
  const subscription = applications.subscriptions.find(({ to }) => to === "account.deleted");
  for (let i = 0; i < 2; i += 1) await subscription?.handle({ type: "account.deleted", id: newId(), account: applicant.account }, { lastAttempt: false });
  assert.deepEqual(await applications.openDraft({ draft: draft.id, applicant }), { ok: false, why: "not-found" });
  assert.deepEqual(await db.asAccount(applicant.account, (tx) => applications.ofAccount(tx, applicant.account, { limit: 10 })), []);
  const content = await db.inTenant(musterstadt.id, (tx) => applications.content(tx, application, { kind: "tenant" }));
  assert.deepEqual(content?.answers, dogAnswers);
  const left = await db.asOperator("test", (tx) => tx.one<{ links: number }>(sql`select (select count(*) from applications.application where account_id = ${applicant.account} or (id = ${application} and account_wrapped_key is not null))
    + (select count(*) from applications.event where account_id = ${applicant.account} or actor = ${applicant.account}) + (select count(*) from applications.file where owner_id = ${applicant.account}) as links`));
  assert.equal(left.links, 0);
});
test("after the retention term the archive is offered the case, then it is deleted; reference and stub stay", async () => {
  const { application, reference } = await submitted(world, visitor());
  await db.inTenant(musterstadt.id, (tx) => applications.setStatus(tx, application, { status: "closed", actor: { kind: "staff", id: newId() } }));
  const start = clock.now();
  clock.set(new Date("2027-03-02T12:00:00Z"));
  assert.deepEqual(await endRetention(world.deps), { offered: 0, deleted: 0 });
  clock.set(new Date("2027-03-03T12:00:00Z"));
  assert.deepEqual(await endRetention(world.deps), { offered: 1, deleted: 0 });
  clock.advance(182 * 86_400_000);
  assert.deepEqual(await endRetention(world.deps), { offered: 0, deleted: 0 }, "the archive has half a year to answer");
  clock.advance(2 * 86_400_000);
  assert.deepEqual(await endRetention(world.deps), { offered: 0, deleted: 1 });
  assert.deepEqual(await endRetention(world.deps), { offered: 0, deleted: 0 });
  await db.inTenant(musterstadt.id, async (tx) => {
    assert.equal(await applications.view(tx, application), undefined);
    for (const left of [sql`select 1 from applications.event where application_id = ${application}`, sql`select 1 from applications.part where application_id = ${application}`, sql`select 1 from applications.search_word where application_id = ${application}`]) assert.deepEqual(await tx.rows(left), []);
    assert.deepEqual(await tx.rows(sql`select reference, reason from applications.deletion where subject_id = ${application}`), [{ reference, reason: "retention" }]);
    assert.equal((await tx.rows(sql`select 1 from applications.reference where reference = ${reference}`)).length, 1);
    assert.deepEqual((await tx.rows<{ action: string }>(sql`select action from audit.entry where subject = ${application} order by at, id`)).map(({ action }) => action), ["application.offer-to-archive", "application.delete"]);
  });
  await assert.rejects(db.inTenant(musterstadt.id, (tx) => tx.run(sql`delete from applications.deletion`)), /permission denied/);
  await assert.rejects(db.asOperator("test", (tx) => tx.run(sql`delete from applications.reference`)), /permission denied/);
  clock.set(start);
});
test("what the archive wants is not deleted until it is released, and what it released goes the same night", async () => {
  const [wanted, released, unanswered] = [await submitted(world, visitor()), await submitted(world, visitor()), await submitted(world, visitor())].map(({ application }) => application);
  const clerkOf = { kind: "staff", id: newId() } as const;
  for (const one of [wanted!, released!, unanswered!]) await db.inTenant(musterstadt.id, (tx) => applications.setStatus(tx, one, { status: "closed", actor: clerkOf }));
  const start = clock.now();
  const answer = (application: string, said: "wanted" | "released", tenant = musterstadt.id) => db.inTenant(tenant, (tx) => applications.answerArchiveOffer(tx, { tenant, applications: [application], answer: said, actor: clerkOf }));
  assert.equal(await answer(wanted!, "wanted"), 0, "nothing is offered yet");
  clock.set(new Date("2027-03-03T12:00:00Z"));
  assert.equal((await endRetention(world.deps)).offered, 3);
  assert.equal(await answer(wanted!, "wanted", world.beispielhausen.id), 0, "another town says nothing about it");
  assert.deepEqual([await answer(wanted!, "wanted"), await answer(wanted!, "wanted"), await answer(released!, "released")], [1, 0, 1]);
  const offers = await db.inTenant(musterstadt.id, (tx) => applications.archiveOffers(tx, { tenant: musterstadt.id, limit: 10 }));
  assert.deepEqual(new Map(offers.map(({ application, answer: said, deletedFrom }) => [application, [said, deletedFrom]])), new Map([[wanted, ["wanted", undefined]], [released, ["released", "2027-03-04"]], [unanswered, [undefined, "2027-09-02"]]]));
  assert.equal((await endRetention(world.deps)).deleted, 1);
  clock.set(new Date("2027-09-02T12:00:00Z"));
  assert.equal((await endRetention(world.deps)).deleted, 1);
  const there = async (application: string) => (await db.inTenant(musterstadt.id, (tx) => applications.view(tx, application))) !== undefined;
  assert.deepEqual([await there(wanted!), await there(released!), await there(unanswered!)], [true, false, false]);
  await answer(wanted!, "released");
  assert.equal((await endRetention(world.deps)).deleted, 1);
  assert.equal(await db.inTenant(musterstadt.id, (tx) => applications.countArchiveOffers(tx, musterstadt.id)), 0);
  assert.deepEqual((await db.inTenant(musterstadt.id, (tx) => tx.rows<{ action: string }>(sql`select action from audit.entry where subject = ${wanted!} order by at, id`))).map(({ action }) => action), ["application.offer-to-archive", "application.keep-for-archive", "application.release-from-archive", "application.delete"]);
  clock.set(start);
});
test("the summary is rendered once, as PDF/UA-1 and as PDF/A-3a with the structured data, sealed like the rest", async () => {
  const applicant = erika();
  const { application, reference } = await submitted(world, applicant);
  const deps = { ...world.deps, documents };
  const given = { application, tenant: musterstadt.id };
  assert.equal(await renderSummary(deps, given), "rendered");
  assert.equal(await renderSummary(deps, given), "already-there");
  const files = (await db.asAccount(applicant.account, (tx) => applications.content(tx, application, { kind: "account" })))?.files.toSorted((a, b) => String(b.label).localeCompare(String(a.label))) ?? [];
  assert.deepEqual(files.map(({ kind, label, name, type }) => [kind, label, name, type]), [["rendition", "ua-1", `${reference}.pdf`, "application/pdf"], ["rendition", "a-3a", `${reference}-archiv.pdf`, "application/pdf"]]);
  for (const { id, label } of files) {
    const opened = await db.inTenant(musterstadt.id, (tx) => applications.openFile(tx, { application, file: id }, { kind: "tenant" }));
    assert.ok(opened.ok);
    const pdf = (await buffer(opened.content)).toString("latin1");
    assert.ok(pdf.startsWith("%PDF-"));
    assert.match(pdf, label === "ua-1" ? /pdfuaid/ : /pdfaid:part>3/);
    assert.equal(pdf.includes("antrag.json"), label === "a-3a");
  }
  const events = await db.inTenant(musterstadt.id, (tx) => applications.timeline(tx, application, { kind: "tenant" }, "office"));
  assert.deepEqual(events.map(({ type, forCitizen }) => [type, forCitizen]), [["submitted", true], ["rendered", false]]);
});
test("a rendering that broke off is begun anew; one that can never succeed is noted and not tried for ever", async () => {
  const { application } = await submitted(world, erika());
  const given = { application, tenant: musterstadt.id };
  const broken = { ...world.deps, files: { ...world.files, put: () => Promise.reject(new Error("disk went away")) } };
  await assert.rejects(renderSummary(broken, given), /disk went away/);
  assert.equal(await renderSummary(world.deps, given), "rendered");
  // What the first attempt has left behind lies there until the sweep and must not keep anybody from reading the rest.
  const read = await db.inTenant(given.tenant, (tx) => applications.content(tx, given.application, { kind: "tenant" }));
  assert.deepEqual(read?.files.map(({ kind, label }) => [kind, label]), [["rendition", "ua-1"], ["rendition", "a-3a"]]);
  const other = await submitted(world, erika());
  const refusing = { ...world.deps, documents: { render: () => Promise.reject(new DocumentRefused(["no title"])) } };
  assert.equal(await renderSummary(refusing, { ...given, application: other.application }), "refused");
  assert.equal(await renderSummary(world.deps, { ...given, application: newId() }), "gone");
});
