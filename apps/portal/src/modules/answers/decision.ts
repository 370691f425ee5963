import type { Level } from "#modules/accounts";
import type { DecisionKind } from "./decision-content.ts";
import type { LegalArea, Way } from "./notification-rules.ts";

export type DecisionState = "to-post" | "posted" | "provided" | "notified" | "lapsed" | "replaced";

/** What lists and dates need of a decision; its words are sealed. All days are `YYYY-MM-DD` of German legal time. */
export interface Decision {
  readonly id: string;
  readonly tenant: string;
  readonly application: string;
  readonly account: string | undefined;
  /** The town's office that has the case. */
  readonly office: string;
  /** The authority elsewhere that decided, where the service is run here for others; undefined: the office itself. */
  readonly authority: string | undefined;
  readonly kind: DecisionKind;
  readonly appealable: boolean;
  readonly state: DecisionState;
  readonly area: LegalArea;
  readonly way: Way;
  /** Rule by which the day of notification is counted; undefined until it was provided or posted, and where none is known (`isCountedElsewhere`). */
  readonly rule: string | undefined;
  readonly minimumLevel: Level;
  readonly decidedAt: Date;
  readonly message: string | undefined;
  readonly replaces: string | undefined;
  readonly providedAt: Date | undefined;
  readonly noticedAt: Date | undefined;
  readonly retrievedAt: Date | undefined;
  readonly postedOn: string | undefined;
  readonly retrievableUntil: string | undefined;
  readonly notifiedOn: string | undefined;
  readonly remedyUntil: string | undefined;
}

/** It lies in the mailbox, and no day of notification is counted here: by the law of an authority elsewhere that the portal does not know, what that authority says counts. */
export function isCountedElsewhere({ state, rule }: Pick<Decision, "state" | "rule">): boolean {
  return state === "provided" && rule === undefined;
}

export type EvidenceKind = "provided" | "noticed" | "not-noticed" | "retrieved" | "printed" | "posted" | "notified" | "lapsed" | "not-received" | "replaced";

export interface Evidence {
  readonly kind: EvidenceKind;
  readonly at: Date;
  readonly actorKind: string;
  /** SHA-256 of content and file at that moment, hexadecimal. */
  readonly contentSha256: string;
  readonly pdfSha256: string;
  readonly data: Readonly<Record<string, string | number | boolean>>;
}
