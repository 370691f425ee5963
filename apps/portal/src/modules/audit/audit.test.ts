import assert from "node:assert/strict";
import { test } from "node:test";
import pg from "pg";
import { manualClock } from "#platform/clock";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { testDatabase } from "../../testing/index.ts";
import { createAudit } from "./index.ts";

const t = await testDatabase();
// The database itself keeps what its own clock calls a year old or less.
const clock = manualClock(new Date());
const audit = createAudit({ db: t.db, clock });
const [tenant, other, account, application, clerk] = [newId(), newId(), newId(), newId(), newId()];
const read = () => t.db.inTenant(tenant, (tx) => audit.record(tx, { tenant, account, actor: { kind: "staff", id: clerk, office: "steueramt" }, action: "application.read", subject: { kind: "application", id: application } }));
const chain = () => audit.jobs["audit.chain"]();

test("a citizen sees which office looked at the case, another town does not", async () => {
  await read();
  const seen = await t.db.asAccount(account, (tx) => audit.readersOf(tx, application));
  assert.deepEqual(seen.map(({ office, action }) => ({ office, action })), [{ office: "steueramt", action: "application.read" }]);
  assert.deepEqual(await t.db.inTenant(other, (tx) => audit.readersOf(tx, application)), []);
});
test("an entry cannot be changed by the app, nor deleted within a year", async () => {
  const lately = newId();
  await t.db.inTenant(tenant, (tx) => tx.run(sql`insert into audit.entry (id, tenant_id, at, actor_kind, action, subject_kind, subject) values (${lately}, ${tenant}, now(), 'system', 'a.b', 'x', 'x')`));
  assert.equal(await t.db.asOperator("test", (tx) => tx.run(sql`delete from audit.entry`)), 0, "nothing of the last year");
  await assert.rejects(t.db.asOperator("test", (tx) => tx.run(sql`update audit.entry set action = 'a.b'`)), /permission denied/);
});
test("a deleted account leaves stubs that name nobody and still verify; an account taken out otherwise, or a changed stub, is seen", async () => {
  const gone = newId();
  const own = () => t.db.inTenant(tenant, (tx) => audit.record(tx, { tenant, account: gone, actor: { kind: "citizen", account: gone }, action: "consent.give", subject: { kind: "application", id: application } }));
  await own();
  await read();
  await chain();
  await own();
  const [told] = audit.subscriptions;
  for (let twice = 0; twice < 2; twice += 1) await told?.handle({ type: "account.deleted", id: newId(), account: gone });
  await chain();
  assert.deepEqual(await audit.verify(), []);
  const rows = await t.db.inTenant(tenant, (tx) => tx.rows<{ account_id: string | null; actor: string | null }>(sql`select account_id, actor from audit.entry where action = 'consent.give'`));
  assert.deepEqual(rows, [{ account_id: null, actor: null }, { account_id: null, actor: null }]);
  await assert.rejects(t.db.inTenant(tenant, (tx) => tx.run(sql`select from audit.unlink_account(${account}, 1)`)), /only housekeeping/);
  const admin = new pg.Client({ connectionString: t.adminUrl });
  await admin.connect();
  try {
    for (const change of ["set account_id = null where action = 'application.read' and account_id is not null", "set action = 'consent.withdraw' where action = 'consent.give'"]) {
      await admin.query("begin");
      await admin.query(`create table public.kept as select * from audit.entry`);
      await admin.query(`update audit.entry ${change}`);
      await admin.query("commit");
      assert.ok((await audit.verify()).length > 0, change);
      await admin.query("update audit.entry e set account_id = k.account_id, action = k.action from public.kept k where k.id = e.id");
      await admin.query("drop table public.kept");
      assert.deepEqual(await audit.verify(), []);
    }
  } finally { await admin.end(); }
});
test("the chain shows a changed and a removed entry", async () => {
  for (let i = 0; i < 5; i += 1) await read();
  await chain();
  await chain();
  assert.deepEqual(await audit.verify(), []);
  const admin = new pg.Client({ connectionString: t.adminUrl });
  await admin.connect();
  await admin.query("update audit.entry set actor = 'somebody else' where id = (select entry_id from audit.link where position = 3)");
  await admin.end();
  assert.equal((await audit.verify()).length, 1);
});
