import assert from "node:assert/strict";
import { test } from "node:test";
import pg from "pg";
import { newId } from "#platform/ids";
import { testDatabase } from "../../testing/index.ts";
import { until } from "../../testing/until.ts";
import { isUnavailable, join, roleProblem, sql } from "./index.ts";

const t = await testDatabase();
{
  const owner = new pg.Client({ connectionString: t.urls.owner });
  await owner.connect();
  await owner.query(`call app.open_schema('probe'); create table probe.note (tenant_id uuid not null, account_id uuid, text text not null);
    call app.protect('probe.note', 'tenant_id = app.tenant() or account_id = app.account() or app.operator()')`);
  await owner.end();
}

test("values never enter the text of a statement, and statements can be woven", () => {
  const part = sql`name = ${"a'; drop table x"}`;
  const whole = sql`select 1 where ${join([part, sql`age > ${3}`], sql` and `)} limit ${1}`;
  assert.equal(whole.text, "select 1 where name = $1 and age > $2 limit $3");
  assert.deepEqual(whole.values, ["a'; drop table x", 3, 1]);
});
test("a tenant sees and writes only its own rows, an account its own in all towns, an operator all", async () => {
  const [a, b, account] = [newId(), newId(), newId()];
  await t.db.inTenant(a, (tx) => tx.run(sql`insert into probe.note values (${a}, ${account}, 'in a')`));
  await t.db.inTenant(b, (tx) => tx.run(sql`insert into probe.note values (${b}, ${account}, 'in b'), (${b}, null, 'b only')`));
  const texts = (rows: { text: string }[]): string[] => rows.map((row) => row.text).sort();
  const all = sql`select text from probe.note`;
  assert.deepEqual(texts(await t.db.inTenant(a, (tx) => tx.rows(all))), ["in a"]);
  assert.deepEqual(texts(await t.db.asAccount(account, (tx) => tx.rows(all))), ["in a", "in b"]);
  assert.deepEqual(texts(await t.db.asOperator("test", (tx) => tx.rows(all))), ["b only", "in a", "in b"]);
  assert.deepEqual(texts(await t.db.published((tx) => tx.rows(all))), []);
  await assert.rejects(t.db.inTenant(a, (tx) => tx.run(sql`insert into probe.note values (${b}, null, 'smuggled')`)), /row-level security/);
  assert.equal(await t.db.inTenant(a, (tx) => tx.run(sql`delete from probe.note where text = 'b only'`)), 0);
});
test("a scope cannot be injected and does not outlive its transaction", async () => {
  await assert.rejects(t.db.inTenant("' ; set app.operator = 'on", (tx) => tx.rows(sql`select 1`)), /needs an id/);
  await t.db.asOperator("test", (tx) => tx.rows(sql`select 1`));
  for (let i = 0; i < 6; i += 1) assert.deepEqual(await t.db.published((tx) => tx.rows(sql`select text from probe.note`)), []);
});
test("a statement that failed and was swallowed cannot end in an apparent commit", async () => {
  const tenant = newId();
  await assert.rejects(t.db.inTenant(tenant, async (tx) => {
    await tx.run(sql`insert into probe.note values (${tenant}, null, 'lost')`);
    await tx.run(sql`select 1 / ${0}::int`).catch(() => 0);
  }), /rolled back/);
});
test("the portal refuses the roles to which row-level security does not apply", async () => {
  assert.equal(await roleProblem(t.urls.app), undefined);
  assert.match(await roleProblem(t.urls.owner) ?? "", /owner/);
  assert.match(await roleProblem(t.adminUrl) ?? "", /superuser/);
});
test("a statement sent with `later` is there after the commit, in order, and its rows are counted", async () => {
  const tenant = newId();
  const counted: number[] = [];
  const seen = await t.db.inTenant(tenant, async (tx) => {
    tx.later(sql`insert into probe.note values (${tenant}, null, 'one')`, (rows) => { counted.push(rows); });
    const between = await tx.rows<{ text: string }>(sql`select text from probe.note`);
    tx.later(sql`insert into probe.note values (${tenant}, null, 'two'), (${tenant}, null, 'three')`, (rows) => { counted.push(rows); });
    return between.map(({ text }) => text);
  });
  assert.deepEqual(seen, ["one"]);
  assert.deepEqual(counted, [1, 2]);
  assert.equal((await t.db.read({ kind: "tenant", tenant }, sql`select from probe.note`)).length, 3);
});
test("a later statement that fails undoes everything and throws its own error, also where the next statement fails because of it", async () => {
  const tenant = newId();
  const failing = sql`select 1 / ${0}::int`;
  await assert.rejects(t.db.inTenant(tenant, async (tx) => { await tx.run(sql`insert into probe.note values (${tenant}, null, 'gone')`); tx.later(failing); }), /division by zero/);
  await assert.rejects(t.db.inTenant(tenant, async (tx) => { tx.later(failing); await tx.run(sql`insert into probe.note values (${tenant}, null, 'gone')`); }), /division by zero/);
  await assert.rejects(t.db.inTenant(tenant, async (tx) => { tx.later(sql`insert into probe.note values (${tenant}, null, 'gone')`); await Promise.reject(new Error("the work")); }), /the work/);
  assert.deepEqual(await t.db.read({ kind: "tenant", tenant }, sql`select text from probe.note`), []);
});
test("a single read sees its scope only, cannot write, and leaves its connection clean", async () => {
  const [tenant, other] = [newId(), newId()];
  await t.db.inTenant(tenant, (tx) => tx.run(sql`insert into probe.note values (${tenant}, null, 'mine')`));
  assert.deepEqual(await t.db.read({ kind: "tenant", tenant }, sql`select text from probe.note`), [{ text: "mine" }]);
  assert.deepEqual(await t.db.read({ kind: "tenant", tenant: other }, sql`select text from probe.note`), []);
  await assert.rejects(t.db.read({ kind: "tenant", tenant }, sql`insert into probe.note values (${tenant}, null, 'x') returning text`), /read-only/);
  await assert.rejects(t.db.read({ kind: "account", account: "'; set app.operator = 'on" }, sql`select 1`), /needs an id/);
  for (let i = 0; i < 6; i += 1) assert.deepEqual(await t.db.published((tx) => tx.rows(sql`select text from probe.note`)), []);
  assert.equal(await t.db.inTenant(tenant, (tx) => tx.run(sql`insert into probe.note values (${tenant}, null, 'still writes')`)), 1);
});
test("what is read together sees its scope only, cannot write, takes no late statement and leaves its connection clean", async () => {
  const tenant = newId();
  const scope = { kind: "tenant", tenant } as const;
  await t.db.inTenant(tenant, (tx) => tx.run(sql`insert into probe.note values (${tenant}, null, 'mine')`));
  const notes = sql`select text from probe.note`;
  assert.deepEqual(await t.db.readTogether(scope, (tx) => Promise.all([tx.rows(notes), tx.one(sql`select 1 as one`), tx.maybe(sql`select from probe.note where text = 'none'`)])), [[{ text: "mine" }], { one: 1 }, undefined]);
  await assert.rejects(t.db.readTogether(scope, (tx) => Promise.all([tx.rows(notes), tx.rows(sql`insert into probe.note values (${tenant}, null, 'x') returning text`)])), /read-only/);
  await assert.rejects(t.db.readTogether(scope, async (tx) => { await tx.rows(notes); return tx.rows(notes); }), /before anything is waited for/);
  await assert.rejects(t.db.readTogether(scope, (tx) => Promise.all([tx.rows(sql`select 1 / ${0}::int`), tx.rows(notes)])), /division by zero/);
  await assert.rejects(t.db.readTogether(scope, () => Promise.reject(new Error("the work"))), /the work/);
  for (let i = 0; i < 6; i += 1) assert.deepEqual(await t.db.published((tx) => tx.rows(notes)), []);
  assert.equal(await t.db.inTenant(tenant, (tx) => tx.run(sql`insert into probe.note values (${tenant}, null, 'still writes')`)), 1);
});
test("a single write is one transaction in its scope, counts its rows, and fails whole: at the statement, at the commit, and where a value cannot be sent", async () => {
  const [tenant, other, account] = [newId(), newId(), newId()];
  const scope = { kind: "tenant", tenant } as const;
  const insert = (at: string, text: string) => sql`insert into probe.note values (${at}, null, ${text}), (${at}, null, ${text})`;
  const mine = async (): Promise<number> => (await t.db.read(scope, sql`select from probe.note`)).length;
  const before = t.db.statements();
  assert.equal(await t.db.write(scope, insert(tenant, "one")), 2);
  assert.equal(t.db.statements() - before, 2, "opening the scope and the statement");
  await assert.rejects(t.db.write(scope, insert(other, "smuggled")), /row-level security/);
  assert.equal(await t.db.write({ kind: "tenant", tenant: other }, sql`delete from probe.note`), 0);
  await t.db.inTenant(tenant, (tx) => tx.run(sql`insert into probe.note values (${tenant}, ${account}, 'of an account')`));
  assert.equal(await t.db.write({ kind: "account", account }, sql`update probe.note set text = 'its own'`), 1);
  assert.equal(await t.db.write({ kind: "tenant", tenant: other, account }, sql`update probe.note set text = 'in another town'`), 1);
  const endless: { self?: unknown } = {};
  endless.self = endless;
  await assert.rejects(t.db.write(scope, sql`insert into probe.note values (${tenant}, null, ${endless})`), /circular/);
  const owner = new pg.Client({ connectionString: t.urls.owner });
  await owner.connect();
  await owner.query("create table probe.late (tenant_id uuid not null, n int unique deferrable initially deferred); call app.protect('probe.late', 'tenant_id = app.tenant()')");
  await owner.end();
  await assert.rejects(t.db.write(scope, sql`insert into probe.late values (${tenant}, 1), (${tenant}, 1)`), /late_n_key/);
  assert.equal((await t.db.read(scope, sql`select from probe.late`)).length, 0);
  assert.equal(await mine(), 3);
  for (let i = 0; i < 6; i += 1) assert.deepEqual(await t.db.published((tx) => tx.rows(sql`select text from probe.note`)), []);
});
test("a statement that came behind one that failed is known to no connection, and runs the next time", async () => {
  const scope = { kind: "tenant", tenant: newId() } as const;
  const never = sql`select 'behind' as text`;
  for (let i = 0; i < 6; i += 1) await assert.rejects(t.db.readTogether(scope, (tx) => Promise.all([tx.rows(sql`select 1 / ${0}::int`), tx.rows(never)])), /division by zero/);
  for (let i = 0; i < 6; i += 1) await assert.rejects(t.db.readTogether(scope, (tx) => Promise.all([tx.rows(sql`select nothing_of_this_name`), tx.rows(never)])), /nothing_of_this_name/);
  for (let i = 0; i < 6; i += 1) assert.deepEqual(await t.db.readTogether(scope, (tx) => Promise.all([tx.rows(never), tx.rows(never), tx.rows(sql`select 2 as two`)])), [[{ text: "behind" }], [{ text: "behind" }], [{ two: 2 }]]);
});
test("a connection that dies while it reads is a failure of all that it was asked, and not given out again", async () => {
  const scope = { kind: "tenant", tenant: newId() } as const;
  const admin = new pg.Client({ connectionString: t.adminUrl });
  await admin.connect();
  const end = () => admin.query("select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep(20)%' and pid <> pg_backend_pid() and state = 'active'");
  const asked = {
    "read together": () => t.db.readTogether(scope, (tx) => Promise.all([tx.rows(sql`select pg_sleep(20)`), tx.rows(sql`select 1`)])),
    "called": () => t.db.call(sql`select pg_sleep(20)`),
    "written": () => t.db.write(scope, sql`insert into probe.note select ${scope.tenant}, null, pg_sleep(20)::text`),
  };
  for (const [how, ask] of [...Object.entries(asked), ...Object.entries(asked)]) {
    // At once, and on every connection: the socket of the one that has died may not have told it yet.
    let over = false;
    const after = assert.rejects(ask(), isUnavailable, how).finally(() => { over = true; }).then(() => Promise.all(Array.from({ length: 4 }, () => t.db.read(scope, sql`select 1 as one`))));
    // Until it has failed, not once: the process of the round before may still be listed while it dies.
    for (let i = 0; i < 200 && !over; i += 1) { await end(); await new Promise((resolve) => { setTimeout(resolve, 20); }); }
    assert.deepEqual(await after, Array.from({ length: 4 }, () => [{ one: 1 }]), how);
  }
  await admin.end();
});
test("who listens hears again after the connection died, once, and stopping bears a server that hangs up at the same time", async () => {
  const admin = new pg.Client({ connectionString: t.adminUrl });
  await admin.connect();
  const listeners = async (): Promise<number> => (await admin.query("select from pg_stat_activity where datname = current_database() and query = 'listen probe_heard'")).rowCount ?? 0;
  const hangUp = () => admin.query("select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen probe_heard' and pid <> pg_backend_pid()");
  const heard: (string | undefined)[] = [];
  const stop = await t.db.listen("probe_heard", (payload) => { heard.push(payload); });
  await admin.query("notify probe_heard, 'one'");
  await until("the first word", () => heard.length === 1);
  await hangUp();
  await until("the word after the break", () => heard.length === 2);
  assert.deepEqual(heard, ["one", undefined], "something may have been missed");
  assert.equal(await listeners(), 1);
  // The last word of the server comes when the connection was given back already: a race, so it is run more than once.
  await Promise.all([hangUp(), stop()]);
  for (let round = 0; round < 12; round += 1) {
    const stopAgain = await t.db.listen("probe_heard", () => {});
    await Promise.all([hangUp(), new Promise((resolve) => { setTimeout(resolve, round / 3); }).then(stopAgain)]);
  }
  // One that goes on listening would be there again after a second; one that is ending may still be listed.
  await new Promise((resolve) => { setTimeout(resolve, 1_300); });
  await until("nobody listens any more", async () => await listeners() === 0);
  await admin.end();
});
test("a transaction of later statements alone is whole or nothing too", async () => {
  const tenant = newId();
  const insert = (text: string) => sql`insert into probe.note values (${tenant}, null, ${text})`;
  await t.db.inTenant(tenant, async (tx) => { tx.later(insert("one")); tx.later(insert("two")); await Promise.resolve(); });
  await assert.rejects(t.db.inTenant(tenant, async (tx) => { tx.later(insert("three")); tx.later(sql`select 1 / ${0}::int`); await Promise.resolve(); }), /division by zero/);
  await assert.rejects(t.db.inTenant(tenant, async (tx) => { tx.later(insert("four")); await Promise.reject(new Error("the work")); }), /the work/);
  assert.deepEqual((await t.db.read<{ text: string }>({ kind: "tenant", tenant }, sql`select text from probe.note`)).map(({ text }) => text), ["one", "two"]);
});
test("a statement that was run before gives the same rows, of every type, and no other ones after its table has changed", async () => {
  const statement = sql`select 1 as number, 'text' as text, true as yes, null::text as nothing, '\\x0102'::bytea as bytes, '2026-11-27 01:02:03.456789+00'::timestamptz as at, '2026-11-27'::date as day, array['a'] as list, '{"a": 1}'::jsonb as data`;
  const expected = [{ number: 1, text: "text", yes: true, nothing: null, bytes: Buffer.from([1, 2]), at: new Date("2026-11-27T01:02:03.456Z"), day: "2026-11-27", list: ["a"], data: { a: 1 } }];
  for (let i = 0; i < 3; i += 1) assert.deepEqual(await t.db.published((tx) => tx.rows(statement)), expected);
  const [tenant, all] = [newId(), sql`select * from probe.changing`];
  const owner = new pg.Client({ connectionString: t.urls.owner });
  await owner.connect();
  await owner.query("create table probe.changing (tenant_id uuid not null); call app.protect('probe.changing', 'true')");
  const read = () => t.db.inTenant(tenant, async (tx) => { await tx.run(sql`delete from probe.changing`); await tx.run(sql`insert into probe.changing (tenant_id) values (${tenant})`); return tx.rows(all); });
  for (let i = 0; i < 3; i += 1) assert.deepEqual(await read(), [{ tenant_id: tenant }]);
  await owner.query("alter table probe.changing add column more int default 2");
  await owner.end();
  await assert.rejects(read(), /cached plan must not change result type/);
});
test("a connection that dies in mid-transaction is a failure and not given out again", async () => {
  const tenant = newId();
  await assert.rejects(t.db.inTenant(tenant, async (tx) => {
    const { pid } = await tx.one<{ pid: number }>(sql`select pg_backend_pid() as pid`);
    const admin = new pg.Client({ connectionString: t.adminUrl });
    await admin.connect();
    await admin.query("select pg_terminate_backend($1)", [pid]);
    await admin.end();
    await tx.run(sql`insert into probe.note values (${tenant}, null, 'lost')`);
  }), isUnavailable);
  for (let i = 0; i < 6; i += 1) assert.deepEqual(await t.db.inTenant(tenant, (tx) => tx.rows(sql`select text from probe.note`)), []);
});
