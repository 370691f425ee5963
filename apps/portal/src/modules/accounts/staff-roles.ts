import type { RoleName, StaffRole } from "./staff-session.ts";

const roleNames: readonly RoleName[] = ["clerk", "supervisor", "editor", "cashier", "operator", "publisher"];

const ofInstallation = (role: RoleName): boolean => role === "operator" || role === "publisher";

/**
 * Roles out of the provider's `groups`: `<town>/<office>:<role>`, `<town>:<role>`, `installation:operator`, `installation:publisher` (offers forms in
 * all towns). Anything else gives no right: an unknown town, a role that is none, an operator or publisher of a single town.
 */
export function staffRolesOf(groups: unknown, tenantBySlug: (slug: string) => { readonly id: string } | undefined): StaffRole[] {
  if (!Array.isArray(groups)) return [];
  const roles: StaffRole[] = [];
  for (const group of groups.slice(0, 200)) {
    const [, slug, office, name] = /^([a-z0-9-]{1,63})(?:\/([a-z0-9-]{1,40}))?:([a-z]{1,20})$/.exec(String(group)) ?? [];
    const role = roleNames.find((known) => known === name);
    if (!slug || !role) continue;
    if (slug === "installation") { if (ofInstallation(role) && !office) roles.push({ tenant: undefined, role, office: undefined }); continue; }
    const tenant = tenantBySlug(slug);
    // "Kasse" is an office in the provider's words and a role in ours: a cashier serves the whole town.
    if (tenant && !ofInstallation(role)) roles.push({ tenant: tenant.id, role, office: role === "clerk" ? office : undefined });
  }
  return roles;
}
