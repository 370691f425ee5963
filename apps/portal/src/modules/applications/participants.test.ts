import assert from "node:assert/strict";
import { test } from "node:test";
import { parseServicePackage } from "@kommunalportal/form-engine";
import { serviceSwitch } from "#modules/tenants";
import { sql } from "#platform/database";
import type { Mail, MailOutcome } from "#platform/mail";
import { newId } from "#platform/ids";
import { draftOf, erika, testWorld, visitor } from "./test-world.ts";
import { reportService } from "./test-services.ts";

const world = await testWorld();
const mails: Mail[] = [];
const server = { outcome: { kind: "accepted" } as MailOutcome };
const comeBack = { mailer: { send: (mail: Mail) => { mails.push(mail); return Promise.resolve(server.outcome); } }, townOrigin: () => "https://musterstadt.example" };
const applications = world.with({ comeBack });
const together = parseServicePackage(
  { ...reportService.service, slug: "gemeinsam", together: { title: { de: "Mitbeantragen" }, most: 2, required: true } },
  { ...reportService.form, id: "gemeinsam", steps: reportService.form.steps },
);
await world.db.asOperator("test", async (tx) => {
  await world.forms.publish(tx, together);
  await world.tenants.storeSwitch(tx, world.musterstadt.id, serviceSwitch.parse({ service: "gemeinsam", enabled: true }));
});
await world.tenants.refresh();
world.forms.refresh();

const network = () => `net-${newId()}`;
const linkIn = (mail: Mail | undefined) => /\/beteiligung\/([A-Za-z0-9_-]{22})\n/.exec(mail?.text ?? "")?.[1] ?? "";

async function own(answers: Record<string, string> = { was: "Schlagloch" }) {
  const applicant = erika(1);
  return { applicant, draft: await draftOf(world, applicant, { service: "gemeinsam", answers }) };
}
async function invited(given: Awaited<ReturnType<typeof own>>, kind: "co-applicant" | "helper" = "co-applicant", name = "Max Muster") {
  const outcome = await applications.invite({ draft: given.draft.id, applicant: given.applicant, kind, name, address: `${newId()}@post.example`, network: network() });
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return { link: linkIn(mails.at(-1)), code: outcome.code, network: network(), participant: outcome.participant };
}
const send = ({ draft, applicant }: Awaited<ReturnType<typeof own>>) => applications.submit({ draft: draft.id, tenant: draft.tenant, applicant, confirmed: true, requestId: newId() });

test("an application is sent when everybody who applies together has confirmed just these answers", async () => {
  const mine = await own();
  const notYet = { kind: "problems", problems: [{ path: "together", code: "not-confirmed", step: undefined, message: undefined }] };
  assert.deepEqual(await send(mine), notYet, "the service wants at least one");
  const max = await invited(mine);
  assert.deepEqual(await send(mine), notYet);
  const looked = await applications.takePart({ ...max, level: 0 });
  assert.ok(looked.ok && looked.part.participant.state === "invited");
  assert.deepEqual(looked.part.answers, { was: "Schlagloch" });
  const confirmed = await applications.confirmPart({ ...max, level: 0 });
  assert.ok(confirmed.ok && confirmed.part.participant.state === "confirmed");

  const saved = await applications.saveStep({ draft: mine.draft.id, applicant: mine.applicant, step: "mangel", revision: mine.draft.revision, fields: new Map([["was", ["Laterne"]]]) });
  assert.ok(saved.ok);
  assert.deepEqual((await applications.participants({ draft: mine.draft.id, applicant: mine.applicant }))?.map(({ name, state }) => `${name} ${state}`), ["Max Muster outdated"]);
  assert.deepEqual(await send(mine), notYet, "another answer needs another confirmation");
  assert.ok((await applications.confirmPart({ ...max, level: 3 })).ok);
  const sent = await send(mine);
  assert.equal(sent.kind, "submitted", JSON.stringify(sent));
  assert.ok(sent.kind === "submitted");
  const content = await world.db.inTenant(world.musterstadt.id, (tx) => applications.content(tx, sent.application, { kind: "tenant" }));
  assert.deepEqual(content?.together?.map(({ name, level }) => ({ name, level })), [{ name: "Max Muster", level: 3 }]);
  const after = await applications.takePart({ ...max, level: 0 });
  assert.ok(!after.ok && after.why === "sent");
  assert.deepEqual([after.sent.reference, after.sent.status, after.sent.own, after.sent.people.map(({ mine, at }) => mine && at !== undefined)], [sent.reference, "submitted", undefined, [true]]);
  assert.ok(!JSON.stringify(after.sent).includes("Laterne"), "how it stands, and no answer");
});

