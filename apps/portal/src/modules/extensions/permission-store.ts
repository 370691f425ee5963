import { sql, type Tx } from "#platform/database";
import type { Permission } from "./permission.ts";
import { isScope } from "./scopes.ts";

interface PermissionRow {
  readonly id: string; readonly tenant_id: string; readonly client_id: string; readonly scopes: string[]; readonly services: string[] | null; readonly offices: string[] | null;
  readonly given_at: Date; readonly given_by: string; readonly revoked_at: Date | null;
}

function permissionOf(row: PermissionRow): Permission {
  return {
    id: row.id, tenant: row.tenant_id, client: row.client_id, scopes: row.scopes.filter(isScope), services: row.services ?? undefined, offices: row.offices ?? undefined,
    givenAt: row.given_at, givenBy: row.given_by, revokedAt: row.revoked_at ?? undefined,
  };
}

const columns = sql`id, tenant_id, client_id, scopes, services, offices, given_at, given_by, revoked_at`;

/** Of a town, newest first, ended ones too. */
export async function permissionsOf(tx: Tx, tenant: string): Promise<Permission[]> {
  return (await tx.rows<PermissionRow>(sql`select ${columns} from extensions.permission where tenant_id = ${tenant} order by given_at desc, id desc limit 500`)).map(permissionOf);
}

/** Of a program in all towns: what is in force first, then what has ended, newest first. */
export async function permissionsOfClient(tx: Tx, client: string): Promise<Permission[]> {
  return (await tx.rows<PermissionRow>(sql`select ${columns} from extensions.permission where client_id = ${client} order by revoked_at is not null, given_at desc, id desc limit 1000`)).map(permissionOf);
}

/** The one in force, of a program that is not disabled. */
export async function permissionInForce(tx: Tx, given: { readonly tenant: string; readonly client: string }): Promise<Permission | undefined> {
  const row = await tx.maybe<PermissionRow>(sql`select ${columns} from extensions.permission p where tenant_id = ${given.tenant} and client_id = ${given.client} and revoked_at is null
    and exists (select from extensions.client c where c.id = p.client_id and c.disabled_at is null)`);
  return row && permissionOf(row);
}

export async function insertPermission(tx: Tx, given: Permission): Promise<void> {
  await tx.run(sql`insert into extensions.permission (id, tenant_id, client_id, scopes, services, offices, given_at, given_by)
    values (${given.id}, ${given.tenant}, ${given.client}, ${given.scopes}, ${given.services ?? null}, ${given.offices ?? null}, ${given.givenAt}, ${given.givenBy})`);
}

/** Ends what is in force; true where something was. */
export async function endPermission(tx: Tx, given: { readonly tenant: string; readonly client: string; readonly by: string; readonly at: Date }): Promise<boolean> {
  const ended = await tx.rows<{ id: string }>(sql`update extensions.permission set revoked_at = ${given.at}, revoked_by = ${given.by}
    where tenant_id = ${given.tenant} and client_id = ${given.client} and revoked_at is null returning id`);
  for (const { id } of ended) await tx.run(sql`delete from extensions.token where permission_id = ${id}`);
  return ended.length > 0;
}
