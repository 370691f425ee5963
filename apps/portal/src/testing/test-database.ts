import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { after } from "node:test";
import pg from "pg";
import { connect, createDatabase, migrate, prepareRoles, type Database, type RoleUrls } from "#platform/database";
import { prepareJobs } from "#platform/jobs";

const migrations = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), "migrations");
/** Throw-away servers only: the same passwords everywhere, so every test process can make a database. */
const passwords = { owner: "owner", app: "app", worker: "worker" };
const templateLock = 7_300_020;

export interface TestDatabase {
  readonly db: Database;
  readonly urls: RoleUrls;
  /** The administrator's connection to this database, for arranging what the product may not do. */
  readonly adminUrl: string;
}

/**
 * A database of its own for one test file, cloned from a template that is migrated once per state of the migrations.
 * Call it at the top level of the file (`const t = await testDatabase();`): in a hook its own clean-up would run too early.
 * The server is named by TEST_DATABASE_ADMIN_URL (scripts/test.mjs starts one).
 */
export async function testDatabase(options: { readonly max?: number } = {}): Promise<TestDatabase> {
  const opened = await openTestDatabase(testServer(), options);
  after(opened.close);
  return opened;
}

/** The same outside of a test run: for the bench and the endurance runs, which close it themselves. */
export async function openTestDatabase(server: string, options: { readonly max?: number } = {}): Promise<TestDatabase & { close(): Promise<void> }> {
  const template = await migratedTemplate(server);
  const name = `t_${randomBytes(8).toString("hex")}`;
  await onServer(server, async (client) => {
    await client.query("select pg_advisory_lock($1)", [templateLock]);
    // Copied as files and not page by page through the log of changes, which nobody needs here: less than half the work.
    await client.query(`create database ${name} template ${template} owner kp_owner strategy file_copy`);
    await client.query(`revoke all on database ${name} from public; grant connect on database ${name} to kp_app; grant connect, create on database ${name} to kp_worker`);
  });
  const url = (user: string, password: string): string => Object.assign(new URL(server), { username: user, password, pathname: `/${name}` }).href;
  const urls = { owner: url("kp_owner", passwords.owner), app: url("kp_app", passwords.app), worker: url("kp_worker", passwords.worker) };
  const db = createDatabase(connect({ url: urls.app, max: options.max ?? 5, name: "test", onIdleError: () => {} }));
  return {
    db, urls, adminUrl: Object.assign(new URL(server), { pathname: `/${name}` }).href,
    async close() {
      await db.close();
      await onServer(server, (client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
}

/** Address of the throw-away server's administrator. */
export function testServer(): string {
  const url = process.env["TEST_DATABASE_ADMIN_URL"];
  if (!url) throw new Error("TEST_DATABASE_ADMIN_URL is not set: run the tests with `npm test`, or one file with `npm test -- <file>`");
  return url;
}

async function onServer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try { return await work(client); } finally { await client.end(); }
}

async function migratedTemplate(server: string): Promise<string> {
  const hash = createHash("sha256");
  for (const file of readdirSync(migrations).filter((f) => f.endsWith(".sql")).sort()) hash.update(file).update(readFileSync(join(migrations, file)));
  const template = `template_${hash.digest("hex").slice(0, 16)}`;
  await onServer(server, async (client) => {
    await client.query("select pg_advisory_lock($1)", [templateLock]);
    const { rowCount } = await client.query("select from pg_database where datname = $1", [template]);
    if (rowCount !== 0) return;
    const building = `${template}_building`;
    await client.query(`drop database if exists ${building} with (force)`);
    const urls = await prepareRoles(server, building, passwords);
    await migrate(urls.owner, migrations);
    await prepareJobs(urls.worker);
    await client.query(`alter database ${building} rename to ${template}`);
  });
  return template;
}
