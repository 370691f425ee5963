import assert from "node:assert/strict";
import { test } from "node:test";
import { legalDate } from "#platform/clock";
import { sql } from "#platform/database";
import type { Mail, MailOutcome } from "#platform/mail";
import { newId } from "#platform/ids";
import { expireDrafts } from "./expire-drafts.ts";
import { draftOf, erika, testWorld, visitor } from "./test-world.ts";

const world = await testWorld();
const mails: Mail[] = [];
const server = { outcome: { kind: "accepted" } as MailOutcome };
const comeBack = { mailer: { send: (mail: Mail) => { mails.push(mail); return Promise.resolve(server.outcome); } }, townOrigin: () => "https://musterstadt.example" };
const deps = { ...world.deps, comeBack };
const applications = world.with({ comeBack });
const answers = { was: "Schlagloch" };
const network = () => `net-${newId()}`;

/** A saved report of somebody unknown, with its way back. */
async function left(address = `${newId()}@post.example`) {
  const applicant = visitor();
  const draft = await draftOf(world, applicant, { service: "mangel", answers });
  const outcome = await applications.leaveReturn({ draft: draft.id, applicant, address, network: network() });
  assert.ok(outcome.ok, JSON.stringify(outcome));
  const link = /\/entwurf\/([A-Za-z0-9_-]{22})\n/.exec(mails.at(-1)?.text ?? "")?.[1] ?? "";
  return { applicant, draft, address, link, code: outcome.code, until: outcome.until };
}
const stored = (draft: string) => world.db.asOperator("test", (tx) => tx.maybe<{ expires_at: Date; warned_at: Date | null; returnable: boolean }>(sql`select expires_at, warned_at, returnable from applications.draft where id = ${draft}`));

test("link and code bring a draft to another device, and what is written there is kept", async () => {
  const { applicant, draft, link, code, until } = await left();
  assert.equal(until, "2026-06-02");
  const phone = visitor();
  assert.deepEqual(await applications.returnToDraft({ link, code: code.toLowerCase().replaceAll("-", " "), to: phone, network: network() }), { ok: true, draft: draft.id, tenant: draft.tenant });
  const opened = await applications.openDraft({ draft: draft.id, applicant: phone });
  assert.ok(opened.ok);
  assert.deepEqual(opened.draft.answers, answers);
  assert.deepEqual(await applications.openDraft({ draft: draft.id, applicant }), { ok: false, why: "not-found" }, "it is in one place at a time");
  assert.ok((await applications.returnToDraft({ link, code, to: applicant, network: network() })).ok, "and can be brought back");
});

test("with the link alone, the code alone or the whole database nothing opens", async () => {
  const one = await left();
  const other = await left();
  const refused = { ok: false, why: "no-match" };
  const to = visitor();
  assert.deepEqual(await applications.returnToDraft({ link: one.link, code: other.code, to, network: network() }), refused);
  assert.deepEqual(await applications.returnToDraft({ link: "A".repeat(22), code: one.code, to, network: network() }), refused);
  assert.deepEqual(await applications.returnToDraft({ link: "../..", code: one.code, to, network: network() }), refused);
  assert.deepEqual(await applications.returnToDraft({ link: one.link, code: "AAAAA-AAAAA-AAAAA", to, network: network() }), { ok: false, why: "mistyped" });
  const rows = await world.db.asOperator("test", (tx) => tx.rows(sql`select r.*, d.content from applications.draft_return r join applications.draft d on d.id = r.draft_id`));
  const text = JSON.stringify(rows, (_key, value: unknown) => (Buffer.isBuffer(value) || (typeof value === "object" && value !== null && "type" in value && value.type === "Buffer") ? Buffer.from(value as unknown as Buffer).toString("latin1") : value));
  for (const secret of [one.code, one.code.replaceAll("-", ""), one.link, one.address, "Schlagloch"]) assert.ok(!text.includes(secret), secret);
  assert.ok(!(mails.at(-1)?.text ?? "").includes(other.code), "the code is not in the mail");
  const nobody = visitor();
  assert.equal(await world.db.inTenant(world.musterstadt.id, (tx) => tx.maybe(sql`select 1 from applications.draft_return`), { account: nobody.owner }), undefined, "a town sees none of it");
});

test("guessing is counted per link: after ten wrong codes even the right one waits for the next hour", async () => {
  const { link, code, draft } = await left();
  const wrong = (await left()).code;
  for (let i = 0; i < 10; i += 1) assert.deepEqual(await applications.returnToDraft({ link, code: wrong, to: visitor(), network: network() }), { ok: false, why: "no-match" });
  assert.deepEqual(await applications.returnToDraft({ link, code, to: visitor(), network: network() }), { ok: false, why: "too-many-attempts" });
  world.clock.advance(3_600_000);
  assert.ok((await applications.returnToDraft({ link, code, to: visitor(), network: network() })).ok);
  assert.ok(await stored(draft.id));
});

test("a new link replaces the old one; whoever signs in needs none", async () => {
  const first = await left();
  const again = await applications.leaveReturn({ draft: first.draft.id, applicant: first.applicant, address: first.address, network: network() });
  assert.ok(again.ok);
  assert.deepEqual(await applications.returnToDraft({ link: first.link, code: first.code, to: visitor(), network: network() }), { ok: false, why: "no-match" });
  const link = /\/entwurf\/([A-Za-z0-9_-]{22})\n/.exec(mails.at(-1)?.text ?? "")?.[1] ?? "";
  const account = erika();
  assert.ok((await applications.returnToDraft({ link, code: again.code, to: account, network: network() })).ok);
  assert.ok((await applications.openDraft({ draft: first.draft.id, applicant: account })).ok);
  assert.deepEqual(await applications.returnToDraft({ link, code: again.code, to: visitor(), network: network() }), { ok: false, why: "no-match" }, "an account's draft has no link");
});

