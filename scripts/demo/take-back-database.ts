import pg from "pg";

/** Whatever somebody put there: relations, schemas, functions, types, extensions. */
const holdsSomething = `select exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname !~ '^pg_' and n.nspname <> 'information_schema')
  or exists (select from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'public'))
  or exists (select from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'public') or exists (select from pg_type t join pg_namespace n on n.oid = t.typnamespace where n.nspname = 'public')
  or exists (select from pg_extension where extname <> 'plpgsql') as holds`;

/**
 * Drops a database that this very start has made and then could not use, so that no empty one is left behind; only while it is empty and nobody is in it. The roles stay: they belong to the
 * whole server, and the next start finds them. What stood in the way of the start is told; that this failed beside it is not.
 */
export async function takeBackDatabase(adminUrl: string, database: string): Promise<void> {
  try {
    const { rows } = await inDatabase(adminUrl, database, (client) => client.query<{ holds: boolean }>(holdsSomething));
    // The server itself refuses while somebody else is connected.
    if (rows[0]?.holds === false) await inDatabase(adminUrl, "postgres", (client) => client.query(`drop database ${pg.escapeIdentifier(database)}`));
  } catch { /* it stays, empty */ }
}

async function inDatabase<T>(adminUrl: string, database: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: Object.assign(new URL(adminUrl), { pathname: `/${encodeURIComponent(database)}` }).href, application_name: "kommunalportal setup" });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
