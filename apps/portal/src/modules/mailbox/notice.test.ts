import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { randomBytes } from "node:crypto";
import { sql } from "#platform/database";
import type { DomainEvent } from "#platform/events";
import { newId } from "#platform/ids";
import { testWorld } from "./test-world.ts";

const world = await testWorld();
const { db, mailbox, mailer, musterstadt } = world;
beforeEach(() => { mailer.sent.length = 0; mailer.answer = { kind: "accepted" }; });

async function reachable(): Promise<string> {
  const account = await world.account();
  await db.asAccount(account, (tx) => world.accounts.setNoticeMail(tx, account, "erika@beispiel.example"));
  return account;
}
async function delivered(message: string): Promise<DomainEvent> {
  const event = (await world.told("message.delivered")).find((one) => one["message"] === message);
  assert.ok(event);
  return event;
}
const noticeOf = (message: string) => db.asOperator("test", (tx) => tx.one<{ notice: string; notice_at: Date | null }>(sql`select notice, notice_at from mailbox.message where id = ${message}`));

test("the mail names neither sender nor content, and leads to the Leitportal", async () => {
  const account = await reachable();
  const message = await world.deliver(account, { kind: "decision", decision: newId() });
  const event = await delivered(message);
  assert.doesNotMatch(JSON.stringify(event), /Waldi|Beispiel/i);
  await world.tell(event);
  const [mail] = mailer.sent;
  assert.equal(mail?.to, "erika@beispiel.example");
  assert.doesNotMatch(`${mail?.subject} ${mail?.text}`, /Waldi|Hund|Musterstadt|Bescheid|decision|Steuer/i);
  assert.match(mail?.text ?? "", /https:\/\/portal\.example\/vorgaenge/);
  assert.equal((await noticeOf(message)).notice, "sent");
  const told = (await world.told("message.noticed")).filter((one) => one["message"] === message);
  assert.deepEqual(told.map((one) => [one["at"], typeof one["decision"], one.tenant]), [[world.clock.now().toISOString(), "string", musterstadt.id]]);
});

test("told twice, one mail; a burst of messages, one mail", async () => {
  const account = await reachable();
  const events = [await delivered(await world.deliver(account)), await delivered(await world.deliver(account))];
  world.clock.advance(2_000);
  for (const event of [...events, ...events]) await world.tell(event);
  assert.equal(mailer.sent.length, 1);
  for (const event of events) assert.equal((await noticeOf(String(event["message"]))).notice, "sent");
  world.clock.advance(60_000);
  await world.tell(await delivered(await world.deliver(account)));
  assert.equal(mailer.sent.length, 2);
});

test("without an address no mail goes out, and the office is told that nobody was noticed", async () => {
  const message = await world.deliver(await world.account());
  await world.tell(await delivered(message));
  assert.equal(mailer.sent.length, 0);
  assert.deepEqual((await world.told("message.not-noticed")).filter((one) => one["message"] === message).map((one) => one["why"]), ["not-wanted"]);
});

test("while the mail server is away it is tried again, with growing pauses, and given up in the end", async () => {
  const message = await world.deliver(await reachable());
  const event = await delivered(message);
  mailer.answer = { kind: "unavailable", reason: "unreachable" };
  const pauses: number[] = [];
  for (let i = 0; i < 20; i += 1) {
    const [again] = await world.tell(event);
    if (!again) break;
    pauses.push((again.snoozeUntil.getTime() - world.clock.now().getTime()) / 60_000);
    world.clock.set(again.snoozeUntil);
  }
  assert.deepEqual(pauses, [1, 5, 15, 60, 180, 360, 720, 720, 1_440]);
  assert.equal((await noticeOf(message)).notice, "given-up");
});

test("an address that is refused is flagged until another one is given or it works again", async () => {
  const account = await reachable();
  const refused = () => db.asAccount(account, (tx) => mailbox.addressRefusedAt(tx, account));
  mailer.answer = { kind: "rejected", reason: "refused-by-server", code: 550 };
  await world.tell(await delivered(await world.deliver(account)));
  assert.ok(await refused());
  await db.asAccount(account, (tx) => mailbox.addressChanged(tx, account));
  assert.equal(await refused(), undefined);
});

test("what was read before the mail went out needs none", async () => {
  const account = await reachable();
  const message = await world.deliver(account);
  await db.asAccount(account, (tx) => mailbox.open(tx, { account, level: 1, message }));
  await world.tell(await delivered(message));
  assert.equal(mailer.sent.length, 0);
});

test("an unused account and an expiring draft are told by mail without content", async () => {
  const account = await reachable();
  await world.tell({ type: "account.unused", id: newId(), account });
  await world.tell({ type: "draft.expiring", id: newId(), account, draft: newId(), tenant: musterstadt.id, service: "hund", on: "2026-04-05" });
  assert.equal(mailer.sent.length, 2);
  assert.match(mailer.sent[1]?.text ?? "", /05\.04\.2026/);
  assert.doesNotMatch(mailer.sent.map(({ text }) => text).join(), /hund|Musterstadt/i);
  mailer.answer = { kind: "unavailable", reason: "timeout" };
  await assert.rejects(world.tell({ type: "account.unused", id: newId(), account }), /could not be sent/);
});

