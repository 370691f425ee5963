import { actorId, type Actor } from "#modules/audit";
import type { Tenant } from "#modules/tenants";
import { FitConnectError } from "@kommunalportal/fit-connect";
import { addJob } from "#platform/jobs";
import { sql } from "#platform/database";
import type { InboundDeps } from "../inbound/inbound-deps.ts";
import { connectionFacts } from "../links/connection.ts";
import type { EfaService } from "../links/efa-service.ts";
import { connection } from "../links/link-store.ts";
import { storeConnection } from "../links/register.ts";
import { checklist, type Check } from "./checklist.ts";
import { openReception } from "./open-reception.ts";
import { townFacts } from "./town-facts.ts";

export const onboardJob = "gateway.onboard";

/** An order for so many towns at most does not wait behind one for a whole Land. */
const fewTowns = 5;

/** What the action would do in one town, or why it cannot do anything there. */
export interface TownPlan {
  readonly town: Tenant;
  readonly todo: readonly ("enter" | "open-destination" | "add-service")[];
  readonly blocked: "contact-missing" | "not-connected" | undefined;
  /** What the town itself still has to do afterwards. */
  readonly remaining: readonly Check[];
}

const own = new Set(["enter", "destination", "keys", "certificates"]);

/**
 * The dry run: nothing is changed.
 * @param contactEmail of whoever runs the destinations, for towns that have left no address of their own
 */
export async function planOnboarding(deps: InboundDeps, service: EfaService, towns: readonly Tenant[], contactEmail?: string): Promise<readonly TownPlan[]> {
  const plans: TownPlan[] = [];
  for (const town of towns) {
    const facts = await townFacts(deps, town, service);
    const byFitConnect = isByFitConnect(service);
    plans.push({
      town, todo: [...(facts.connection ? [] : ["enter" as const]), ...(!byFitConnect || facts.destination?.includes(service.id) === true ? [] : [facts.destination === undefined ? "open-destination" as const : "add-service" as const])],
      blocked: !byFitConnect ? undefined : !deps.fitConnect ? "not-connected" : contactOf(town, contactEmail) === undefined && facts.destination === undefined ? "contact-missing" : undefined,
      remaining: checklist(facts).filter(({ id, state }) => state !== "done" && !own.has(id)),
    });
  }
  return plans;
}

/** Then it has a destination in each town that is connected. */
const isByFitConnect = ({ delivery, schemas }: EfaService): boolean => delivery === "fit-connect" && schemas.length > 0;

function contactOf(town: Tenant, fallback: string | undefined): { readonly legalName: string; readonly email: string } | undefined {
  const email = town.profile.contact?.email ?? fallback;
  return email === undefined ? undefined : { legalName: town.officialName.split(",")[0] ?? town.name, email };
}

/** Orders it: a row and a job for each town. Ordered again, what is done stays and what failed begins anew. */
export async function orderOnboarding(deps: InboundDeps, given: { readonly service: string; readonly towns: readonly string[]; readonly actor: Actor; /** For towns without an address of their own. */ readonly contactEmail?: string }): Promise<void> {
  const at = deps.clock.now();
  for (const tenant of given.towns) {
    await deps.db.inTenant(tenant, async (tx) => {
      await tx.run(sql`insert into gateway.onboarding (tenant_id, service_id, state, ordered_by, ordered_at, contact_email) values (${tenant}, ${given.service}, 'queued', ${actorId(given.actor) ?? ""}, ${at}, ${given.contactEmail ?? null})
        on conflict (tenant_id, service_id) do update set state = 'queued', fault = null, attempts = 0, ordered_by = excluded.ordered_by, ordered_at = excluded.ordered_at, ended_at = null, contact_email = excluded.contact_email where gateway.onboarding.state <> 'queued'`);
      // One after the other: each makes two keys of 4096 bits, and two services of one town at once would make two destinations.
      await addJob(tx, onboardJob, { tenant, service: given.service }, { key: `${onboardJob}:${tenant}:${given.service}`, queue: onboardJob, ...(given.towns.length <= fewTowns && { first: true }) });
    });
  }
}

const mostAttempts = 5;

