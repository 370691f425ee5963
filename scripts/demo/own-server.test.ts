import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import pg from "pg";
import { databaseFor, type DemoDatabase } from "./database.ts";
import { startPostgres } from "./postgres-server.ts";
import { Sentence } from "./sentence.ts";
import { takeBackDatabase } from "./take-back-database.ts";

const root = join(import.meta.dirname, "..", "..");
const folder = mkdtempSync(join(tmpdir(), "own-server-"));
chmodSync(folder, 0o755);
const server = await startPostgres({ folder, durable: false });
after(async () => { await server.stop(); rmSync(folder, { recursive: true, force: true }); });

const passwords = { owner: "owner", app: "app", worker: "worker" };
const address = (database: string, user?: string): string => Object.assign(new URL(server.adminUrl), { pathname: `/${database}`, ...(user === undefined ? {} : { username: user, password: user }) }).href;
const start = (given: string, own = passwords): Promise<DemoDatabase> => databaseFor({ folder: join(folder, "demo"), root, given, secrets: { passwords: own, installationKey: "", pepper: "", extension: "" } });
const saying = (words: RegExp) => (error: unknown): boolean => { assert.ok(error instanceof Sentence, String(error)); assert.match(error.message, words); return true; };

async function run(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try { for (const statement of statements) await client.query(statement); } finally { await client.end(); }
}

async function exists(database: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: server.adminUrl });
  await client.connect();
  try { return (await client.query("select from pg_database where datname = $1", [database])).rowCount !== 0; } finally { await client.end(); }
}

test("a database that DATABASE_URL names and that does not exist is made, also by who is no superuser, and found again", async () => {
  await run(server.adminUrl, "create role builder login createdb createrole password 'builder'");
  for (let round = 0; round < 2; round += 1) await (await start(address("missing", "builder"))).stop();
  await run(address("missing"), "select from public.migration, jobs.living");
});

test("who may make no database is told the statement for it", async () => {
  await run(server.adminUrl, "create role small login createrole password 'small'");
  await assert.rejects(start(address("never", "small")), saying(/gibt es nicht[\s\S]*\n {2}create database "never" owner kp_owner/));
});

test("an empty database of somebody else gets what the portal needs, and keeps its owner", async () => {
  await run(server.adminUrl, "create role landlord login createrole password 'landlord'", "grant kp_owner, kp_app, kp_worker to landlord with admin option", "create database rented owner landlord");
  for (let round = 0; round < 2; round += 1) await (await start(address("rented", "landlord"))).stop();
  await run(address("rented"), "select from public.migration, jobs.living", "do $$ begin assert (select pg_get_userbyid(datdba) = 'landlord' from pg_database where datname = 'rented'); end $$");
});

test("where its owner is somebody who gave us no address, the sentence names the grants; with them it works", async () => {
  await run(server.adminUrl, "create role stranger", "create database closed owner stranger", "revoke all on database closed from public", "grant connect on database closed to landlord");
  const told: string[] = [];
  await assert.rejects(start(address("closed", "landlord")), (error: unknown) => {
    assert.ok(error instanceof Sentence && error.message.includes("mit dieser Datenbank verbunden"), String(error));
    told.push(...error.message.match(/^ {2}grant .*;$/gm) ?? []);
    return true;
  });
  assert.deepEqual(told.map((line) => line.trim()), [
    'grant connect, create on database "closed" to kp_owner;', 'grant connect on database "closed" to kp_app;', 'grant connect, create on database "closed" to kp_worker;', "grant create on schema public to kp_owner;",
  ]);
  await run(address("closed"), ...told);
  await (await start(address("closed", "landlord"))).stop();
});

test("a database with another program's tables is left alone", async () => {
  await run(server.adminUrl, "create database used");
  await run(address("used"), "create table invoice (id int)");
  await assert.rejects(start(address("used")), saying(/Tabellen eines anderen Programms/));
});

test("a database that was made for a start which is then refused is taken back; one that was there before, or holds something by then, stays", async () => {
  const first = await start(address("missing"));
  const open = new pg.Client({ connectionString: first.urls.app });
  await open.connect();
  const others = { owner: "x", app: "y", worker: "z" };
  try {
    for (const user of [undefined, "builder"]) await assert.rejects(start(address("fresh", user), others), saying(/schon ein Kommunalportal mit der Datenbank missing/));
    assert.equal(await exists("fresh"), false);
    await run(server.adminUrl, "create database before owner kp_owner");
    await assert.rejects(start(address("before"), others), saying(/schon ein Kommunalportal mit der Datenbank missing/));
    assert.equal(await exists("before"), true);
    for (const content of ["create table invoice (id int)", "create schema theirs", "create function one() returns int language sql as 'select 1'"]) {
      await run(server.adminUrl, "create database filled");
      await run(address("filled"), content);
      await takeBackDatabase(server.adminUrl, "filled");
      assert.equal(await exists("filled"), true, content);
      await run(server.adminUrl, "drop database filled");
    }
  } finally {
    await open.end();
    await first.stop();
  }
});

test("a second portal on the same server is refused and takes no password from the first", async () => {
  const first = await start(address("missing"));
  const open = new pg.Client({ connectionString: first.urls.app });
  await open.connect();
  try {
    const others = { owner: "x", app: "y", worker: "z" };
    await assert.rejects(start(address("missing"), others), saying(/arbeitet schon ein Kommunalportal/));
    await assert.rejects(start(address("rented"), others), saying(/schon ein Kommunalportal mit der Datenbank missing/));
    for (const url of Object.values(first.urls)) await run(url, "select 1");
  } finally {
    await open.end();
    await first.stop();
  }
});
