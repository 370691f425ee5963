import { z } from "zod";

/** normal | down: 503 | slow: answers after `delayMs` | error: 500 | unprocessable: 422 | garbage: 200 with nonsense | redirect: 307 to elsewhere |
 *  unauthorized: 401, as for a token that ended | acceptButDropConnection: does it, then cuts the connection instead of an answer. */
export const MODES = ["normal", "down", "slow", "error", "unprocessable", "garbage", "redirect", "unauthorized", "acceptButDropConnection"] as const;

export const behaviourSchema = z.strictObject({
  mode: z.enum(MODES),
  /** How many requests the mode applies to before it is normal again; null: all. */
  times: z.int().min(1).max(1_000_000).nullable(),
  delayMs: z.int().min(0).max(120_000),
  /** What `down` says of when to come back: Retry-After. */
  retryAfterSeconds: z.int().min(0).max(3_600),
  /** Only requests whose `METHOD /path` contains this; null: all of the APIs. */
  match: z.string().max(200).nullable(),
  requireUserAgent: z.boolean(),
  tokenLifetimeSeconds: z.int().min(1).max(1800),
  /** Per client and minute, null: no limit; the routing service counts everybody together. */
  requestsPerMinute: z.int().min(1).nullable(),
  routingRequestsPerMinute: z.int().min(1),
  limits: z.strictObject({ attachmentBytes: z.int().min(1000), totalBytes: z.int().min(1000), contentBytes: z.int().min(2000) }),
  /** wrong-key: signed with a key that is in no key set under the published kid | unknown-key: under a kid nobody publishes. */
  signEvents: z.enum(["normal", "wrong-key", "unknown-key"]),
  /** How the log is handed out: in order | submit before create | the last event twice | without its last event. */
  eventLog: z.enum(["normal", "reversed", "repeated", "truncated"]),
  /** What happens to attachments that are fetched. swapped: the content of another attachment of the same submission. */
  attachments: z.enum(["normal", "bit-flipped", "cut", "swapped", "missing"]),
  /** foreign-certificate: keys come with the certificate of somebody else | foreign-key: a whole other key under the kid. */
  keys: z.enum(["normal", "foreign-certificate", "foreign-key"]),
  /** forged: wrong HMAC | late: ten minutes old | replayed: the same twice | unsigned | withheld: none is sent. */
  callbacks: z.enum(["normal", "forged", "late", "replayed", "unsigned", "withheld"]),
  /** strict: https only and no private addresses, as the real service; sandbox: http and this machine only. */
  callbackAddresses: z.enum(["sandbox", "strict"]),
  /** How routes are signed: wrong-key | for another destination | for another service. */
  routes: z.enum(["normal", "wrong-key", "other-destination", "other-service"]),
  /** The one destination whose route is signed so; null: all. */
  routesOf: z.uuid().nullable(),
});
export type Behaviour = z.infer<typeof behaviourSchema>;

/** Limits of delivery.md 1.5.7; `contentBytes` for metadata and data together is this sandbox's own. */
export const STANDARD_BEHAVIOUR: Behaviour = {
  mode: "normal", times: null, delayMs: 5_000, retryAfterSeconds: 5, match: null, requireUserAgent: true, tokenLifetimeSeconds: 1800,
  requestsPerMinute: null, routingRequestsPerMinute: 6_000,
  limits: { attachmentBytes: 500_000_000, totalBytes: 2_000_000_000, contentBytes: 50_000_000 },
  signEvents: "normal", eventLog: "normal", attachments: "normal", keys: "normal", callbacks: "normal", callbackAddresses: "sandbox", routes: "normal", routesOf: null,
};

export const MAX_ATTACHMENTS = 100;
/** Shortest compact JWE that the schemas take (1.5.7). */
export const MIN_JWE_LENGTH = 776;
