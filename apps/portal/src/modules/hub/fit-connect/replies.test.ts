import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { callbackSignature } from "@kommunalportal/fit-connect";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { openSecrets } from "../destination-secrets.ts";
import { sealedSecrets } from "../destination-store.ts";
import { reasonText } from "../reasons.ts";
import { answerSchema } from "./fit-connect-settings.ts";
import { fitWorld } from "./test-fit-world.ts";

const world = await fitWorld();
const { db, clock, hub, musterstadt, fit } = world;

afterEach(async () => {
  await fit.behave();
  await db.asOperator("test", (tx) => tx.run(sql`update hub.destination set retired_at = ${clock.now()} where retired_at is null`));
});
const timeline = (application: string) => db.inTenant(musterstadt.id, (tx) => world.applications.timeline(tx, application, { kind: "tenant" }, "office"));
const status = async (application: string) => (await db.inTenant(musterstadt.id, (tx) => world.applications.view(tx, application)))?.status;

/** An application that the Fachverfahren has accepted. */
async function accepted(changes: Parameters<typeof world.fitDestination>[1] = {}) {
  const to = await world.fitDestination(musterstadt.id, changes);
  const { application, reference, deliveries } = await world.submitted(musterstadt.id);
  await hub.deliver(to);
  await fit.fetch();
  await hub.lookAfter(to);
  const view = await world.view(musterstadt.id, deliveries[0]!.id);
  assert.equal(view.delivery.state, "accepted");
  return { to, application, reference, delivery: deliveries[0]!.id, submission: view.dispatch!.parcel, caseId: view.dispatch!.bracket! };
}
/** The Fachverfahren says something, and the portal looks. */
async function said(one: Awaited<ReturnType<typeof accepted>>, answer: object, files: readonly object[] = []) {
  const sent = await fit.reply({ submissionId: one.submission, answer, files });
  assert.equal(sent.status, 201, JSON.stringify(sent.json));
  clock.advance(600_000);
  await hub.lookAfter(one.to);
}
const logOf = async (one: Awaited<ReturnType<typeof accepted>>) => (await world.view(musterstadt.id, one.delivery)).replies;

test("a question reaches the citizen once, and the answer goes back into the same case", async () => {
  const one = await accepted();
  await said(one, { kind: "question", text: "Seit wann halten Sie den Hund?", dueOn: "2026-03-20" });
  await hub.lookAfter(one.to);
  assert.equal(await status(one.application), "waiting");
  const questions = (await timeline(one.application)).filter(({ type }) => type === "question");
  assert.equal(questions.length, 1);
  assert.match(questions[0]?.text ?? "", /^Seit wann halten Sie den Hund\?\n\nBitte antworten Sie bis zum 20\. März 2026\.$/);
  assert.deepEqual((await logOf(one)).map(({ result }) => result), ["taken"]);

  // The visitor answers with the look-up code's access; here the event alone matters, as the worker hears of it.
  const request = questions[0]?.data["request"];
  const event = await db.inTenant(musterstadt.id, (tx) => world.applications.record(tx, one.application, { type: "reply", actor: { kind: "visitor" }, text: "Seit dem 20. Februar.", data: { request: String(request) } }));
  await hub.subscriptions.find(({ name }) => name === "hub.route-reply")?.handle({ type: "application.reply", id: event.id, tenant: musterstadt.id, application: one.application }, { lastAttempt: false });
  clock.advance(1_000);
  await hub.deliver(one.to);
  await fit.fetch();
  await hub.lookAfter(one.to);
  const there = (await fit.effects()).applications.filter(({ reference }) => reference === one.reference);
  assert.deepEqual(there.map(({ about, duplicates, submissions }) => [about.split(" ")[0], duplicates, submissions.map(({ caseId }) => caseId === one.caseId)]), [["application.submitted", 0, [true]], ["application.replied", 0, [true]]]);
});

test("a status becomes one, and an application that waited with the office is in progress", async () => {
  const one = await accepted();
  await said(one, { kind: "status", status: "in-bearbeitung", text: "Wir bearbeiten Ihren Antrag." });
  assert.equal(await status(one.application), "in-progress");
  assert.ok((await timeline(one.application)).some(({ text, actor }) => text === "Wir bearbeiten Ihren Antrag." && actor.kind === "extension"));
});

