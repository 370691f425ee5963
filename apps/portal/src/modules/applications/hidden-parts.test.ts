// own process: the world of test-parts.ts opens as it is loaded, and closes with the first file that loads it
import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { open, SealBroken } from "#platform/crypto";
import { contexts, unwrapKey } from "./keys.ts";
import { applications, invited, missing, own, partOf, send, town, world } from "./test-parts.ts";
import { visitor } from "./test-world.ts";

test("each fills in a part; the office gets both, and the sender never reads the other's", async () => {
  const mine = await own();
  assert.deepEqual(await send(mine), missing, "nobody is invited yet");
  const invitation = await invited(mine);
  const looked = await applications.takePart({ ...invitation, level: 0 });
  assert.ok(!looked.ok && looked.why === "own-part");
  assert.deepEqual(looked.own.states, [{ person: "andere", done: false, mine: true }]);
  const part = await partOf(invitation);
  assert.deepEqual(await send(mine), missing, "filled in is not handed in");
  assert.deepEqual(await applications.finishPart({ ...part, confirmed: false }), { ok: false, why: "not-confirmed" });
  assert.ok((await applications.finishPart({ ...part, confirmed: true })).ok);
  assert.deepEqual((await applications.participants({ draft: mine.draft.id, applicant: mine.applicant }))?.map(({ name, state, person }) => `${name} ${state} ${person ?? ""}`), ["Max Muster confirmed andere"]);

  const sent = await send(mine);
  assert.ok(sent.kind === "submitted", JSON.stringify(sent));
  const account = mine.applicant.account!;
  const office = await world.db.inTenant(town, (tx) => applications.content(tx, sent.application, { kind: "tenant" }));
  assert.deepEqual(office?.answers, { was: "Schlagloch", zuZweit: true, einkommen: "geheim" });
  const citizen = await world.db.asAccount(account, (tx) => applications.content(tx, sent.application, { kind: "account" }));
  assert.deepEqual(citizen?.answers, { was: "Schlagloch", zuZweit: true });
  assert.deepEqual(citizen?.together?.map(({ name }) => name), ["Max Muster"]);
  assert.equal((await applications.citizenCase({ application: sent.application, access: { kind: "account", account } }))?.content?.answers["einkommen"], undefined);
  const left = await world.db.asOperator("test", (tx) => tx.one<{ drafts: number; parts: number }>(sql`select (select count(*) from applications.draft where id in (${mine.draft.id}, ${part.draft})) as drafts, (select count(*) from applications.part_answers where draft_id = ${mine.draft.id}) as parts`));
  assert.deepEqual({ ...left }, { drafts: 0, parts: 0 });
});

test("neither can open the other's part: not by its id, not in the database, not with the own key", async () => {
  const mine = await own();
  const invitation = await invited(mine);
  const part = await partOf(invitation);
  assert.ok((await applications.finishPart({ ...part, confirmed: true })).ok);
  for (const [draft, applicant] of [[part.draft, mine.applicant], [mine.draft.id, part.applicant]] as const) {
    assert.deepEqual(await applications.openDraft({ draft, applicant }), { ok: false, why: "not-found" });
    assert.deepEqual(await applications.saveStep({ draft, applicant, step: "zweite", revision: 9, fields: new Map([["einkommen", ["0"]]]) }), { ok: false, why: "not-found" });
    const rows = await world.db.asAccount(applicant.owner, (tx) => tx.rows(sql`select id from applications.draft where id = ${draft}`));
    assert.equal(rows.length, 0);
  }
  const { owner } = mine.applicant;
  const handed = sql`select content from applications.part_answers where draft_id = ${mine.draft.id}`;
  assert.equal((await world.db.asAccount(owner, (tx) => tx.rows(handed))).length, 0, "whoever begins does not even see the sealed row");
  assert.equal((await world.db.inTenant(town, (tx) => tx.rows(handed))).length, 0, "nor does the town before it is sent");
  assert.equal((await world.db.asAccount(part.applicant.owner, (tx) => tx.rows(handed))).length, 0);
  // Even with the row in hand: the key of the draft does not open it.
  const [row] = await world.db.asOperator("test", (tx) => tx.rows<{ content: Buffer; part_id: string; wrapped_key: Buffer }>(sql`select a.content, a.part_id, d.wrapped_key from applications.part_answers a join applications.draft d on d.id = a.draft_id where a.draft_id = ${mine.draft.id}`));
  const key = await world.db.asAccount(owner, async (tx) => unwrapKey(await world.deps.accounts.accountKey(tx, owner), row!.wrapped_key, contexts.draftKey(mine.draft.id)));
  assert.throws(() => open(key, row!.content, contexts.partAnswers(row!.part_id)), SealBroken);
  assert.ok(!row!.content.includes("geheim"));
  // A part is not sent by itself, and whoever fills it in invites nobody.
  assert.deepEqual(await applications.submit({ draft: part.draft, tenant: town, applicant: part.applicant, confirmed: true, requestId: newId() }), { kind: "refused", why: "not-found" });
  assert.deepEqual(await applications.invite({ draft: part.draft, applicant: part.applicant, kind: "helper", name: "Eva", address: "eva@post.example", network: newId() }), { ok: false, why: "not-offered" });
});

