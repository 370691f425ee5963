import type { StaffSession } from "#modules/accounts";

/** What of a staff session decides. */
export type Cashier = Pick<StaffSession, "staff" | "roles">;

/** Only the Kasse of the town records money and closes refund tasks; nobody else, not even a supervisor. */
export function mayHandleMoney(by: Cashier, tenant: string): boolean {
  return by.roles.some(({ role, tenant: town }) => role === "cashier" && town === tenant);
}

/** Who sees what is owed and what is to be given back. */
export function maySeeMoney(by: Cashier, tenant: string): boolean {
  return by.roles.some(({ role, tenant: town }) => (role === "cashier" || role === "supervisor") && town === tenant);
}
