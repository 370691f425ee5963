import type { DomainEvent } from "#platform/events";

/** What is counted. `answered`: the office said something to the applicant; of several the first one counts. */
export const factTypes = ["submitted", "withdrawn", "answered", "decided", "queued", "accepted", "rejected", "dead"] as const;
export type FactType = (typeof factTypes)[number];

/** Which events say so. Nothing else becomes a figure: no claim, no estimate. */
export const eventsOf: Readonly<Record<string, FactType>> = {
  "application.submitted": "submitted", "application.withdrawn": "withdrawn", "application.message": "answered", "application.question": "answered", "application.documents-requested": "answered",
  "application.decision": "answered", "delivery.queued": "queued", "delivery.accepted": "accepted", "delivery.rejected": "rejected", "delivery.dead": "dead",
};

/** The facts of one event; a status of the office is an answer, and some statuses are decisions. */
export function factsOf(event: DomainEvent): readonly FactType[] {
  if (event.type !== "application.status-changed") return eventsOf[event.type] === undefined ? [] : [eventsOf[event.type]!];
  switch (String(event["status"])) {
    case "decided": case "refused": return ["answered", "decided"];
    case "in-progress": case "waiting": return ["answered"];
    default: return [];
  }
}

/** An event's id is a UUID of version 7 and carries its millisecond (RFC 9562, 5.7). */
export function instantOf(id: string): Date {
  return new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16));
}
