import { z } from "zod";
import { sameId } from "../api/same-id.ts";
import { VerificationError } from "../errors/verification-error.ts";
import { parseJws, proveJws } from "../jws/jws.ts";
import type { VerificationKey } from "../keys/signing-key.ts";
import { parseEventUri, ruleOf } from "./event-names.ts";
import { payloadSchema, type EventPayload } from "./event-payload.ts";
import { isPayloadSchema, type SecurityEvent } from "./security-event.ts";

export interface EventTrust {
  /** `iss` of the delivery service, any of these; compared without a slash at the end. Its keys come from the configured address, never from `iss`. */
  readonly serviceIssuers: readonly string[];
  /** Key of the delivery service. Undefined: there is none with this id. */
  readonly serviceKey: (kid: string) => Promise<VerificationKey | undefined>;
  /** Key of a destination (or, for replies, of whoever may answer them). */
  readonly participantKey: (issuer: string, kid: string) => Promise<VerificationKey | undefined>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** How far in the future an event may have been issued. */
  readonly clockSkewMs: number;
  readonly maxCharacters: number;
}

export interface EventExpectations {
  readonly caseId?: string;
  readonly parcel?: { readonly kind: "submission" | "reply"; readonly id: string };
  /** Participants that may issue in this case: its destination first. Undefined: whoever `participantKey` knows. */
  readonly participants?: readonly string[];
  /**
   * May a reply be answered by a party whose key is not known? Who signs for a sender, and where that key lies, is uncertain (delivery.md 1.10), and a log must not become unreadable because
   * a sender has answered. Such an answer comes with `proved: false`: the delivery service, which took it, says so, and nobody else.
   */
  readonly unprovedAnswers?: boolean;
}

const claimsSchema = z.object({
  $schema: z.string().max(300).optional(),
  jti: z.uuid(),
  iss: z.string().min(1).max(500),
  iat: z.int().min(0).max(4_102_444_800),
  sub: z.string(),
  txn: z.string(),
  events: z.record(z.string().max(300), z.unknown()),
});

const uuid = z.uuid();
const uuidAfter = (prefix: string, text: string): string | undefined => (text.startsWith(prefix) && uuid.safeParse(text.slice(prefix.length)).success ? text.slice(prefix.length) : undefined);

/**
 * Every check of delivery.md 1.10 on one token: header, claims, key by issuer, signature, subject and case, who may issue what, payload.
 * Order and repetition can only be seen in the whole log: `verifyEventLog`.
 * @throws VerificationError jws-…, set-…
 */
export async function verifyEvent(token: string, trust: EventTrust, expected: EventExpectations = {}): Promise<SecurityEvent> {
  const jws = parseJws(token, "secevent+jwt", trust.maxCharacters);
  const parsed = claimsSchema.safeParse(jws.claims);
  if (!parsed.success) throw new VerificationError("set-claims", String(parsed.error.issues[0]?.path[0] ?? "no claims"));
  const claims = parsed.data;
  const [uri, ...others] = Object.keys(claims.events);
  if (uri === undefined || others.length > 0) throw new VerificationError("set-event", "not exactly one event");

  const issuerKind = claims.iss.startsWith("http") ? "service" : "participant";
  const issuer = claims.iss.replace(/\/$/, "");
  const [submissionId, replyId, caseId] = [uuidAfter("submission:", claims.sub), uuidAfter("reply:", claims.sub), uuidAfter("case:", claims.txn)];
  const event = parseEventUri(uri);
  const stranger = issuerKind === "participant" && expected.participants?.some((participant) => sameId(participant, issuer)) === false;
  // Of the destination every event is proved, also where it answers a reply.
  const maybeUnproved = expected.unprovedAnswers === true && issuerKind === "participant" && !sameId(issuer, expected.participants?.[0] ?? "") && replyId !== undefined && event?.kind === "reply" && (event.verb === "accept" || event.verb === "reject");
  if (issuerKind === "service" ? !trust.serviceIssuers.some((known) => known.replace(/\/$/, "") === issuer) : stranger && !maybeUnproved) throw new VerificationError("set-issuer", "not a party of this case");
  const key = stranger ? undefined : await (issuerKind === "service" ? trust.serviceKey(jws.kid) : trust.participantKey(issuer, jws.kid));
  if (key !== undefined) await proveJws(jws, key);
  else if (!maybeUnproved) throw new VerificationError("set-key-unknown", "the issuer has no such key");

  const parcel = submissionId !== undefined ? { kind: "submission" as const, id: submissionId } : replyId !== undefined ? { kind: "reply" as const, id: replyId } : undefined;
  if (parcel === undefined || (expected.parcel !== undefined && (expected.parcel.kind !== parcel.kind || expected.parcel.id !== parcel.id))) throw new VerificationError("set-subject", "about something else");
  if (caseId === undefined || (expected.caseId !== undefined && expected.caseId !== caseId)) throw new VerificationError("set-case", "of another case");
  if (claims.iat * 1000 > trust.now() + trust.clockSkewMs) throw new VerificationError("set-time", "issued in the future");

  if (event === undefined ? issuerKind !== "service" : !ruleOf(event.verb).issuers.includes(issuerKind)) throw new VerificationError("set-issuer-event", "not this issuer's event");
  if (event !== undefined && event.kind !== parcel.kind) throw new VerificationError("set-subject", "event and subject differ");
  return {
    jti: claims.jti, issuer, issuerKind, issuedAt: claims.iat * 1000, kid: jws.kid, verb: event?.verb, uri, parcel, caseId,
    payload: checkPayload(event?.verb, claims.events[uri], claims.$schema), schema: claims.$schema, proved: key !== undefined, token,
  };
}

/** `submit` and `accept` carry tags, `reject` reasons. `$schema` may only be missing where there is no payload. */
function checkPayload(verb: string | undefined, value: unknown, schema: string | undefined): EventPayload {
  const parsed = payloadSchema.safeParse(value ?? {});
  if (!parsed.success) throw new VerificationError("set-payload", String(parsed.error.issues[0]?.path.join(".")));
  const payload = parsed.data;
  const filled = typeof value === "object" && value !== null && Object.keys(value).length > 0;
  if (schema === undefined ? filled : !isPayloadSchema(schema)) throw new VerificationError("set-schema", "the payload's schema is missing or unknown");
  if ((verb === "submit" || verb === "accept") && payload.authenticationTags === undefined) throw new VerificationError("set-payload", "no authenticationTags");
  if (verb === "reject" && (payload.problems?.length ?? 0) === 0) throw new VerificationError("set-payload", "a rejection without reason");
  return payload;
}
