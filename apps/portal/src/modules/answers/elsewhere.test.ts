import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#platform/ids";
import { createAnswers, type DecisionDraft, decisionPage, isCountedElsewhere, type PrepareDecision, readLandLaw } from "./index.ts";
import { answersWorld } from "./testing/world.ts";

const world = await answersWorld();
const { answers, clock, db, musterstadt } = world;
const system = { kind: "extension", client: newId() } as const;
const nordhafen = { name: "Stadt Nordhafen", land: "01" };
const refusal: DecisionDraft = {
  kind: "refusal", subject: "Ablehnung Ihres Antrags", paragraphs: ["Ihr Antrag wird abgelehnt."], amounts: [], conditions: [], reasons: ["Der Hund ist schon angemeldet."],
  remedy: { kind: "widerspruch", where: "Stadt Nordhafen, Am Hafen 1, 00901 Nordhafen", months: 1 },
};
const holidays = { fixed: ["01-01", "10-31"], fromEaster: [-2, 1] };
const lines = readLandLaw(JSON.stringify({
  lands: [{ land: "01", source: "§ 2 Beispielgesetz", holidays }],
  rules: [{ id: "land-01-own-mailbox", area: "ao", way: "own-mailbox", land: "01", from: "2020-01-01", count: { kind: "retrieval", days: 2 }, lapsesAfterDays: 14, weekend: "stays", source: "§ 1 Beispielgesetz" }],
}));
assert.ok(lines.ok);
const knowing = createAnswers({ ...world.deps, settings: { ...world.deps.settings, law: lines.law } });

async function decided(changes: Partial<PrepareDecision> = {}, by = answers) {
  const account = newId();
  const { application } = await world.submitted({ account, level: 3 });
  await by.setConsent({ application, account, agreed: true });
  const outcome = await by.prepare({ tenant: musterstadt.id, application, office: "steueramt", actor: system, draft: refusal, signatory: { name: "", role: "" }, way: "mailbox", authority: nordhafen, ...changes });
  assert.ok(outcome.ok, JSON.stringify(outcome));
  const done = await by.inCase(musterstadt.id, application, (tx) => by.decide(tx, outcome.prepared, { final: true }));
  assert.ok(done?.ok, JSON.stringify(done));
  return { application, decision: done.decision, content: outcome.prepared.content, message: world.delivered.at(-1)! };
}
const now = (id: string) => db.inTenant(musterstadt.id, async (tx) => (await answers.decisionContent(tx, id))!.decision);
const evidence = (id: string) => db.inTenant(musterstadt.id, async (tx) => (await answers.evidence(tx, id)).map(({ kind }) => kind));
const tell = (name: string, decision: string, at: string, by = answers, more: object = {}) => by.subscriptions.find((one) => one.name === name)?.handle({ type: "", id: newId(), tenant: musterstadt.id, decision, at, ...more });

test("a decision of an authority whose Land's law is not known is shown as that authority's, and no day of ours is counted", async () => {
  clock.set(new Date("2026-03-02T09:00:00Z"));
  const { application, decision, content, message } = await decided();
  assert.equal(decision.authority, "Stadt Nordhafen");
  assert.deepEqual([decision.state, decision.rule, decision.notifiedOn, decision.remedyUntil, isCountedElsewhere(decision)], ["provided", undefined, undefined, undefined, true]);
  assert.equal((await db.inTenant(musterstadt.id, (tx) => world.applications.view(tx, application)))?.status, "refused");
  const page = decisionPage(content).toString();
  assert.match(page, /Stadt Nordhafen/);
  assert.doesNotMatch(page, /Musterstadt|NRW/, "neither the town's name nor its Land's law");
  assert.match(page, /Widerspruch erheben.*Formen des § 70 der Verwaltungsgerichtsordnung/);
  assert.match(message.html ?? "", /Es gilt, was die Behörde Ihnen im Bescheid oder auf Nachfrage mitteilt.*vorsichtshalber/s);

  await tell("answers.noticed", decision.id, "2026-03-02T09:01:00Z");
  clock.set(new Date("2026-04-20T09:00:00Z"));
  await answers.jobs["answers.terms"]();
  assert.equal((await now(decision.id)).state, "provided", "it does not lapse by our Land's ten days");
  await tell("answers.opened", decision.id, "2026-04-21T09:00:00Z");
  const read = await now(decision.id);
  assert.deepEqual([read.retrievedAt?.toISOString(), read.notifiedOn, read.remedyUntil, read.retrievableUntil], ["2026-04-21T09:00:00.000Z", undefined, undefined, undefined]);
  assert.deepEqual(await evidence(decision.id), ["provided", "noticed", "retrieved"], "that it was retrieved is kept as evidence");
});

