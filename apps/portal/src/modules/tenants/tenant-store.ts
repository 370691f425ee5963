import { sql, type Tx } from "#platform/database";
import type { Tenant } from "./tenant.ts";
import { tenantProfile, type TenantProfile } from "./profile.ts";
import { serviceSwitch, type ServiceSwitch } from "./service-switch.ts";

interface TenantRow {
  id: string; slug: string; kind: "municipality" | "district"; ars: string; ags: string | null; name: string; official_name: string; type_name: string;
  district_prefix: string; district_name: string | null; regbez_prefix: string; regbez_name: string; population: number | null; is_demo: boolean;
  postcodes: string[]; profile: unknown;
}

export async function allTenants(tx: Tx): Promise<Tenant[]> {
  const rows = await tx.rows<TenantRow>(sql`select * from tenants.tenant order by name, slug`);
  return rows.map((row) => ({
    id: row.id, slug: row.slug, kind: row.kind, ars: row.ars, ags: row.ags ?? undefined, name: row.name, officialName: row.official_name,
    typeName: row.type_name, districtPrefix: row.district_prefix, districtName: row.district_name ?? undefined, regbezPrefix: row.regbez_prefix,
    regbezName: row.regbez_name, population: row.population ?? undefined, isDemo: row.is_demo, postcodes: row.postcodes, profile: tenantProfile.parse(row.profile),
  }));
}

export async function insertTenants(tx: Tx, tenants: readonly Tenant[]): Promise<void> {
  await tx.run(sql`insert into tenants.tenant
    select id, slug, kind, ars, ags, name, official_name, type_name, district_prefix, district_name, regbez_prefix, regbez_name, population, is_demo,
      array(select jsonb_array_elements_text(postcodes)), profile
    from jsonb_to_recordset(${JSON.stringify(tenants.map((t) => ({
      id: t.id, slug: t.slug, kind: t.kind, ars: t.ars, ags: t.ags ?? null, name: t.name, official_name: t.officialName, type_name: t.typeName,
      district_prefix: t.districtPrefix, district_name: t.districtName ?? null, regbez_prefix: t.regbezPrefix, regbez_name: t.regbezName,
      population: t.population ?? null, is_demo: t.isDemo, postcodes: t.postcodes, profile: t.profile,
    })))}::jsonb) as given (id uuid, slug text, kind text, ars text, ags text, name text, official_name text, type_name text, district_prefix text,
      district_name text, regbez_prefix text, regbez_name text, population int, is_demo boolean, postcodes jsonb, profile jsonb)`);
}

/** As it stands in the database. */
export async function storedProfile(tx: Tx, tenant: string): Promise<TenantProfile> {
  return tenantProfile.parse((await tx.one<{ profile: unknown }>(sql`select profile from tenants.tenant where id = ${tenant}`)).profile);
}

/** The same, with the town's row locked: whoever changes its profile or its switches does so one after the other. */
export async function lockedProfile(tx: Tx, tenant: string): Promise<TenantProfile> {
  return tenantProfile.parse((await tx.one<{ profile: unknown }>(sql`select profile from tenants.tenant where id = ${tenant} for update`)).profile);
}

export async function updateProfile(tx: Tx, tenant: string, profile: TenantProfile): Promise<void> {
  const changed = await tx.run(sql`update tenants.tenant set profile = ${JSON.stringify(profile)} where id = ${tenant}`);
  if (changed !== 1) throw new Error("the town's profile is not in the scope of this transaction");
}

export async function insertKeys(tx: Tx, keys: readonly { readonly tenant: string; readonly wrapped: Buffer }[]): Promise<void> {
  await tx.run(sql`insert into tenants.tenant_key select * from unnest(${keys.map((k) => k.tenant)}::uuid[], ${keys.map((k) => k.wrapped)}::bytea[])`);
}

export async function wrappedKey(tx: Tx, tenant: string): Promise<Buffer> {
  return (await tx.one<{ wrapped: Buffer }>(sql`select wrapped from tenants.tenant_key where tenant_id = ${tenant}`)).wrapped;
}

export async function allSwitches(tx: Tx): Promise<Map<string, Map<string, ServiceSwitch>>> {
  const rows = await tx.rows<{ tenant_id: string; settings: unknown }>(sql`select tenant_id, settings from tenants.service_switch`);
  const found = new Map<string, Map<string, ServiceSwitch>>();
  for (const row of rows) {
    const settings = serviceSwitch.parse(row.settings);
    const ofTenant = found.get(row.tenant_id) ?? new Map<string, ServiceSwitch>();
    ofTenant.set(settings.service, settings);
    found.set(row.tenant_id, ofTenant);
  }
  return found;
}

/** What one town has set up, by service. */
export async function switchesOf(tx: Tx, tenant: string): Promise<Map<string, ServiceSwitch>> {
  const rows = await tx.rows<{ service: string; settings: unknown }>(sql`select service, settings from tenants.service_switch where tenant_id = ${tenant}`);
  return new Map(rows.map((row) => [row.service, serviceSwitch.parse(row.settings)]));
}

export async function switchOf(tx: Tx, tenant: string, service: string): Promise<ServiceSwitch | undefined> {
  const row = await tx.maybe<{ settings: unknown }>(sql`select settings from tenants.service_switch where tenant_id = ${tenant} and service = ${service}`);
  return row && serviceSwitch.parse(row.settings);
}

/** Settings for towns that have never set the service up; the others keep theirs. Gives the towns that got them. Needs an operator's transaction. */
export async function proposeSwitch(tx: Tx, tenants: readonly string[], settings: ServiceSwitch): Promise<readonly string[]> {
  return (await tx.rows<{ tenant_id: string }>(sql`insert into tenants.service_switch (tenant_id, service, settings) select id, ${settings.service}, ${JSON.stringify(settings)}::jsonb from unnest(${tenants as string[]}::uuid[]) as id
    on conflict (tenant_id, service) do nothing returning tenant_id`)).map(({ tenant_id }) => tenant_id);
}

export async function storeSwitch(tx: Tx, tenant: string, settings: ServiceSwitch): Promise<void> {
  await tx.run(sql`insert into tenants.service_switch (tenant_id, service, settings) values (${tenant}, ${settings.service}, ${JSON.stringify(settings)})
    on conflict (tenant_id, service) do update set settings = excluded.settings`);
}
