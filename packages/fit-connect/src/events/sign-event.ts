import { randomUUID } from "node:crypto";
import { signJws } from "../jws/jws.ts";
import type { SigningKey } from "../keys/signing-key.ts";
import type { AuthenticationTags, Problem } from "./event-payload.ts";
import { EVENT_PREFIX, type ParcelKind } from "./event-names.ts";
import { PAYLOAD_SCHEMA } from "./security-event.ts";

export interface EventToSign {
  readonly caseId: string;
  readonly parcel: { readonly kind: ParcelKind; readonly id: string };
  readonly event:
    | { readonly verb: "accept"; readonly authenticationTags: AuthenticationTags }
    | { readonly verb: "reject"; readonly problems: readonly Problem[] }
    | { readonly verb: "forward" };
  /** The destination's id. */
  readonly issuer: string;
  /** `$schema` of the `submit-…` event that is answered: the service refuses others. */
  readonly schema?: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The same id again is the same event: keep it over retries. */
  readonly jti?: string;
}

/** A signed answer for the event log (RFC 8417; delivery.md 1.10). A rejection needs a reason. */
export function signEvent(event: EventToSign, key: SigningKey): Promise<string> {
  if (event.event.verb === "reject" && event.event.problems.length === 0) throw new RangeError("a rejection needs at least one problem");
  const { verb, ...payload } = event.event;
  const claims = {
    $schema: event.schema ?? PAYLOAD_SCHEMA,
    jti: event.jti ?? randomUUID(),
    iss: event.issuer,
    iat: Math.floor(event.now / 1000),
    sub: `${event.parcel.kind}:${event.parcel.id}`,
    txn: `case:${event.caseId}`,
    events: { [`${EVENT_PREFIX}${verb}-${event.parcel.kind}`]: payload },
  };
  return signJws(claims, key, "secevent+jwt");
}
