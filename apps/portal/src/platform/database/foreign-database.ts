import pg from "pg";
import { DatabaseNotEmpty, NeedsAdministrator } from "./needs-administrator.ts";

/**
 * A database that existed before and belongs to another role: ours get what they need in it, and nothing is taken from anybody. It must be empty or have been ours before.
 * @throws NeedsAdministrator when the role connected may not grant that · DatabaseNotEmpty
 */
export async function grantForeign(client: pg.Client, database: string): Promise<void> {
  if (!await isOursOrEmpty(client)) throw new DatabaseNotEmpty(`the database ${database} holds tables of another program`);
  for (const statement of await missing(client, database)) {
    // What may not be granted at all is an error, what may not be granted on is a warning only: what came of it is asked below.
    await client.query(statement).catch((error: unknown) => { if ((error as { code?: string }).code !== "42501") throw error; });
  }
  const left = await missing(client, database);
  if (left.length > 0) throw new NeedsAdministrator(left);
}

async function isOursOrEmpty(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ ours: boolean; foreign: boolean }>(`select
    exists (select from pg_class where oid = to_regclass('public.migration') and pg_get_userbyid(relowner) = 'kp_owner') as ours,
    exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not in ('pg_catalog', 'information_schema')
      and n.nspname not like 'pg\\_%' and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')) as foreign`);
  return rows[0]!.ours || !rows[0]!.foreign;
}

/** The statements that are still needed, as an administrator would type them. */
async function missing(client: pg.Client, database: string): Promise<string[]> {
  const name = pg.escapeIdentifier(database);
  const statements: string[] = [];
  for (const [role, privileges] of [["kp_owner", ["connect", "create"]], ["kp_app", ["connect"]], ["kp_worker", ["connect", "create"]]] as const) {
    const { rows } = await client.query<{ lacks: string }>("select p as lacks from unnest($2::text[]) p where not has_database_privilege($1, current_database(), p)", [role, privileges]);
    if (rows.length > 0) statements.push(`grant ${rows.map(({ lacks }) => lacks).join(", ")} on database ${name} to ${role};`);
  }
  const { rows } = await client.query<{ lacks: string }>("select p as lacks from unnest(array['usage', 'create']) p where to_regnamespace('public') is not null and not has_schema_privilege('kp_owner', to_regnamespace('public'), p)");
  if (rows.length > 0) statements.push(`grant ${rows.map(({ lacks }) => lacks).join(", ")} on schema public to kp_owner;`);
  return statements;
}
