import type { Client } from "#modules/extensions";
import type { Tenant } from "#modules/tenants";
import { sql } from "#platform/database";
import type { DevelopersDeps } from "./deps.ts";

/** Programs of an account, in the order in which they came. */
export async function programsOf(deps: DevelopersDeps, account: string): Promise<readonly Client[]> {
  const rows = await deps.db.asOperator("programs of a developer", (tx) => tx.rows<{ client_id: string }>(sql`select client_id from developers.program where account_id = ${account} order by created_at, client_id`));
  const clients = new Map((await deps.extensions.clients()).map((client) => [client.id, client]));
  return rows.flatMap(({ client_id }) => clients.get(client_id) ?? []);
}

export async function townsOf(deps: DevelopersDeps, account: string): Promise<readonly Tenant[]> {
  const rows = await deps.db.asOperator("test towns of a developer", (tx) => tx.rows<{ tenant_id: string }>(sql`select tenant_id from developers.town where account_id = ${account} order by created_at, tenant_id`));
  // Founded a moment ago by another process, which this one was not told of yet.
  if (rows.some(({ tenant_id }) => deps.tenants.byId(tenant_id) === undefined)) await deps.tenants.refresh();
  return rows.flatMap(({ tenant_id }) => deps.tenants.byId(tenant_id) ?? []);
}

/** A program and a town of this account, or undefined: of somebody else and not there look the same. */
export async function ownedProgram(deps: DevelopersDeps, given: { readonly account: string; readonly client: string }): Promise<Client | undefined> {
  return (await programsOf(deps, given.account)).find(({ id }) => id === given.client);
}
export async function ownedTown(deps: DevelopersDeps, given: { readonly account: string; readonly town: string }): Promise<Tenant | undefined> {
  return (await townsOf(deps, given.account)).find(({ slug }) => slug === given.town);
}