test("a status without words is taken, too, as an installation of this portal says it: a step, or nothing to say", async () => {
  const one = await accepted();
  for (const told of ["in-progress", "waiting"]) await said(one, { kind: "status", status: told });
  assert.deepEqual([await status(one.application), (await logOf(one)).map(({ result }) => result)], ["in-progress", ["taken", "taken"]]);
});

test("a decision that lacks what the law wants goes back with the reasons, and the office knows", async () => {
  const one = await accepted();
  await said(one, { kind: "decision", result: "refused", text: "Ihr Antrag wird abgelehnt." });
  const [reply] = (await world.view(musterstadt.id, one.delivery)).replies;
  assert.deepEqual([reply?.result, reply?.reasons], ["refused", ["missing-reasons", "missing-remedy-kind", "missing-remedy-where", "missing-remedy-deadline"]]);
  assert.ok((await timeline(one.application)).some(({ type, forCitizen }) => type === "reply-refused" && !forCitizen));
  assert.notEqual(await status(one.application), "refused");
});

test("a reply that is larger than a mailbox takes goes back with the reason, and what waits behind it is taken", async () => {
  const one = await accepted();
  const half = { mimeType: "application/pdf", base64: Buffer.alloc(10_600_000, 1).toString("base64") };
  assert.equal((await fit.reply({ submissionId: one.submission, answer: { kind: "status", status: "x", text: "Mit sehr großen Anlagen." }, files: [{ filename: "a.pdf", ...half }, { filename: "b.pdf", ...half }] })).status, 201);
  for (const text of ["Dahinter.", "Und noch eines."]) await said(one, { kind: "status", status: "x", text });
  assert.deepEqual((await logOf(one)).map(({ result, reasons }) => [result, ...reasons].join(" ")).toSorted((a, b) => a.localeCompare(b)), ["refused answer-too-large", "taken", "taken"]);
  assert.ok((await timeline(one.application)).some(({ type }) => type === "reply-refused"));
});

test("a reply that nobody here can read goes back with the problem that it has: written wrongly, or in a schema that is not spoken here", async () => {
  const one = await accepted();
  const agreed = answerSchema;
  const readable = JSON.stringify({ kind: "status", status: "x", text: "Unter fremdem Namen." });
  const cases = [
    [{ schemaUri: agreed, mimeType: "application/json", text: JSON.stringify({ kind: "greeting" }) }, "schema-violation"],
    [{ schemaUri: "urn:de:elsewhere:reply:3", mimeType: "application/json", text: JSON.stringify({ kind: "greeting" }) }, "unsupported-schema"],
    [{ schemaUri: agreed, mimeType: "application/xml", text: "<antwort/>" }, "unsupported-schema"],
    [{ schemaUri: agreed, mimeType: "application/json", text: "{" }, "syntax-violation"],
    // What can be read counts, whatever it is called.
    [{ schemaUri: "urn:de:elsewhere:reply:3", mimeType: "application/json", text: readable }, undefined],
  ] as const;
  for (const [answer, problem] of cases) {
    await said(one, answer);
    const told = (await fit.events(one.caseId)).at(-1);
    assert.deepEqual([told?.event, ...(told?.problems ?? [])], problem === undefined ? ["accept-reply"] : ["reject-reply", `${problem} data`], `${answer.schemaUri} ${answer.text}`);
    const reply = await db.inTenant(musterstadt.id, (tx) => tx.one<{ result: string; reasons: string[] }>(sql`select result, reasons from hub.reply where parcel = ${told?.parcel ?? ""}`));
    assert.deepEqual([reply.result, reply.reasons], problem === undefined ? ["taken", []] : ["refused", [problem]]);
    if (problem !== undefined) assert.notEqual(reasonText(problem), problem, "the office reads why in words");
  }
  assert.ok((await timeline(one.application)).some(({ text }) => text === "Unter fremdem Namen."));
});

test("a decision for somebody who cannot get it electronically goes back: it has to go by post", async () => {
  const one = await accepted();
  await said(one, { kind: "decision", result: "granted", text: "Ihr Antrag wird bewilligt." });
  const [reply] = (await world.view(musterstadt.id, one.delivery)).replies;
  assert.deepEqual([reply?.result, reply?.reasons], ["refused", ["post-needed", "no-account"]]);
});

