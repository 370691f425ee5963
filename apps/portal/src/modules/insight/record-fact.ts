import { legalDate } from "#platform/clock";
import { sql, type Database } from "#platform/database";
import type { DomainEvent } from "#platform/events";
import { isId } from "#platform/ids";
import { factsOf, instantOf } from "./fact.ts";

/** Remembers what an event says; told twice it is remembered once. */
export async function recordFact(db: Database, event: DomainEvent): Promise<void> {
  const { id, tenant, application, service, destination } = event;
  const facts = factsOf(event);
  if (facts.length === 0) return;
  if (!isId(id) || !isId(tenant) || !isId(application) || typeof service !== "string") throw new Error(`the event ${event.type} does not say what it is about`);
  const at = instantOf(id);
  await db.asOperator("figures from events", async (tx) => {
    for (const type of facts) {
      await tx.run(sql`insert into insight.fact (event_id, type, at, day, tenant_id, service, application_id, destination_id)
        values (${id}, ${type}, ${at}, ${legalDate(at)}::date, ${tenant}, ${service}, ${application}, ${isId(destination) ? destination : null}) on conflict do nothing`);
    }
  });
}
