import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { test } from "node:test";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { deleteUnpaid } from "./delete-unpaid.ts";
import type { Applicant } from "./index.ts";
import { draftOf, erika, testWorld, visitor } from "./test-world.ts";

const world = await testWorld();
const { applications, musterstadt, clock, claims, db } = world;
const answers = { halter: { vorname: "Erika", nachname: "Beispiel" }, kennzeichen: "MS AB 123" };
async function sealed(applicant: Applicant, way?: "online" | "transfer" | "counter") {
  const draft = await draftOf(world, applicant, { service: "parken", answers });
  return { draft, outcome: await applications.submit({ draft: draft.id, tenant: draft.tenant, applicant, confirmed: true, requestId: newId(), ...(way ? { way } : {}) }) };
}
async function waiting(applicant: Applicant): Promise<string> {
  const { outcome } = await sealed(applicant);
  assert.ok(outcome.kind === "payment" && outcome.cents === 3050);
  return outcome.application;
}
const paid = (application: string) => db.inTenant(musterstadt.id, (tx) => applications.completePaid(tx, application));
const wayChanged = (application: string) => applications.subscriptions.find(({ to }) => to === "payment.way-changed")?.handle({ type: "payment.way-changed", id: newId(), tenant: musterstadt.id, application }, { lastAttempt: false });
const own = (application: string, applicant: Applicant) => ({ application, tenant: musterstadt.id, applicant });

