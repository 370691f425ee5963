import { sql, type Tx } from "#platform/database";
import type { Route } from "./destination.ts";

interface Row { id: string; tenant_id: string; destination_id: string; service: string | null; office: string | null; part: string | null; valid_from: Date; valid_until: Date | null; version: number; replaces: string | null }

function routeOf(row: Row): Route {
  return {
    id: row.id, tenant: row.tenant_id, destination: row.destination_id, service: row.service ?? undefined, office: row.office ?? undefined, part: row.part ?? undefined,
    validFrom: row.valid_from, validUntil: row.valid_until ?? undefined, version: row.version, replaces: row.replaces ?? undefined,
  };
}

/** All rules of a town that could concern a service, the narrowest first, also those that are over or not yet; to destinations that are not retired. */
export async function routesFor(tx: Tx, tenant: string, service: string): Promise<Route[]> {
  return (await tx.rows<Row>(sql`select r.* from hub.route r join hub.destination d on d.id = r.destination_id
    where r.tenant_id = ${tenant} and d.retired_at is null and (r.service is null or r.service = ${service})
    order by r.service nulls last, r.office nulls last, r.part nulls last, r.valid_from, r.id`)).map(routeOf);
}

/** All rules that are not over, of one town or, as operator, of all. */
export async function routes(tx: Tx, now: Date): Promise<Route[]> {
  return (await tx.rows<Row>(sql`select * from hub.route where valid_until is null or valid_until > ${now} order by tenant_id, service nulls last, valid_from`)).map(routeOf);
}

export async function route(tx: Tx, id: string): Promise<Route | undefined> {
  const row = await tx.maybe<Row>(sql`select * from hub.route where id = ${id}`);
  return row && routeOf(row);
}

export async function lockedRoute(tx: Tx, id: string): Promise<Route | undefined> {
  const row = await tx.maybe<Row>(sql`select * from hub.route where id = ${id} for update`);
  return row && routeOf(row);
}
