import { randomUUID } from "node:crypto";
import type { Callback, Case, Parcel } from "./records.ts";
import { now, type Service } from "./service.ts";

/** Prefix of callback types (delivery.md 1.11). */
const CALLBACK_PREFIX = "https://schema.fitko.de/fit-connect/submission-api/callbacks/";

/** So long that the answer of a subscriber that answers at once is told together with it. */
const NOTIFIED_AFTER = 500;

type Side = Parcel["from"];
type News =
  | { readonly about: "parcel"; readonly bracket: Case; readonly parcel: Parcel }
  | { readonly about: "notified"; readonly bracket: Case; readonly parcel: Parcel }
  | { readonly about: "events"; readonly bracket: Case; readonly to: readonly Side[] };

/** The callbacks that a change causes: none where nobody asked for them. They carry no content. */
export function callbacksAbout(service: Service, news: News): Callback[] {
  const { bracket } = news;
  const target = (side: Side): Callback["to"] | undefined => side === "sender" ? bracket.callback : service.store.destinations.get(bracket.destinationId)?.callback;
  const make = (side: Side, body: object, parcelId?: string): Callback[] => {
    const to = target(side);
    return to ? [{ id: randomUUID(), to, body: JSON.stringify(body), at: now(service), ...(parcelId !== undefined && { parcelId }) }] : [];
  };
  if (news.about === "notified") return make(news.parcel.from, eventsBody(bracket)).map((callback) => ({ ...callback, at: callback.at + NOTIFIED_AFTER, onlyNotified: news.parcel.id }));
  if (news.about === "events") return news.to.flatMap((side) => make(side, eventsBody(bracket)));
  const { parcel } = news;
  const receiver: Side = parcel.from === "sender" ? "subscriber" : "sender";
  return make(receiver, bodyAbout(parcel), parcel.id);
}

function eventsBody({ caseId }: Case): object {
  // The name of the field is uncertain (1.11): both are sent.
  return { type: `${CALLBACK_PREFIX}new-events`, caseIds: [caseId], events: [{ caseId }] };
}

/** `new-submissions` or `new-replies`. */
export function bodyAbout({ kind, id, caseId, destinationId }: Parcel): object {
  return kind === "reply" ? { type: `${CALLBACK_PREFIX}new-replies`, replies: [{ replyId: id, caseId }] }
    : { type: `${CALLBACK_PREFIX}new-submissions`, submissionIds: [id], submissions: [{ destinationId, submissionId: id, caseId }] };
}