test("a submission's copy comes once, with its PDF, opened by way of the application", async () => {
  const account = await world.account();
  const { application, reference } = await world.submitted(account);
  const [submitted] = (await world.told("application.submitted")).filter((one) => one["application"] === application);
  assert.ok(submitted);
  const [wait] = (await world.tell(submitted)).filter((one) => one !== undefined);
  assert.equal(wait?.snoozeUntil.getTime(), world.clock.now().getTime() + 600_000);
  const render = world.applications.subscriptions.find(({ to }) => to === "application.submitted");
  await render?.handle(submitted, { lastAttempt: false });
  const [rendered] = (await world.told("application.rendered")).filter((one) => one["application"] === application);
  assert.ok(rendered);
  await world.tell(rendered);
  await world.tell(rendered);
  await world.tell(submitted);
  const { items } = await db.asAccount(account, (tx) => mailbox.list(tx, { account, level: 1, show: "received", page: 1 }));
  assert.equal(items.length, 1);
  const id = items[0]?.id ?? "";
  const opened = await db.asAccount(account, (tx) => mailbox.open(tx, { account, level: 1, message: id }));
  assert.ok(opened.ok);
  assert.match(opened.message.subject, new RegExp(reference));
  assert.match(opened.message.text, /Hund anmelden/);
  const file = await db.asAccount(account, (tx) => mailbox.retrieve(tx, { account, level: 1, message: id, file: opened.message.files[0]?.id ?? "" }));
  assert.ok(file.ok);
  const parts: Buffer[] = [];
  for await (const part of file.content as AsyncIterable<Buffer>) parts.push(part);
  assert.match(Buffer.concat(parts).toString(), /^%PDF summary/);
});

test("where the PDF never comes, the copy comes without it", async () => {
  const account = await world.account();
  const { application } = await world.submitted(account);
  const [submitted] = (await world.told("application.submitted")).filter((one) => one["application"] === application);
  assert.ok(submitted);
  world.clock.advance(601_000);
  await world.tell(submitted);
  const { items } = await db.asAccount(account, (tx) => mailbox.list(tx, { account, level: 1, show: "received", page: 1 }));
  assert.deepEqual(items.map((one) => !one.locked && [one.kind, one.attachments, one.language]), [["confirmation", 0, "de"]]);
});

test("what a citizen wrote is kept as sent, once", async () => {
  const account = await world.account();
  const { application } = await world.submitted(account);
  await db.asAccount(account, (tx) => world.applications.record(tx, application, { type: "reply", actor: { kind: "citizen", account }, text: "Waldi ist drei Jahre alt." }, { kind: "account" }));
  const [reply] = (await world.told("application.reply")).filter((one) => one["application"] === application);
  assert.ok(reply);
  await world.tell(reply);
  await world.tell(reply);
  const { items } = await db.asAccount(account, (tx) => mailbox.list(tx, { account, level: 1, show: "sent", page: 1 }));
  assert.equal(items.length, 1);
  const opened = await db.asAccount(account, (tx) => mailbox.open(tx, { account, level: 1, message: items[0]?.id ?? "" }));
  assert.ok(opened.ok && opened.message.text === "Waldi ist drei Jahre alt." && opened.message.direction === "sent");
  assert.equal(await db.asAccount(account, (tx) => mailbox.unreadCount(tx, account)), 0);
});

test("a visitor's address is used for notices, read by no town, and forgotten when the case is closed", async () => {
  const applicant = { owner: newId(), ownerSecret: randomBytes(32), level: 0 as const };
  const started = await world.applications.startDraft({ applicant, tenant: musterstadt.id, service: "hund", language: "de", answers: { hund: { name: "Waldi" } } });
  assert.ok(started.ok);
  const outcome = await world.applications.submit({ draft: started.draft.id, tenant: musterstadt.id, applicant, confirmed: true, requestId: newId() });
  assert.ok(outcome.kind === "submitted");
  const { application } = outcome;
  const leave = (address: string, tenant = musterstadt.id) => db.inTenant(tenant, (tx) => mailbox.leaveAddress(tx, { application, address }));
  assert.deepEqual(await leave("keine Adresse"), { ok: false, why: "not-an-address" });
  assert.deepEqual(await leave("jonas@probe.example", world.beispielhausen.id), { ok: false, why: "not-found" });
  assert.deepEqual(await leave("jonas@probe.example"), { ok: true });
  const stored = await db.inTenant(musterstadt.id, (tx) => tx.one<{ address: Buffer }>(sql`select address from mailbox.visitor_address where application_id = ${application}`));
  assert.doesNotMatch(stored.address.toString("latin1"), /jonas|probe/);
  const event = { type: "application.question", id: newId(world.clock.now().getTime()), application, tenant: musterstadt.id, service: "hund" };
  await world.tell(event);
  await world.tell(event);
  assert.deepEqual(mailer.sent.map(({ to }) => to), ["jonas@probe.example"]);
  assert.doesNotMatch(mailer.sent[0]?.text ?? "", /Waldi|Hund|Musterstadt/i);
  const news = ["fee-cancelled", "appointment-cancelled", "appointment-moved", "case-passed-on", "office-involved"];
  for (const type of news) {
    world.clock.advance(60_000);
    await world.tell({ ...event, type: `application.${type}`, id: newId(world.clock.now().getTime()) });
  }
  assert.equal(mailer.sent.length, news.length + 1, "what the office tells a person with account by a message is told here too");
  world.clock.advance(60_000);
  await world.tell({ ...event, type: "application.closed", id: newId(world.clock.now().getTime()) });
  assert.equal(mailer.sent.length, news.length + 2);
  assert.equal(await db.inTenant(musterstadt.id, (tx) => mailbox.addressState(tx, application)), "none");
});