test("a part cannot be slipped in by whoever begins, nor the other way round", async () => {
  const mine = await own();
  await assert.rejects(applications.saveStep({ draft: mine.draft.id, applicant: mine.applicant, step: "zweite", revision: mine.draft.revision, fields: new Map([["einkommen", ["untergeschoben"]]]) }), /no step "zweite"/);
  const saved = await applications.saveStep({ draft: mine.draft.id, applicant: mine.applicant, step: "erste", revision: mine.draft.revision, fields: new Map([["was", ["Laterne"]], ["zuZweit", ["yes"]], ["einkommen", ["untergeschoben"]]]) });
  assert.ok(saved.ok && saved.draft.answers["einkommen"] === undefined);
});

test("link and code go on with a part in another browser; two at once make one part; a wrong code opens nothing", async () => {
  const mine = await own();
  const invitation = await invited(mine);
  const [first, second] = [visitor(), visitor()];
  const both = await Promise.all([first, second].map((to) => applications.beginPart({ ...invitation, to, language: "de" })));
  assert.ok(both.every((one) => one.ok));
  assert.equal(new Set(both.map((one) => (one.ok ? one.draft : ""))).size, 1);
  const part = await partOf(invitation, "2000");
  const elsewhere = visitor();
  assert.deepEqual(await applications.beginPart({ ...invitation, to: elsewhere, language: "de" }), { ok: true, draft: part.draft, tenant: town });
  const opened = await applications.openDraft({ draft: part.draft, applicant: elsewhere });
  assert.deepEqual(opened.ok && opened.draft.answers, { einkommen: "2000" });
  assert.deepEqual(opened.ok && opened.service.form.steps.map(({ id }) => id), ["zweite"]);
  assert.equal((await applications.openDraft({ draft: part.draft, applicant: part.applicant })).ok, false, "it is in one place at a time");
  const other = await invited(await own());
  assert.deepEqual(await applications.beginPart({ ...invitation, code: other.code, to: visitor(), language: "de" }), { ok: false, why: "no-match" });
});

test("what was handed in last counts; what is incomplete is not handed in; an invitation taken back takes the part along", async () => {
  const mine = await own();
  const invitation = await invited(mine);
  const part = await partOf(invitation, "");
  const refused = await applications.finishPart({ ...part, confirmed: true });
  assert.deepEqual(refused, { ok: false, why: "not-complete", step: "zweite" });
  const save = async (text: string, revision: number) => { const saved = await applications.saveStep({ draft: part.draft, applicant: part.applicant, step: "zweite", revision, fields: new Map([["einkommen", [text]]]) }); assert.ok(saved.ok); };
  await save("eins", 99);
  assert.ok((await applications.finishPart({ ...part, confirmed: true })).ok);
  await save("zwei", 99);
  assert.ok((await applications.finishPart({ ...part, confirmed: true })).ok);
  const stored = await world.db.asOperator("test", (tx) => tx.rows(sql`select 1 from applications.part_answers where draft_id = ${mine.draft.id}`));
  assert.equal(stored.length, 1);
  assert.equal(await applications.uninvite({ draft: mine.draft.id, applicant: mine.applicant, participant: invitation.participant }), true);
  assert.deepEqual(await send(mine), missing);
  assert.equal((await applications.openDraft({ draft: part.draft, applicant: part.applicant })).ok, false);
  assert.ok(await invited(mine));
});

test("who need not take part is not waited for, and whose answers count no more are not sent", async () => {
  const mine = await own();
  const part = await partOf(await invited(mine));
  assert.ok((await applications.finishPart({ ...part, confirmed: true })).ok);
  const saved = await applications.saveStep({ draft: mine.draft.id, applicant: mine.applicant, step: "erste", revision: mine.draft.revision, fields: new Map([["was", ["Schlagloch"]], ["zuZweit", ["no"]]]) });
  assert.ok(saved.ok);
  const sent = await send(mine);
  assert.ok(sent.kind === "submitted", JSON.stringify(sent));
  const office = await world.db.inTenant(town, (tx) => applications.content(tx, sent.application, { kind: "tenant" }));
  assert.deepEqual(office?.answers, { was: "Schlagloch", zuZweit: false });
});

test("handed over to another town, that town reads what others said and the old one does not", async () => {
  const mine = await own();
  const part = await partOf(await invited(mine));
  assert.ok((await applications.finishPart({ ...part, confirmed: true })).ok);
  const sent = await send(mine);
  assert.ok(sent.kind === "submitted");
  const to = world.beispielhausen.id;
  const given = await world.db.asOperator("test", (tx) => applications.handOver(tx, { application: sent.application, from: town, to, offices: [{ part: "whole", office: "steueramt" }], actor: { kind: "staff", id: newId() }, data: {}, text: "Zuständig" }));
  assert.ok(given.ok, JSON.stringify(given));
  const there = await world.db.inTenant(to, (tx) => applications.content(tx, sent.application, { kind: "tenant" }));
  assert.equal(there?.answers["einkommen"], "geheim");
  assert.equal(await world.db.inTenant(town, (tx) => applications.content(tx, sent.application, { kind: "tenant" })), undefined);
});
