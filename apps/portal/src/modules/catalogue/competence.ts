import type { Tenant, Tenants } from "#modules/tenants";
import type { Office } from "./office.ts";
import { bodyFor, resolveResponsibility, type Body, type Responsibility } from "./responsibility.ts";
import type { Service } from "./service.ts";

/** Who does a service at a place, as far as the catalogue knows. Nothing is ever invented. */
export type Competence =
  | { readonly known: true; readonly office: Office; /** The town or Kreis the office belongs to. */ readonly at: Tenant; readonly arsPrefix: string; /** Also responsible or also to be asked, in order. */ readonly further: readonly Office[] }
  | { readonly known: false; /** Whose task it is by law. */ readonly body: Body; /** That body's portal, where it has one. */ readonly at: Tenant | undefined };

export interface CompetenceQuestion {
  readonly tenant: Tenant;
  readonly service: Service;
  readonly rows: readonly Responsibility[];
  readonly prefixes: readonly string[];
  readonly officeByRole: (tenant: string, role: string) => Office | undefined;
  readonly tenants: Pick<Tenants, "all" | "byId">;
}

export function competenceOf({ tenant, service, rows, prefixes, officeByRole, tenants }: CompetenceQuestion): Competence {
  const found = resolveResponsibility(rows, prefixes, (row) => {
    const office = officeByRole(row.tenant, row.office);
    return office && tenants.byId(row.tenant) && { hasAddress: office.address !== undefined, name: office.name.de };
  });
  const [first, ...others] = found;
  const office = first && officeByRole(first.tenant, first.office);
  const at = first && tenants.byId(first.tenant);
  if (first && office && at) return { known: true, office, at, arsPrefix: first.arsPrefix, further: others.flatMap((row) => officeByRole(row.tenant, row.office) ?? []) };

  const district = tenant.kind === "municipality" ? tenants.all().find((other) => other.kind === "district" && other.districtPrefix === tenant.districtPrefix) : undefined;
  const body = bodyFor(service.level, { kind: tenant.kind, hasDistrict: district !== undefined });
  return { known: false, body, at: body === "district" ? district : body === "town" ? tenant : undefined };
}
