/** Prefix of event URIs, and the only payload schema that is taken (delivery.md 1.10, 7.7). */
export const EVENT_PREFIX = "https://schema.fitko.de/fit-connect/events/";
export const EVENT_SCHEMA = "https://schema.fitko.de/fit-connect/set-payload/1.2.2/set-payload.schema.json";
/** Prefix of the problem types of a rejection (1.10.1). */
export const EVENT_PROBLEM_PREFIX = `${EVENT_PREFIX}problems/`;

export const VERBS = ["create", "submit", "notify", "forward", "accept", "reject", "delete"] as const;
export type Verb = (typeof VERBS)[number];
