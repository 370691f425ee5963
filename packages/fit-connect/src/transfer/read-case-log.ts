import type { SubmissionApi } from "../api/submission-api.ts";
import { verifyEventLog, type EventLog } from "../events/event-log.ts";
import type { EventTrust } from "../events/verify-event.ts";

/** The whole log of a case, read and verified. @param participants issuers beside the service */
export async function readCaseLog(api: SubmissionApi, trust: EventTrust, caseId: string, participants: readonly string[] | undefined): Promise<EventLog> {
  return verifyEventLog(await api.events(caseId), trust, { caseId, ...(participants === undefined ? {} : { participants }) });
}
