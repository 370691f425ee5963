import type { DecisionDraft } from "#modules/answers";

/** A reply that waits at the intermediary. */
export interface WaitingReply {
  /** As the intermediary calls it: taken once. */
  readonly id: string;
  /** To what it belongs: the case, or the message that it answers, as the intermediary or we ourselves call it. */
  readonly to: { readonly bracket: string } | { readonly parcel: string } | { readonly delivery: string };
}

export interface ReplyFile { readonly name: string; readonly type: string; readonly bytes: Buffer }

/** What an office system says, in the portal's words, whatever way it came by. */
export type OfficeAnswer =
  /** Whether it could read what came; the legal answer follows. */
  | { readonly kind: "arrival"; readonly accepted: boolean; readonly receipt: string | undefined; readonly text: string }
  | { readonly kind: "status"; readonly text: string; readonly closed: boolean }
  | { readonly kind: "question"; readonly text: string; readonly dueOn: string | undefined; readonly documents: readonly string[] }
  | { readonly kind: "decision"; readonly draft: DecisionDraft; readonly signatory: { readonly name: string; readonly role: string } | undefined };

/** A reply that was fetched and examined. `broken`: it proves not to be what the office system sent, or nobody can read it. */
export type OfficeReply =
  | { readonly kind: "intact"; readonly answer: OfficeAnswer; readonly files: readonly ReplyFile[] }
  | { readonly kind: "broken"; readonly reasons: readonly string[] };

/** What came of a reply. `later`: not now (another try follows); `foreign`: it belongs to nothing that was sent from here. */
export type ReplyVerdict =
  | { readonly kind: "taken"; readonly answer: string }
  | { readonly kind: "refused"; readonly answer: string; readonly reasons: readonly string[] }
  | { readonly kind: "foreign" }
  | { readonly kind: "later" };
