import { randomInt } from "node:crypto";
import { putOffices, putOnlineServices, putResponsibilities, type NewOnlineService, type NewResponsibility } from "#modules/catalogue";
import type { Tenant } from "#modules/tenants";
import { isUniqueViolation, sql, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import type { DevelopersDeps } from "./deps.ts";

export type FoundTown = { readonly ok: true; readonly town: Tenant } | { readonly ok: false; readonly why: "too-many-towns" };

const letters = "bcdfghjkmnpqrstvwxz";
const tries = 5;

/** A test town of one's own: a copy of the template under a name and a regional key that are free. All or nothing. */
export async function foundTown(deps: DevelopersDeps, account: string, also?: (tx: Tx) => Promise<void>): Promise<FoundTown> {
  const template = deps.templateTown === undefined ? undefined : deps.tenants.bySlug(deps.templateTown);
  if (!template) throw new Error("the town that test towns are copies of is not there");
  for (let attempt = 1; ; attempt += 1) {
    const town = copyOf(template);
    const parts = await copiedParts(deps, template, town);
    try {
      let full = false;
      await deps.tenants.found([town], async (tx) => {
        await tx.run(sql`select pg_advisory_xact_lock(7300135)`);
        await also?.(tx);
        const { own, all } = await tx.one<{ own: number; all: number }>(sql`select count(*) filter (where account_id = ${account})::int as own, count(*)::int as all from developers.town`);
        if (own >= deps.limits.towns || all >= deps.limits.allTowns) { full = true; throw new TownsFull(); }
        await storeParts(tx, deps, town, parts);
        await tx.run(sql`insert into developers.town (tenant_id, account_id, created_at) values (${town.id}, ${account}, ${deps.clock.now()})`);
      }).catch((error: unknown) => { if (!full) throw error; });
      return full ? { ok: false, why: "too-many-towns" } : { ok: true, town };
    } catch (error) {
      // Somebody has this name or key already.
      if (!isUniqueViolation(error) || attempt === tries) throw error;
    }
  }
}

/** Leaves the transaction of the founding, so that nothing of it stays. */
class TownsFull extends Error {}

function copyOf(template: Tenant): Tenant {
  const word = Array.from({ length: 5 }, () => letters.charAt(randomInt(letters.length))).join("");
  const name = `Teststadt ${word.toUpperCase()}`;
  // The area of invented keys (district 05999), apart from the towns of the demonstration.
  const ars = `${template.districtPrefix}${randomInt(7000, 9999)}${String(randomInt(1000)).padStart(3, "0")}`;
  const renamed = JSON.parse(JSON.stringify(template.profile).replaceAll(template.name, name)) as Tenant["profile"];
  return { ...template, id: newId(), slug: `test-${word}`, ars, ags: undefined, name, officialName: name, typeName: "Stadt", isDemo: true, population: undefined, postcodes: [], profile: renamed };
}

interface CopiedParts { readonly offices: Parameters<typeof putOffices>[2]; readonly online: readonly NewOnlineService[]; readonly responsibilities: readonly NewResponsibility[] }

/** Offices, and for every service with a form of this portal the way to it and who does it. */
async function copiedParts({ catalogue, tenants }: DevelopersDeps, template: Tenant, town: Tenant): Promise<CopiedParts> {
  const offices = catalogue.officesOf(template.id).map(({ role, id: _id, tenant: _tenant, changedAt: _changedAt, ...details }) => ({ role, details: JSON.parse(JSON.stringify(details).replaceAll(template.name, town.name)) as typeof details }));
  const switched = new Set([...tenants.switches(template.id).values()].filter(({ enabled }) => enabled).map(({ service }) => service));
  const online: NewOnlineService[] = [];
  const responsibilities: NewResponsibility[] = [];
  for (const { leikaKey } of catalogue.services()) {
    const [own] = catalogue.onlineServicesOf(template, leikaKey).filter(({ slug }) => slug !== undefined && switched.has(slug));
    if (own?.slug === undefined) continue;
    online.push({ leikaKey, arsPrefix: town.ars, slug: own.slug, facts: own.facts });
    const competence = await catalogue.officeFor(template, leikaKey);
    if (competence?.known === true && competence.at.id === template.id) responsibilities.push({ leikaKey, arsPrefix: town.ars, office: competence.office.role, rolle: "01" });
  }
  return { offices, online, responsibilities };
}

/** Applications of a test town go to its own inbox and to programs, never to the template's Fachverfahren; nothing is decided by itself. */
async function storeParts(tx: Tx, deps: DevelopersDeps, town: Tenant, { offices, online, responsibilities }: CopiedParts): Promise<void> {
  const now = deps.clock.now();
  await putOffices(tx, town, offices, now);
  await putResponsibilities(tx, town, responsibilities);
  await putOnlineServices(tx, town, online, now);
  for (const { automation: _automation, ...kept } of deps.tenants.switches(deps.tenants.bySlug(deps.templateTown ?? "")?.id ?? "").values()) await deps.tenants.storeSwitch(tx, town.id, { ...kept, delivery: "casework" });
}
