import type { StaffSession } from "#modules/accounts";

/** How far a person reaches in a town: a clerk into the own offices, a supervisor into all of them. */
export interface Reach {
  readonly tenant: string;
  readonly staff: string;
  readonly name: string;
  readonly offices: "all" | readonly string[];
  readonly supervisor: boolean;
}

/** Deny by default: without a role as clerk or supervisor in this very town there is no reach. Cashier, editor and operator see no cases. */
export function reachOf(session: Pick<StaffSession, "staff" | "name" | "roles">, tenant: string): Reach | undefined {
  const held = session.roles.filter((role) => role.tenant === tenant);
  const supervisor = held.some(({ role }) => role === "supervisor");
  const clerk = held.filter(({ role }) => role === "clerk");
  if (!supervisor && clerk.length === 0) return undefined;
  const all = supervisor || clerk.some(({ office }) => office === undefined);
  return { tenant, staff: session.staff, name: session.name, supervisor, offices: all ? "all" : [...new Set(clerk.flatMap(({ office }) => office ?? []))].toSorted() };
}

export function reaches(reach: Reach, office: string): boolean {
  return reach.offices === "all" || reach.offices.includes(office);
}
