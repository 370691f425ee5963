import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { test } from "node:test";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { type DecisionDraft, decisionPage, type PrepareDecision } from "./index.ts";
import { answersWorld } from "./testing/world.ts";

const world = await answersWorld();
const { answers, db, clock, musterstadt, beispielhausen } = world;
const sabine = { kind: "staff", id: newId(), office: "steueramt" } as const;
const grant: DecisionDraft = { kind: "grant", subject: "Ihr Hund ist angemeldet", paragraphs: ["Wir haben Ihren Hund angemeldet."], amounts: [], conditions: [], reasons: [] };
const remedy = { kind: "klage", where: "Verwaltungsgericht Musterstadt, Gerichtsweg 1, 00101 Musterstadt", months: 1 } as const;
const refusal: DecisionDraft = { ...grant, kind: "refusal", reasons: ["Der Hund ist schon angemeldet."], remedy };

function given(application: string, changes: Partial<PrepareDecision> = {}): PrepareDecision {
  return { tenant: musterstadt.id, application, office: "steueramt", actor: sabine, draft: grant, signatory: { name: "Sabine Steuer", role: "Steueramt" }, way: "mailbox", ...changes };
}
async function decided(application: string, changes: Partial<PrepareDecision> = {}) {
  const outcome = await answers.prepare(given(application, changes));
  assert.ok(outcome.ok, JSON.stringify(outcome));
  const done = await answers.inCase(musterstadt.id, application, (tx) => answers.decide(tx, outcome.prepared, { final: true }));
  assert.ok(done?.ok, JSON.stringify(done));
  return done.decision;
}
const now = (id: string) => db.inTenant(musterstadt.id, async (tx) => (await answers.decisionContent(tx, id))?.decision);
const evidence = (id: string) => db.inTenant(musterstadt.id, async (tx) => (await answers.evidence(tx, id)).map(({ kind }) => kind));
const tell = (name: string, event: Record<string, string>) => answers.subscriptions.find((one) => one.name === name)?.handle({ type: "", id: newId(), ...event });
const runTerms = () => answers.jobs["answers.terms"]();
async function consenting(level: 1 | 3 = 3) {
  const account = newId();
  const { application } = await world.submitted({ account, level });
  assert.deepEqual(await answers.setConsent({ application, account, agreed: true }), { ok: true });
  return { account, application };
}

