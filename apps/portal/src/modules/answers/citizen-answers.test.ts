import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { test } from "node:test";
import { newId } from "#platform/ids";
import { answersWorld } from "./testing/world.ts";

const world = await answersWorld();
const { answers, applications, db, musterstadt } = world;
const sabine = { kind: "staff", id: newId(), office: "steueramt" } as const;
const status = async (application: string) => (await db.inTenant(musterstadt.id, (tx) => applications.view(tx, application)))?.status;
const ask = (application: string, more: { readonly text?: string; readonly documents?: readonly string[]; readonly dueOn?: string } = {}) =>
  answers.inCase(musterstadt.id, application, (tx, head) => answers.ask(tx, { head, actor: sabine, office: "steueramt", text: more.text ?? "Welche Farbe hat der Hund?", ...(more.documents ? { documents: more.documents } : {}), ...(more.dueOn ? { dueOn: more.dueOn } : {}) }));
async function signedIn() {
  const account = newId();
  const { application } = await world.submitted({ account });
  return { application, access: { kind: "account", account } as const };
}

test("a question waits for the citizen, stands in the mailbox and goes back with the answer", async () => {
  const { application, access } = await signedIn();
  const asked = await ask(application);
  assert.ok(asked?.ok);
  assert.equal(await status(application), "waiting");
  assert.equal(world.delivered.at(-1)?.kind, "question");
  assert.deepEqual(await answers.reply({ application, access, text: "  " }), { ok: false, why: "text-missing" });
  assert.ok((await answers.reply({ application, access, request: asked.request, text: "Braun." })).ok);
  assert.equal(await status(application), "in-progress");
  const events = await db.inTenant(musterstadt.id, (tx) => applications.timeline(tx, application, { kind: "tenant" }, "office"));
  assert.ok(events.some(({ type, text }) => type === "reply" && text === "Braun."));
});
test("documents are added to the same application, and the request is answered when they are complete", async () => {
  const { application, access } = await signedIn();
  const asked = await ask(application, { text: "", documents: ["Heimtierausweis", "Nachweis der Versicherung"], dueOn: "2026-04-03" });
  assert.ok(asked?.ok);
  assert.equal(asked.dueOn, "2026-04-07", "Good Friday moves to the Tuesday after Easter");
  assert.match(world.delivered.at(-1)?.text ?? "", /- Heimtierausweis\n- Nachweis der Versicherung\n\nBitte antworten Sie bis zum 7\. April 2026\./);
  const added = await answers.addDocument({ application, access, name: "ausweis.pdf", content: Readable.from([Buffer.from("%PDF-1.7 Ausweis")]) });
  assert.ok(added.ok, JSON.stringify(added));
  assert.equal(await status(application), "waiting");
  assert.ok((await answers.documentsComplete({ application, access, request: asked.request })).ok);
  assert.equal(await status(application), "in-progress");
  const [request] = await db.asAccount(access.account, (tx) => answers.requests(tx, application));
  assert.equal(request?.open, false);
});
test("with two open questions the first answer does not end the waiting", async () => {
  const { application, access } = await signedIn();
  const [first, second] = [await ask(application), await ask(application, { text: "Und der Name?" })];
  assert.ok(first?.ok && second?.ok);
  await answers.reply({ application, access, request: first.request, text: "Braun" });
  assert.equal(await status(application), "waiting");
  await answers.reply({ application, access, request: second.request, text: "Bella" });
  assert.equal(await status(application), "in-progress");
});
test("a deadline that has passed, does not exist or lies too far ahead is refused, and so is an empty request", async () => {
  const { application } = await signedIn();
  const whys: (string | undefined)[] = [];
  for (const dueOn of ["2026-03-02", "2026-02-30", "2028-01-01", "bald"]) { const asked = await ask(application, { dueOn }); whys.push(asked && !asked.ok ? asked.why : undefined); }
  assert.deepEqual(whys, ["due-day-passed", "due-day-wrong", "due-day-wrong", "due-day-wrong"]);
  assert.deepEqual(await ask(application, { documents: [" "] }), { ok: false, why: "nothing-asked" });
  assert.equal(await status(application), "submitted");
});
test("nobody answers, sends documents or withdraws for somebody else", async () => {
  const { application } = await signedIn();
  const access = { kind: "account", account: newId() } as const;
  assert.deepEqual(await answers.reply({ application, access, text: "Hallo" }), { ok: false, why: "not-found" });
  assert.deepEqual(await answers.addDocument({ application, access, name: "x.pdf", content: Readable.from([Buffer.from("%PDF-1.7")]) }), { ok: false, why: "not-found" });
  assert.deepEqual(await answers.withdraw({ application, access }), { ok: false, why: "not-found" });
});
test("with a look-up code the same is possible without an account", async () => {
  const { application, reference, lookupCode } = await world.submitted();
  const found = await applications.lookup({ reference, code: lookupCode ?? "", network: "10.0.0.1" });
  assert.ok(found.ok);
  const asked = await ask(application);
  assert.ok(asked?.ok);
  assert.ok((await answers.reply({ application, access: found.access, request: asked.request, text: "Braun" })).ok);
  assert.equal(await status(application), "in-progress");
  const wrong = { ...found.access, key: Buffer.alloc(32, 7) };
  await assert.rejects(answers.reply({ application, access: wrong, text: "Ich war es nicht" }), /cannot be opened/);
});
test("whoever withdraws is asked no more, and after that nothing is answered", async () => {
  const { application, access } = await signedIn();
  await ask(application);
  assert.ok((await answers.withdraw({ application, access })).ok);
  assert.deepEqual((await db.asAccount(access.account, (tx) => answers.requests(tx, application))).map(({ open }) => open), [false]);
  assert.deepEqual(await answers.reply({ application, access, text: "Doch nicht" }), { ok: false, why: "not-open" });
  assert.deepEqual(await ask(application), { ok: false, why: "not-allowed", from: "withdrawn" });
});
test("a status comes with words in the mailbox; a step that the rules do not know is refused", async () => {
  const { application } = await signedIn();
  const write = (to: "in-progress" | "closed" | undefined, text: string) => answers.inCase(musterstadt.id, application, (tx, head) => answers.status(tx, { head, actor: sabine, office: "steueramt", ...(to ? { to } : {}), text }));
  assert.ok((await write("in-progress", "Wir haben begonnen."))?.ok);
  assert.equal(world.delivered.at(-1)?.text, "Wir haben begonnen.");
  assert.deepEqual(await write(undefined, ""), { ok: false, why: "text-missing" });
  assert.ok((await write("closed", ""))?.ok);
  assert.deepEqual(await write("in-progress", "Noch einmal"), { ok: false, why: "not-allowed", from: "closed" });
});
test("an office of another town finds no application to answer", async () => {
  const { application } = await signedIn();
  assert.equal(await answers.inCase(world.beispielhausen.id, application, () => Promise.resolve("hier")), undefined);
});
