import type { KeyObject } from "node:crypto";
import { callbacksAbout } from "./callbacks.ts";
import { keyObjectOf } from "./jwk.ts";
import { verifyPs512 } from "./jws.ts";
import { readPostedEvent, type PostedEvent } from "./posted-event.ts";
import { ApiProblem } from "./problem.ts";
import type { Case, Parcel, Tags } from "./records.ts";
import { now, type Service } from "./service.ts";

/** A token may come from a clock that runs ahead by this much. */
const AHEAD_SECONDS = 60;

/**
 * `POST /cases/{id}/events` with every check of delivery.md 1.10: the poster answers what was sent to him, issuer and registered key are his, the
 * signature holds, `jti` is new, the state allows it, and the tags of an accept are those that were submitted.
 */
export async function recordEvent(service: Service, { caseId, clientId }: { readonly caseId: string; readonly clientId: string }, text: string): Promise<void> {
  const { store } = service;
  await store.inTurn(caseId, async () => {
    const bracket = store.cases.get(caseId);
    const side = bracket && sideOf(service, bracket, clientId);
    if (!bracket || !side) throw new ApiProblem(store.clients.get(clientId)?.kind === "subscriber" && bracket ? "forbidden" : "case-not-found");
    const posted = readPostedEvent(text);
    if (posted.caseId !== caseId) throw new ApiProblem("event-invalid", "txn names another case");
    const parcel = store.parcels.get(posted.parcelId);
    if (!parcel || parcel.caseId !== caseId || parcel.kind !== posted.kind) throw new ApiProblem("event-invalid", "sub is not of this case");
    if (parcel.from === side) throw new ApiProblem("forbidden", "only the recipient answers");
    if (side === "sender" && !store.clients.get(clientId)?.keys.some(({ kid }) => kid === posted.kid)) await service.takeAnswerKey();
    const key = keyOf(service, bracket, side, posted);
    if (!verifyPs512(posted.jws, key)) throw new ApiProblem("event-invalid", "the signature does not hold");
    if (posted.iat > now(service) / 1000 + AHEAD_SECONDS) throw new ApiProblem("event-invalid", "iat lies in the future");
    if (store.hasEvent(posted.jti)) throw new ApiProblem("event-already-exists");
    await accept(service, bracket, parcel, posted, text);
  });
}

async function accept(service: Service, bracket: Case, parcel: Parcel, { answer, jti, event }: PostedEvent, set: string): Promise<void> {
  const { store } = service;
  if (parcel.state !== "submitted" && (parcel.state !== "forwarded" || answer.verb === "forward")) {
    throw new ApiProblem("event-state-invalid", `${answer.verb} is not possible in state ${parcel.state}`);
  }
  if (answer.verb === "accept" && !sameTags(answer.tags, parcel.tags)) throw new ApiProblem("event-invalid", "the authenticationTags are not those of submit");
  const at = now(service);
  const next: Parcel = answer.verb === "forward" ? { ...parcel, state: "forwarded" }
    : { ...parcel, state: answer.verb === "accept" ? "accepted" : "rejected", accepted: answer.verb === "accept", endedAt: at, endedBy: "participant" };
  await store.commit({
    parcel: next, events: [{ set, jti, caseId: parcel.caseId, parcelId: parcel.id, event, at }],
    callbacks: callbacksAbout(service, { about: "events", bracket, to: [parcel.from] }),
  });
}

/** Which side of a case a client stands on; undefined: neither. */
export function sideOf({ store }: Pick<Service, "store">, { clientId: senderId, destinationId }: Case, clientId: string): "sender" | "subscriber" | undefined {
  if (clientId === senderId) return "sender";
  return store.destinations.get(destinationId)?.clientId === clientId ? "subscriber" : undefined;
}

function keyOf({ store }: Service, { clientId, destinationId }: Case, side: "sender" | "subscriber", { iss, kid }: PostedEvent): KeyObject {
  // 1.10: a subscriber's issuer is its destination; for the sender of an accept-reply the client is this sandbox's choice, marked [M] there.
  if (iss !== (side === "subscriber" ? destinationId : clientId)) throw new ApiProblem("event-invalid", "iss is not the participant that posts");
  const registered = side === "subscriber" ? store.destinations.get(destinationId)?.keys.filter(({ alg }) => alg === "PS512") : store.clients.get(clientId)?.keys;
  const jwk = registered?.find((key) => key.kid === kid);
  if (!jwk) throw new ApiProblem("event-invalid", "kid is not a registered signature key");
  return keyObjectOf(jwk);
}

function sameTags(a: Tags, b: Tags | undefined): boolean {
  if (!b) return false;
  const ids = Object.keys(a.attachments);
  return a.metadata === b.metadata && a.data === b.data && ids.length === Object.keys(b.attachments).length && ids.every((id) => a.attachments[id] === b.attachments[id]);
}
