// own process: the world of test-parts.ts opens as it is loaded, and closes with the first file that loads it
import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import type { AccountPiece } from "./index.ts";
import { applications, confirmer, invited, own, partOf, send, town, world } from "./test-parts.ts";
import { erika, visitor } from "./test-world.ts";

const { claims, db } = world;
const pdf = "%PDF-1.7\nGehaltsnachweis\n%%EOF\n";
const paid = (application: string) => db.inTenant(town, (tx) => applications.completePaid(tx, application));
const kept = (application: string) => db.asOperator("test", (tx) => tx.rows<{ kind: string; person: string | null; secrets: boolean }>(sql`select kind, person,
  num_nonnulls(draft_id, draft_key, name, confirmed_hash, part_content, part_files, file_keys) > 0 as secrets from applications.participation where application_id = ${application} order by id`));

test("after the sending whoever handed in a part sees number, state, who is done and their own answers, with link and code", async () => {
  const mine = await own();
  const invitation = await invited(mine);
  const part = await partOf(invitation);
  assert.ok((await applications.finishPart({ ...part, confirmed: true })).ok);
  const sent = await send(mine);
  assert.ok(sent.kind === "submitted");
  const seen = await applications.takePart({ ...invitation, level: 0 });
  assert.ok(!seen.ok && seen.why === "sent");
  assert.deepEqual([seen.sent.reference, seen.sent.status, seen.sent.own?.answers], [sent.reference, "submitted", { einkommen: "geheim" }]);
  assert.deepEqual(seen.sent.people.map(({ person, mine: me, at }) => [person, me, at !== undefined]), [["andere", true, true]]);
  assert.ok(!JSON.stringify(seen).includes("Schlagloch"), "of the sender no answer");
  assert.deepEqual(await applications.beginPart({ ...invitation, to: visitor(), language: "de" }), { ok: false, why: "sent" });
  assert.deepEqual(await applications.confirmPart({ ...invitation, level: 0 }), seen, "a page of before the sending changes nothing");
  const wrong = await invited(await own());
  assert.deepEqual(await applications.takePart({ ...invitation, code: wrong.code, level: 4 }), { ok: false, why: "no-match" });
  await db.inTenant(town, (tx) => applications.setStatus(tx, sent.application, { status: "in-progress", actor: { kind: "staff", id: newId() } }));
  const later = await applications.takePart({ ...invitation, level: 0 });
  assert.ok(!later.ok && later.why === "sent" && later.sent.status === "in-progress");
  assert.deepEqual(await kept(sent.application), [{ kind: "co-applicant", person: "andere", secrets: false }]);
});

test("with an account it stands in their list, is read with no lower sign-in than it was handed in with, and by nobody else", async () => {
  const mine = await own();
  const max = erika(3);
  const part = await partOf(await invited(mine), "geheim", max);
  assert.ok((await applications.finishPart({ ...part, confirmed: true })).ok);
  const sent = await send(mine);
  assert.ok(sent.kind === "submitted");
  const account = max.account!;
  const [listed, ...more] = await applications.participationsOf(account);
  assert.deepEqual([listed?.reference, listed?.service, more], [sent.reference, "zuzweit", []]);
  const id = listed!.id;
  assert.deepEqual((await applications.participation({ id, account, level: 3 }))?.own?.answers, { einkommen: "geheim" });
  assert.equal((await applications.participation({ id, account, level: 1 }))?.own, undefined);
  assert.equal(await applications.participation({ id, account: mine.applicant.account!, level: 4 }), undefined, "the sender has no way to it");
  assert.equal(await applications.participation({ id: newId(), account, level: 4 }), undefined);
  assert.equal(await applications.participation({ id: "unsinn", account, level: 4 }), undefined);
  const pieces: AccountPiece[] = [];
  for await (const piece of applications.exportForAccount({ owner: account, account, level: 3 })) pieces.push(piece);
  assert.deepEqual(pieces.map((piece) => "participation" in piece && piece.own?.answers), [{ einkommen: "geheim" }], "part of what the account is told of itself");
  await applications.deleteAccountSide(account);
  assert.deepEqual(await applications.participationsOf(account), []);
});

test("a part that is taken into an account after it was handed in stands in the list of that account", async () => {
  const mine = await own();
  const invitation = await invited(mine);
  const part = await partOf(invitation);
  assert.ok((await applications.finishPart({ ...part, confirmed: true })).ok);
  const max = erika(1);
  assert.ok((await applications.adoptDraft({ draft: part.draft, from: part.applicant, to: max })).ok);
  assert.equal((await send(mine)).kind, "submitted");
  const [listed] = await applications.participationsOf(max.account!);
  assert.deepEqual((await applications.participation({ id: listed!.id, account: max.account!, level: 1 }))?.own?.answers, { einkommen: "geheim" });
});

test("the town opens none of it, and a row alone opens nothing", async () => {
  const mine = await own();
  const part = await partOf(await invited(mine));
  assert.ok((await applications.finishPart({ ...part, confirmed: true })).ok);
  const sent = await send(mine);
  assert.ok(sent.kind === "submitted");
  const [row] = await db.inTenant(town, (tx) => tx.rows<{ own: Buffer }>(sql`select own from applications.participation where application_id = ${sent.application}`));
  assert.ok(row && !row.own.includes("geheim"));
  assert.equal((await db.asAccount(mine.applicant.owner, (tx) => tx.rows(sql`select 1 from applications.participation where application_id = ${sent.application}`))).length, 0);
  assert.equal((await db.inTenant(world.beispielhausen.id, (tx) => tx.rows(sql`select 1 from applications.participation where application_id = ${sent.application}`))).length, 0);
});

