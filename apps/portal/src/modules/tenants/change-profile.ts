import { lockedProfile, updateProfile } from "./tenant-store.ts";
import { armsProblem } from "./arms.ts";
import type { EditingDeps } from "./editing.ts";
import { partVersion, profileParts, type ProfilePart } from "./profile-part.ts";
import { tenantProfile, type TenantProfile } from "./profile.ts";

export interface ProfileChange {
  readonly tenant: string;
  /** Who changes it. */
  readonly staff: string;
  readonly part: ProfilePart;
  /** What the editor has seen ({@link partVersion}). */
  readonly seen: string;
  /** The new values of the part; a key that is left out is cleared. Keys of other parts are not looked at. */
  readonly values: Partial<TenantProfile>;
}

export type EditOutcome =
  | { readonly ok: true }
  /** Somebody else has changed it since: nothing was stored. */
  | { readonly ok: false; readonly why: "changed-meanwhile" }
  /** What does not fit, by path in the profile or the settings; nothing was stored. */
  | { readonly ok: false; readonly why: "not-valid"; readonly paths: readonly string[] };

/** A town changes one part of what it says about itself; who did it stands in the audit, what was said does not. */
export async function changeProfile({ db, audit, allowedTheme }: EditingDeps, change: ProfileChange): Promise<EditOutcome> {
  return db.inTenant(change.tenant, async (tx) => {
    const stored = await lockedProfile(tx, change.tenant);
    if (partVersion(stored, change.part) !== change.seen) return { ok: false, why: "changed-meanwhile" };
    const keys: readonly (keyof TenantProfile)[] = profileParts[change.part];
    const kept = Object.entries(stored).filter(([key]) => !keys.some((one) => one === key));
    const given = keys.flatMap((key) => (change.values[key] === undefined ? [] : [[key, change.values[key]]]));
    const checked = tenantProfile.safeParse(Object.fromEntries([...kept, ...given]));
    if (!checked.success) return { ok: false, why: "not-valid", paths: checked.error.issues.map(({ path }) => path.join(".")) };
    const { theme, armsSvg } = checked.data;
    if (change.part === "theme" && theme && !allowedTheme(theme)) return { ok: false, why: "not-valid", paths: ["theme"] };
    if (change.part === "arms" && armsSvg !== undefined && armsProblem(armsSvg) !== undefined) return { ok: false, why: "not-valid", paths: ["armsSvg"] };
    if (partVersion(checked.data, change.part) === change.seen) return { ok: true };
    await updateProfile(tx, change.tenant, checked.data);
    await audit.record(tx, { tenant: change.tenant, actor: { kind: "staff", id: change.staff }, action: "town.change", subject: { kind: `town-${change.part}`, id: change.tenant } });
    return { ok: true };
  });
}