test("an answer whose acknowledgement was lost is acknowledged again and has its effect once", async () => {
  const one = await accepted();
  const before = await fit.behave({ mode: "down", retryAfterSeconds: 0, match: "/events" });
  assert.ok(before);
  await fit.reply({ submissionId: one.submission, answer: { kind: "status", status: "x", text: "Zum ersten Mal." }, files: [] });
  clock.advance(600_000);
  // The log cannot be read, so nothing can be proved and nothing is taken.
  await hub.lookAfter(one.to);
  assert.deepEqual(await logOf(one), []);
  await fit.behave({ mode: "down", retryAfterSeconds: 0, match: "POST /submission-api/v2/cases/" });
  clock.advance(600_000);
  await hub.lookAfter(one.to);
  await fit.behave();
  clock.advance(600_000);
  await hub.lookAfter(one.to);
  clock.advance(600_000);
  await hub.lookAfter(one.to);
  assert.deepEqual((await logOf(one)).map(({ result }) => result), ["taken"]);
  assert.equal((await timeline(one.application)).filter(({ text }) => text === "Zum ersten Mal.").length, 1);
});

test("callbacks: a genuine one makes the portal look, forged, late and unknown ones do nothing, a repeated one nothing more", async () => {
  const to = await world.fitDestination(musterstadt.id);
  const { deliveries } = await world.submitted(musterstadt.id);
  await hub.deliver(to);
  await hub.lookAfter(to);
  const id = deliveries[0]!.id;
  const { dispatch } = await world.view(musterstadt.id, id);
  const due = async () => (await db.inTenant(musterstadt.id, (tx) => tx.one<{ look_at: Date }>(sql`select look_at from hub.dispatch where delivery_id = ${id}`))).look_at.getTime() <= clock.now().getTime();
  const secret = await db.inTenant(musterstadt.id, async (tx) => (JSON.parse(openSecrets(await world.tenants.tenantKey(musterstadt.id), to.destination, (await sealedSecrets(tx, to.destination))!)[0] ?? "") as { callbackSecret: string }).callbackSecret);
  const body = Buffer.from(JSON.stringify({ type: "https://schema.fitko.de/fit-connect/submission-api/callbacks/new-events", caseIds: [dispatch!.bracket] }));
  const told = (changes: { readonly destination?: string; readonly secret?: string; readonly late?: number; readonly body?: Buffer } = {}) => {
    const timestamp = String(Math.floor(clock.now().getTime() / 1000) - (changes.late ?? 0));
    return hub.receiveCallback({ destination: changes.destination ?? to.destination, timestamp, authentication: callbackSignature(changes.secret ?? secret, timestamp, body), body: changes.body ?? body });
  };
  assert.deepEqual([await told({ secret: "gefälscht" }), await told({ late: 600 }), await told({ late: -600 }), await told({ destination: newId() }), await told({ destination: "x" }), await told({ body: Buffer.from("{}") })], [false, false, false, false, false, false]);
  assert.equal(await due(), false);
  assert.equal(await told(), true);
  assert.equal(await due(), true);
  await hub.lookAfter(to);
  assert.equal(await due(), false);
  assert.equal(await told(), true);
  assert.equal(await due(), false);
});

test("a reply in another town's case is none of this destination's business", async () => {
  const one = await accepted();
  await db.asOperator("test", (tx) => tx.run(sql`update hub.destination set retired_at = ${clock.now()} where id = ${one.to.destination}`));
  const other = await world.fitDestination(world.beispielhausen.id, { settings: { destinationId: world.fitConnect.destinations.beispielhausen.destinationId } });
  await world.submitted(world.beispielhausen.id);
  await hub.deliver(other);
  await fit.reply({ submissionId: one.submission, answer: { kind: "status", status: "x", text: "Für Musterstadt." }, files: [] });
  clock.advance(600_000);
  await hub.lookAfter(other);
  assert.equal((await db.inTenant(world.beispielhausen.id, (tx) => tx.rows(sql`select from hub.reply`))).length, 0);
  assert.equal((await timeline(one.application)).filter(({ text }) => text === "Für Musterstadt.").length, 0);
});
