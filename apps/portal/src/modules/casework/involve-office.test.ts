import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#platform/ids";
import { caseworkWorld } from "./testing/world.ts";

const world = await caseworkWorld({ max: 8 });
const { casework, applications, people, db, musterstadt, delivered, clock } = world;
const { sabine, otto, petra, sven } = people;
const draft = (subject: string) => ({ kind: "grant" as const, subject, paragraphs: ["Ihrem Antrag wird entsprochen."], reasons: [], amounts: [], conditions: [] });
const why = (outcome: { readonly ok: boolean; readonly why?: string }) => (outcome.ok ? "ok" : outcome.why);

test("two offices work on one application, each answers for itself, the person sees both, and it is decided with the last of them", async () => {
  const account = newId();
  const { application, reference } = await world.submitted({ account });
  const one = (await world.casesOf(reference, sabine.reach))[0]!;
  delivered.length = 0;
  clock.advance(86_400_000);
  assert.equal(why(await casework.involve(sabine.reach, { case: one.id, version: one.version, office: "ordnungsamt", involvement: "joint", reason: "Der Hund ist als auffällig gemeldet." })), "ok");
  const [theirs] = await world.casesOf(reference, otto.reach);
  assert.deepEqual([theirs?.office, theirs?.involvement, theirs?.receivedAt], ["ordnungsamt", "joint", one.receivedAt]);
  assert.match(JSON.stringify((await casework.open(otto.reach, theirs!.id))?.content.answers), /Bella/);
  assert.equal(delivered.filter(({ text }) => /An Ihrem Antrag arbeitet auch: Ordnungsamt/.test(text)).length, 1);
  assert.equal((await casework.decide(otto.reach, { case: theirs!.id, draft: draft("Haltungserlaubnis"), way: "mailbox" })).ok, true);
  const status = async () => (await db.inTenant(musterstadt.id, (tx) => applications.view(tx, application)))?.status;
  assert.notEqual(await status(), "decided", "the other office still works on it");
  assert.equal((await casework.decide(sabine.reach, { case: one.id, draft: draft("Hundesteuerbescheid"), way: "mailbox" })).ok, true);
  assert.equal(await status(), "decided");
  const mine = await applications.citizenCase({ application, access: { kind: "account", account } });
  assert.equal(mine?.events.filter(({ type }) => type === "decision").length, 2);
  assert.match(mine?.events.find(({ type }) => type === "office-involved")?.text ?? "", /Sie bekommen von jedem Amt eine eigene Antwort.*Grund: Der Hund ist als auffällig gemeldet\./s);
  assert.deepEqual((await casework.open(sven.reach, one.id))?.decisions.map(({ office }) => office), ["steueramt"], "each case shows its own office's decision");
});
test("an office that is only to know of it reads and notes, decides nothing, and holds nothing up", async () => {
  const { application, reference } = await world.submitted();
  const one = (await world.casesOf(reference, sabine.reach))[0]!;
  assert.equal(why(await casework.involve(sabine.reach, { case: one.id, office: "ordnungsamt", involvement: "information", reason: "Zur Kenntnis." })), "ok");
  const known = (await world.casesOf(reference, otto.reach))[0]!;
  assert.ok(await casework.open(otto.reach, known.id));
  for (const outcome of [
    await casework.take(otto.reach, { case: known.id }), await casework.write(otto.reach, { case: known.id, text: "Hallo" }), await casework.ask(otto.reach, { case: known.id, text: "Warum?" }),
    await casework.decide(otto.reach, { case: known.id, draft: draft("Bescheid"), way: "post", addressee: ["Erika Beispiel"] }), await casework.passOn(otto.reach, { case: known.id, office: "strassenverkehrsamt", reason: "x" }),
    await casework.involve(otto.reach, { case: known.id, office: "strassenverkehrsamt", involvement: "joint", reason: "x" }),
  ]) assert.equal(why(outcome), "only-for-information");
  assert.equal((await casework.note(otto.reach, { case: known.id, text: "Gesehen." })).ok, true);
  assert.equal((await casework.close(sabine.reach, { case: one.id })).ok, true);
  assert.equal((await db.inTenant(musterstadt.id, (tx) => applications.view(tx, application)))?.status, "closed", "it does not wait for who was only told");
  assert.equal((await casework.close(otto.reach, { case: known.id })).ok, true);
});
test("an office is involved once, with a reason, and a case is passed on to none that is at it already; the person reads why it went elsewhere", async () => {
  const { application, reference } = await world.submitted();
  const one = (await world.casesOf(reference, sabine.reach))[0]!;
  const involve = (changes: object) => casework.involve(sabine.reach, { case: one.id, office: "ordnungsamt", involvement: "joint", reason: "Grund", ...changes });
  assert.equal(why(await involve({ office: "erfundenes-amt" })), "unknown-office");
  assert.equal(why(await involve({ office: "steueramt" })), "same-office");
  assert.equal(why(await involve({ reason: "  " })), "text-missing");
  assert.equal(why(await involve({})), "ok");
  assert.equal(why(await involve({ involvement: "information" })), "already-there");
  const passOn = (office: string, reason: string) => casework.passOn(sabine.reach, { case: one.id, office, reason });
  assert.equal(why(await passOn("ordnungsamt", "Grund")), "already-there");
  assert.equal(why(await passOn("strassenverkehrsamt", " ")), "text-missing");
  assert.equal((await casework.ask(sabine.reach, { case: one.id, text: "Wie alt ist der Hund?" })).ok, true);
  assert.equal(why(await passOn("strassenverkehrsamt", "Es geht um einen Parkplatz.")), "ok");
  const moved = (await world.casesOf(reference, petra.reach))[0]!;
  assert.deepEqual([moved.state, moved.receivedAt], ["open", one.receivedAt]);
  const log = await db.inTenant(musterstadt.id, (tx) => applications.timeline(tx, application, { kind: "tenant" }, "citizen"));
  assert.match(log.find(({ type }) => type === "case-passed-on")?.text ?? "", /Straßenverkehrsamt.*gilt weiter der \d\d\.03\.2026.*Es geht um einen Parkplatz/s);
  assert.equal((await db.inTenant(musterstadt.id, (tx) => applications.view(tx, application)))?.status, "in-progress", "nobody waits for an answer any more");
});
