import { basename, join } from "node:path";
import { z } from "zod";
import { writeThrough } from "../../frame/durable-file.ts";
import type { Answer } from "../../fit-subscriber/subscriber.ts";
import type { Waiting } from "../../fit-subscriber/delivery-service.ts";
import { problem } from "../../fit-subscriber/problem.ts";
import type { Received, Reception } from "../../fit-subscriber/receive-submission.ts";
import { STANDARD_FIT_BEHAVIOUR, type FitBehaviour } from "./fit-behaviour.ts";
import type { FitInbox, ReceivedEntry } from "./fit-inbox.ts";

interface Parts { readonly inbox: FitInbox; readonly behaviour: { current: FitBehaviour }; readonly folder: string; readonly clock: () => Date }

/** Keeps what was received and says what to answer. What was decided before stays decided: only the answer is sent again. */
export async function decideSubmission({ inbox, behaviour, folder, clock }: Parts, waiting: Waiting, reception: Reception): Promise<Answer> {
  const at = clock().toISOString();
  if (!reception.ok) {
    const { submissionId, caseId, destinationId } = waiting;
    await inbox.record({ kind: "broken", at, submissionId, caseId, destinationId, problems: [...reception.problems] });
    return { verb: "reject", problems: reception.problems };
  }
  const known = inbox.find(waiting.submissionId);
  const first = known ? known.decided && { kind: "repeat" as const, at, submissionId: waiting.submissionId } : await keep(folder, reception.received, at);
  const decision = known?.decided ?? takeDecision(behaviour);
  // Written down one after the other, and both at once.
  await Promise.all([...(first ? [inbox.record(first)] : []), ...(decision === "hold" ? [] : [inbox.record({ kind: "decided", at, submissionId: waiting.submissionId, verb: decision })])]);
  if (decision === "hold") return { verb: "leave" };
  return decision === "accept" ? { verb: "accept" } : rejection(behaviour.current);
}

export function rejection({ problem: id }: FitBehaviour): Extract<Answer, { verb: "reject" }> {
  return { verb: "reject", problems: [problem(id, id.includes("schema") || id === "hash-mismatch" ? "data" : "submission", "Das Fachverfahren lehnt diesen Antrag ab.")] };
}

/** Beside the folder of its attachments, which most have not. */
export const dataPath = (folder: string, submissionId: string): string => join(folder, `${submissionId}.fachdaten`);

async function keep(folder: string, { submission, submitted, metadata, data, json, attachments }: Received, at: string): Promise<ReceivedEntry> {
  await writeThrough(dataPath(folder, submission.submissionId), data);
  return {
    kind: "received", at, submissionId: submission.submissionId, caseId: submission.caseId, destinationId: submission.destinationId, identifier: submission.publicService.identifier,
    reference: metadata.additionalReferenceInfo?.senderReference ?? submission.submissionId, about: aboutOf(json), metadata, tags: submitted.tags,
    attachments: attachments.map(({ about, size }) => ({ attachmentId: about.attachmentId, filename: basename(about.filename ?? about.attachmentId), mimeType: about.mimeType, size })),
  };
}

function takeDecision(behaviour: { current: FitBehaviour }): FitBehaviour["decision"] {
  const { decision, times } = behaviour.current;
  if (decision !== "accept" && times !== null) behaviour.current = times > 1 ? { ...behaviour.current, times: times - 1 } : { ...behaviour.current, decision: STANDARD_FIT_BEHAVIOUR.decision, times: null };
  return decision;
}

const messageSchema = z.object({ type: z.string().max(100), data: z.object({ part: z.string().max(100).optional(), event: z.string().max(100).optional() }) });

/** Messages of a portal say which part, and which event, they are about; other Fachdaten are the application itself. */
function aboutOf(json: unknown): string {
  const message = messageSchema.safeParse(json);
  if (!message.success) return "";
  const { type, data: { part, event } } = message.data;
  return [type, part, event].filter((one) => one !== undefined).join(" ");
}
