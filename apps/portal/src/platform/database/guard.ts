import pg from "pg";

/** Refuses to run with a role to which row-level security would not apply. Returns the sentence that says so, or undefined. */
export async function roleProblem(appUrl: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: appUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ super: boolean; bypass: boolean; owns: number; version: number }>(`
      select rolsuper as super, rolbypassrls as bypass, current_setting('server_version_num')::int as version,
        (select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where c.relrowsecurity and pg_has_role(current_user, c.relowner, 'usage') and n.nspname <> 'graphile_worker') as owns
      from pg_roles where rolname = current_user`);
    const role = rows[0]!;
    if (role.version < 150000) return "The database server is older than PostgreSQL 15. Use 15 or newer.";
    if (role.super) return "DATABASE_URL names a superuser; row-level security would not protect anybody. Use the role kp_app.";
    if (role.bypass) return "DATABASE_URL names a role with BYPASSRLS. Use the role kp_app.";
    if (role.owns > 0) return "DATABASE_URL names the owner of the tables. Use the role kp_app; the owner only migrates.";
    return undefined;
  } finally {
    await client.end();
  }
}
