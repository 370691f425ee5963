import { legalDate } from "#platform/clock";
import { sql, type Database } from "#platform/database";
import type { DomainEvent } from "#platform/events";
import { isId } from "#platform/ids";
import { factsOf, instantOf } from "./fact.ts";

/** Remembers what events say; told twice it is remembered once. */
export async function recordFacts(db: Database, events: readonly DomainEvent[]): Promise<void> {
  const facts = events.flatMap(readFacts);
  if (facts.length === 0) return;
  await db.asOperator("figures from events", (tx) => tx.run(sql`insert into insight.fact (event_id, type, at, day, tenant_id, service, application_id, destination_id)
    select * from unnest(${facts.map(({ id }) => id)}::uuid[], ${facts.map(({ type }) => type)}::text[], ${facts.map(({ at }) => at)}::timestamptz[], ${facts.map(({ at }) => legalDate(at))}::date[], ${facts.map(({ tenant }) => tenant)}::uuid[],
      ${facts.map(({ service }) => service)}::text[], ${facts.map(({ application }) => application)}::uuid[], ${facts.map(({ destination }) => destination)}::uuid[]) on conflict do nothing`));
}

interface Fact { readonly id: string; readonly type: string; readonly at: Date; readonly tenant: string; readonly service: string; readonly application: string; readonly destination: string | null }

function readFacts(event: DomainEvent): Fact[] {
  const { id, tenant, application, service, destination } = event;
  const types = factsOf(event);
  if (types.length === 0) return [];
  if (!isId(id) || !isId(tenant) || !isId(application) || typeof service !== "string") throw new Error(`the event ${event.type} does not say what it is about`);
  return types.map((type) => ({ id, type, at: instantOf(id), tenant, service, application, destination: isId(destination) ? destination : null }));
}
