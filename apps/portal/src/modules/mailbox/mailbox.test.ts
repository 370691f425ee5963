import assert from "node:assert/strict";
import { test } from "node:test";
import pg from "pg";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { testWorld } from "./test-world.ts";

const world = await testWorld();
const { db, mailbox, musterstadt, beispielhausen } = world;
const text = async (stream: AsyncIterable<unknown>): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
};
const read = (account: string, message: string, level: 0 | 1 | 3 | 4 = 1) => db.asAccount(account, (tx) => mailbox.open(tx, { account, level, message }));
const list = (account: string, level: 0 | 1 | 3 | 4 = 1) => db.asAccount(account, (tx) => mailbox.list(tx, { account, level, show: "received", page: 1 }));

test("a message reaches its account and is read once, with time, level and hash as evidence", async () => {
  const account = await world.account();
  const id = await world.deliver(account, { html: "<h2>Waldi</h2>" });
  assert.equal(await db.asAccount(account, (tx) => mailbox.unreadCount(tx, account)), 1);
  const first = await read(account, id);
  assert.ok(first.ok);
  assert.deepEqual([first.message.subject, first.message.text, first.message.html, first.message.tenant], ["Ihr Hund Waldi", "Wir haben den Hund Waldi angemeldet.", "<h2>Waldi</h2>", musterstadt.id]);
  const at = world.clock.now();
  world.clock.advance(60_000);
  const second = await read(account, id);
  assert.ok(second.ok && second.message.openedAt?.getTime() === at.getTime());
  assert.equal(await db.asAccount(account, (tx) => mailbox.unreadCount(tx, account)), 0);
  const told = (await world.told("message.opened")).filter((event) => event["message"] === id);
  assert.equal(told.length, 1);
  assert.equal(told[0]?.["at"], at.toISOString());
  assert.equal(told[0]?.["level"], 1);
  assert.match(String(told[0]?.["sha256"]), /^[0-9a-f]{64}$/);
});

test("a town puts in and sees nothing, also with the account in its scope", async () => {
  const account = await world.account();
  const id = await world.deliver(account, { files: [await world.file("x")] });
  for (const options of [{}, { account }]) {
    const seen = await db.inTenant(musterstadt.id, async (tx) => [
      (await tx.rows(sql`select id from mailbox.message`)).length, (await tx.rows(sql`select id from mailbox.attachment`)).length,
      await tx.run(sql`update mailbox.message set notice = 'none'`), await tx.run(sql`delete from mailbox.message`), await tx.run(sql`delete from mailbox.attachment`),
    ], options);
    assert.deepEqual(seen, [0, 0, 0, 0, 0], JSON.stringify(options));
  }
  assert.ok((await read(account, id)).ok);
});

test("a town cannot put in for another town, nor a message that looks read", async () => {
  const account = await world.account();
  await assert.rejects(db.inTenant(beispielhausen.id, (tx) => mailbox.deliver(tx, { account, tenant: musterstadt.id, kind: "status", minimumLevel: 1, subject: "x", text: "x", files: [] }), { account }), /row-level security/);
  await assert.rejects(db.inTenant(musterstadt.id, (tx) => tx.run(sql`insert into mailbox.message (id, account_id, tenant_id, direction, kind, minimum_level, delivered_at, subject, content, content_sha256, attachments, notice, opened_at, opened_level)
    values (${newId()}, ${account}, ${musterstadt.id}, 'received', 'status', 1, now(), '', '', '', 0, 'none', now(), 1)`)), /row-level security/);
});

test("another account sees and changes nothing", async () => {
  const account = await world.account();
  const other = await world.account();
  const id = await world.deliver(account);
  assert.deepEqual(await read(other, id), { ok: false, why: "not-found" });
  assert.deepEqual(await db.asAccount(other, (tx) => mailbox.open(tx, { account, level: 4, message: id })), { ok: false, why: "not-found" });
  assert.deepEqual(await db.asAccount(other, (tx) => tx.rows(sql`select id from mailbox.message where id = ${id}`)), []);
  assert.equal(await db.asAccount(other, (tx) => tx.run(sql`delete from mailbox.message where id = ${id}`)), 0);
});

