import { sql, type Tx } from "#platform/database";
import type { Route } from "./destination.ts";

export interface RouteQuery {
  readonly tenant: string;
  readonly service: string;
  readonly office: string;
  readonly part: string;
  /** Of submission: a rule that came later never reroutes what lies there. */
  readonly at: Date;
}

interface Row { id: string; tenant_id: string; destination_id: string; service: string | null; office: string | null; part: string | null; valid_from: Date; valid_until: Date | null }

function routeOf(row: Row): Route {
  return {
    id: row.id, tenant: row.tenant_id, destination: row.destination_id, service: row.service ?? undefined, office: row.office ?? undefined, part: row.part ?? undefined,
    validFrom: row.valid_from, validUntil: row.valid_until ?? undefined,
  };
}

/** Every rule that fits; several may lead to the same destination, which then gets it once. */
export async function findRoutes(tx: Tx, query: RouteQuery): Promise<Route[]> {
  return (await tx.rows<Row>(sql`select r.* from hub.route r join hub.destination d on d.id = r.destination_id
    where r.tenant_id = ${query.tenant} and d.retired_at is null and (r.service is null or r.service = ${query.service}) and (r.office is null or r.office = ${query.office})
      and (r.part is null or r.part = ${query.part}) and r.valid_from <= ${query.at} and (r.valid_until is null or r.valid_until > ${query.at})
    order by r.service nulls last, r.office nulls last, r.part nulls last, r.id`)).map(routeOf);
}

/** All rules that are not over, of one town or, as operator, of all. */
export async function routes(tx: Tx, now: Date): Promise<Route[]> {
  return (await tx.rows<Row>(sql`select * from hub.route where valid_until is null or valid_until > ${now} order by tenant_id, service nulls last, valid_from`)).map(routeOf);
}
