import { z } from "zod";
import { EVENT_PREFIX, EVENT_PROBLEM_PREFIX, EVENT_SCHEMA } from "./event-uris.ts";
import { parseJws, type ParsedJws } from "./jws.ts";
import { ApiProblem } from "./problem.ts";
import { tagsSchema } from "./records.ts";

const headerSchema = z.strictObject({ typ: z.literal("secevent+jwt"), alg: z.literal("PS512"), kid: z.string().min(8).max(64) });
const instance = /^(submission|reply|metadata|data|attachment:[0-9a-f-]{36})$/;
const problemSchema = z.object({
  type: z.string().max(500).startsWith(EVENT_PROBLEM_PREFIX), title: z.string().min(1).max(1000), detail: z.string().max(10_000), instance: z.string().regex(instance) });
const claimsSchema = z.object({
  $schema: z.string().optional(), jti: z.uuid(), iss: z.string().min(1).max(300), iat: z.int().min(0),
  sub: z.string().regex(/^(submission|reply):[0-9a-f-]{36}$/), txn: z.string().regex(/^case:[0-9a-f-]{36}$/),
  events: z.record(z.string(), z.looseObject({})).refine((events) => Object.keys(events).length === 1, "exactly one event"),
});
const acceptSchema = z.object({ authenticationTags: tagsSchema });
const rejectSchema = z.object({ problems: z.array(problemSchema).min(1).max(500) });

export interface PostedEvent {
  readonly jws: ParsedJws;
  readonly kid: string;
  readonly jti: string;
  readonly iss: string;
  /** Seconds. */
  readonly iat: number;
  readonly kind: "submission" | "reply";
  readonly parcelId: string;
  readonly caseId: string;
  readonly event: string;
  readonly answer: { readonly verb: "accept"; readonly tags: z.infer<typeof tagsSchema> } | { readonly verb: "reject" } | { readonly verb: "forward" };
}

/** The form of a posted token (delivery.md 1.10): header exactly as prescribed, all claims, one event, its payload. Nothing is verified yet. */
export function readPostedEvent(text: string): PostedEvent {
  const jws = parseJws(text);
  if (!jws) throw refused("not a compact JWS");
  const header = headerSchema.safeParse(jws.header);
  if (!header.success) throw refused("the header is not exactly typ secevent+jwt, alg PS512 and kid");
  const claims = claimsSchema.safeParse(jws.payload);
  if (!claims.success) throw refused(claims.error.issues.slice(0, 5).map(({ path, message }) => `${path.join(".") || "payload"}: ${message}`).join("; "));
  const { $schema, jti, iss, iat, sub, txn, events } = claims.data;
  const [event, payload] = Object.entries(events)[0]!;
  const hasPayload = Object.keys(payload).length > 0;
  // 1.10: `$schema` may only be missing when the event has no payload; live, another version was refused with these words.
  if ($schema !== EVENT_SCHEMA && ($schema !== undefined || hasPayload)) throw refused("Payload Schema not supported");
  const kind = sub.startsWith("reply:") ? "reply" : "submission";
  const found = ["accept", "reject", "forward"].find((verb) => event === `${EVENT_PREFIX}${verb}-${kind}`);
  if (found === undefined) throw refused("participants issue accept, reject and forward of what sub names");
  return { jws, kid: header.data.kid, jti, iss, iat, kind, parcelId: sub.slice(kind.length + 1), caseId: txn.slice(5), event, answer: answerOf(found, payload) };
}

function answerOf(verb: string, payload: object): PostedEvent["answer"] {
  if (verb === "forward") return { verb };
  if (verb === "accept") {
    const accept = acceptSchema.safeParse(payload);
    if (!accept.success) throw refused("accept needs authenticationTags");
    return { verb, tags: accept.data.authenticationTags };
  }
  const reject = rejectSchema.safeParse(payload);
  if (!reject.success) throw refused("reject needs problems, each with type, title, detail and instance");
  return { verb: "reject" };
}

function refused(detail: string): ApiProblem { return new ApiProblem("event-invalid", detail); }
