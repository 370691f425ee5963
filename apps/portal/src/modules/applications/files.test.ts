import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { type Applicant, defaultSettings } from "./index.ts";
import { rescanFiles } from "./rescan-files.ts";
import { sweepFiles } from "./sweep-files.ts";
import { dogAnswers, draftOf, erika, submitted, testWorld, visitor } from "./test-world.ts";

const world = await testWorld();
const { applications, musterstadt, beispielhausen, clock, db, scanner } = world;
const pdf = (words: string): string => `%PDF-1.7\n${words}\n%%EOF\n`;
const add = (draft: { readonly id: string }, applicant: Applicant, content: string | Buffer, name = "nachweis.pdf", path = "hund.nachweis", within = applications) =>
  within.addFile({ draft: draft.id, applicant, path, name, content: Readable.from([Buffer.from(content)]), network: "192.0.2.1" });
function bytesOnDisk(folder = world.folder): Buffer[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? bytesOnDisk(path) : [readFileSync(path)];
  });
}

test("an upload lies sealed in the store, opens for its owner and goes along with the submission", async () => {
  const applicant = visitor();
  const draft = await draftOf(world, applicant);
  const added = await add(draft, applicant, pdf("Sachkundenachweis von Waldi"));
  assert.ok(added.ok && added.scan === "clean", JSON.stringify(added));
  assert.equal(added.file.type, "application/pdf");
  assert.ok(bytesOnDisk().every((bytes) => !bytes.includes("Sachkundenachweis")));
  const own = await applications.openDraftFile({ draft: draft.id, applicant, file: added.file.id });
  assert.ok(own.ok && (await text(own.content)) === pdf("Sachkundenachweis von Waldi"));
  assert.deepEqual(await applications.openDraftFile({ draft: draft.id, applicant: visitor(), file: added.file.id }), { ok: false, why: "not-found" });

  const outcome = await applications.submit({ draft: draft.id, tenant: draft.tenant, applicant, confirmed: true, requestId: newId() });
  assert.ok(outcome.kind === "submitted");
  const given = { application: outcome.application, file: added.file.id };
  const office = await db.inTenant(musterstadt.id, (tx) => applications.openFile(tx, given, { kind: "tenant" }));
  assert.ok(office.ok && (await text(office.content)) === pdf("Sachkundenachweis von Waldi"));
  assert.deepEqual(await db.inTenant(beispielhausen.id, (tx) => applications.openFile(tx, given, { kind: "tenant" })), { ok: false, why: "not-found" });
  assert.deepEqual(await db.inTenant(musterstadt.id, async (tx) => (await applications.partContent(tx, outcome.application, "steuer"))?.files), []);
});
test("a file is refused by its content, its name and its size, and leaves nothing behind", async () => {
  const applicant = erika();
  const draft = await draftOf(world, applicant);
  const before = bytesOnDisk().length;
  const why = async (outcome: ReturnType<typeof add>): Promise<string> => { const { ok, ...rest } = await outcome; return ok ? "accepted" : "why" in rest ? rest.why : ""; };
  assert.equal(await why(add(draft, applicant, "")), "empty");
  assert.equal(await why(add(draft, applicant, "<html><script>alert(1)</script></html>")), "unrecognised-type");
  assert.equal(await why(add(draft, applicant, Buffer.from("GIF89a\x01\x00\x01\x00\x00\x00\x00;", "latin1"))), "type-not-allowed");
  assert.equal(await why(add(draft, applicant, pdf("x"), "bild.jpg")), "name-does-not-fit");
  assert.equal(await why(add(draft, applicant, pdf("x".repeat(200_001)))), "too-large");
  assert.equal(await why(add(draft, applicant, Buffer.from("89504e470d0a1a0a0000000d4948445200000001", "hex"), "bild.png")), "broken-image");
  assert.equal(await why(add(draft, applicant, pdf("MALWARE"))), "malware");
  assert.equal(await why(add(draft, applicant, pdf("x"), "x.pdf", "hund.name")), "not-an-upload-field");
  assert.equal(await why(add({ id: newId() }, applicant, pdf("x"))), "not-found");
  assert.equal(bytesOnDisk().length, before);
  assert.equal((await db.asAccount(applicant.account, (tx) => tx.rows(sql`select id from applications.file where draft_id = ${draft.id}`))).length, 0);
  const opened = await applications.openDraft({ draft: draft.id, applicant });
  assert.deepEqual(opened.ok && opened.draft.answers, dogAnswers);
});
test("a full disk refuses before a byte is written, and a sender that was cut off is too large", async () => {
  const applicant = erika();
  const draft = await draftOf(world, applicant);
  const full = world.with({ files: { ...world.files, hasRoomFor: () => Promise.resolve(false) } });
  const refused = await add(draft, applicant, pdf("x"), "x.pdf", "hund.nachweis", full);
  assert.ok(!refused.ok && refused.why === "store-full");
  const cut = await applications.addFile({ draft: draft.id, applicant, path: "hund.nachweis", name: "x.pdf", content: Readable.from([Buffer.from(pdf("x"))]), truncated: () => true });
  assert.ok(!cut.ok && cut.why === "too-large");
});
test("all files of a draft together have a budget; what does not fit in is not kept", async () => {
  const applicant = erika();
  const draft = await draftOf(world, applicant);
  const small = world.with({ settings: { ...defaultSettings, bytesPerDraft: 150 } });
  assert.ok((await add(draft, applicant, pdf("x".repeat(80)), "eins.pdf", "hund.nachweis", small)).ok);
  const before = bytesOnDisk().length;
  const second = await add(draft, applicant, pdf("y".repeat(80)), "zwei.pdf", "hund.nachweis", small);
  assert.ok(!second.ok && second.why === "budget-spent");
  assert.equal(bytesOnDisk().length, before);
  const opened = await small.openDraft({ draft: draft.id, applicant });
  assert.deepEqual(opened.ok && small.uploadBudget(opened.draft.answers, opened.service), { used: pdf("x".repeat(80)).length, most: 150 });
  const spent = world.with({ settings: { ...defaultSettings, bytesPerDraft: 90 } });
  const third = await add(draft, applicant, pdf("z"), "drei.pdf", "hund.nachweis", spent);
  assert.ok(!third.ok && third.why === "budget-spent", "refused before a byte is read");
});
test("more files than the field takes are refused with its own message, and the third is not kept", async () => {
  const applicant = erika();
  const draft = await draftOf(world, applicant);
  const before = bytesOnDisk().length;
  assert.ok((await add(draft, applicant, pdf("1"))).ok);
  assert.ok((await add(draft, applicant, pdf("2"))).ok);
  const third = await add(draft, applicant, pdf("3"));
  assert.ok(!third.ok && third.why === "does-not-fit" && third.error.code === "too-many");
  assert.equal(bytesOnDisk().length, before + 2);
});
test("uploads to one draft at the same moment are all kept, and those of a visitor as well", async () => {
  for (const applicant of [erika(), visitor()]) {
    for (let round = 0; round < 6; round += 1) {
      const draft = await draftOf(world, applicant);
      const added = await Promise.all([add(draft, applicant, pdf("eins"), "eins.pdf"), add(draft, applicant, pdf("zwei"), "zwei.pdf"), add(draft, applicant, pdf("drei"), "drei.pdf")]);
      assert.equal(added.filter(({ ok }) => ok).length, 2, JSON.stringify(added));
      const opened = await applications.openDraft({ draft: draft.id, applicant });
      assert.ok(opened.ok);
      assert.equal((opened.draft.answers["hund"] as { nachweis: readonly unknown[] }).nachweis.length, 2);
    }
  }
});
test("a draft that is thrown away while files arrive leaves nothing behind and nobody waiting", async () => {
  for (let round = 0; round < 6; round += 1) {
    const applicant = erika();
    const draft = await draftOf(world, applicant);
    const [one, two, gone] = await Promise.all([add(draft, applicant, pdf("eins")), add(draft, applicant, pdf("zwei")), applications.deleteDraft({ draft: draft.id, applicant })]);
    assert.ok(gone);
    for (const added of [one, two]) assert.ok(added.ok || ("why" in added && added.why === "not-found"), JSON.stringify(added));
    assert.deepEqual(await applications.openDraft({ draft: draft.id, applicant }), { ok: false, why: "not-found" });
  }
});
test("a removed file is out of the answers at once and out of the store after the sweep", async () => {
  const applicant = erika();
  const draft = await draftOf(world, applicant);
  const [one, two] = [await add(draft, applicant, pdf("eins")), await add(draft, applicant, pdf("zwei"))];
  assert.ok(one.ok && two.ok);
  // What the tests before left for the sweep is not counted.
  await sweepFiles(world.deps);
  const before = bytesOnDisk().length;
  const removed = await applications.removeFile({ draft: draft.id, applicant, file: one.file.id });
  assert.ok(removed.ok);
  assert.deepEqual(removed.draft.answers["hund"], { ...(dogAnswers["hund"] as object), nachweis: [two.file] });
  // The other one by the button on the page.
  const saved = await applications.saveStep({ draft: draft.id, applicant, step: "hund", revision: removed.draft.revision, fields: new Map([["remove:hund.nachweis.0", ["x"]], ["hund.name", ["Waldi"]], ["hund.gross", ["no"]]]) });
  assert.ok(saved.ok && (saved.draft.answers["hund"] as { nachweis?: unknown }).nachweis === undefined);
  await sweepFiles(world.deps);
  assert.equal(bytesOnDisk().length, before - 2);
});
test("without a scanner a file is held back; only where the installation says so it may be used unchecked", async () => {
  scanner.mode = "absent";
  const applicant = erika();
  const draft = await draftOf(world, applicant);
  const held = await add(draft, applicant, pdf("ungeprüft"));
  assert.ok(held.ok && held.scan === "held");
  assert.deepEqual(await applications.openDraftFile({ draft: draft.id, applicant, file: held.file.id }), { ok: false, why: "held" });
  const demo = world.with({ settings: { ...defaultSettings, allowUnchecked: true } });
  const unchecked = await add(draft, applicant, pdf("ungeprüft"), "x.pdf", "hund.nachweis", demo);
  assert.ok(unchecked.ok && unchecked.scan === "unchecked");
  scanner.mode = "down";
  const away = await add(await draftOf(world, applicant), applicant, pdf("y"), "y.pdf", "hund.nachweis", demo);
  assert.ok(away.ok && away.scan === "held");
  scanner.mode = "up";
  await rescanFiles(world.deps);
});
test("what was held back is let through when the scanner is back; malware is deleted and told", async () => {
  const applicant = visitor();
  scanner.mode = "down";
  const [good, bad, unsent] = [await draftOf(world, applicant), await draftOf(world, applicant), await draftOf(world, applicant)];
  const [clean, infected, inDraft] = [await add(good, applicant, pdf("sauber")), await add(bad, applicant, pdf("MALWARE")), await add(unsent, applicant, pdf("MALWARE"))];
  assert.ok(clean.ok && infected.ok && inDraft.ok && infected.scan === "held");
  const send = (draft: { readonly id: string; readonly tenant: string }) => applications.submit({ draft: draft.id, tenant: draft.tenant, applicant, confirmed: true, requestId: newId() });
  const [one, two] = [await send(good), await send(bad)];
  assert.ok(one.kind === "submitted" && two.kind === "submitted");
  assert.deepEqual(await db.inTenant(musterstadt.id, (tx) => applications.openFile(tx, { application: two.application, file: infected.file.id }, { kind: "tenant" })), { ok: false, why: "held" });
  assert.deepEqual(await rescanFiles(world.deps), { clean: 0, found: 0 });
  scanner.mode = "up";
  assert.deepEqual(await rescanFiles(world.deps), { clean: 1, found: 2 });
  const opened = await db.inTenant(musterstadt.id, (tx) => applications.openFile(tx, { application: one.application, file: clean.file.id }, { kind: "tenant" }));
  assert.ok(opened.ok && (await text(opened.content)) === pdf("sauber"));
  assert.deepEqual(await db.inTenant(musterstadt.id, (tx) => applications.openFile(tx, { application: two.application, file: infected.file.id }, { kind: "tenant" })), { ok: false, why: "not-found" });
  const events = await db.inTenant(musterstadt.id, (tx) => applications.timeline(tx, two.application, { kind: "tenant" }, "office"));
  assert.deepEqual(events.map(({ type }) => type), ["submitted", "file-removed"]);
  const late = await send(unsent);
  assert.ok(late.kind === "problems");
  assert.deepEqual(late.problems.map(({ path, code, step }) => [path, code, step]), [["hund.nachweis", "malware", "hund"]]);
  await applications.removeFile({ draft: unsent.id, applicant, file: inDraft.file.id });
  assert.equal((await send(unsent)).kind, "submitted");
});
test("anonymous uploads have limits per visitor, per network and per town, and the next hour begins anew", async () => {
  const most = { count: 2, bytes: 1_000_000 };
  const limited = world.with({ settings: { ...defaultSettings, uploads: { owner: most, network: { count: 3, bytes: 1_000_000 }, tenant: { count: 4, bytes: 1_000_000 } } } });
  clock.advance(3_600_000);
  const from = async (applicant: Applicant, network: string): Promise<boolean> => {
    const draft = await draftOf(world, applicant, { service: "mangel", answers: {}, tenant: beispielhausen.id });
    return (await limited.addFile({ draft: draft.id, applicant, path: "foto", name: "foto.pdf", content: Readable.from([Buffer.from(pdf("x"))]), network })).ok;
  };
  const [one, two] = [visitor(), visitor()];
  assert.deepEqual([await from(one, "a"), await from(one, "a"), await from(one, "b")], [true, true, false]);
  assert.deepEqual([await from(two, "a"), await from(visitor(), "a"), await from(visitor(), "c")], [true, false, false]);
  clock.advance(3_600_000);
  assert.ok(await from(one, "a"));
});
test("a file sent later belongs to the application and is told at once; a closed one takes none", async () => {
  const applicant = erika();
  const { application } = await submitted(world, applicant);
  const access = { kind: "account", account: applicant.account } as const;
  const send = (to = access, content = pdf("nachgereicht")) => applications.addReplyFile({ application, access: to, name: "nachweis.pdf", content: Readable.from([Buffer.from(content)]), label: "sachkunde" });
  const added = await send();
  assert.ok(added.ok);
  const events = await db.inTenant(musterstadt.id, (tx) => applications.timeline(tx, application, { kind: "tenant" }, "office"));
  assert.deepEqual(events.at(-1)?.data, { file: added.file.id, label: "sachkunde" });
  const opened = await db.inTenant(musterstadt.id, (tx) => applications.openFile(tx, { application, file: added.file.id }, { kind: "tenant" }));
  assert.ok(opened.ok && opened.about.kind === "reply" && (await text(opened.content)) === pdf("nachgereicht"));
  const infected = await send(access, pdf("MALWARE"));
  assert.ok(!infected.ok && infected.why === "malware");
  const stranger = await send({ kind: "account", account: erika().account });
  assert.ok(!stranger.ok && stranger.why === "not-found");
  await db.inTenant(musterstadt.id, (tx) => applications.setStatus(tx, application, { status: "closed", actor: { kind: "staff", id: newId() } }));
  const late = await send();
  assert.ok(!late.ok && late.why === "not-open");
});
test("an upload that broke off is swept away with its row", async () => {
  const applicant = erika();
  const draft = await draftOf(world, applicant);
  const breaking = new Readable({ read() { this.push(Buffer.from(pdf("halb"))); this.destroy(new Error("connection lost")); } });
  await assert.rejects(applications.addFile({ draft: draft.id, applicant, path: "hund.nachweis", name: "x.pdf", content: breaking }), /connection lost/);
  const rows = () => db.asAccount(applicant.account, (tx) => tx.rows(sql`select id from applications.file where draft_id = ${draft.id}`));
  assert.equal((await rows()).length, 1);
  clock.advance(3_700_000);
  await sweepFiles(world.deps);
  assert.equal((await rows()).length, 0);
});