test("without consent, account or level a decision has to go by post, and the reasons are said", async () => {
  const visitor = await world.submitted();
  assert.deepEqual(await answers.prepare(given(visitor.application)), { ok: false, why: "post-needed", reasons: ["no-account"] });
  const account = newId();
  const { application } = await world.submitted({ account, level: 1 });
  assert.deepEqual(await answers.prepare(given(application, { minimumLevel: 3 })), { ok: false, why: "post-needed", reasons: ["no-consent", "level-unreachable"] });
  await answers.setConsent({ application, account, agreed: true });
  await answers.setConsent({ application, account, agreed: false });
  world.notices.delete(account);
  assert.deepEqual(await answers.prepare(given(application)), { ok: false, why: "post-needed", reasons: ["consent-withdrawn", "no-notice-address"] });
});
test("only the account itself consents, and what it said before stays on record", async () => {
  const { application, account } = await consenting();
  assert.deepEqual(await answers.setConsent({ application, account: newId(), agreed: true }), { ok: false, why: "not-found" });
  await answers.setConsent({ application, account, agreed: true });
  clock.advance(1000);
  await answers.setConsent({ application, account, agreed: false });
  const rows = await db.asAccount(account, (tx) => tx.rows<{ given: boolean }>(sql`select given from answers.consent where application_id = ${application} order by at`));
  assert.deepEqual(rows.map((row) => row.given), [true, false]);
  await assert.rejects(db.asAccount(account, (tx) => tx.run(sql`delete from answers.consent`)), /permission denied/);
});
test("a consent that is withdrawn between preparing and leaving stops the decision, and nothing is half there", async () => {
  const { application, account } = await consenting();
  const outcome = await answers.prepare(given(application));
  assert.ok(outcome.ok);
  clock.advance(1000);
  await answers.setConsent({ application, account, agreed: false });
  const done = await answers.inCase(musterstadt.id, application, (tx) => answers.decide(tx, outcome.prepared, { final: true }));
  assert.deepEqual(done, { ok: false, why: "post-needed", reasons: ["consent-withdrawn"] });
  await answers.discard(outcome.prepared);
  assert.equal(await world.files.exists(outcome.prepared.letter.storeKey), false);
  assert.equal((await db.inTenant(musterstadt.id, (tx) => world.applications.view(tx, application)))?.status, "submitted");
});
test("a refusal without reasons and instruction is refused with the list of what is missing", async () => {
  const { application } = await consenting();
  const outcome = await answers.prepare(given(application, { draft: { ...grant, kind: "refusal" } }));
  assert.deepEqual(outcome, { ok: false, why: "incomplete", missing: ["reasons", "remedy-kind", "remedy-where", "remedy-deadline"] });
  assert.deepEqual(await answers.prepare(given(application, { way: "post" })), { ok: false, why: "incomplete", missing: ["addressee"] });
});
test("a decision in the own mailbox is notified on the day after its retrieval", async () => {
  clock.set(new Date("2026-03-02T09:00:00Z"));
  const { application, account } = await consenting();
  const decision = await decided(application, { draft: refusal });
  assert.equal(decision.state, "provided");
  assert.equal(decision.notifiedOn, undefined);
  const message = world.delivered.at(-1);
  assert.equal(message?.account, account);
  assert.equal(message.minimumLevel, 3);
  assert.match(message.html ?? "", /Rechtsbehelfsbelehrung/);
  assert.deepEqual(message.files.map(({ type }) => type), ["application/pdf"]);
  assert.equal((await db.inTenant(musterstadt.id, (tx) => world.applications.view(tx, application)))?.status, "refused");

  await tell("answers.noticed", { tenant: musterstadt.id, decision: decision.id, at: "2026-03-02T09:01:00Z" });
  assert.equal((await now(decision.id))?.retrievableUntil, "2026-03-12");
  await tell("answers.opened", { tenant: musterstadt.id, decision: decision.id, at: "2026-03-05T22:59:00Z" });
  await tell("answers.opened", { tenant: musterstadt.id, decision: decision.id, at: "2026-03-09T08:00:00Z" });
  const read = await now(decision.id);
  assert.equal(read?.notifiedOn, "2026-03-06");
  assert.equal(read.remedyUntil, "2026-04-07", "6 April is Easter Monday");
  clock.set(new Date("2026-03-06T02:00:00Z"));
  await runTerms();
  await runTerms();
  assert.equal((await now(decision.id))?.state, "notified");
  assert.deepEqual(await evidence(decision.id), ["provided", "noticed", "retrieved", "notified"]);
});
test("what nobody retrieves within ten days after the notice ends as not notified", async () => {
  clock.set(new Date("2026-03-02T09:00:00Z"));
  const { application } = await consenting();
  const decision = await decided(application);
  await tell("answers.noticed", { tenant: musterstadt.id, decision: decision.id, at: "2026-03-02T22:30:00Z" });
  clock.set(new Date("2026-03-12T22:00:00Z"));
  await runTerms();
  assert.equal((await now(decision.id))?.state, "provided", "the tenth day is not over");
  clock.set(new Date("2026-03-13T00:25:00Z"));
  await runTerms();
  const ended = await now(decision.id);
  assert.equal(ended?.state, "lapsed");
  assert.equal(ended.notifiedOn, undefined);
  assert.ok(world.ended.includes(decision.message ?? ""));
  const jobs = await jobsOf("decision.lapsed", decision.id);
  assert.equal(jobs, 1);

  await tell("answers.opened", { tenant: musterstadt.id, decision: decision.id, at: "2026-03-14T09:00:00Z" });
  assert.equal((await now(decision.id))?.state, "lapsed", "too late");
  const repeated = await decided(application, { replaces: decision.id, way: "post", addressee: ["Erika Beispiel", "Lindenweg 7", "00101 Musterstadt"] });
  assert.equal(repeated.state, "to-post");
  assert.equal((await now(decision.id))?.state, "replaced");
});
test("a retrieval on the last evening counts although the worker came to it after midnight", async () => {
  clock.set(new Date("2026-03-02T09:00:00Z"));
  const { application } = await consenting();
  const decision = await decided(application);
  await tell("answers.noticed", { tenant: musterstadt.id, decision: decision.id, at: "2026-03-02T10:00:00Z" });
  clock.set(new Date("2026-03-13T00:25:00Z"));
  await runTerms();
  await tell("answers.retrieved", { tenant: musterstadt.id, decision: decision.id, at: "2026-03-12T22:50:00Z" });
  const read = await now(decision.id);
  assert.equal(read?.state, "provided");
  assert.equal(read.notifiedOn, "2026-03-13");
});
test("a letter counts from the recorded day of posting, and the day must be possible", async () => {
  clock.set(new Date("2026-03-03T09:00:00Z"));
  const { application } = await world.submitted();
  const letter = await decided(application, { draft: refusal, way: "post", addressee: ["Erika Beispiel", "Lindenweg 7", "00101 Musterstadt"] });
  assert.equal(letter.state, "to-post");
  assert.equal(world.delivered.some((message) => message.decision === letter.id), false);
  const post = (day: string) => db.inTenant(musterstadt.id, (tx) => answers.recordPosting(tx, { decision: letter.id, tenant: musterstadt.id, day, actor: sabine }));
  for (const day of ["2026-03-02", "2026-03-04", "2026-02-30", "gestern"]) assert.deepEqual(await post(day), { ok: false, why: "day-wrong" }, day);
  const posted = await post("2026-03-03");
  assert.ok(posted.ok);
  // Dog tax is a levy: the fourth day is a Saturday and moves to Monday.
  assert.equal(posted.decision.notifiedOn, "2026-03-09");
  assert.equal(posted.decision.remedyUntil, "2026-04-09");
  assert.deepEqual(await post("2026-03-03"), { ok: false, why: "not-waiting-for-post" });
  assert.deepEqual(await evidence(letter.id), ["printed", "posted"]);
});
test("an uploaded PDF needs the same words; what is no PDF or holds malware is not kept", async () => {
  const { application } = await consenting();
  const upload = (text: string, draft = grant) => answers.prepare(given(application, { draft, pdf: Readable.from([Buffer.from(text)]) }));
  assert.deepEqual(await upload("<html>"), { ok: false, why: "pdf-not-a-pdf" });
  assert.deepEqual(await upload(""), { ok: false, why: "pdf-empty" });
  assert.deepEqual(await upload("%PDF-1.7 MALWARE"), { ok: false, why: "pdf-malware" });
  assert.equal((await upload("%PDF-1.7 x", { ...grant, kind: "partial" })).ok, false);
  const outcome = await upload("%PDF-1.7 der unterschriebene Bescheid");
  assert.ok(outcome.ok);
  const done = await answers.inCase(musterstadt.id, application, (tx) => answers.decide(tx, outcome.prepared, { final: true }));
  assert.ok(done?.ok);
  const file = await db.inTenant(musterstadt.id, (tx) => answers.decisionFile(tx, done.decision.id, "letter"));
  assert.ok(file);
  const parts: Buffer[] = [];
  for await (const part of file as AsyncIterable<Buffer>) parts.push(part);
  assert.equal(Buffer.concat(parts).toString(), "%PDF-1.7 der unterschriebene Bescheid");
  assert.equal((await db.inTenant(musterstadt.id, (tx) => answers.decisionContent(tx, done.decision.id)))?.content.paragraphs[0], "Wir haben Ihren Hund angemeldet.");
});
test("a program may grant and never refuse", async () => {
  const { application } = await consenting();
  const outcome = await answers.prepare(given(application, { draft: refusal, actor: { kind: "system", what: "automation" } }));
  assert.ok(outcome.ok);
  assert.deepEqual(await answers.inCase(musterstadt.id, application, (tx) => answers.decide(tx, outcome.prepared, { final: true })), { ok: false, why: "automatic-refusal" });
});
test("a fee set in a decision becomes a claim once", async () => {
  const { application } = await consenting();
  await decided(application, { draft: { ...grant, kind: "fee", amounts: [{ label: "Gebühr", cents: 1250 }], reasons: ["Gebührensatzung"], remedy } });
  assert.deepEqual(world.claims.filter((claim) => claim.application === application).map(({ cents }) => cents), [1250]);
  assert.equal((await db.inTenant(musterstadt.id, (tx) => world.applications.view(tx, application)))?.status, "submitted", "a fee alone decides nothing");
});
test("a fee names how it is paid, to somebody without account by letter too, and repeated it names the same", async () => {
  const fee: DecisionDraft = { ...grant, kind: "fee", amounts: [{ label: "Gebühr", cents: 1250 }], reasons: ["Gebührensatzung"], remedy };
  const contentOf = async (id: string) => (await db.inTenant(musterstadt.id, (tx) => answers.decisionContent(tx, id)))?.content;
  const { application } = await consenting();
  const first = await decided(application, { draft: fee });
  assert.equal(world.claims.find((claim) => claim.application === application)?.reference, "10000000007", "the claim has the Kassenzeichen that the decision names");
  const page = decisionPage((await contentOf(first.id))!).toString();
  for (const words of ["So bezahlen Sie", "Kassenzeichen ist 10000000007", "unter »Meine Vorgänge«", "Überweisung an Stadtkasse Musterstadt", "IBAN DE02 1203 0000 0000 2020 51", "an der Kasse"]) assert.ok(page.includes(words), words);
  await tell("answers.not-noticed", { tenant: musterstadt.id, decision: first.id, at: "2026-03-02T10:00:00Z", reason: "rejected" });
  const claimed = world.claims.length;
  const post = { way: "post", addressee: ["Erika Beispiel", "Lindenweg 7"], replaces: first.id } as const;
  assert.deepEqual((await contentOf((await decided(application, { draft: fee, ...post })).id))?.payment, (await contentOf(first.id))?.payment);
  assert.equal(world.claims.length, claimed, "nothing is owed twice");
  for (const draft of [{ ...fee, amounts: [{ label: "Gebühr", cents: 9999 }] }, grant]) assert.deepEqual(await answers.prepare(given(application, { draft, ...post })), { ok: false, why: "fee-differs" });
  const stranger = await world.submitted();
  const letter = await contentOf((await decided(stranger.application, { draft: fee, way: "post", addressee: ["Erika Beispiel", "Lindenweg 7"] })).id);
  assert.ok(letter && !decisionPage(letter).toString().includes("Meine Vorgänge") && decisionPage(letter).toString().includes("Überweisung"), "nobody without account is sent to one");
  assert.equal((await contentOf((await decided((await consenting()).application, { draft: grant })).id))?.payment, undefined);
});
test("where one office granted and another refused, the application counts as decided", async () => {
  const { application } = await consenting();
  const first = await answers.prepare(given(application));
  assert.ok(first.ok);
  await answers.inCase(musterstadt.id, application, (tx) => answers.decide(tx, first.prepared, { final: false }));
  assert.equal((await db.inTenant(musterstadt.id, (tx) => world.applications.view(tx, application)))?.status, "submitted");
  await decided(application, { office: "ordnungsamt", draft: refusal });
  assert.equal((await db.inTenant(musterstadt.id, (tx) => world.applications.view(tx, application)))?.status, "decided");
});
test("a decided application is not decided again", async () => {
  const { application } = await consenting();
  await decided(application);
  const again = await answers.prepare(given(application));
  assert.ok(again.ok);
  assert.deepEqual(await answers.inCase(musterstadt.id, application, (tx) => answers.decide(tx, again.prepared, { final: true })), { ok: false, why: "not-allowed", from: "decided" });
});
test("a deleted account cannot retrieve any more: its unread decisions end as not notified", async () => {
  const { application, account } = await consenting();
  const decision = await decided(application);
  await tell("answers.account-deleted", { account });
  assert.equal((await now(decision.id))?.state, "lapsed");
});
test("a notice that could not be sent is told to the office, which may then repeat by post; what was read meanwhile counts", async () => {
  clock.set(new Date("2026-03-02T09:00:00Z"));
  const { application } = await consenting();
  const decision = await decided(application);
  for (let i = 0; i < 2; i += 1) await tell("answers.not-noticed", { tenant: musterstadt.id, decision: decision.id, at: "2026-03-02T10:00:00Z", reason: "rejected" });
  assert.deepEqual(await evidence(decision.id), ["provided", "not-noticed"]);
  assert.equal(await jobsOf("decision.not-noticed", decision.id), 1);
  const repeated = await decided(application, { replaces: decision.id, way: "post", addressee: ["Erika Beispiel", "Lindenweg 7"] });
  assert.equal(repeated.state, "to-post");
  assert.equal((await now(decision.id))?.state, "replaced");
  assert.ok(world.ended.includes(decision.message ?? ""));

  const other = await decided((await consenting()).application);
  await tell("answers.opened", { tenant: musterstadt.id, decision: other.id, at: "2026-03-02T11:00:00Z" });
  await tell("answers.not-noticed", { tenant: musterstadt.id, decision: other.id, at: "2026-03-02T12:00:00Z" });
  assert.equal((await now(other.id))?.notifiedOn, "2026-03-03");
  assert.deepEqual(await evidence(other.id), ["provided", "retrieved"]);
});
test("answers go with their application and not before; the person's own copy keeps its file", async () => {
  const { application } = await consenting();
  const decision = await decided(application);
  const letter = await world.submitted();
  const printed = await decided(letter.application, { way: "post", addressee: ["Erika Beispiel", "Lindenweg 7"] });
  const keys = await db.asOperator("test", (tx) => tx.rows<{ id: string; store_key: string }>(sql`select id, store_key from answers.decision where id in (${decision.id}, ${printed.id})`));
  await answers.jobs["answers.forget"]();
  assert.deepEqual(await evidence(decision.id), ["provided"]);
  await db.asOperator("test", async (tx) => {
    for (const id of [application, letter.application]) {
      for (const statement of [sql`delete from applications.search_word where application_id = ${id}`, sql`delete from applications.part where application_id = ${id}`, sql`delete from applications.event where application_id = ${id}`, sql`delete from applications.application where id = ${id}`]) await tx.run(statement);
    }
  });
  await answers.jobs["answers.forget"]();
  assert.deepEqual(await evidence(decision.id), []);
  assert.equal(await now(decision.id), undefined);
  assert.equal(await world.files.exists(keys.find(({ id }) => id === decision.id)?.store_key ?? ""), true);
  assert.equal(await world.files.exists(keys.find(({ id }) => id === printed.id)?.store_key ?? ""), false);
  await assert.rejects(db.inTenant(musterstadt.id, (tx) => tx.rows(sql`select file from answers.forget(${[application]}::uuid[])`)), /only housekeeping/);
});
test("another town sees neither decisions nor evidence nor consent, and cannot write them", async () => {
  const { application } = await consenting();
  const decision = await decided(application);
  await db.inTenant(beispielhausen.id, async (tx) => {
    assert.equal(await answers.decisionContent(tx, decision.id), undefined);
    assert.deepEqual(await answers.evidence(tx, decision.id), []);
    assert.equal(await answers.consent(tx, application), undefined);
    assert.deepEqual(await answers.recordPosting(tx, { decision: decision.id, tenant: beispielhausen.id, day: "2026-03-03", actor: sabine }), { ok: false, why: "not-found" });
  });
  assert.deepEqual(await answers.prepare(given(application, { tenant: beispielhausen.id })), { ok: false, why: "not-found" });
  await assert.rejects(db.inTenant(beispielhausen.id, (tx) => tx.run(sql`insert into answers.consent values (${newId()}, ${musterstadt.id}, ${application}, ${newId()}, true, now())`)), /row-level security/);
});
test("evidence cannot be changed or deleted", async () => {
  for (const statement of [sql`update answers.evidence set kind = 'lapsed'`, sql`delete from answers.evidence`]) {
    await assert.rejects(db.asOperator("test", (tx) => tx.run(statement)), /permission denied/);
  }
});

async function jobsOf(type: string, decision: string): Promise<number> {
  const pg = await import("pg");
  const admin = new pg.default.Client({ connectionString: world.t.adminUrl });
  await admin.connect();
  const { rows } = await admin.query<{ count: number }>("select count(*)::int as count from graphile_worker._private_jobs where payload->>'type' = $1 and payload->>'decision' = $2", [type, decision]);
  await admin.end();
  return rows[0]?.count ?? 0;
}
