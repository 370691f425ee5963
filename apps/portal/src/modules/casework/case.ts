import type { Channel } from "#modules/applications";

export const caseStates = ["open", "taken", "waiting", "decided", "closed"] as const;
/** `waiting`: for the citizen. */
export type CaseState = (typeof caseStates)[number];
export const unfinished = ["open", "taken", "waiting"] as const satisfies readonly CaseState[];

/** What the calendar or another room left to do. */
export type CaseTask = "repeat-decision" | "post-letter" | "tell-consent";

/** Why an office has it: it came here; this office decides on it too; it is only to know of it. */
export type Involvement = "own" | "joint" | "information";

/** What was last done with a case; shown to whoever came second. */
export type CaseChange =
  | "received" | "taken" | "assigned" | "handed-back" | "passed-on" | "resubmission" | "question" | "documents-requested" | "message" | "status" | "decided" | "posted" | "closed"
  | "reopened" | "involved" | "handed-over" | "reply" | "file-added" | "document-shared" | "appointment-cancelled" | "appointment-moved" | "fee-cancelled" | "consent-told" | "withdrawn" | "paid" | "lapsed" | "notified" | "granted-automatically";

/** A part of an application on the desk of an office. Days are `YYYY-MM-DD` of German legal time. */
export interface Case {
  readonly id: string;
  readonly tenant: string;
  readonly application: string;
  readonly part: string;
  readonly office: string;
  readonly service: string;
  readonly reference: string;
  readonly channel: Channel;
  readonly state: CaseState;
  readonly stateSince: Date;
  readonly assignee: string | undefined;
  readonly involvement: Involvement;
  readonly withdrawn: boolean;
  readonly unpaid: boolean;
  readonly task: CaseTask | undefined;
  readonly receivedAt: Date;
  readonly newsAt: Date;
  readonly dueOn: string | undefined;
  readonly resubmitOn: string | undefined;
  readonly version: number;
  readonly changedAt: Date;
  readonly changedBy: string | undefined;
  readonly change: CaseChange;
}

/** Somebody else was faster: nothing was changed. The page says who did what. */
export interface ChangedMeanwhile { readonly ok: false; readonly why: "changed-meanwhile"; readonly now: Case }
/** Also for what the person may not see: nobody learns that it is there. */
export interface NotFound { readonly ok: false; readonly why: "not-found" }
/** The office has it only to know of it: it notes and closes, and nothing else. */
export interface OnlyForInformation { readonly ok: false; readonly why: "only-for-information" }
export type CaseRefusal = NotFound | ChangedMeanwhile | OnlyForInformation;

export type Traffic = "calm" | "soon" | "late";

/** Green, amber, red: by the nearest day that is set, else by the time since it came in (14 and 28 days). */
export function trafficOf(one: Pick<Case, "state" | "dueOn" | "resubmitOn" | "receivedAt">, today: string, receivedOn: string): Traffic {
  if (one.state === "decided" || one.state === "closed") return "calm";
  const next = [one.dueOn, one.resubmitOn].filter((day) => day !== undefined).toSorted()[0];
  if (next !== undefined) return next < today ? "late" : daysBetween(today, next) <= 2 ? "soon" : "calm";
  const age = daysBetween(receivedOn, today);
  return age >= 28 ? "late" : age >= 14 ? "soon" : "calm";
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}