async function waitsForFee() {
  const mine = await own(true, "kostet");
  const invitation = await invited(mine);
  const part = await partOf(invitation);
  const added = await applications.addFile({ ...part, path: "nachweis", name: "nachweis.pdf", content: Readable.from([Buffer.from(pdf)]), network: newId() });
  assert.ok(added.ok, JSON.stringify(added));
  assert.ok((await applications.finishPart({ ...part, confirmed: true })).ok);
  const moni = await confirmer(mine);
  assert.ok((await applications.confirmPart(moni)).ok);
  const sent = await send(mine);
  assert.ok(sent.kind === "payment", JSON.stringify(sent));
  return { mine, invitation, part, moni, file: added.file.id, application: sent.application };
}
const states = async ({ draft, applicant }: Awaited<ReturnType<typeof own>>) => (await applications.participants({ draft: draft.id, applicant }))?.map(({ name, state }) => `${name} ${state}`);

test("back from an unfinished payment nobody is invited again: confirmations and parts count as long as nothing is changed", async () => {
  const { mine, invitation, moni, file, application } = await waitsForFee();
  const waiting = await applications.takePart({ ...invitation, level: 0 });
  assert.ok(!waiting.ok && waiting.why === "sent" && waiting.sent.reference === undefined && waiting.sent.status === "payment");
  const reopened = await applications.reopenUnpaid({ application, tenant: town, applicant: mine.applicant });
  assert.deepEqual(reopened, { ok: true, draft: mine.draft.id }, "the same draft, because links and confirmations belong to it");
  assert.deepEqual(await states(mine), ["Max Muster confirmed", "Moni Muster confirmed"]);
  const again = await send(mine);
  assert.ok(again.kind === "payment", JSON.stringify(again));
  assert.ok((await paid(again.application)).ok);
  const office = await db.inTenant(town, (tx) => applications.content(tx, again.application, { kind: "tenant" }));
  assert.deepEqual([office?.answers["einkommen"], office?.together?.map(({ name }) => name)], ["geheim", ["Max Muster", "Moni Muster"]]);
  const opened = await db.inTenant(town, (tx) => applications.openFile(tx, { application: again.application, file }, { kind: "tenant" }));
  assert.equal(opened.ok && await text(opened.content), pdf, "the file of the part is there and opens");
  const seen = await applications.takePart(moni);
  assert.ok(!seen.ok && seen.why === "sent" && seen.sent.reference !== undefined);
  assert.deepEqual((await kept(again.application)).map(({ secrets }) => secrets), [false, false], "nothing is kept for a way back that there is no more");
});

test("whoever changed something after the unfinished payment is told whose confirmation is needed anew, and only that one", async () => {
  const { mine, moni, application } = await waitsForFee();
  assert.ok((await applications.reopenUnpaid({ application, tenant: town, applicant: mine.applicant })).ok);
  const saved = await applications.saveStep({ draft: mine.draft.id, applicant: mine.applicant, step: "erste", revision: 99, fields: new Map([["was", ["Laterne"]], ["zuZweit", ["yes"]]]) });
  assert.ok(saved.ok);
  assert.deepEqual(await states(mine), ["Max Muster confirmed", "Moni Muster outdated"]);
  const refused = await send(mine);
  assert.deepEqual(refused.kind === "problems" && refused.problems.map(({ path }) => path), ["together"]);
  const read = await applications.takePart(moni);
  assert.ok(read.ok && read.part.participant.state === "outdated");
  assert.equal(read.part.answers?.["was"], "Laterne", "the link and the code of before still lead there");
  assert.ok((await applications.confirmPart(moni)).ok);
  assert.equal((await send(mine)).kind, "payment");
});

test("the other changes their part after the unfinished payment: link and code lead back into it, with what was handed in", async () => {
  const { mine, invitation, application } = await waitsForFee();
  assert.ok((await applications.reopenUnpaid({ application, tenant: town, applicant: mine.applicant })).ok);
  const elsewhere = visitor();
  const begun = await applications.beginPart({ ...invitation, to: elsewhere, language: "de" });
  assert.ok(begun.ok);
  const opened = await applications.openDraft({ draft: begun.draft, applicant: elsewhere });
  assert.ok(opened.ok && opened.draft.answers["einkommen"] === "geheim");
  const file = (opened.draft.answers["nachweis"] as readonly { id: string }[])[0]?.id ?? "";
  assert.ok((await applications.openDraftFile({ draft: begun.draft, applicant: elsewhere, file })).ok);
  assert.ok((await applications.saveStep({ draft: begun.draft, applicant: elsewhere, step: "zweite", revision: 99, fields: new Map([["einkommen", ["weniger"]]]) })).ok);
  assert.ok((await applications.finishPart({ draft: begun.draft, applicant: elsewhere, confirmed: true })).ok);
  const again = await send(mine);
  assert.ok(again.kind === "payment");
  assert.ok((await paid(again.application)).ok);
  assert.equal((await db.inTenant(town, (tx) => applications.content(tx, again.application, { kind: "tenant" })))?.answers["einkommen"], "weniger");
});

test("while money may still come nothing is brought back, and a stranger brings nothing back", async () => {
  const { mine, application } = await waitsForFee();
  assert.deepEqual(await applications.reopenUnpaid({ application, tenant: town, applicant: erika(4) }), { ok: false, why: "not-found" });
  assert.deepEqual(await applications.reopenUnpaid({ application, tenant: world.beispielhausen.id, applicant: mine.applicant }), { ok: false, why: "not-found" });
  claims.mayCome = true;
  assert.deepEqual(await applications.reopenUnpaid({ application, tenant: town, applicant: mine.applicant }), { ok: false, why: "payment-may-come" });
  claims.mayCome = false;
  assert.equal((await applications.takePart({ ...(await invited(await own())), level: 0 })).ok, false);
});
