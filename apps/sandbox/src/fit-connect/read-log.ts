import { pageOf } from "./paging.ts";
import { ApiProblem } from "./problem.ts";
import { sideOf } from "./record-event.ts";
import type { Service } from "./service.ts";

/** The event log of a case, or only of one parcel in it: append-only, in order, in pages (delivery.md 1.5.1 rows 10 and 11, 7.7). */
export function readLog(host: Service, clientId: string, of: { readonly caseId: string; readonly parcelId?: string }, page: { readonly offset: number; readonly limit: number }): object {
  const { store } = host;
  const bracket = store.cases.get(of.caseId);
  const side = bracket && sideOf(host, bracket, clientId);
  if (bracket && !side && store.clients.get(clientId)?.kind === "subscriber") throw new ApiProblem("forbidden", "not a destination of this subscriber");
  if (!bracket || !side) throw new ApiProblem("case-not-found");
  const sets = store.events(of.caseId).filter(({ parcelId }) => of.parcelId === undefined || parcelId === of.parcelId).map(({ set }) => set);
  return pageOf("eventLog", disturbed(sets, host.behaviour.current.eventLog), page);
}

function disturbed(sets: readonly string[], how: Service["behaviour"]["current"]["eventLog"]): readonly string[] {
  switch (how) {
    case "normal": return sets;
    case "reversed": return sets.toReversed();
    case "repeated": return [...sets, ...sets.slice(-1)];
    case "truncated": return sets.slice(0, -1);
  }
}
