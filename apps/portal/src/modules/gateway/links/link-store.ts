import { sql, type Tx } from "#platform/database";
import { type Connection, type ConnectionFacts, connectionFacts, type Framework, frameworkFacts } from "./connection.ts";
import { type EfaService, type EfaServiceFacts, efaServiceFacts } from "./efa-service.ts";

export async function allServices(tx: Tx): Promise<EfaService[]> {
  const rows = await tx.rows<{ id: string; facts: unknown; changed_at: Date }>(sql`select id, facts, changed_at from gateway.efa_service order by id`);
  return rows.map(({ id, facts, changed_at }) => ({ ...efaServiceFacts.parse(facts), id, changedAt: changed_at }));
}

export async function putService(tx: Tx, id: string, facts: EfaServiceFacts, at: Date): Promise<void> {
  await tx.run(sql`insert into gateway.efa_service (id, facts, changed_at) values (${id}, ${JSON.stringify(facts)}, ${at})
    on conflict (id) do update set facts = excluded.facts, changed_at = excluded.changed_at where gateway.efa_service.facts is distinct from excluded.facts`);
}

export async function frameworkOf(tx: Tx, tenant: string): Promise<Framework | undefined> {
  const row = await tx.maybe<{ facts: unknown }>(sql`select facts from gateway.framework where tenant_id = ${tenant}`);
  return row && frameworkFacts.parse(row.facts);
}

/** undefined clears it. */
export async function putFramework(tx: Tx, tenant: string, facts: Framework | undefined, at: Date): Promise<void> {
  await tx.run(facts === undefined ? sql`delete from gateway.framework where tenant_id = ${tenant}`
    : sql`insert into gateway.framework (tenant_id, facts, changed_at) values (${tenant}, ${JSON.stringify(facts)}, ${at}) on conflict (tenant_id) do update set facts = excluded.facts, changed_at = excluded.changed_at`);
}

interface ConnectionRow { readonly tenant_id: string; readonly service_id: string; readonly facts: unknown; readonly changed_at: Date }
const connectionOf = (row: ConnectionRow): Connection => ({ ...connectionFacts.parse(row.facts), tenant: row.tenant_id, service: row.service_id, changedAt: row.changed_at });

export async function connectionsOf(tx: Tx, tenant: string): Promise<Connection[]> {
  return (await tx.rows<ConnectionRow>(sql`select tenant_id, service_id, facts, changed_at from gateway.connection where tenant_id = ${tenant} order by service_id`)).map(connectionOf);
}

export async function connection(tx: Tx, tenant: string, service: string): Promise<Connection | undefined> {
  const row = await tx.maybe<ConnectionRow>(sql`select tenant_id, service_id, facts, changed_at from gateway.connection where tenant_id = ${tenant} and service_id = ${service}`);
  return row && connectionOf(row);
}

/** Of all towns, for the operator's export. */
export async function allConnections(tx: Tx): Promise<Connection[]> {
  return (await tx.rows<ConnectionRow>(sql`select tenant_id, service_id, facts, changed_at from gateway.connection order by tenant_id, service_id`)).map(connectionOf);
}

export async function putConnection(tx: Tx, tenant: string, service: string, facts: ConnectionFacts, at: Date): Promise<void> {
  await tx.run(sql`insert into gateway.connection (tenant_id, service_id, facts, changed_at) values (${tenant}, ${service}, ${JSON.stringify(facts)}, ${at})
    on conflict (tenant_id, service_id) do update set facts = excluded.facts, changed_at = excluded.changed_at`);
}

/** One town's register is changed by one person at a time; the lock ends with the transaction. */
export async function lockRegister(tx: Tx, tenant: string): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`gateway register ${tenant}`}, 0))`);
}
