import pg from "pg";

export interface RolePasswords { readonly owner: string; readonly app: string; readonly worker: string }
export interface RoleUrls { readonly owner: string; readonly app: string; readonly worker: string }

/**
 * Makes the three roles and, if needed, the database, with an administrator's connection. Used by the demo and the tests;
 * in production an administrator runs the same statements once (docs/operations/database.md).
 *
 * kp_owner migrates and owns the tables · kp_app does all domain work · kp_worker owns the job schema only. None of them is
 * superuser or may bypass row-level security.
 */
export async function prepareRoles(adminUrl: string, database: string, passwords: RolePasswords): Promise<RoleUrls> {
  const admin = new pg.Client({ connectionString: adminUrl, application_name: "kommunalportal setup" });
  await admin.connect();
  try {
    for (const [role, password] of [["kp_owner", passwords.owner], ["kp_app", passwords.app], ["kp_worker", passwords.worker]] as const) {
      const { rowCount } = await admin.query("select from pg_roles where rolname = $1", [role]);
      const verb = rowCount === 0 ? "create" : "alter";
      await admin.query(`${verb} role ${role} login nosuperuser nobypassrls nocreatedb nocreaterole password ${pg.escapeLiteral(password)}`);
    }
    // Only then may an administrator who is not a superuser hand the database over.
    await admin.query("grant kp_owner to current_user");
    const { rowCount } = await admin.query("select from pg_database where datname = $1", [database]);
    if (rowCount === 0) {
      await admin.query(`create database ${pg.escapeIdentifier(database)} owner kp_owner encoding 'UTF8' template template0 lc_collate 'C' lc_ctype 'C'`);
    }
  } finally {
    await admin.end();
  }
  const urls: RoleUrls = {
    owner: withCredentials(adminUrl, database, "kp_owner", passwords.owner),
    app: withCredentials(adminUrl, database, "kp_app", passwords.app),
    worker: withCredentials(adminUrl, database, "kp_worker", passwords.worker),
  };
  await grantDatabase(urls.owner, database);
  return urls;
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
  const changed = new URL(url);
  changed.username = user;
  changed.password = encodeURIComponent(password);
  changed.pathname = `/${encodeURIComponent(database)}`;
  return changed.href;
}
