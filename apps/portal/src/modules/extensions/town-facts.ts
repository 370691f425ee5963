import type { Office } from "#modules/catalogue";
import type { PublishedService } from "#modules/forms";
import type { Tenant } from "#modules/tenants";
import { jsonSchemaOf, type FormDefinition, type JsonObject } from "@kommunalportal/form-engine";
import { asClient, type Access } from "./access.ts";
import type { Bearer } from "./bearer.ts";
import type { ExtensionsDeps } from "./deps.ts";
import { Refused, type Outcome } from "./refusal.ts";

export interface TownFacts { readonly tenant: Tenant; readonly access: Access }

/** The town of the token and what it permits. */
export function townFacts(deps: ExtensionsDeps, bearer: Bearer): Promise<Outcome<TownFacts>> {
  return asClient(deps, bearer, undefined, (_tx, access) => {
    const tenant = deps.tenants.byId(access.tenant);
    if (!tenant) throw new Refused({ why: "token-invalid" });
    return Promise.resolve({ tenant, access });
  });
}

/** Offices of the town, as far as the permission names them. */
export async function townOffices(deps: ExtensionsDeps, bearer: Bearer): Promise<Outcome<readonly Office[]>> {
  const seen = await townFacts(deps, bearer);
  if (!seen.ok) return seen;
  const { tenant, offices } = seen.value.access;
  return { ok: true, value: deps.offices.of(tenant).filter(({ role }) => offices?.includes(role) ?? true) };
}

/** Online services of the town within the permission, with their newest form. */
export async function grantedServices(deps: ExtensionsDeps, bearer: Bearer): Promise<Outcome<readonly PublishedService[]>> {
  const seen = await townFacts(deps, bearer);
  if (!seen.ok) return seen;
  const { tenant, services } = seen.value.access;
  const slugs = [...deps.tenants.switches(tenant).values()].filter(({ enabled, service }) => enabled && (services?.includes(service) ?? true)).map(({ service }) => service).sort();
  const found = await Promise.all(slugs.map((slug) => deps.forms.current(slug, tenant)));
  return { ok: true, value: found.filter((service) => service !== undefined) };
}

interface FormVersion { readonly service: string; readonly version: string }

/** JSON Schema of the answers of one form version. An old version stays valid for the applications that were made with it. */
export async function answerSchema(deps: ExtensionsDeps, bearer: Bearer, given: FormVersion): Promise<Outcome<JsonObject>> {
  const seen = await formVersion(deps, bearer, given);
  return seen.ok ? { ok: true, value: jsonSchemaOf(seen.value.form) } : seen;
}

/** Questions, rules and words of one form version, as the person sees them. */
export async function formDefinition(deps: ExtensionsDeps, bearer: Bearer, given: FormVersion): Promise<Outcome<FormDefinition>> {
  const seen = await formVersion(deps, bearer, given);
  return seen.ok ? { ok: true, value: seen.value.form.definition } : seen;
}

async function formVersion(deps: ExtensionsDeps, bearer: Bearer, given: FormVersion): Promise<Outcome<PublishedService>> {
  const seen = await townFacts(deps, bearer);
  if (!seen.ok) return seen;
  const { tenant, services } = seen.value.access;
  const permitted = deps.tenants.switches(tenant).has(given.service) && (services?.includes(given.service) ?? true);
  const service = permitted ? await deps.forms.service(given.service, given.version) : undefined;
  return service ? { ok: true, value: service } : { ok: false, refusal: { why: "not-found" } };
}
