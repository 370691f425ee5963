import assert from "node:assert/strict";
import { test } from "node:test";
import pg from "pg";
import { newId } from "#platform/ids";
import { testDatabase } from "../../testing/index.ts";
import { join, roleProblem, sql } from "./index.ts";

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
