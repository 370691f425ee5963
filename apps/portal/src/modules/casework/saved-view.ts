import { sql } from "#platform/database";
import type { Reach } from "./case-policy.ts";
import type { CaseworkDeps } from "./ports.ts";

/** The filters a person last used in a town, as the query of the address; undefined where there are none. */
export async function savedView(deps: Pick<CaseworkDeps, "db">, reach: Reach): Promise<string | undefined> {
  return (await deps.db.inTenant(reach.tenant, (tx) => tx.maybe<{ filters: string }>(sql`select filters from casework.view where tenant_id = ${reach.tenant} and staff = ${reach.staff}`)))?.filters;
}

export async function saveView(deps: Pick<CaseworkDeps, "db">, reach: Reach, filters: string): Promise<void> {
  if (filters.length > 500) return;
  await deps.db.inTenant(reach.tenant, (tx) => tx.run(sql`insert into casework.view (tenant_id, staff, filters) values (${reach.tenant}, ${reach.staff}, ${filters})
    on conflict (tenant_id, staff) do update set filters = excluded.filters where casework.view.filters <> excluded.filters`));
}