test("below its level a message says neither sender nor subject, and is not marked as read", async () => {
  const account = await world.account();
  const id = await world.deliver(account, { minimumLevel: 3 });
  const { items } = await list(account, 1);
  assert.deepEqual(items, [{ locked: true, id, receivedAt: world.clock.now(), unread: true, needed: 3 }]);
  assert.deepEqual(await read(account, id, 1), { ok: false, why: "level-too-low", needed: 3 });
  assert.equal(await db.asAccount(account, (tx) => mailbox.unreadCount(tx, account)), 1);
  assert.ok((await read(account, id, 3)).ok);
});

test("no word of a message lies in the database", async () => {
  const account = await world.account();
  await world.deliver(account, { subject: "Geheimwort Betreff", text: "Geheimwort Text", html: "<p>Geheimwort Seite</p>", files: [{ ...await world.file("x"), name: "Geheimwort.pdf" }] });
  const client = new pg.Client({ connectionString: world.t.adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ dump: string }>("select string_agg(encode(subject, 'escape') || encode(content, 'escape') || encode(content_sha256, 'escape'), '') || (select string_agg(encode(about, 'escape'), '') from mailbox.attachment) as dump from mailbox.message");
    assert.ok((rows[0]?.dump.length ?? 0) > 200);
    assert.doesNotMatch(rows[0]?.dump ?? "", /Geheimwort|Betreff|\.pdf|Waldi/);
  } finally { await client.end(); }
});

test("a sealed subject does not open in another message", async () => {
  const account = await world.account();
  const one = await world.deliver(account, { subject: "Eins" });
  const two = await world.deliver(account, { subject: "Zwei" });
  const client = new pg.Client({ connectionString: world.t.adminUrl });
  await client.connect();
  try { await client.query("update mailbox.message set subject = (select subject from mailbox.message where id = $1) where id = $2", [one, two]); } finally { await client.end(); }
  await assert.rejects(list(account), /SealBroken|sealed/);
});

test("taking a file reads the message, and is told once", async () => {
  const account = await world.account();
  const decision = newId();
  const id = await world.deliver(account, { kind: "decision", decision, files: [await world.file("Der Bescheid")] });
  const retrieve = (file: string, level: 0 | 1 | 3 = 1) => db.asAccount(account, (tx) => mailbox.retrieve(tx, { account, level, message: id, file }));
  assert.deepEqual(await retrieve(newId()), { ok: false, why: "not-found" });
  const opened = await read(account, id);
  assert.ok(opened.ok);
  const file = opened.message.files[0];
  assert.deepEqual([file?.name, file?.size], ["Bescheid.pdf", 12]);
  const got = await retrieve(file?.id ?? "");
  assert.ok(got.ok);
  assert.equal(await text(got.content), "Der Bescheid");
  const again = await retrieve(file?.id ?? "");
  assert.ok(again.ok);
  again.content.destroy();
  const told = (await world.told("message.retrieved")).filter((event) => event["message"] === id);
  assert.deepEqual(told.map((event) => event["decision"]), [decision]);
  assert.equal((await world.told("message.opened")).filter((event) => event["message"] === id).length, 1);
});

test("a file that its office has deleted is said to be gone", async () => {
  const account = await world.account();
  const file = await world.file("weg");
  const id = await world.deliver(account, { files: [file] });
  const opened = await read(account, id);
  assert.ok(opened.ok);
  await world.files.delete(file.storeKey);
  assert.deepEqual(await db.asAccount(account, (tx) => mailbox.retrieve(tx, { account, level: 1, message: id, file: opened.message.files[0]?.id ?? "" })), { ok: false, why: "gone" });
});

test("a provision that ended unread cannot be opened; what was read before stays open", async () => {
  const account = await world.account();
  const unread = await world.deliver(account, { kind: "decision", decision: newId() });
  const known = await world.deliver(account, { kind: "decision", decision: newId() });
  assert.ok((await read(account, known)).ok);
  world.clock.advance(1_000);
  for (const id of [unread, known, unread]) await db.inTenant(musterstadt.id, (tx) => mailbox.end(tx, id), { account });
  assert.deepEqual(await read(account, unread), { ok: false, why: "ended" });
  assert.ok((await read(account, known)).ok);
  const ended = (await list(account)).items.find(({ id }) => id === unread);
  assert.ok(ended?.locked === false && ended.endedAt?.getTime() === world.clock.now().getTime());
});

