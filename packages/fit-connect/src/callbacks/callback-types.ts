import { z } from "zod";

/** Prefix of callback types (delivery.md 1.11). */
export const CALLBACK_PREFIX = "https://schema.fitko.de/fit-connect/submission-api/callbacks/";

const submission = z.object({ destinationId: z.uuid(), submissionId: z.uuid(), caseId: z.uuid() });
const many = 10_000;

const bodySchema = z.looseObject({
  type: z.string().max(200),
  submissions: z.array(submission).max(many).optional(),
  /** Deprecated beside `submissions`. */
  submissionIds: z.array(z.uuid()).max(many).optional(),
  replies: z.array(z.looseObject({ replyId: z.uuid(), caseId: z.uuid().optional() })).max(many).optional(),
  /** Which of both `new-events` uses is uncertain. */
  caseIds: z.array(z.uuid()).max(many).optional(),
  events: z.array(z.looseObject({ caseId: z.uuid().optional() })).max(many).optional(),
});

/** What a callback tells. It never holds content: act by fetching, and fetch from time to time without any. */
export type CallbackNews =
  | { readonly kind: "new-submissions"; readonly submissions: readonly { readonly submissionId: string; readonly destinationId?: string; readonly caseId?: string }[] }
  /** Without case ids the body named none in a form known here: look into every open case. */
  | { readonly kind: "new-events"; readonly caseIds: readonly string[] }
  | { readonly kind: "new-replies"; readonly replies: readonly { readonly replyId: string; readonly caseId?: string | undefined }[] }
  | { readonly kind: "unknown"; readonly type: string };

export function parseCallbackNews(body: unknown): CallbackNews | undefined {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) return undefined;
  const { type, submissions, submissionIds, replies, caseIds, events } = parsed.data;
  switch (type.startsWith(CALLBACK_PREFIX) ? type.slice(CALLBACK_PREFIX.length) : "") {
    case "new-submissions": return { kind: "new-submissions", submissions: submissions ?? (submissionIds ?? []).map((submissionId) => ({ submissionId })) };
    case "new-events": return { kind: "new-events", caseIds: [...new Set([...caseIds ?? [], ...(events ?? []).flatMap(({ caseId }) => caseId ?? [])])] };
    case "new-replies": return { kind: "new-replies", replies: (replies ?? []).map(({ replyId, caseId }) => ({ replyId, caseId })) };
    default: return { kind: "unknown", type };
  }
}
