import { sql } from "#platform/database";
import type { HubParts } from "./deps.ts";
import { addRoute } from "./set-route.ts";
import { setDestination, type SetDestination } from "./set-destination.ts";

const demoName = "Fachverfahren der Vorführung";
const actor = { kind: "system", what: "seed" } as const;

/**
 * For the demonstration: every town that has chosen a Fachverfahren for a service gets the simulated one as destination, and a rule for each
 * such service. Run again (the sandbox may have another port or secret) it changes what is there. Returns how many destinations there are.
 */
export async function seedDemoDestinations(parts: HubParts, given: { readonly url: string; readonly secret: string; readonly name?: string; readonly besides?: readonly DemoDestination[] }): Promise<number> {
  const name = given.name ?? demoName;
  let count = 0;
  for (const { id: tenant } of parts.tenants.all()) {
    const otherWay = (service: string): boolean => (given.besides ?? []).some((one) => one.tenant === tenant && one.services.includes(service));
    const wanted = [...parts.tenants.switches(tenant).values()].filter((settings) => settings.delivery === "fachverfahren" && !otherWay(settings.service)).map(({ service }) => service);
    if (wanted.length === 0) continue;
    // What a town has given another way of its own since keeps that way.
    const elsewhere = new Set((await parts.db.inTenant(tenant, (tx) => tx.rows<{ service: string | null }>(sql`select r.service from hub.route r join hub.destination d on d.id = r.destination_id
      where d.name <> ${name} and d.retired_at is null and r.valid_until is null`))).map(({ service }) => service));
    const services = wanted.filter((service) => !elsewhere.has(service));
    if (services.length === 0) continue;
    await seedDestination(parts, { tenant, services, name, channel: "webhook", address: given.url, secret: { value: given.secret } });
    count += 1;
  }
  for (const one of given.besides ?? []) {
    await seedDestination(parts, one);
    count += 1;
  }
  return count;
}

/** The simulated Fachverfahren for these services of one town that somebody tries things out in. Repeated it has no further effect. */
export function connectDemoDestination(parts: HubParts, given: { readonly tenant: string; readonly services: readonly string[]; readonly url: string; readonly secret: string }): Promise<void> {
  return seedDestination(parts, { tenant: given.tenant, services: given.services, name: demoName, channel: "webhook", address: given.url, secret: { value: given.secret } });
}

/** Whether a town has it. */
export function demoDestinationOf(parts: HubParts, tenant: string): Promise<boolean> {
  return parts.db.inTenant(tenant, async (tx) => (await tx.maybe(sql`select from hub.destination where name = ${demoName} and retired_at is null`)) !== undefined);
}

/** A destination of another kind, for these services of one town. */
export type DemoDestination = Omit<SetDestination, "actor" | "destination"> & { readonly services: readonly string[] };

async function seedDestination(parts: HubParts, { services, ...given }: DemoDestination): Promise<void> {
  const { tenant, name } = given;
  const before = await parts.db.inTenant(tenant, (tx) => tx.maybe<{ id: string }>(sql`select id from hub.destination where name = ${name} and retired_at is null`));
  const outcome = await setDestination(parts, { ...given, actor, ...(before ? { destination: before.id } : {}) });
  if (!outcome.ok) throw new Error(`the destination of the demonstration is refused: ${JSON.stringify("problems" in outcome ? outcome.problems : outcome.why)}`);
  await parts.db.inTenant(tenant, async (tx) => {
    const routed = new Set((await tx.rows<{ service: string | null }>(sql`select service from hub.route where destination_id = ${outcome.destination} and valid_until is null`)).map(({ service }) => service));
    for (const service of services) if (!routed.has(service)) await addRoute(parts, tx, { destination: outcome.destination, service, validFrom: parts.clock.now(), actor });
  });
}