test("only somebody unknown, in a service without sign-in, is offered a way back, and a strange address is refused", async () => {
  const signedIn = erika();
  const own = await draftOf(world, signedIn, { service: "mangel", answers });
  assert.deepEqual(await applications.leaveReturn({ draft: own.id, applicant: signedIn, address: "e@post.example", network: network() }), { ok: false, why: "not-offered" });
  const { draft, applicant } = await left();
  assert.deepEqual(await applications.leaveReturn({ draft: draft.id, applicant: visitor(), address: "e@post.example", network: network() }), { ok: false, why: "not-found" });
  assert.deepEqual(await applications.leaveReturn({ draft: draft.id, applicant, address: "erika@post.example\nBcc: x@y.example", network: network() }), { ok: false, why: "address" });
  assert.deepEqual(await world.applications.leaveReturn({ draft: draft.id, applicant, address: "e@post.example", network: network() }), { ok: false, why: "not-offered" }, "without a mail server");
});

test("nobody is flooded with mail", async () => {
  const address = `${newId()}@post.example`;
  const { draft, applicant } = await left(address);
  const once = () => applications.leaveReturn({ draft: draft.id, applicant, address: address.toUpperCase(), network: network() });
  assert.ok((await once()).ok && (await once()).ok);
  const before = mails.length;
  assert.deepEqual(await once(), { ok: false, why: "too-many" });
  assert.equal(mails.length, before);
});

test("a mail that the server does not take leaves the draft as it was", async () => {
  const applicant = visitor();
  const draft = await draftOf(world, applicant, { service: "mangel", answers });
  const before = await stored(draft.id);
  server.outcome = { kind: "unavailable", reason: "unreachable" };
  assert.deepEqual(await applications.leaveReturn({ draft: draft.id, applicant, address: "e1@post.example", network: network() }), { ok: false, why: "mail-unavailable" });
  server.outcome = { kind: "rejected", reason: "address-invalid" };
  assert.deepEqual(await applications.leaveReturn({ draft: draft.id, applicant, address: "e2@post.example", network: network() }), { ok: false, why: "mail-refused" });
  server.outcome = { kind: "accepted" };
  assert.deepEqual(await stored(draft.id), before);
});

test("it is kept for three months after the last edit, for thirty days with Einer für Alle, and somebody is told before it goes", async () => {
  const { draft, applicant, link, code, address } = await left();
  assert.deepEqual([(await stored(draft.id))?.returnable, legalDate((await stored(draft.id))!.expires_at)], [true, "2026-06-03"]);
  world.clock.advance(10 * 86_400_000);
  const saved = await applications.saveStep({ draft: draft.id, applicant, step: "mangel", revision: draft.revision, fields: new Map([["was", ["Laterne"]]]) });
  assert.ok(saved.ok);
  assert.equal(legalDate(saved.draft.expiresAt), "2026-06-13");
  const shared = world.with({ comeBack, settings: { ...deps.settings, draftTerm: () => ({ days: 30 }) } });
  const again = await shared.saveStep({ draft: draft.id, applicant, step: "mangel", revision: saved.draft.revision, fields: new Map([["was", ["Ampel"]]]) });
  assert.ok(again.ok && legalDate(again.draft.expiresAt) === "2026-04-12", "day 30 is the last");

  world.clock.advance(24 * 86_400_000);
  await expireDrafts(deps);
  const mine = applications.subscriptions.find(({ to }) => to === "draft.return-expiring");
  const told = mails.length;
  await mine?.handle({ type: "draft.return-expiring", id: newId(), draft: draft.id, tenant: draft.tenant }, { lastAttempt: false });
  assert.equal(mails.length, told + 1);
  assert.deepEqual([mails.at(-1)?.to, mails.at(-1)?.text.includes(`/entwurf/${link}`), mails.at(-1)?.text.includes(code), mails.at(-1)?.text.includes("Mangel")], [address, true, false, false]);
  assert.ok((await stored(draft.id))?.warned_at);
  world.clock.advance(9 * 86_400_000);
  await expireDrafts(deps);
  assert.equal(await stored(draft.id), undefined);
  assert.equal(await world.db.asOperator("test", (tx) => tx.maybe(sql`select 1 from applications.draft_return where draft_id = ${draft.id}`)), undefined);
  await mine?.handle({ type: "draft.return-expiring", id: newId(), draft: draft.id, tenant: draft.tenant }, { lastAttempt: false });
  assert.equal(mails.length, told + 1, "nothing is sent about a draft that is gone");
});

test("what was sent has no way back any more", async () => {
  const { draft, applicant, link, code } = await left();
  const sent = await applications.submit({ draft: draft.id, tenant: draft.tenant, applicant, confirmed: true, requestId: newId() });
  assert.equal(sent.kind, "submitted", JSON.stringify(sent));
  assert.deepEqual(await applications.returnToDraft({ link, code, to: visitor(), network: network() }), { ok: false, why: "no-match" });
});