test("a helper sees which pages are not done, no answer, and can neither confirm nor send", async () => {
  const mine = await own({});
  const helper = await invited(mine, "helper", "Hanna Hilfe");
  const looked = await applications.takePart({ ...helper, level: 0 });
  assert.ok(looked.ok);
  assert.deepEqual([looked.part.answers, looked.part.steps], [undefined, [{ id: "mangel", open: 1 }]]);
  const refused = await applications.confirmPart({ ...helper, level: 4 });
  assert.ok(!refused.ok && refused.why === "not-yours");
  assert.ok(!JSON.stringify(refused).includes("Schlagloch"));
  const max = await invited(mine);
  const early = await applications.confirmPart({ ...max, level: 0 });
  assert.ok(!early.ok && early.why === "not-complete", "nobody confirms what is not complete");
});

test("an invitation that is taken back opens nothing, and the mail and the database alone neither", async () => {
  const mine = await own();
  const [max, other] = [await invited(mine), await invited(mine, "co-applicant", "Moni Muster")];
  assert.deepEqual(await applications.takePart({ ...max, level: 0, code: other.code }), { ok: false, why: "no-match" });
  assert.ok(!mails.at(-1)?.text.includes(other.code));
  const rows = await world.db.asOperator("test", (tx) => tx.rows<{ name: Buffer; wrapped_key: Buffer; link_hash: Buffer }>(sql`select name, wrapped_key, link_hash from applications.participant where draft_id = ${mine.draft.id}`));
  assert.equal(rows.length, 2);
  for (const row of rows) for (const bytes of Object.values(row)) assert.ok(!bytes.includes("Muster") && !bytes.includes(max.link) && !bytes.includes(max.code));
  assert.equal(await applications.uninvite({ draft: mine.draft.id, applicant: erika(), participant: max.participant }), false, "a stranger takes nothing back");
  assert.equal(await applications.uninvite({ draft: mine.draft.id, applicant: mine.applicant, participant: max.participant }), true);
  assert.deepEqual(await applications.takePart({ ...max, level: 0 }), { ok: false, why: "no-match" });
  assert.equal(await applications.participants({ draft: mine.draft.id, applicant: erika() }), undefined);
});

test("no more people than the service allows, no nameless ones, and none by a mail that was not taken", async () => {
  const mine = await own();
  const ask = (change: object) => applications.invite({ draft: mine.draft.id, applicant: mine.applicant, kind: "co-applicant", name: "Max", address: `${newId()}@post.example`, network: network(), ...change });
  assert.deepEqual(await ask({ name: "  " }), { ok: false, why: "name" });
  assert.deepEqual(await ask({ address: "max" }), { ok: false, why: "address" });
  server.outcome = { kind: "unavailable", reason: "timeout" };
  assert.deepEqual(await ask({}), { ok: false, why: "mail-unavailable" });
  server.outcome = { kind: "accepted" };
  assert.deepEqual(await applications.participants({ draft: mine.draft.id, applicant: mine.applicant }), []);
  assert.ok((await ask({})).ok && (await ask({})).ok);
  assert.deepEqual(await ask({}), { ok: false, why: "too-many-people" });
  const plain = visitor();
  const report = await draftOf(world, plain, { service: "mangel", answers: { was: "Schlagloch" } });
  assert.deepEqual(await applications.invite({ draft: report.id, applicant: plain, kind: "co-applicant", name: "Max", address: "max@post.example", network: network() }), { ok: false, why: "not-offered" });
  assert.equal((await applications.submit({ draft: report.id, tenant: report.tenant, applicant: plain, confirmed: true, requestId: newId() })).kind, "submitted", "other services ask nobody");
});

test("a change and a confirmation at the same moment: what was sent is what was confirmed", async () => {
  for (let round = 0; round < 5; round += 1) {
    const mine = await own();
    const max = await invited(mine);
    await Promise.all([
      applications.confirmPart({ ...max, level: 0 }),
      applications.saveStep({ draft: mine.draft.id, applicant: mine.applicant, step: "mangel", revision: mine.draft.revision, fields: new Map([["was", ["Ampel"]]]) }),
    ]);
    const [state] = (await applications.participants({ draft: mine.draft.id, applicant: mine.applicant })) ?? [];
    const sent = await send(mine);
    assert.equal(sent.kind === "submitted", state?.state === "confirmed");
  }
});
