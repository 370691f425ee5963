// own process: the world of test-parts.ts opens as it is loaded, and closes with the first file that loads it
import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { type Applicant, defaultSettings } from "./index.ts";
import { renderSummary } from "./render-summary.ts";
import { rescanFiles } from "./rescan-files.ts";
import { sweepFiles } from "./sweep-files.ts";
import { applications, invited, missing, own, partOf, send, town, world } from "./test-parts.ts";

const pdf = (words: string): string => `%PDF-1.7\n${words}\n%%EOF\n`;
const upload = (part: { readonly draft: string; readonly applicant: Applicant }, words: string, within = applications) =>
  within.addFile({ ...part, path: "nachweis", name: "nachweis.pdf", content: Readable.from([Buffer.from(pdf(words))]), network: newId() });
const rows = (application: string) => world.db.asOperator("test", (tx) => tx.rows<{ kind: string; label: string | null; hidden: boolean; owner: boolean }>(sql`select kind, label, hidden, owner_id is not null as owner from applications.file where application_id = ${application} order by created_at, id`));
const words = async (opened: Awaited<ReturnType<typeof applications.openFile>>): Promise<string> => (opened.ok ? text(opened.content) : opened.why);

test("a file of somebody else's part reaches the office and nobody else, and the office's PDF has everything", async () => {
  const mine = await own();
  const invitation = await invited(mine);
  const part = await partOf(invitation);
  assert.deepEqual(await upload(part, "MALWARE"), { ok: false, why: "malware" });
  const added = await upload(part, "Gehaltsnachweis");
  assert.ok(added.ok, JSON.stringify(added));
  assert.ok((await applications.finishPart({ ...part, confirmed: true })).ok);
  assert.deepEqual(await applications.openDraftFile({ draft: part.draft, applicant: mine.applicant, file: added.file.id }), { ok: false, why: "not-found" });
  const own1 = await applications.partDocument(part);
  assert.match(own1?.pdf.toString() ?? "", /"Einkommen","value":"geheim"[\s\S]*nachweis\.pdf/);
  assert.doesNotMatch(own1?.pdf.toString() ?? "", /Schlagloch/);
  assert.equal(await applications.partDocument({ draft: part.draft, applicant: mine.applicant }), undefined);

  const sent = await send(mine);
  assert.ok(sent.kind === "submitted", JSON.stringify(sent));
  const attached: string[] = [];
  const documents: typeof world.deps.documents = { render: (template, data, options) => { attached.push(...(options?.attachments ?? []).map(({ bytes }) => Buffer.from(bytes).toString())); return world.deps.documents.render(template, data, options); } };
  assert.equal(await renderSummary({ ...world.deps, documents }, { application: sent.application, tenant: town }), "rendered");
  assert.equal(await renderSummary(world.deps, { application: sent.application, tenant: town }), "already-there");
  assert.deepEqual(attached.map((json) => (JSON.parse(json) as { answers: { einkommen?: string } }).answers.einkommen), [undefined, "geheim"], "the data beside the applicant's copy, and beside the office's");
  assert.deepEqual((await rows(sent.application)).map(({ kind, label, hidden, owner }) => `${kind} ${label ?? ""} ${hidden ? "hidden" : ""} ${owner ? "own" : ""}`), ["upload  hidden ", "rendition ua-1  own", "rendition a-3a  own", "rendition ua-1 hidden ", "rendition a-3a hidden "]);
  const account = mine.applicant.account!;
  const office = await world.db.inTenant(town, (tx) => applications.partContent(tx, sent.application, "whole"));
  assert.deepEqual(office?.files.map(({ kind, label, name }) => `${kind} ${label ?? name}`), ["upload nachweis.pdf", "rendition ua-1", "rendition a-3a"]);
  const opened = (file: string, source: Parameters<typeof applications.openFile>[2]) => world.db.inTenant(town, (tx) => applications.openFile(tx, { application: sent.application, file }, source), { account });
  assert.equal(await words(await opened(added.file.id, { kind: "tenant" })), pdf("Gehaltsnachweis"));
  const whole = office?.files.find(({ label }) => label === "ua-1")?.id ?? "";
  assert.match(await words(await opened(whole, { kind: "tenant" })), /Schlagloch[\s\S]*"value":"geheim"[\s\S]*nachweis\.pdf/);
  for (const file of [added.file.id, whole]) {
    assert.equal(await words(await opened(file, { kind: "account" })), "not-found");
    assert.equal(await words(await opened(file, { kind: "tenant", reader: "applicant" })), "not-found");
  }
  const theirs = await world.db.asAccount(account, (tx) => applications.content(tx, sent.application, { kind: "account" }));
  assert.deepEqual(theirs?.files.map(({ kind, label }) => `${kind} ${label ?? ""}`), ["rendition ua-1", "rendition a-3a"]);
  assert.doesNotMatch(await words(await opened(theirs?.files[0]?.id ?? "", { kind: "account" })), /geheim|nachweis\.pdf/);
  assert.deepEqual((await applications.citizenCase({ application: sent.application, access: { kind: "account", account } }))?.files.length, 2);
  const to = world.beispielhausen.id;
  assert.ok((await world.db.asOperator("test", (tx) => applications.handOver(tx, { application: sent.application, from: town, to, offices: [{ part: "whole", office: "steueramt" }], actor: { kind: "staff", id: newId() }, data: {}, text: "Zuständig" }))).ok);
  assert.equal(await words(await world.db.inTenant(to, (tx) => applications.openFile(tx, { application: sent.application, file: added.file.id }, { kind: "tenant" }))), pdf("Gehaltsnachweis"));
});

