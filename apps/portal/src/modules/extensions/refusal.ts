import type { AnswerRefusal, DecisionState, MissingPart, PdfRefusal, PostReason } from "#modules/answers";
import type { Status } from "#modules/applications";
import type { Scope } from "./scopes.ts";

/** Why a program does not get what it asked for; the edge turns each into a problem of its own. */
export type Refusal =
  /** Unknown, expired or revoked; which of them is not said. */
  | { readonly why: "token-invalid" }
  | { readonly why: "scope-missing"; readonly scope: Scope }
  /** Not there, of another town, or not within the permission: all look the same. */
  | { readonly why: "not-found" }
  | { readonly why: "cursor-invalid" }
  | { readonly why: "idempotency-key-reused" }
  | { readonly why: "status-not-allowed"; readonly from: Status }
  /** Several offices share the application: the one that speaks has to be named. */
  | { readonly why: "office-needed"; readonly offices: readonly string[] }
  | { readonly why: Exclude<AnswerRefusal["why"], "not-found" | "not-allowed"> }
  | { readonly why: "decision-incomplete"; readonly missing: readonly MissingPart[] }
  | { readonly why: "post-needed"; readonly reasons: readonly PostReason[] }
  | { readonly why: PdfRefusal | "pdf-hash-wrong" }
  | { readonly why: "file-held" }
  /** Each with its place in the answers, a code of the form engine and words for the person. */
  | { readonly why: "answers-invalid"; readonly errors: readonly { readonly pointer: string; readonly code: string; readonly message: string }[] }
  /** The service asks for something that only the portal's own pages can do. */
  | { readonly why: "portal-needed"; readonly because: "sign-in" | "fee" }
  | { readonly why: "too-many-submissions" }
  | { readonly why: "refund-too-much" }
  /** A fee that this program cannot cancel, or not like this. */
  | { readonly why: "fee-not-cancellable"; readonly because: "paid" | "ended" | "with-application" | "of-another-office" | "set-by-decision" | "same-amount" }
  /** The data are not to be had in this format: the form has no schema, or only a part of the application is permitted. */
  | { readonly why: "format-unavailable" }
  /** Each with its place in the package. */
  | { readonly why: "form-invalid"; readonly errors: readonly { readonly pointer: string; readonly message: string }[] }
  /** Another service has this name, here or in another town. */
  | { readonly why: "name-taken" }
  /** Somebody in the town has changed the form since this program proposed it. */
  | { readonly why: "form-changed-meanwhile" }
  /** The token of a hand-over is of somebody else, over or revoked; which of them is not said. */
  | { readonly why: "handover-invalid" }
  /** The content of a file that was sent. */
  | { readonly why: "upload-refused"; readonly because: "empty" | "unrecognised-type" | "type-not-allowed" | "name-does-not-fit" | "broken-image" | "malware" }
  | { readonly why: "upload-too-large"; readonly mostBytes: number }
  | { readonly why: "upload-hash-wrong" | "upload-not-now" }
  | { readonly why: "too-many-uploads"; readonly most: number }
  | { readonly why: "upload-unknown"; readonly errors: readonly { readonly pointer: string; readonly message: string }[] }
  /** The person has no mailbox here, so no file reaches them. */
  | { readonly why: "mailbox-needed" }
  /** The person has not agreed, for this case, to decisions in the safe. */
  | { readonly why: "safe-consent-missing" | "safe-full" }
  | { readonly why: "decision-not-notified"; readonly state: DecisionState }
  /** Nobody is left to be taken, or people have the time already. */
  | { readonly why: "slot-taken"; readonly errors: readonly { readonly pointer: string; readonly message: string }[] }
  | { readonly why: "appointment-over" }
  | { readonly why: "webhook-address"; readonly problem: "not-a-url" | "not-https" | "with-password" | "not-public" | "too-long" }
  | { readonly why: "too-many-webhooks"; readonly most: number };

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

/** Leaves a transaction so that nothing of it stays; `outcomeOf` turns it back into a value. */
export class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.why);
    this.refusal = refusal;
  }
}

export async function outcomeOf<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    throw error;
  }
}
