import type { Level } from "#modules/accounts";
import type { PrefillSource } from "@kommunalportal/form-engine";

export type { Level };
export type Language = "de" | "en";
export type Channel = "online" | "counter" | "paper";

/**
 * Who fills in a form. A citizen's session fits as it is; a clerk at the counter has `staff`.
 * `owner` is the account, a visitor's id derived from the cookie, or the clerk: drafts belong to it.
 */
export interface Applicant {
  readonly owner: string;
  readonly account?: string | undefined;
  /** Visitor only: 32 bytes that live in the cookie and nowhere else. They close the visitor's drafts. */
  readonly ownerSecret?: Buffer | undefined;
  readonly level: Level;
  readonly person?: Readonly<Partial<Record<PrefillSource, { readonly value: string; readonly level: Level }>>>;
  readonly staff?: { readonly id: string; readonly tenant: string; readonly office?: string };
}

export type OwnerKind = "account" | "visitor" | "staff";

/** Throws for a session that claims two things at once: that is a fault of the surface, not of a person. */
export function ownerKind(applicant: Applicant): OwnerKind {
  if (applicant.staff) {
    if (applicant.account !== undefined || applicant.owner !== applicant.staff.id) throw new Error("a clerk's draft belongs to the clerk");
    return "staff";
  }
  if (applicant.account !== undefined) {
    if (applicant.owner !== applicant.account) throw new Error("an account's draft belongs to the account");
    return "account";
  }
  if (applicant.ownerSecret?.length !== 32) throw new Error("a visitor brings a secret of 32 bytes");
  return "visitor";
}