test("what was handed in stays as it was, whatever is changed in the part afterwards", async () => {
  const mine = await own();
  const part = await partOf(await invited(mine));
  const first = await upload(part, "eins");
  assert.ok(first.ok && (await applications.finishPart({ ...part, confirmed: true })).ok);
  assert.ok((await applications.removeFile({ ...part, file: first.file.id })).ok);
  assert.deepEqual((await applications.partStates(part))?.map(({ changed }) => changed), [true]);
  const second = await upload(part, "zwei");
  assert.ok(second.ok);
  await sweepFiles(world.deps);
  const sent = await send(mine);
  assert.ok(sent.kind === "submitted", JSON.stringify(sent));
  const office = await world.db.inTenant(town, (tx) => applications.content(tx, sent.application, { kind: "tenant" }));
  assert.deepEqual(office?.files.map(({ id }) => id), [first.file.id]);
  await sweepFiles(world.deps);
  assert.equal((await world.db.asOperator("test", (tx) => tx.rows(sql`select from applications.file where id = ${second.file.id}`))).length, 0, "what was not handed in is swept");

  const again = await own();
  const theirs = await partOf(await invited(again));
  const [old, fresh] = [await upload(theirs, "alt"), await upload(theirs, "neu")];
  assert.ok(old.ok && fresh.ok && (await applications.finishPart({ ...theirs, confirmed: true })).ok);
  assert.ok((await applications.removeFile({ ...theirs, file: old.file.id })).ok && (await applications.finishPart({ ...theirs, confirmed: true })).ok);
  await sweepFiles(world.deps);
  assert.equal((await world.db.asOperator("test", (tx) => tx.rows(sql`select from applications.file where id = ${old.file.id}`))).length, 0, "handed in anew without it");
  assert.equal((await send(again)).kind, "submitted");
});

test("a finding after the handing in takes the part back, and the person is told by their draft", async () => {
  const mine = await own();
  const part = await partOf(await invited(mine));
  world.scanner.mode = "down";
  const added = await upload(part, "MALWARE");
  assert.ok(added.ok && added.scan === "held" && (await applications.finishPart({ ...part, confirmed: true })).ok);
  world.scanner.mode = "up";
  assert.deepEqual(await rescanFiles(world.deps), { clean: 0, found: 1 });
  assert.deepEqual(await send(mine), missing);
  assert.deepEqual(await applications.finishPart({ ...part, confirmed: true }), { ok: false, why: "not-complete", step: "zweite" });
  assert.ok((await applications.removeFile({ ...part, file: added.file.id })).ok && (await applications.finishPart({ ...part, confirmed: true })).ok);
  assert.equal((await send(mine)).kind, "submitted");
});

test("an invitation taken back takes the files along; the room for files is shared out", async () => {
  const mine = await own();
  const invitation = await invited(mine);
  const part = await partOf(invitation);
  const added = await upload(part, "weg");
  assert.ok(added.ok && (await applications.finishPart({ ...part, confirmed: true })).ok);
  assert.ok(await applications.uninvite({ draft: mine.draft.id, applicant: mine.applicant, participant: invitation.participant }));
  assert.ok((await sweepFiles(world.deps)) >= 1);
  assert.equal((await world.db.asOperator("test", (tx) => tx.rows(sql`select from applications.file where id = ${added.file.id}`))).length, 0);
  const small = world.with({ settings: { ...defaultSettings, bytesPerDraft: 40 } });
  assert.deepEqual(await upload(await partOf(await invited(await own())), "x".repeat(40), small), { ok: false, why: "budget-spent" });
});

test("where the form says so, whoever began reads the other's part after the sending", async () => {
  const mine = await own(true, "offen");
  const part = await partOf(await invited(mine));
  const added = await upload(part, "Offen");
  assert.ok(added.ok && (await applications.finishPart({ ...part, confirmed: true })).ok);
  assert.equal((await applications.openDraft({ draft: mine.draft.id, applicant: mine.applicant })).ok && (await applications.openDraftFile({ draft: mine.draft.id, applicant: mine.applicant, file: added.file.id })).ok, false, "not before");
  const sent = await send(mine);
  assert.ok(sent.kind === "submitted", JSON.stringify(sent));
  const theirs = await world.db.asAccount(mine.applicant.account!, (tx) => applications.content(tx, sent.application, { kind: "account" }));
  assert.deepEqual([theirs?.answers["einkommen"], theirs?.files.map(({ id }) => id)], ["geheim", [added.file.id]]);
  assert.equal(await words(await world.db.asAccount(mine.applicant.account!, (tx) => applications.openFile(tx, { application: sent.application, file: added.file.id }, { kind: "account" }))), pdf("Offen"));
  assert.equal(await renderSummary(world.deps, { application: sent.application, tenant: town }), "rendered");
  assert.deepEqual((await rows(sent.application)).map(({ hidden }) => hidden), [false, false, false], "one PDF is enough: it holds everything");
});
