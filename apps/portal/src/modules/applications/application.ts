import type { Actor } from "#modules/audit";
import type { Answers, PrefillSource, UploadedFile } from "@kommunalportal/form-engine";
import type { Channel, Language, Level } from "./applicant.ts";
import type { Status } from "./status.ts";

export type PaymentWay = "online" | "transfer" | "counter";

/** What stands in the clear: all that lists need. */
export interface ApplicationHead {
  readonly id: string;
  readonly tenant: string;
  /** Undefined for somebody without account, or after the account was deleted. */
  readonly account: string | undefined;
  readonly service: string;
  readonly leikaKey: string | undefined;
  readonly formVersion: string;
  readonly status: Status;
  readonly statusSince: Date;
  readonly channel: Channel;
  readonly language: Language;
  readonly trustLevel: Level;
  /** Vorgangsnummer; undefined until the fee that comes first is paid. */
  readonly reference: string | undefined;
  /** True where the person looks up the status with a code instead of an account. */
  readonly hasLookupCode: boolean;
  readonly fee: { readonly cents: number; readonly way: PaymentWay; readonly paidAt: Date | undefined } | undefined;
  readonly createdAt: Date;
  readonly submittedAt: Date | undefined;
  /** `YYYY-MM-DD`, the day on which the paper came; undefined for what was not on paper. Terms begin with it. */
  readonly receivedOn: string | undefined;
  /** When it came to this town from another; undefined where it arrived here. The day of arrival is `submittedAt` in any case. */
  readonly hereSince: Date | undefined;
  /** How many towns have had it, this one included. */
  readonly towns: number;
  readonly closedAt: Date | undefined;
  /** `YYYY-MM-DD`, first day on which nothing obliges the office to keep it. */
  readonly keepUntil: string | undefined;
  /** Number of events; the newest one's position. */
  readonly events: number;
}

/** Which office works on which part; `whole` where the form has no parts. */
export interface PartHead { readonly part: string; readonly office: string }
export const wholePart = "whole";

/** What was sealed at submission: binding, and never changed afterwards. */
export interface SubmittedContent {
  readonly answers: Answers;
  readonly form: { readonly service: string; readonly version: string };
  /** The language in which labels and texts of this form version were shown. */
  readonly language: Language;
  /** Legal day of the declaration, `YYYY-MM-DD`: conditions and summaries look at this day for ever. */
  readonly day: string;
  readonly declared: { readonly binding: true; readonly at: string };
  /** Who applies together and has confirmed exactly these answers. `level` 0: with link and code, not signed in. */
  readonly together?: readonly { readonly name: string; readonly confirmedAt: string; readonly level: Level }[];
  /** Where answers came from, with the level the account vouches for. */
  readonly filled: readonly { readonly path: string; readonly source: PrefillSource; readonly level: Level }[];
}

export interface ApplicationContent extends SubmittedContent {
  readonly application: string;
  readonly files: readonly ApplicationFile[];
}

/** `sent`: by an office, with the message whose event is its label. */
export type FileKind = "upload" | "reply" | "rendition" | "sent";
/** `held`: nobody could check it yet, so nobody may open it. `unchecked`: no scanner, demo only. */
export type ScanState = "clean" | "unchecked" | "held" | "found";

export interface ApplicationFile extends UploadedFile {
  readonly kind: FileKind;
  readonly label: string | undefined;
  readonly scan: ScanState;
  readonly createdAt: Date;
}

export interface ApplicationEvent {
  readonly id: string;
  readonly position: number;
  readonly type: string;
  readonly at: Date;
  readonly actor: { readonly kind: Actor["kind"]; readonly id: string | undefined };
  readonly forCitizen: boolean;
  /** Codes, never content. */
  readonly data: Readonly<Record<string, string | number | boolean>>;
  /** Words for people, opened. */
  readonly text: string | undefined;
}

/**
 * Whose key opens the content. `tenant` and `account` need a transaction of that scope. `reader: "applicant"`: opened by the town for the person
 * who applies, so without what others have filled in.
 */
export type KeySource = { readonly kind: "tenant"; readonly reader?: "applicant" } | { readonly kind: "account" } | { readonly kind: "lookup"; readonly key: Buffer };
