import type { Catalogue } from "#modules/catalogue";
import type { Extensions } from "#modules/extensions";
import type { Tenants } from "#modules/tenants";
import type { Clock } from "#platform/clock";
import type { Database } from "#platform/database";

export interface DevelopersDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly tenants: Pick<Tenants, "byId" | "bySlug" | "switches" | "storeSwitch" | "found" | "refresh">;
  readonly catalogue: Pick<Catalogue, "services" | "officesOf" | "officeFor" | "onlineServicesOf">;
  readonly extensions: Pick<Extensions, "registerClient" | "clients" | "addSecret" | "revokeSecret" | "secrets" | "addKey" | "revokeKey" | "keys" | "givePermission" | "revokePermission" | "permissions" | "requestLog" | "webhooksOfProgram" | "sendAgain">;
  /** The simulated Fachverfahren; undefined: there is none to be connected. */
  readonly backend?: { connected(tenant: string): Promise<boolean>; connect(given: { readonly tenant: string; readonly services: readonly string[] }): Promise<void> };
  /** Slug of the town that test towns are copies of; undefined: nobody can begin by themselves here. */
  readonly templateTown: string | undefined;
  readonly limits: { readonly programs: number; readonly towns: number; readonly allTowns: number; readonly sessionHours: number };
}

/** Who is signed in. */
export interface Developer { readonly account: string; readonly name: string; readonly csrf: string }
