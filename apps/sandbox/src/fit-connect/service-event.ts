import { randomUUID } from "node:crypto";
import { EVENT_PREFIX, EVENT_SCHEMA, type Verb } from "./event-uris.ts";
import { signJws } from "./jws.ts";
import type { LoggedEvent, Parcel } from "./records.ts";
import { now, type Service } from "./service.ts";

/** A security event token of the service itself (RFC 8417, delivery.md 1.10): PS512, `iss` is the URL of the Submission API, exactly one event. */
export async function serviceEvent(service: Service, parcel: Parcel, verb: Verb, payload: object = {}): Promise<LoggedEvent> {
  const { keys, behaviour: { current: { signEvents } } } = service;
  const at = now(service);
  const jti = randomUUID();
  const event = `${EVENT_PREFIX}${verb}-${parcel.kind}`;
  const kid = signEvents === "unknown-key" ? keys.foreign.kid : keys.events.kid;
  const set = await signJws({ typ: "secevent+jwt", alg: "PS512", kid }, {
    $schema: EVENT_SCHEMA, jti, iss: service.urls.submission, iat: Math.floor(at / 1000),
    sub: `${parcel.kind}:${parcel.id}`, txn: `case:${parcel.caseId}`, events: { [event]: payload },
  }, signEvents === "normal" ? keys.events.privateKey : keys.foreign.privateKey);
  return { set, jti, caseId: parcel.caseId, parcelId: parcel.id, event, at };
}