test("a town cannot end what another town has sent", async () => {
  const account = await world.account();
  const id = await world.deliver(account);
  await db.inTenant(beispielhausen.id, (tx) => mailbox.end(tx, id), { account });
  assert.ok((await read(account, id)).ok);
});

test("unread ones come first, in pages", async () => {
  const account = await world.account();
  const ids: string[] = [];
  for (let i = 0; i < 22; i += 1) { world.clock.advance(1_000); ids.push(await world.deliver(account, { subject: `Nachricht ${i}` })); }
  await read(account, ids[21] ?? "");
  const first = await list(account);
  assert.deepEqual([first.items.length, first.total, first.pages, first.items[0]?.id], [20, 22, 2, ids[20]]);
  const second = await db.asAccount(account, (tx) => mailbox.list(tx, { account, level: 1, show: "received", page: 2 }));
  assert.deepEqual(second.items.map(({ id }) => id), [ids[0], ids[21]]);
  const beyond = await db.asAccount(account, (tx) => mailbox.list(tx, { account, level: 1, show: "received", page: 99 }));
  assert.equal(beyond.page, 1);
  const before = db.statements();
  await list(account);
  assert.equal(db.statements() - before, 4, "begin, page, key, commit: whatever the number of messages");
});

test("only what was read and proves nothing can be deleted", async () => {
  const account = await world.account();
  const note = await world.deliver(account);
  const decision = await world.deliver(account, { kind: "decision", decision: newId() });
  const remove = (message: string) => db.asAccount(account, (tx) => mailbox.remove(tx, { account, message }));
  assert.deepEqual(await remove(note), { ok: false, why: "unread" });
  await read(account, note);
  await read(account, decision);
  assert.deepEqual(await remove(decision), { ok: false, why: "evidence" });
  assert.deepEqual(await remove(note), { ok: true });
  assert.deepEqual(await remove(note), { ok: false, why: "not-found" });
});

test("unread decisions are named, and an export reads nothing by the way", async () => {
  const account = await world.account();
  const open = await world.deliver(account, { kind: "decision", decision: newId(), subject: "Bescheid A" });
  world.clock.advance(1_000);
  const secret = await world.deliver(account, { kind: "decision", decision: newId(), subject: "Bescheid B", minimumLevel: 4 });
  world.clock.advance(1_000);
  const note = await world.deliver(account);
  await read(account, note);
  const named = await db.asAccount(account, (tx) => mailbox.unreadDecisions(tx, { account, level: 1 }));
  assert.deepEqual(named.map((one) => [one.id, one.locked ? undefined : one.subject]), [[open, "Bescheid A"], [secret, undefined]]);
  const exported = [];
  for await (const one of mailbox.export({ account, level: 1 })) exported.push(one);
  assert.deepEqual(exported.map((one) => "text" in one), [false, false, true]);
  assert.equal(await db.asAccount(account, (tx) => mailbox.unreadCount(tx, account)), 2);
});

test("a deleted account leaves nothing here", async () => {
  const account = await world.account();
  const id = await world.deliver(account, { files: [await world.file("x")] });
  await db.inTenant(musterstadt.id, (tx) => mailbox.end(tx, id), { account });
  await db.asAccount(account, (tx) => world.accounts.deleteAccount(tx, account));
  const [event] = (await world.told("account.deleted")).filter((one) => one["account"] === account);
  assert.ok(event);
  await world.tell(event);
  await world.tell(event);
  const left = await db.asOperator("test", async (tx) => [
    (await tx.rows(sql`select id from mailbox.message where account_id = ${account}`)).length, (await tx.rows(sql`select id from mailbox.attachment where account_id = ${account}`)).length,
    (await tx.rows(sql`select message_id from mailbox.ending where message_id = ${id}`)).length,
  ]);
  assert.deepEqual(left, [0, 0, 0]);
});

test("a delivery that is rolled back never happened", async () => {
  const account = await world.account();
  await assert.rejects(db.inTenant(musterstadt.id, async (tx) => {
    await mailbox.deliver(tx, { account, tenant: musterstadt.id, kind: "status", minimumLevel: 1, subject: "x", text: "x", files: [] });
    throw new Error("cut off");
  }, { account }), /cut off/);
  assert.equal((await list(account)).total, 0);
});
