import assert from "node:assert/strict";
import { test } from "node:test";
import pg from "pg";
import { manualClock } from "#platform/clock";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { testDatabase } from "../../testing/index.ts";
import { createAudit } from "./index.ts";

const t = await testDatabase();
const clock = manualClock(new Date("2026-03-01T09:00:00Z"));
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
