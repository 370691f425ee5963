import type { ApplicationEvent } from "./application.ts";

/** Of each event that is older than a hand-over, the slug of the town that had the application then, by the event's id: an office's role is called differently from town to town. */
export function formerTowns(events: readonly Pick<ApplicationEvent, "id" | "type" | "data">[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let town: string | undefined;
  for (const { id, type, data } of events.toReversed()) {
    if (type === "handed-over") town = typeof data["from"] === "string" ? data["from"] : town;
    else if (town !== undefined) found.set(id, town);
  }
  return found;
}
