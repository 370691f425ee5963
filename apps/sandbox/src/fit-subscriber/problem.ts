import { EVENT_PROBLEM_PREFIX } from "../fit-connect/event-uris.ts";

/** Reasons of a rejection (delivery.md 1.10.1, ids uncertain there). */
const TITLES = {
  "invalid-event-log": "The event log is invalid", "attachments-mismatch": "The attachments do not agree", "incorrect-authentication-tag": "The authentication tag is wrong",
  "encryption-issue": "The content cannot be decrypted", "syntax-violation": "The content is not well-formed", "missing-schema": "The schema is missing",
  "schema-violation": "The schema is violated", "unsupported-schema": "The schema is not supported", "hash-mismatch": "The hash does not fit",
  "service-mismatch": "Another service than announced", "missing-data": "The data are missing", "missing-attachment": "An attachment is missing",
  "unsupported-reply-channel": "The reply channel is not supported", "technical-error": "Technical error",
} as const;

export type ProblemId = keyof typeof TITLES;
export const PROBLEM_IDS = Object.keys(TITLES) as readonly ProblemId[];
export interface Problem { readonly type: string; readonly title: string; readonly detail: string; readonly instance: string }

export function problem(id: ProblemId, instance: "submission" | "metadata" | "data" | `attachment:${string}`, detail: string = TITLES[id]): Problem {
  return { type: EVENT_PROBLEM_PREFIX + id, title: TITLES[id], detail, instance };
}
