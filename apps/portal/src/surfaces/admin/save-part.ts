import type { ProfilePart, TenantProfile } from "#modules/tenants";
import type { Answer } from "../frame/index.ts";
import type { AdminPages, Desk } from "./admin-pages.ts";
import { changedMeanwhile } from "./changed-meanwhile.ts";

export interface PartToSave {
  readonly part: ProfilePart;
  readonly seen: string;
  readonly values: Partial<TenantProfile>;
  /** Where to go on, with what was done. */
  readonly next: string;
  /** The form, and what was typed in it, for when somebody else was quicker. */
  readonly form: string;
  readonly typed: readonly { readonly label: string; readonly value: string }[];
}

/** Stores one part of the profile, which the surface has checked before; a refusal of its shape is therefore a fault. */
export async function savePart(portal: AdminPages, desk: Desk, { part, seen, values, next, form, typed }: PartToSave): Promise<Answer> {
  const outcome = await portal.editing.changeProfile({ tenant: desk.tenant.id, staff: desk.visit.staff.staff, part, seen, values });
  if (!outcome.ok && outcome.why === "changed-meanwhile") return changedMeanwhile(portal, desk, { href: form, typed });
  if (!outcome.ok) throw new Error(`what was checked is refused: ${outcome.paths.join(", ")}`);
  return { redirect: next };
}