test("a fee that comes first seals the answers, and without the money there is no reference and nothing for the office", async () => {
  const applicant = visitor();
  const application = await waiting(applicant);
  assert.deepEqual(claims.opened.at(-1), { application, tenant: musterstadt.id, service: "parken", cents: 3050, way: "online" });
  const head = await db.inTenant(musterstadt.id, (tx) => applications.view(tx, application));
  assert.deepEqual([head?.status, head?.reference, head?.submittedAt], ["payment", undefined, undefined]);
  assert.deepEqual(await db.inTenant(musterstadt.id, (tx) => applications.find(tx, { tenant: musterstadt.id, services: ["parken"], limit: 10 })), []);
  assert.deepEqual(await applications.submissionOf(own(application, applicant)), { kind: "payment", application, cents: 3050 });
});
test("the money makes it one submitted application however often it is told, and the browser may be closed", async () => {
  const applicant = visitor();
  const application = await waiting(applicant);
  clock.advance(60_000);
  const outcomes = await Promise.all([paid(application), paid(application), paid(application)]);
  assert.deepEqual(outcomes.map((outcome) => (outcome.ok ? outcome.submitted : outcome.why)).toSorted((a, b) => a.localeCompare(b)), ["before", "before", "now"]);
  const events = await db.inTenant(musterstadt.id, (tx) => applications.timeline(tx, application, { kind: "tenant" }, "office"));
  assert.deepEqual(events.map(({ type, data }) => [type, data["status"]]), [["sealed", "payment"], ["submitted", "submitted"]]);
  const shown = await applications.submissionOf(own(application, applicant));
  assert.ok(shown?.kind === "submitted" && shown.lookupCode !== undefined);
  assert.ok((await applications.lookup({ reference: shown.reference, code: shown.lookupCode, network: "192.0.2.1" })).ok);
});
test("by transfer the application is submitted at once, and the money is only marked later", async () => {
  const { outcome } = await sealed(erika(), "transfer");
  assert.ok(outcome.kind === "submitted");
  const fee = async () => (await db.inTenant(musterstadt.id, (tx) => applications.view(tx, outcome.application)))?.fee;
  assert.deepEqual(await fee(), { cents: 3050, way: "transfer", paidAt: undefined });
  assert.ok((await paid(outcome.application)).ok);
  assert.ok((await paid(outcome.application)).ok);
  assert.deepEqual((await fee())?.paidAt, clock.now());
  const events = await db.inTenant(musterstadt.id, (tx) => applications.timeline(tx, outcome.application, { kind: "tenant" }, "office"));
  assert.deepEqual(events.map(({ type }) => type), ["submitted", "paid"]);
});
test("a way of payment that the town does not allow is refused", async () => {
  assert.deepEqual((await sealed(erika(), "counter")).outcome, { kind: "refused", why: "no-payment-way" });
});
test("money for an application that is gone is reported, not swallowed", async () => {
  assert.deepEqual(await paid(newId()), { ok: false, why: "not-found" });
  const subscription = applications.subscriptions.find(({ to }) => to === "payment.confirmed");
  const application = newId();
  await subscription?.handle({ type: "payment.confirmed", id: newId(), tenant: musterstadt.id, application, purpose: "application-fee" }, { lastAttempt: false });
  assert.equal(claims.ended.at(-1), `${application} unpaid`);
});
test("a fee that a decision set completes no submission when it is paid", async () => {
  const application = await waiting(erika());
  const subscription = applications.subscriptions.find(({ to }) => to === "payment.confirmed");
  const told = (purpose: string) => subscription?.handle({ type: "payment.confirmed", id: newId(), tenant: musterstadt.id, application, purpose }, { lastAttempt: false });
  const status = async () => (await db.inTenant(musterstadt.id, (tx) => applications.view(tx, application)))?.status;
  await told(`decision:${newId()}`);
  assert.equal(await status(), "payment");
  await told("application-fee");
  assert.equal(await status(), "submitted");
});
test("who takes a transfer instead of the online payment has submitted, however often it is told, and nothing is deleted as unpaid", async () => {
  const applicant = visitor();
  const application = await waiting(applicant);
  const told = () => wayChanged(application);
  claims.way = "online";
  await told();
  assert.equal((await applications.submissionOf(own(application, applicant)))?.kind, "payment", "nothing has changed");
  claims.way = "transfer";
  await Promise.all([told(), told(), told()]);
  const shown = await applications.submissionOf(own(application, applicant));
  assert.ok(shown?.kind === "submitted" && shown.lookupCode !== undefined);
  const events = await db.inTenant(musterstadt.id, (tx) => applications.timeline(tx, application, { kind: "tenant" }, "office"));
  assert.deepEqual(events.map(({ type, data }) => [type, data["status"], data["way"]]), [["sealed", "payment", "online"], ["submitted", "submitted", "transfer"]]);
  const head = async () => db.inTenant(musterstadt.id, (tx) => applications.view(tx, application));
  assert.deepEqual((await head())?.fee, { cents: 3050, way: "transfer", paidAt: undefined });
  clock.advance(15 * 86_400_000);
  await deleteUnpaid(world.deps);
  assert.equal((await head())?.reference, shown.reference);
  assert.ok((await paid(application)).ok, "the money is marked when it comes");
  assert.deepEqual((await head())?.fee?.paidAt, clock.now());
});
test("of what is submitted another way is only noted, and what is gone, paid or owes nothing stays as it is", async () => {
  const { outcome } = await sealed(erika(), "transfer");
  assert.ok(outcome.kind === "submitted");
  const head = async () => (await db.inTenant(musterstadt.id, (tx) => applications.view(tx, outcome.application)));
  claims.way = "counter";
  await wayChanged(outcome.application);
  assert.deepEqual([(await head())?.fee?.way, (await head())?.reference, (await head())?.events], ["counter", outcome.reference, 1]);
  await paid(outcome.application);
  claims.way = "transfer";
  await wayChanged(outcome.application);
  assert.equal((await head())?.fee?.way, "counter");
  await wayChanged(newId());
  const application = await waiting(erika());
  claims.way = undefined;
  await wayChanged(application);
  assert.equal((await db.inTenant(musterstadt.id, (tx) => applications.view(tx, application)))?.status, "payment");
});
test("back from the payment the answers and files are a draft again, unless money may still come", async () => {
  const applicant = visitor();
  const application = await waiting(applicant);
  assert.deepEqual(await applications.reopenUnpaid(own(application, visitor())), { ok: false, why: "not-found" });
  claims.mayCome = true;
  assert.deepEqual(await applications.reopenUnpaid(own(application, applicant)), { ok: false, why: "payment-may-come" });
  claims.mayCome = false;
  const reopened = await applications.reopenUnpaid(own(application, applicant));
  assert.ok(reopened.ok);
  const draft = await applications.openDraft({ draft: reopened.draft, applicant });
  assert.deepEqual(draft.ok && draft.draft.answers, answers);
  assert.equal(claims.ended.at(-1), `${application} reopened`);
  assert.deepEqual(await paid(application), { ok: false, why: "not-found" });
  const again = await applications.submit({ draft: reopened.draft, tenant: musterstadt.id, applicant, confirmed: true, requestId: newId() });
  assert.equal(again.kind, "payment");
});
test("files come back with the draft and open with its key", async () => {
  const applicant = erika();
  const draft = await draftOf(world, applicant, { service: "mangel", answers: { was: "x" } });
  const added = await applications.addFile({ draft: draft.id, applicant, path: "foto", name: "foto.pdf", content: Readable.from([Buffer.from("%PDF-1.7\n%%EOF")]) });
  assert.ok(added.ok);
  const sent = await applications.submit({ draft: draft.id, tenant: draft.tenant, applicant, confirmed: true, requestId: newId() });
  assert.ok(sent.kind === "submitted");
  // Brought back into the state before the payment, because the small services have either a fee or a file.
  await db.inTenant(musterstadt.id, (tx) => tx.run(sql`update applications.application set status = 'payment', reference = null, submitted_at = null where id = ${sent.application}`));
  const reopened = await applications.reopenUnpaid(own(sent.application, applicant));
  assert.ok(reopened.ok);
  assert.ok((await applications.openDraftFile({ draft: reopened.draft, applicant, file: added.file.id })).ok);
});
test("what was paid is not reopened, and who withdraws or is refused gets a refund task", async () => {
  const applicant = erika();
  const application = await waiting(applicant);
  await paid(application);
  assert.deepEqual(await applications.reopenUnpaid(own(application, applicant)), { ok: false, why: "already-submitted" });
  await applications.withdraw({ application, access: { kind: "account", account: applicant.account ?? "" } });
  assert.equal(claims.ended.at(-1), `${application} withdrawn`);
  const second = await waiting(applicant);
  await paid(second);
  await db.inTenant(musterstadt.id, (tx) => applications.setStatus(tx, second, { status: "refused", actor: { kind: "staff", id: newId() } }));
  assert.equal(claims.ended.at(-1), `${second} refused`);
});
test("what was never paid is deleted after its term, and never while money may still come", async () => {
  const applicant = erika();
  const application = await waiting(applicant);
  const there = async () => (await db.inTenant(musterstadt.id, (tx) => applications.view(tx, application))) !== undefined;
  clock.advance(13 * 86_400_000);
  await deleteUnpaid(world.deps);
  assert.ok(await there());
  clock.advance(2 * 86_400_000);
  claims.mayCome = true;
  assert.equal(await deleteUnpaid(world.deps), 0);
  claims.mayCome = false;
  assert.ok((await deleteUnpaid(world.deps)) >= 1);
  assert.equal(await there(), false);
  const stub = await db.inTenant(musterstadt.id, (tx) => tx.rows<{ reason: string }>(sql`select reason from applications.deletion where subject_id = ${application}`));
  assert.deepEqual(stub, [{ reason: "unpaid" }]);
});
