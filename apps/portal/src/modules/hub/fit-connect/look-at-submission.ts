import { type EventVerb, problemText, type ParcelHistory, type Sender } from "@kommunalportal/fit-connect";
import { z } from "zod";
import type { SeenReceipt, Sighting } from "../channel.ts";
import type { Dispatch } from "../dispatch.ts";
import { failureOf } from "./error-result.ts";
import type { FitConnectSettings } from "./fit-connect-settings.ts";

/** What is remembered of a submission; ids, check values, file ids. */
export const submissionMemory = z.object({
  /** To whom it was announced, where each application has its own Zustellpunkt. */
  to: z.object({ destinationId: z.uuid(), ars: z.string().optional(), land: z.string().optional() }).optional(),
  /** Ids made for its attachments, in order. */
  attachmentIds: z.array(z.string()).default([]),
  /** Ids of the portal's files that were announced, in order. */
  files: z.array(z.string()).default([]),
  /** Of what was handed over: every event is compared with them. */
  tags: z.object({ metadata: z.string(), data: z.string().optional(), attachments: z.record(z.string(), z.string()) }).optional(),
});

const told: Readonly<Partial<Record<EventVerb, SeenReceipt["what"]>>> = { submit: "handed-over", notify: "notified", forward: "forwarded", accept: "accepted", reject: "rejected" };

/** Reads the event log of the case: every token verified, in order, and about exactly what was sent. */
export async function lookAtSubmission(sender: Sender, dispatch: Dispatch, settings: Pick<FitConnectSettings, "destinationId">): Promise<Sighting> {
  const { tags, to } = submissionMemory.parse(dispatch.memory);
  const destinationId = to?.destinationId ?? settings.destinationId ?? "";
  let history: ParcelHistory | undefined;
  try {
    const log = await sender.events({ caseId: dispatch.bracket ?? "", destinationId, submissionId: dispatch.parcel, ...(tags ? { authenticationTags: { ...tags, data: tags.data } } : {}) });
    history = log.parcel("submission", dispatch.parcel);
  } catch (error) {
    const failed = failureOf(error, false);
    if (failed?.kind === "unreachable") return { kind: "unreachable", reason: failed.reason };
    if (failed) return { kind: "unreachable", reason: "not-understood" };
    throw error;
  }
  const events = history?.events ?? [];
  const receipts = events.flatMap((event): SeenReceipt[] => { const what = event.verb && told[event.verb]; return what === undefined ? [] : [{ id: event.jti, what, at: new Date(event.issuedAt), evidence: event.token }]; });
  const decisive = events.find(({ verb }) => verb === "accept" || verb === "reject");
  if (decisive?.verb === "accept") return { kind: "accepted", at: new Date(decisive.issuedAt), receipt: decisive.jti, receipts };
  if (decisive?.verb === "reject") return { kind: "rejected", reasons: reasonsOf(history?.problems ?? []), receipts };
  return { kind: "waiting", receipts };
}

/** FIT-Connect's problem types in words, with what the receiver adds; one line each, bounded. */
function reasonsOf(problems: ParcelHistory["problems"]): string[] {
  return problems.slice(0, 20).map((problem) => {
    const text = problemText(problem, "de");
    const more = problem.detail === undefined || problem.detail === text ? "" : ` ${problem.detail}`;
    return `${text}${more}`.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim().slice(0, 500);
  });
}
