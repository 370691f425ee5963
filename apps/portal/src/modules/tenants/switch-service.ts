import type { Tx } from "#platform/database";
import type { EditOutcome } from "./change-profile.ts";
import type { EditingDeps } from "./editing.ts";
import { versionOf } from "./profile-part.ts";
import { serviceSwitch, type ServiceSwitch } from "./service-switch.ts";
import { lockedProfile, storeSwitch, switchOf } from "./tenant-store.ts";

export interface SwitchChange {
  readonly tenant: string;
  readonly staff: string;
  readonly settings: ServiceSwitch;
  /** What the editor has seen ({@link switchVersion}). */
  readonly seen: string;
  /** What has to be there with it, such as the entry in the catalogue; in the same transaction. */
  readonly also?: (tx: Tx) => Promise<void>;
}

/** Of the settings as they are stored; a service that was never set up has a version too. */
export function switchVersion(settings: ServiceSwitch | undefined): string {
  return versionOf(settings ?? null);
}

/** A town switches an online service on or off and says how it runs there. */
export async function switchService({ db, audit }: EditingDeps, change: SwitchChange): Promise<EditOutcome> {
  const checked = serviceSwitch.safeParse(change.settings);
  if (!checked.success) return { ok: false, why: "not-valid", paths: checked.error.issues.map(({ path }) => path.join(".")) };
  const settings = checked.data;
  return db.inTenant(change.tenant, async (tx) => {
    // The town's row is the lock: a switch that is not there yet cannot be locked itself.
    const { bank } = await lockedProfile(tx, change.tenant);
    if (settings.enabled && settings.paymentWays.includes("transfer") && !bank) return { ok: false, why: "not-valid", paths: ["paymentWays"] };
    const stored = await switchOf(tx, change.tenant, settings.service);
    if (switchVersion(stored) !== change.seen) return { ok: false, why: "changed-meanwhile" };
    await change.also?.(tx);
    await storeSwitch(tx, change.tenant, settings);
    const action = (stored?.enabled ?? false) === settings.enabled ? "service.change" : settings.enabled ? "service.switch-on" : "service.switch-off";
    await audit.record(tx, { tenant: change.tenant, actor: { kind: "staff", id: change.staff }, action, subject: { kind: "online-service", id: settings.service } });
    return { ok: true };
  });
}