/** One town. Whatever is there already is left as it is, so it may be begun again after a crash. */
export async function onboard(deps: InboundDeps, given: { readonly tenant: string; readonly service: string }): Promise<void> {
  const row = await deps.db.inTenant(given.tenant, (tx) => tx.maybe<{ ordered_by: string; attempts: number; contact_email: string | null }>(sql`select ordered_by, attempts, contact_email from gateway.onboarding where tenant_id = ${given.tenant} and service_id = ${given.service} and state = 'queued'`));
  const [town, service] = [deps.tenants.byId(given.tenant), deps.links.service(given.service)];
  if (!row || !town || !service) return;
  const actor: Actor = { kind: "staff", id: row.ordered_by };
  const end = (state: "done" | "failed", fault: string | null): Promise<void> => deps.db.inTenant(given.tenant, async (tx) => {
    await tx.run(sql`update gateway.onboarding set state = ${state}, fault = ${fault}, ended_at = ${deps.clock.now()} where tenant_id = ${given.tenant} and service_id = ${given.service}`);
  });
  try {
    await deps.db.inTenant(given.tenant, async (tx) => {
      if (await connection(tx, given.tenant, given.service)) return;
      await storeConnection(tx, deps, { tenant: given.tenant, service: given.service, actor }, connectionFacts.parse({ callOff: service.contract === "none" ? "none" : "ordered" }));
    });
    if (isByFitConnect(service)) {
      const contact = contactOf(town, row.contact_email ?? undefined);
      if (!contact) { await end("failed", "contact-missing"); return; }
      const outcome = await openReception(deps, { tenant: given.tenant, services: [given.service], contact, actor });
      if (!outcome.ok) { await end("failed", outcome.why); return; }
    }
    await end("done", null);
  } catch (error) {
    const fault = error instanceof FitConnectError ? error.code : "fault";
    if (row.attempts + 1 >= mostAttempts) { await end("failed", fault); return; }
    await deps.db.inTenant(given.tenant, (tx) => tx.run(sql`update gateway.onboarding set attempts = attempts + 1, fault = ${fault} where tenant_id = ${given.tenant} and service_id = ${given.service}`));
    // The queue's own back-off brings it again.
    throw error;
  }
}

export interface OnboardingCount { readonly state: "queued" | "done" | "failed"; readonly count: number }
export interface OnboardingFailure { readonly tenant: string; readonly fault: string }
export interface OnboardingState {
  /** Towns that can be reached, also those that opened their destination themselves. */
  readonly connected: number;
  readonly counts: readonly OnboardingCount[];
  /** Tried in vain so far and tried again. */
  readonly waiting: readonly { readonly fault: string; readonly count: number }[];
  readonly failures: readonly OnboardingFailure[];
  /** Seconds a town took of late, undefined before the first few. */
  readonly pace: number | undefined;
  readonly lastEnded: Date | undefined;
}

/** So many of the last towns say how fast it goes. */
const paceTowns = 20;

/** How far an order is, for the operator. */
export function onboardingState(deps: Pick<InboundDeps, "db" | "links">, service: string): Promise<OnboardingState> {
  return deps.db.asOperator("how far onboarding is", async (tx) => {
    // What ended without any work (no contact, nothing to do) is fast, too: it is part of the order like the rest.
    const ended = await tx.one<{ first: Date | null; last: Date | null; count: number }>(sql`select min(ended_at) as first, max(ended_at) as last, count(*)::int as count from (
      select ended_at from gateway.onboarding where service_id = ${service} and ended_at is not null and ended_at >= (select max(ordered_at) from gateway.onboarding where service_id = ${service} and state = 'queued') order by ended_at desc limit ${paceTowns}) as latest`);
    const known = deps.links.service(service);
    const connected = await tx.one<{ count: number }>(known && isByFitConnect(known) ? sql`select count(distinct tenant_id)::int as count from gateway.destination where ended_at is null and ${service} = any(services)`
      : sql`select count(*)::int as count from gateway.onboarding where service_id = ${service} and state = 'done'`);
    return {
      connected: connected.count,
      counts: await tx.rows<OnboardingCount>(sql`select state, count(*)::int as count from gateway.onboarding where service_id = ${service} group by state order by state`),
      waiting: await tx.rows<{ fault: string; count: number }>(sql`select fault, count(*)::int as count from gateway.onboarding where service_id = ${service} and state = 'queued' and fault is not null group by fault order by 2 desc, 1`),
      failures: await tx.rows<OnboardingFailure>(sql`select tenant_id as tenant, coalesce(fault, '') as fault from gateway.onboarding where service_id = ${service} and state = 'failed' order by tenant_id limit 500`),
      pace: ended.first && ended.last && ended.count > 2 ? (ended.last.getTime() - ended.first.getTime()) / 1000 / (ended.count - 1) : undefined,
      lastEnded: ended.last ?? undefined,
    };
  });
}
