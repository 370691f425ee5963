import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { lastDay, plateOf } from "./permit.ts";
import { caseworkWorld, parking } from "./testing/world.ts";

const world = await caseworkWorld();
const { casework, db, musterstadt, beispielhausen, applications, people, clock } = world;
const status = async (application: string) => (await db.inTenant(musterstadt.id, (tx) => applications.view(tx, application)))?.status;
const permits = (application: string) => db.inTenant(musterstadt.id, (tx) => tx.rows<{ facts: Buffer }>(sql`select facts from casework.permit where application_id = ${application}`));
async function applied(options: Parameters<typeof world.submitted>[0] = {}) {
  return world.submitted({ service: "bewohnerparkausweis", answers: parking(), paid: true, account: newId(), ...options });
}
/** The code stands only on the permit. */
function codeIn(data: string): string {
  return /genehmigung\/([A-Z0-9-]+)/.exec(data)?.[1] ?? "";
}

test("a plate is read as it is written and refused where none can be so", () => {
  for (const [given, plate] of [["MU-EB 123", "MU-EB 123"], ["mü eb 1", "MÜ-EB 1"], ["B-A1234E", "B-A 1234E"], ["K-ST 9H", "K-ST 9H"]] as const) assert.equal(plateOf(given), plate);
  for (const wrong of ["MU", "MU-EB", "MU-EB 0123", "MUST-EB 1", "MU-EBC 1", "MU-EB 12345", "MUE-EB 1234E", "1-AB 2", "MU-EB 1X", ""]) assert.equal(plateOf(wrong), undefined, wrong);
});
test("a permit of years ends on the day before", () => {
  assert.equal(lastDay("2026-03-10", 2), "2028-03-09");
  assert.equal(lastDay("2026-01-01", 1), "2026-12-31");
  assert.equal(lastDay("2028-02-29", 1), "2029-02-28");
});
test("where the town has switched it on, a paid request for its zones is granted at once, with a permit that anyone can verify", async () => {
  const { application, reference } = await applied();
  assert.equal(await status(application), "decided");
  const [one] = await world.casesOf(reference);
  assert.equal(one?.state, "decided");
  assert.equal(one.change, "granted-automatically");
  const message = world.delivered.at(-1);
  assert.deepEqual(message?.files.map(({ name }) => name.slice(0, 8)), ["Bescheid", "Bewohner"]);
  assert.match(message.html ?? "", /automatisch getroffen.*§ 35a VwVfG NRW/s);
  const aid = /<aside[^>]*lang="en"[\s\S]*<\/aside>/.exec(message.html ?? "")?.[0] ?? "";
  assert.match(aid, /Only the German text above is binding\.[\s\S]*has been granted[\s\S]*resident parking permit is valid for the vehicle MU-EB 123 in Zone A: old town[\s\S]*made automatically[\s\S]*<span lang="de">[^<]*§ 35a VwVfG NRW[^<]*<\/span>[\s\S]*ask for a person to check it/);
  const code = codeIn(await pdfOf(application));
  const verdict = await casework.verifyPermit(musterstadt.id, code.toLowerCase().replaceAll("-", " "));
  assert.ok(verdict.kind === "not-yet");
  assert.deepEqual({ plate: verdict.facts.plate, zone: verdict.facts.zone, from: verdict.facts.validFrom, until: verdict.facts.validUntil }, { plate: "MU-EB 123", zone: "Zone A: Altstadt", from: "2026-03-10", until: "2028-03-09" });
  assert.equal(JSON.stringify(verdict).includes("Erika"), false);
  clock.set(new Date("2026-03-10T10:00:00Z"));
  assert.equal((await casework.verifyPermit(musterstadt.id, code)).kind, "valid");
  clock.set(new Date("2028-03-09T23:30:00Z"));
  assert.equal((await casework.verifyPermit(musterstadt.id, code)).kind, "expired");
  clock.set(new Date("2026-03-02T09:00:00Z"));
  assert.equal((await casework.verifyPermit(beispielhausen.id, code)).kind, "unknown");
  await db.inTenant(musterstadt.id, (tx) => casework.revokePermits(tx, musterstadt.id, application));
  assert.equal((await casework.verifyPermit(musterstadt.id, code)).kind, "revoked");
});
test("a mistyped code says so, an invented one is unknown, and the database holds neither plate nor code", async () => {
  const { application } = await applied();
  const code = codeIn(await pdfOf(application));
  const wrong = code.slice(0, -1) + (code.endsWith("2") ? "3" : "2");
  assert.deepEqual(await casework.verifyPermit(musterstadt.id, wrong), { kind: "mistyped" });
  assert.deepEqual(await casework.verifyPermit(musterstadt.id, "<script>"), { kind: "mistyped" });
  const [row] = await permits(application);
  assert.equal(row?.facts.includes("MU-EB"), false);
});
test("told again, the grant has no second effect", async () => {
  const { application } = await applied();
  await world.tell("application.submitted", { tenant: musterstadt.id, application });
  await world.tell("application.paid", { tenant: musterstadt.id, application });
  assert.equal((await permits(application)).length, 1);
  assert.equal((await db.inTenant(musterstadt.id, (tx) => world.answers.decisions(tx, application))).length, 1);
});
test("what the program cannot grant goes to a person and is never refused", async () => {
  const cases: readonly (readonly [string, Parameters<typeof world.submitted>[0]])[] = [
    ["zone not in the town's list", { answers: parking({ zone: "D" }) }],
    ["not paid yet", { paid: false }],
    ["switched off in this town", { tenant: beispielhausen.id }],
    ["somebody else's car", { answers: { ...parking(), fahrzeug: { kennzeichen: "MU-EB 123", halterSelbst: false, halter: "Jonas Probe" } }, upload: [{ path: "fahrzeug.nutzung", name: "nutzung.pdf" }] }],
  ];
  for (const [why, options] of cases) {
    const { application, reference } = await applied(options);
    const reach = options?.tenant === beispielhausen.id ? people.fremd.reach : people.sven.reach;
    const [one] = await world.casesOf(reference, reach);
    assert.equal(one?.state, "open", why);
    assert.deepEqual(await db.inTenant(options?.tenant ?? musterstadt.id, (tx) => world.answers.decisions(tx, application)), [], why);
  }
});
test("when the transfer has arrived, the grant follows", async () => {
  const { application, reference } = await applied({ paid: false });
  assert.equal((await world.casesOf(reference))[0]?.unpaid, true);
  await db.inTenant(musterstadt.id, (tx) => applications.completePaid(tx, application));
  await world.tell("application.paid", { tenant: musterstadt.id, application });
  assert.equal(await status(application), "decided");
  assert.equal((await world.casesOf(reference))[0]?.unpaid, false);
});
test("what a clerk has taken, no program decides", async () => {
  const { application, reference } = await applied({ paid: false });
  await casework.take(people.petra.reach, { case: (await world.casesOf(reference))[0]?.id ?? "" });
  await db.inTenant(musterstadt.id, (tx) => applications.completePaid(tx, application));
  await world.tell("application.paid", { tenant: musterstadt.id, application });
  assert.equal(await status(application), "in-progress");
});
test("what a person grants comes with the same permit, and a repeated decision makes the old one void", async () => {
  const { application, reference } = await applied({ paid: false });
  const [one] = await world.casesOf(reference);
  const petra = people.petra.reach;
  assert.equal((await casework.open(petra, one?.id ?? ""))?.permit?.plate, "MU-EB 123");
  const grant = { kind: "grant", subject: "Ihr Ausweis", paragraphs: ["Wir geben statt."], amounts: [], conditions: [], reasons: [] } as const;
  const done = await casework.decide(petra, { case: one?.id ?? "", draft: grant, way: "mailbox", permit: true });
  assert.ok(done.ok, JSON.stringify(done));
  const first = codeIn(await pdfOf(application));
  assert.equal((await casework.verifyPermit(musterstadt.id, first)).kind, "not-yet");
  const again = await casework.decide(petra, { case: one?.id ?? "", draft: grant, way: "mailbox", permit: true, replaces: done.decision });
  assert.ok(again.ok, JSON.stringify(again));
  assert.equal((await casework.verifyPermit(musterstadt.id, first)).kind, "revoked");
  assert.equal((await permits(application)).length, 2);
  const zip = await casework.zip(petra, one?.id ?? "");
  const parts: Buffer[] = [];
  for await (const part of (zip?.content ?? []) as AsyncIterable<Buffer>) parts.push(part);
  const archive = Buffer.concat(parts);
  for (const n of [1, 2]) assert.ok(archive.includes(`/Bescheide/Bescheid-${n}.pdf`) && archive.includes(`/Bescheide/Bescheid-${n}-Anlage-`), "the office takes the permit along, too");
});
test("a service without permits encloses none", async () => {
  const { reference } = await world.submitted({ account: newId() });
  const [one] = await world.casesOf(reference);
  assert.deepEqual(await casework.decide(people.sabine.reach, { case: one?.id ?? "", draft: { kind: "grant", subject: "x", paragraphs: ["Wir geben statt."], amounts: [], conditions: [], reasons: [] }, way: "mailbox", permit: true }), { ok: false, why: "no-permit" });
});
test("without consent the grant is made all the same and its letter waits for the post", async () => {
  const { application, reference } = await applied({ consent: false });
  assert.equal(await status(application), "decided");
  assert.equal((await world.casesOf(reference))[0]?.task, "post-letter");
});

async function pdfOf(application: string): Promise<string> {
  return db.inTenant(musterstadt.id, async (tx) => {
    const [decision] = await world.answers.decisions(tx, application);
    const file = decision && (await world.answers.decisionFile(tx, decision.id, "enclosure"));
    const parts: Buffer[] = [];
    for await (const part of (file ?? []) as AsyncIterable<Buffer>) parts.push(part);
    return Buffer.concat(parts).toString("utf8");
  });
}
