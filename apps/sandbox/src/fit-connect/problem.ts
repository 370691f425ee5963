/** Prefix of problem types (delivery.md 1.5.8). */
export const PROBLEM_PREFIX = "https://schema.fitko.de/fit-connect/submission-api/problems/";

/**
 * Every refusal of the APIs with its HTTP status. `submission-not-found`, `destination-not-found` and `destination-state-invalid` are the
 * documented ids; the others are this sandbox's own, in the same style (1.5.8 leaves them open); its README points here.
 */
export const PROBLEMS = {
  "bad-request": [400, "The request cannot be read"],
  "unauthorized": [401, "A valid access token is required"],
  "forbidden": [403, "This client may not do this"],
  "user-agent-missing": [403, "Requests without User-Agent are refused"],
  "not-found": [404, "There is nothing at this address"],
  "destination-not-found": [404, "The destination does not exist"],
  "key-not-found": [404, "The destination has no such key"],
  "submission-not-found": [404, "The submission does not exist"],
  "reply-not-found": [404, "The reply does not exist"],
  "case-not-found": [404, "The case does not exist"],
  "attachment-not-found": [404, "The attachment was not announced or is not there"],
  "destination-state-invalid": [409, "The destination does not take submissions in its state"],
  "submission-state-invalid": [409, "The state of the submission does not allow this"],
  "reply-state-invalid": [409, "The state of the reply does not allow this"],
  "case-state-invalid": [409, "The case does not allow this yet"],
  "event-state-invalid": [409, "The state does not allow this event"],
  "event-already-exists": [409, "An event with this jti is already in the log"],
  "payload-too-large": [413, "The request is larger than allowed"],
  "unsupported-media-type": [415, "This content type is not supported here"],
  "schema-violation": [422, "The request does not have the documented form"],
  "service-not-offered": [422, "The destination does not offer this service for this region"],
  "attachments-incomplete": [422, "Announced attachments have not been uploaded"],
  "data-missing": [422, "encryptedMetadata and encryptedData are both mandatory"],
  "jwe-invalid": [422, "The JWE is not acceptable"],
  "key-invalid": [422, "The key does not follow the rules for keys"],
  "callback-invalid": [422, "The callback is not acceptable"],
  "event-invalid": [422, "The security event token is not acceptable"],
  "too-many-requests": [429, "Too many requests"],
  "internal-error": [500, "Internal error"],
  "unavailable": [503, "The service is not available"],
} as const satisfies Readonly<Record<string, readonly [number, string]>>;

export type ProblemId = keyof typeof PROBLEMS;

export interface ProblemBody { readonly type: string; readonly title: string; readonly status: number; readonly detail?: string; readonly instance?: string }

/** A refusal; the API's error handler answers it as `application/problem+json` (RFC 7807). */
export class ApiProblem extends Error {
  readonly id: ProblemId;
  readonly detail: string | undefined;

  constructor(id: ProblemId, detail?: string) {
    super(`${id}${detail === undefined ? "" : `: ${detail}`}`);
    this.name = "ApiProblem";
    this.id = id;
    this.detail = detail;
  }

  get status(): number { return PROBLEMS[this.id][0]; }

  body(instance: string): ProblemBody {
    return { type: `${PROBLEM_PREFIX}${this.id}`, title: PROBLEMS[this.id][1], status: this.status, ...(this.detail !== undefined && { detail: this.detail }), instance };
  }
}
