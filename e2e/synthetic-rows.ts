import type pg from "pg";
import { Sql, type Tx } from "../apps/portal/src/platform/database/index.ts";

export interface Column { readonly name: string; readonly type: string; readonly required: boolean; readonly generated: boolean }
export interface Table {
  readonly name: string;
  /** The app's role may do anything at all with it. */
  readonly reachable: boolean;
  readonly secured: boolean;
  readonly forced: boolean;
  /** Some policy shows its rows to everybody. */
  readonly openToRead: boolean;
  readonly columns: readonly Column[];
}

/** Every table of the database as pg_catalog has it, so that none that is added later is forgotten. */
export async function tablesOf(admin: pg.Client): Promise<readonly Table[]> {
  const { rows } = await admin.query<Table>(`select format('%I.%I', n.nspname, c.relname) as name, c.relrowsecurity as secured, c.relforcerowsecurity as forced,
      has_schema_privilege('kp_app', n.oid, 'usage') and has_table_privilege('kp_app', c.oid, 'select,insert,update,delete,truncate') as reachable,
      exists (select from pg_policy p where p.polrelid = c.oid and pg_get_expr(p.polqual, c.oid) = 'true') as "openToRead",
      (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, null), 'required', a.attnotnull and a.attidentity = '', 'generated', a.attgenerated <> '' or a.attidentity <> '') order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%' order by 1`);
  return rows;
}

/** Takes away what judges the content of rows, in a database made for this test only: what is left are the policies. */
export async function dropContentRules(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query<{ statement: string }>(`select format('alter table %s drop constraint if exists %I cascade', conrelid::regclass, conname) as statement
    from pg_constraint where contype in ('c', 'f') and conrelid <> 0 order by contype`);
  for (const { statement } of rows) await admin.query(statement);
}

const value = (type: string): string => {
  if (type.endsWith("[]")) return "'{}'";
  if (type === "uuid") return "gen_random_uuid()";
  if (/int|numeric|double|real/.test(type)) return "1";
  if (/timestamp/.test(type)) return "now()";
  if (type === "date") return "current_date";
  if (/json/.test(type)) return "'{}'";
  if (type === "boolean") return "true";
  if (type === "bytea") return "gen_random_uuid()::text::bytea";
  return "gen_random_uuid()::text";
};

/** `insert` of one row that belongs to this town and account, with anything in the other columns that must be filled. */
export function insertion(table: Table, owner: { readonly tenant: string; readonly account: string }): string {
  const owned: Readonly<Record<string, string>> = { tenant_id: owner.tenant, account_id: owner.account, owner_id: owner.account };
  const filled = table.columns.filter(({ name, required, generated }) => !generated && (required || name in owned));
  return `insert into ${table.name} (${filled.map(({ name }) => `"${name}"`).join(", ")}) values (${filled.map(({ name, type }) => (name in owned ? `'${owned[name]}'::uuid` : value(type))).join(", ")})`;
}

/** The SQLSTATE a statement is refused with, in a transaction of its own; undefined: it was carried out (and is undone). */
export async function refusal(open: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>, statement: string): Promise<{ readonly code: string | undefined; readonly rows: number }> {
  const undo = new Error("undo");
  let touched = 0;
  try {
    await open(async (tx) => { touched = await tx.run(new Sql([statement], [])); throw undo; });
  } catch (error) {
    if (error === undo) return { code: undefined, rows: touched };
    return { code: typeof error === "object" && error !== null && "code" in error ? String(error.code) : String(error), rows: 0 };
  }
  throw new Error("the transaction was not undone");
}