test("where the law is not known nothing is asked of the decision but words, and what it lacks is not made up", async () => {
  const { content } = await decided({ draft: { ...refusal, reasons: [], remedy: {} } });
  assert.equal(content.remedy, undefined);
  assert.doesNotMatch(decisionPage(content).toString(), /Rechtsbehelfsbelehrung/);
  const { application } = await world.submitted({ account: newId(), level: 3 });
  const wordless = await answers.prepare({ tenant: musterstadt.id, application, office: "steueramt", actor: system, draft: { ...refusal, paragraphs: [] }, signatory: { name: "", role: "" }, way: "mailbox", authority: nordhafen });
  assert.deepEqual(wordless, { ok: false, why: "incomplete", missing: ["text"] });
  const ours = await answers.prepare({ tenant: musterstadt.id, application, office: "steueramt", actor: system, draft: { ...refusal, remedy: {} }, signatory: { name: "S", role: "" }, way: "mailbox", authority: { name: "Stadt Hamm", land: "05" } });
  assert.deepEqual(ours, { ok: false, why: "incomplete", missing: ["remedy-kind", "remedy-where", "remedy-deadline"] });
});

test("with the operator's lines for that Land its days are counted by them and by its holidays", async () => {
  clock.set(new Date("2026-03-02T09:00:00Z"));
  const { decision, content } = await decided({ signatory: { name: "Nora Nord", role: "Ordnungsamt" } }, knowing);
  assert.equal(decision.rule, "land-01-own-mailbox");
  assert.doesNotMatch(decisionPage(content).toString(), /keine Fristen/);
  await tell("answers.noticed", decision.id, "2026-03-02T09:01:00Z", knowing);
  assert.equal((await now(decision.id)).retrievableUntil, "2026-03-16");
  await tell("answers.opened", decision.id, "2026-03-30T08:00:00Z", knowing);
  assert.equal((await now(decision.id)).notifiedOn, undefined, "too late by their fourteen days");
  const other = await decided({ signatory: { name: "Nora Nord", role: "Ordnungsamt" } }, knowing);
  await tell("answers.opened", other.decision.id, "2026-04-30T08:00:00Z", knowing);
  const read = await now(other.decision.id);
  assert.deepEqual([read.notifiedOn, read.remedyUntil], ["2026-05-02", "2026-06-02"]);
});

test("an authority in North Rhine-Westphalia is counted as ours are, whatever installation it works in", async () => {
  clock.set(new Date("2026-03-02T09:00:00Z"));
  const { decision, content } = await decided({ authority: { name: "Stadt Hamm", land: "05" }, signatory: { name: "Hanna Hamm", role: "Steueramt" } });
  assert.equal(decision.rule, "ao-own-mailbox-2025");
  const page = decisionPage(content).toString();
  assert.match(page, /Stadt Hamm.*Verwaltungsverfahrensgesetzes NRW/s);
  assert.doesNotMatch(page, /keine Fristen/);
});

test("in the mailbox of the federal account a law of the Federation counts, unless it needs holidays that are not known", async () => {
  clock.set(new Date("2026-03-02T09:00:00Z"));
  const { decision } = await decided();
  await tell("answers.outside", decision.id, "2026-03-03T09:00:00Z", answers, { outside: "zbp" });
  assert.deepEqual([(await now(decision.id)).rule, (await now(decision.id)).way], [undefined, "own-mailbox"]);
  const { decision: counted } = await decided({ signatory: { name: "Nora Nord", role: "" } }, knowing);
  await tell("answers.outside", counted.id, "2026-03-03T09:00:00Z", knowing, { outside: "zbp" });
  assert.deepEqual([(await now(counted.id)).rule, (await now(counted.id)).notifiedOn], ["ao-account-mailbox-2025", "2026-03-09"]);
});
