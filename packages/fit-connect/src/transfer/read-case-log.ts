import type { SubmissionApi } from "../api/submission-api.ts";
import type { Participant } from "../api/trusted-keys.ts";
import { verifyEventLog, type EventLog } from "../events/event-log.ts";
import type { EventTrust } from "../events/verify-event.ts";

/** Reads and verifies the whole log of a case; beside the service only its destination and the known others may have issued in it, but for answers to replies, which a sender gives. */
export function caseLogReader(api: SubmissionApi, trust: EventTrust, others: readonly Participant[]): (caseId: string, destinationId: string) => Promise<EventLog> {
  return async (caseId, destinationId) => verifyEventLog(await api.events(caseId), trust, { caseId, participants: [destinationId, ...others.map(({ issuer }) => issuer)], unprovedAnswers: true });
}
