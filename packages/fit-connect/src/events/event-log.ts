import { VerificationError } from "../errors/verification-error.ts";
import { ruleOf, type ParcelKind, type ParcelState } from "./event-names.ts";
import { sameTags, type AuthenticationTags, type Problem } from "./event-payload.ts";
import type { SecurityEvent } from "./security-event.ts";
import { verifyEvent, type EventExpectations, type EventTrust } from "./verify-event.ts";

/** What the log says of one submission or reply. */
export interface ParcelHistory {
  readonly kind: ParcelKind;
  readonly id: string;
  readonly state: ParcelState;
  /** Of `submit-…`. */
  readonly authenticationTags: AuthenticationTags | undefined;
  /** Of `reject-…`. */
  readonly problems: readonly Problem[];
  /** `$schema` of the `submit-…` event, for the answer. */
  readonly schema: string | undefined;
  readonly events: readonly SecurityEvent[];
}

/** The verified log of a case, in its order. */
export interface EventLog {
  readonly events: readonly SecurityEvent[];
  /** Undefined where the log says nothing of it. */
  parcel(kind: ParcelKind, id: string): ParcelHistory | undefined;
  /** Was exactly this submitted? */
  matches(kind: ParcelKind, id: string, tags: AuthenticationTags): boolean;
  /** @throws VerificationError set-tags when something else was submitted under this id; log-incomplete when nothing was */
  prove(kind: ParcelKind, id: string, tags: AuthenticationTags): void;
}

/**
 * Verifies a whole log: every token, no id twice, and each step a legal one. Where somebody accepts, the tags must be the submitted ones.
 * @throws VerificationError jws-…, set-…
 */
export async function verifyEventLog(tokens: readonly string[], trust: EventTrust, expected: EventExpectations = {}): Promise<EventLog> {
  const events: SecurityEvent[] = [];
  const [ids, parcels] = [new Set<string>(), new Map<string, ParcelHistory>()];
  for (const token of tokens) {
    const event = await verifyEvent(token, trust, expected);
    if (ids.has(event.jti)) throw new VerificationError("set-replayed", "the same event twice");
    ids.add(event.jti);
    events.push(event);
    const key = `${event.parcel.kind}:${event.parcel.id}`;
    parcels.set(key, applied(parcels.get(key), event));
  }
  const submitted = (kind: ParcelKind, id: string): AuthenticationTags | undefined => parcels.get(`${kind}:${id}`)?.authenticationTags;
  return {
    events,
    parcel: (kind, id) => parcels.get(`${kind}:${id}`),
    matches: (kind, id, tags) => { const known = submitted(kind, id); return known !== undefined && sameTags(known, tags); },
    prove(kind, id, tags) {
      const known = submitted(kind, id);
      if (known === undefined) throw new VerificationError("log-incomplete", "not submitted");
      if (!sameTags(known, tags)) throw new VerificationError("set-tags", "something else was submitted than was sent");
    },
  };
}

function applied(before: ParcelHistory | undefined, event: SecurityEvent): ParcelHistory {
  const { verb, payload } = event;
  const events = [...before?.events ?? [], event];
  if (verb === undefined) {
    if (before === undefined) throw new VerificationError("set-order", "begins with an unknown event");
    return { ...before, events };
  }
  const { from, to } = ruleOf(verb);
  if (!from.includes(before?.state)) throw new VerificationError("set-order", `${verb} after ${before?.state ?? "nothing"}`);
  if (verb === "accept" && before?.authenticationTags !== undefined && payload.authenticationTags !== undefined && !sameTags(before.authenticationTags, payload.authenticationTags)) throw new VerificationError("set-tags", "accepted something else than was submitted");
  return {
    ...event.parcel,
    state: to ?? before?.state ?? "incomplete",
    authenticationTags: verb === "submit" ? payload.authenticationTags : before?.authenticationTags,
    schema: verb === "submit" ? event.schema : before?.schema,
    problems: verb === "reject" ? payload.problems ?? [] : before?.problems ?? [],
    events,
  };
}
