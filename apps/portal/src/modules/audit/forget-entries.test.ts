import assert from "node:assert/strict";
import { test } from "node:test";
import pg from "pg";
import { manualClock } from "#platform/clock";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { testDatabase } from "../../testing/index.ts";
import { createAudit } from "./index.ts";

const old = await testDatabase();
const [town, clerk, application] = [newId(), newId(), newId()];
const at = manualClock(new Date("2019-05-01T09:00:00Z"));
const kept = createAudit({ db: old.db, clock: at });
const enter = (day: string) => {
  at.set(new Date(`${day}T09:00:00Z`));
  return old.db.inTenant(town, (tx) => kept.record(tx, { tenant: town, actor: { kind: "staff", id: clerk }, action: "application.read", subject: { kind: "application", id: application } }));
};
const days = () => old.db.asOperator("test", async (tx) => (await tx.rows<{ at: Date; action: string }>(sql`select at, action from audit.entry where tenant_id = ${town} order by id`)).map((row) => `${row.at.toISOString().slice(0, 10)} ${row.action}`));
const night = async (day: string) => { at.set(new Date(`${day}T02:47:00Z`)); await kept.jobs["audit.forget"](); await kept.jobs["audit.chain"](); };

test("entries go three years after their year; the rest of the chain still verifies, and the cut itself stands in it", async () => {
  for (const day of ["2019-05-01", "2020-01-01", "2020-12-31", "2021-01-02", "2022-03-03"]) await enter(day);
  await kept.jobs["audit.chain"]();
  await night("2022-12-31");
  assert.equal((await days()).length, 5, "2019 ends its third year today");
  await night("2023-01-01");
  assert.deepEqual(await days(), ["2020-01-01 application.read", "2020-12-31 application.read", "2021-01-02 application.read", "2022-03-03 application.read", "2023-01-01 audit.cut"]);
  assert.deepEqual(await kept.verify(), []);
  await night("2024-06-01");
  assert.deepEqual(await days(), ["2021-01-02 application.read", "2022-03-03 application.read", "2023-01-01 audit.cut", "2024-06-01 audit.cut"]);
  await enter("2024-07-01");
  await kept.jobs["audit.chain"]();
  assert.deepEqual(await kept.verify(), []);
});

test("a chain from which everything has gone goes on where it ended", async () => {
  await night("2030-01-01");
  assert.deepEqual(await days(), ["2030-01-01 audit.cut"]);
  await enter("2030-02-01");
  await kept.jobs["audit.chain"]();
  assert.deepEqual(await kept.verify(), []);
  assert.deepEqual(await old.db.asOperator("test", (tx) => tx.rows(sql`select position from audit.link where chain = ${town} order by position`)), [{ position: 9 }, { position: 10 }]);
});

test("after a cut, too, a changed entry and a wrong start are found", async () => {
  const admin = new pg.Client({ connectionString: old.adminUrl });
  await admin.connect();
  try {
    await admin.query("update audit.start set hash = sha256('other') where chain = $1", [town]);
    assert.equal((await kept.verify()).length, 1);
  } finally { await admin.end(); }
});
