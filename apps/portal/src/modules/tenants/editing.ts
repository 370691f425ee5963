import type { Database, Tx } from "#platform/database";
import { changeProfile, type ProfileChange } from "./change-profile.ts";
import type { TenantProfile } from "./profile.ts";
import type { ServiceSwitch } from "./service-switch.ts";
import { switchService, type SwitchChange } from "./switch-service.ts";
import { storedProfile, switchesOf, switchOf } from "./tenant-store.ts";

export interface EditingDeps {
  readonly db: Database;
  readonly audit: {
    record(tx: Tx, entry: { readonly tenant: string; readonly actor: { readonly kind: "staff"; readonly id: string }; readonly action: string; readonly subject: { readonly kind: string; readonly id: string } }): Promise<void>;
  };
  /** Whether people can read what is written in these colours; a refused theme must never be stored. */
  readonly allowedTheme: (theme: NonNullable<TenantProfile["theme"]>) => boolean;
}

/** What a town's own editor may do. Every process learns of a change by NOTIFY, which the tables' triggers send. */
export function createTenantEditing(deps: EditingDeps) {
  const { db } = deps;
  return {
    /** As it stands in the database now; the copy in memory may be a moment behind. */
    profile: (tenant: string): Promise<TenantProfile> => db.inTenant(tenant, (tx) => storedProfile(tx, tenant)),
    switchOf: (tenant: string, service: string): Promise<ServiceSwitch | undefined> => db.inTenant(tenant, (tx) => switchOf(tx, tenant, service)),
    switches: (tenant: string): Promise<ReadonlyMap<string, ServiceSwitch>> => db.inTenant(tenant, (tx) => switchesOf(tx, tenant)),
    changeProfile: (change: ProfileChange) => changeProfile(deps, change),
    switchService: (change: SwitchChange) => switchService(deps, change),
  };
}

export type TenantEditing = ReturnType<typeof createTenantEditing>;
