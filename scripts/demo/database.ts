import { spawn } from "node:child_process";
import { join } from "node:path";
import pg from "pg";
import { claimDatabase } from "./instance-lock.ts";
import type { DemoSecrets } from "./secrets.ts";
import { startPostgres } from "./postgres-server.ts";
import type { Revival } from "./revival.ts";
import { Sentence } from "./sentence.ts";
import { takeBackDatabase } from "./take-back-database.ts";
import { migrate } from "../../apps/portal/src/platform/database/migrate.ts";
import { DatabaseNotEmpty, NeedsAdministrator } from "../../apps/portal/src/platform/database/needs-administrator.ts";
import { prepareRoles, type RoleUrls } from "../../apps/portal/src/platform/database/roles.ts";
import { prepareJobs } from "../../apps/portal/src/platform/jobs/prepare.ts";

export interface DemoDatabase {
  readonly urls: RoleUrls;
  readonly moved: string | undefined;
  /** Process number of the embedded server; undefined for a server of one's own. */
  readonly serverPid: (() => number) | undefined;
  /** Fills an empty database with the demonstration; false when there was something in it already. */
  seedOnce(settings: Readonly<Record<string, string>>): Promise<boolean>;
  stop(): Promise<void>;
}

/** The embedded server in the data folder, or the one that DATABASE_URL names; with roles, tables and job queue of this version. */
export async function databaseFor(options: { readonly folder: string; readonly root: string; readonly secrets: DemoSecrets; readonly given: string | undefined; /** For an embedded server that dies; without it, it stays dead. */ readonly revival?: Revival; /** Node's compile cache is filled already, as in a test run. */ readonly compiled?: boolean }): Promise<DemoDatabase> {
  const name = options.given === undefined ? "kommunalportal" : databaseNamedBy(options.given);
  const embedded = options.given === undefined ? await startPostgres({ folder: options.folder, durable: true, ...(options.revival ? { revival: options.revival } : {}) }) : undefined;
  const adminUrl = embedded?.adminUrl ?? options.given!;
  let lock: pg.Client | undefined;
  let made = false;
  const stop = async (): Promise<void> => { await lock?.end(); await embedded?.stop(); };
  try {
    // The embedded server is ours alone already.
    const urls = await prepareRoles(adminUrl, name, options.secrets.passwords, embedded ? undefined : async (url, own, madeNow) => { made = madeNow; lock = await claimDatabase(url, own.owner, options.folder); });
    await migrate(urls.owner, join(options.root, "apps", "portal", "migrations"));
    await prepareJobs(urls.worker);
    return { urls, moved: embedded?.moved, serverPid: embedded && (() => embedded.pid()), seedOnce: (settings) => seedOnce(urls.owner, options.root, settings, options.compiled), stop };
  } catch (error) {
    await stop();
    if (made) await takeBackDatabase(adminUrl, name);
    if (embedded || error instanceof Sentence) throw error;
    throw whatToDo(error);
  }
}

/** The value itself is not repeated: it may hold a password. @throws Sentence for what is no address of a database */
export function databaseNamedBy(address: string): string {
  try {
    const { protocol, pathname } = new URL(address);
    if (protocol === "postgres:" || protocol === "postgresql:") return decodeURIComponent(pathname.slice(1)) || "kommunalportal";
  } catch { /* said below */ }
  throw new Sentence("Was in DATABASE_URL steht, ist keine Adresse einer Datenbank. Sie sieht so aus: postgres://benutzer:kennwort@127.0.0.1:5432/kommunalportal (Sonderzeichen im Kennwort mit % und zwei Ziffern).");
}

function whatToDo(error: unknown): Sentence {
  if (error instanceof DatabaseNotEmpty) return new Sentence("In der Datenbank aus DATABASE_URL liegen schon Tabellen eines anderen Programms. Geben Sie eine leere an, oder eine, die es noch nicht gibt: Sie wird dann angelegt.");
  if (error instanceof NeedsAdministrator) {
    const inside = error.statements.some((statement) => statement.startsWith("grant "));
    return new Sentence(`${inside ? "Dem Portal fehlen Rechte an der Datenbank aus DATABASE_URL, und der Zugang darin darf sie ihm nicht geben. Wer sie verwaltet, führt, mit dieser Datenbank verbunden, einmal aus:" : "Die Datenbank aus DATABASE_URL gibt es nicht, und der Zugang darin darf keine anlegen. Wer den Server verwaltet, führt einmal aus:"}\n\n${error.statements.map((statement) => `  ${statement}`).join("\n")}\n\nDanach starten Sie noch einmal mit npm start.`, { cause: error });
  }
  return new Sentence(`Mit der Datenbank aus DATABASE_URL geht es nicht: ${error instanceof Error ? error.message : ""}\nNötig ist PostgreSQL 15 oder neuer und ein Zugang, der Rollen und Datenbanken anlegen darf.`, { cause: error });
}

/** Seeding ends with a mark in the same database; without the mark and with tenants an earlier start was cut off: it goes on where it can. */
async function seedOnce(ownerUrl: string, root: string, settings: Readonly<Record<string, string>>, compiled = false): Promise<boolean> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    await owner.query("create table if not exists public.seeded (name text primary key, at timestamptz not null default now())");
    const { rowCount } = await owner.query("select from public.seeded where name = 'demo'");
    if (rowCount !== 0) return false;
    const source = join(root, "apps", "portal", "src");
    // Beside it Node's compile cache is filled, so that even the first processes run without the compiler in memory.
    await Promise.all([run([join(source, "seed", "main.ts")], settings), compiled ? undefined : run([join(source, "main.ts"), "--compile-only"], settings)]);
    await owner.query("insert into public.seeded (name) values ('demo') on conflict do nothing");
    return true;
  } finally {
    await owner.end();
  }
}

function run(file: readonly string[], env: Readonly<Record<string, string>>): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--conditions=kommunalportal-source", ...file], { env: { ...process.env, ...env }, stdio: ["ignore", "inherit", "inherit"] });
    child.once("error", reject);
    child.once("exit", (code) => { if (code === 0) resolve(); else reject(new Sentence("Die Beispieldaten konnten nicht angelegt werden; die Meldung steht darüber.")); });
  });
}
