import pg from "pg";
import { grantForeign } from "./foreign-database.ts";
import { NeedsAdministrator } from "./needs-administrator.ts";

export interface RolePasswords { readonly owner: string; readonly app: string; readonly worker: string }
export interface RoleUrls { readonly owner: string; readonly app: string; readonly worker: string }

/**
 * Makes the three roles and, if needed, the database, with an administrator's connection. Used by the demo and the tests;
 * in production an administrator runs the same statements once (docs/operations/database.md). The database that the address itself names need not be there.
 *
 * kp_owner migrates and owns the tables · kp_app does all domain work · kp_worker owns the job schema only. None of them is
 * superuser or may bypass row-level security.
 *
 * `claim` is asked, with the administrator's address of the database, before anything is changed that another portal may be using: passwords too. `made`: this very call has made the database.
 * @throws NeedsAdministrator with the statements that this administrator may not run · DatabaseNotEmpty
 */
export async function prepareRoles(adminUrl: string, database: string, passwords: RolePasswords, claim?: (url: string, urls: RoleUrls, made: boolean) => Promise<void>): Promise<RoleUrls> {
  const roles = [["kp_owner", passwords.owner], ["kp_app", passwords.app], ["kp_worker", passwords.worker]] as const;
  const admin = await connected(adminUrl);
  const old: string[] = [];
  let made = false;
  try {
    for (const [role, password] of roles) {
      const { rowCount } = await admin.query("select from pg_roles where rolname = $1", [role]);
      if (rowCount !== 0) old.push(role);
      else await admin.query(`create role ${role} login nosuperuser nobypassrls nocreatedb nocreaterole password ${pg.escapeLiteral(password)}`);
    }
    const { rowCount } = await admin.query("select from pg_database where datname = $1", [database]);
    if (rowCount === 0) made = await create(admin, database);
  } finally {
    await admin.end();
  }
  const urls: RoleUrls = {
    owner: withCredentials(adminUrl, database, "kp_owner", passwords.owner),
    app: withCredentials(adminUrl, database, "kp_app", passwords.app),
    worker: withCredentials(adminUrl, database, "kp_worker", passwords.worker),
  };
  const url = withDatabase(adminUrl, database);
  await claim?.(url, urls, made);
  const inside = await connected(url);
  let foreign: boolean;
  try {
    // No word of their attributes: only a superuser may name them, even to leave them as they are.
    for (const [role, password] of roles) if (old.includes(role)) await inside.query(`alter role ${role} login password ${pg.escapeLiteral(password)}`);
    const { rows } = await inside.query<{ owner: string }>("select pg_get_userbyid(datdba) as owner from pg_database where datname = current_database()");
    foreign = rows[0]?.owner !== "kp_owner";
    if (foreign) await grantForeign(inside, database);
  } finally {
    await inside.end();
  }
  if (!foreign) await grantDatabase(urls.owner, database);
  return urls;
}

/** Where the database that is named does not exist, by way of the one that every server has. */
async function connected(url: string): Promise<pg.Client> {
  const open = async (address: string): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: address, application_name: "kommunalportal setup" });
    await client.connect();
    return client;
  };
  try {
    return await open(url);
  } catch (error) {
    if ((error as { code?: string }).code !== "3D000") throw error;
    return open(withDatabase(url, "postgres"));
  }
}

/** False where somebody else was quicker: then it is theirs. */
async function create(admin: pg.Client, database: string): Promise<boolean> {
  const statement = `create database ${pg.escapeIdentifier(database)} owner kp_owner encoding 'UTF8' template template0 lc_collate 'C' lc_ctype 'C'`;
  try {
    // Only then may an administrator who is not a superuser hand the database over.
    await admin.query("grant kp_owner to current_user");
    await admin.query(statement);
    return true;
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === "42P04") return false;
    throw code === "42501" ? new NeedsAdministrator([`${statement};`], { cause: error }) : error;
  }
}

async function grantDatabase(ownerUrl: string, database: string): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    const name = pg.escapeIdentifier(database);
    await owner.query(`revoke all on database ${name} from public; grant connect on database ${name} to kp_app; grant connect, create on database ${name} to kp_worker`);
    await owner.query("create schema if not exists public; revoke create on schema public from public").catch((error: unknown) => {
      // In a database that existed before, `public` belongs to somebody else and is theirs to close.
      if ((error as { code?: string }).code !== "42501") throw error;
    });
  } finally {
    await owner.end();
  }
}

function withCredentials(url: string, database: string, user: string, password: string): string {
  const changed = new URL(withDatabase(url, database));
  changed.username = user;
  changed.password = encodeURIComponent(password);
  return changed.href;
}

function withDatabase(url: string, database: string): string {
  return Object.assign(new URL(url), { pathname: `/${encodeURIComponent(database)}` }).href;
}
