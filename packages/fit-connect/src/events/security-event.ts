import type { EventPayload } from "./event-payload.ts";
import type { EventVerb, IssuerKind, ParcelKind } from "./event-names.ts";

/** A Security Event Token (RFC 8417) whose claims were checked, and its signature. Only `verifyEvent` makes one. */
export interface SecurityEvent {
  /** Unique for ever. */
  readonly jti: string;
  /** URL of the delivery service, or the id of a destination. */
  readonly issuer: string;
  readonly issuerKind: IssuerKind;
  /** Milliseconds since 1970. */
  readonly issuedAt: number;
  readonly kid: string;
  /** Undefined for an event FIT-Connect did not have when this was written. */
  readonly verb: EventVerb | undefined;
  readonly uri: string;
  readonly parcel: { readonly kind: ParcelKind; readonly id: string };
  readonly caseId: string;
  readonly payload: EventPayload;
  /** `$schema` of the payload; an answer to this event mirrors it. */
  readonly schema: string | undefined;
  /** False only for the answer to a reply by a party whose key is not known, where that was allowed: then its signature was not checked. */
  readonly proved: boolean;
  /** The compact JWS, to keep as evidence. */
  readonly token: string;
}

export const PAYLOAD_SCHEMA = "https://schema.fitko.de/fit-connect/set-payload/1.2.2/set-payload.schema.json";
export const isPayloadSchema = (uri: string): boolean => /^https:\/\/schema\.fitko\.de\/fit-connect\/set-payload\/1\.\d+\.\d+\/set-payload\.schema\.json$/.test(uri);
