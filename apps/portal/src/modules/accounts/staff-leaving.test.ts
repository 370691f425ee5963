import assert from "node:assert/strict";
import { test } from "node:test";
import pg from "pg";
import { manualClock } from "#platform/clock";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { testDatabase } from "../../testing/index.ts";
import { endStaff } from "./staff-leaving.ts";
import { createStaffSessions } from "./staff-sessions.ts";

const t = await testDatabase();
const clock = manualClock(new Date("2026-03-02T08:00:00Z"));
const [musterstadt, beispielhausen] = [newId(), newId()];
const admin = new pg.Client({ connectionString: t.adminUrl });
await admin.connect();
for (const [id, slug, number] of [[musterstadt, "musterstadt", "01"], [beispielhausen, "beispielhausen", "02"]]) {
  await admin.query(`insert into tenants.tenant (id, slug, kind, ars, name, official_name, type_name, district_prefix, regbez_prefix, regbez_name, is_demo)
    values ($1, $2, 'municipality', $3, $2, $2, 'Stadt', '05999', '059', 'Arnsberg', true)`, [id, slug, `0599900010${number}`]);
}
await admin.end();
const staff = createStaffSessions({ db: t.db, clock, outbound: () => { throw new Error("nobody signs in here"); }, settings: { issuer: "https://anmeldung.example", clientId: "c", clientSecret: "s", redirectUri: "https://portal.example/x", allowHttp: false }, tenantBySlug: () => undefined });
const terms = { months: 12, years: 3 };
const night = async (day: string): Promise<void> => { clock.set(new Date(`${day}T03:07:00Z`)); await endStaff(t.db, clock, terms); };
const namesIn = async (tenant: string) => (await staff.staffOf(tenant)).map(({ name, email, roles }) => [name, email, roles.length]);

/** As a sign-in writes it. */
async function signedIn(name: string, town: string, day: string): Promise<string> {
  const id = newId();
  await t.db.asOperator("test", async (tx) => {
    await tx.run(sql`insert into accounts.staff (id, issuer, subject, name, email, last_seen_at, roles) values (${id}, 'i', ${name}, ${name}, ${`${name}@musterstadt.example`}, ${day}, ${JSON.stringify([{ tenant: town, role: "clerk" }])})`);
    await tx.run(sql`insert into accounts.staff_name (tenant_id, staff_id, name, last_seen_at) values (${town}, ${id}, ${name}, ${day})`);
    await tx.run(sql`insert into accounts.staff_session (token_hash, id, staff_id, roles, expires_at, idle_until) values (${Buffer.from(name)}, ${newId()}, ${id}, '[]', now(), now())`);
  });
  return id;
}

test("who has not signed in for a year has no role, no address and no session, and is told to all rooms once", async () => {
  const sabine = await signedIn("Sabine", musterstadt, "2026-03-02T08:00:00Z");
  await signedIn("Otto", musterstadt, "2026-09-01T08:00:00Z");
  await night("2027-03-02");
  assert.deepEqual(await namesIn(musterstadt), [["Otto", "Otto@musterstadt.example", 1], ["Sabine", "Sabine@musterstadt.example", 1]], "one day is missing");
  await night("2027-03-03");
  await night("2027-03-04");
  assert.deepEqual(await namesIn(musterstadt), [["Otto", "Otto@musterstadt.example", 1], ["Sabine", "", 0]]);
  assert.deepEqual(await t.db.asOperator("test", (tx) => tx.rows(sql`select email, roles from accounts.staff where id = ${sabine}`)), [{ email: "", roles: [] }]);
  assert.equal((await t.db.asOperator("test", (tx) => tx.rows(sql`select from accounts.staff_session where staff_id = ${sabine}`))).length, 0);
  const jobs = new pg.Client({ connectionString: t.adminUrl });
  await jobs.connect();
  const { rows } = await jobs.query("select payload ->> 'staff' as staff from graphile_worker._private_jobs where payload ->> 'type' = 'staff.left'");
  await jobs.end();
  assert.deepEqual(rows, [{ staff: sabine }]);
});

test("the name goes with the audit's term, three years after the year of the last sign-in in the town", async () => {
  await night("2029-12-31");
  assert.deepEqual((await namesIn(musterstadt)).map(([name]) => name), ["Otto", "Sabine"]);
  await night("2030-01-01");
  assert.deepEqual(await namesIn(musterstadt), []);
  assert.equal((await t.db.asOperator("test", (tx) => tx.rows(sql`select from accounts.staff`))).length, 0);
});

test("a town knows the names of its own people only, and of one who moved to another town no new address", async () => {
  const frieda = await signedIn("Frieda", beispielhausen, "2030-02-01T08:00:00Z");
  assert.deepEqual(await namesIn(musterstadt), []);
  await t.db.asOperator("test", async (tx) => {
    await tx.run(sql`update accounts.staff set roles = ${JSON.stringify([{ tenant: musterstadt, role: "clerk" }])}, email = 'neu@musterstadt.example' where id = ${frieda}`);
    await tx.run(sql`insert into accounts.staff_name (tenant_id, staff_id, name, last_seen_at) values (${musterstadt}, ${frieda}, 'Frieda', '2030-05-01')`);
  });
  assert.deepEqual(await namesIn(beispielhausen), [["Frieda", "", 0]]);
  assert.deepEqual(await namesIn(musterstadt), [["Frieda", "neu@musterstadt.example", 1]]);
  assert.deepEqual(await t.db.published((tx) => tx.rows(sql`select name from accounts.staff_name`)), []);
  assert.equal(await t.db.inTenant(musterstadt, (tx) => tx.run(sql`delete from accounts.staff_name`)), 0);
});
