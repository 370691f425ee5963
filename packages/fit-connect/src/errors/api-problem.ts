import { z } from "zod";
import { FitConnectError } from "./fit-connect-error.ts";

/** Prefix of the Submission API's problem types; the part behind it is the id. */
export const PROBLEM_PREFIX = "https://schema.fitko.de/fit-connect/submission-api/problems/";

/** Ids that are confirmed; others come as the text they are. */
export type KnownProblemId = "submission-not-found" | "destination-not-found" | "destination-state-invalid";

const problemSchema = z.object({
  type: z.string().max(500).optional().catch(undefined),
  title: z.string().max(1000).optional().catch(undefined),
  detail: z.string().max(4000).optional().catch(undefined),
  instance: z.string().max(500).optional().catch(undefined),
});

/** An answer of a FIT-Connect API that says no (RFC 9457, formerly RFC 7807; `application/problem+json`). */
export class ApiProblem extends FitConnectError {
  override readonly name = "ApiProblem";
  /** The problem's id (`submission-not-found`), or `http-<status>` when the answer carried none of FIT-Connect's. */
  readonly code: string;
  readonly status: number;
  /** The problem type as it came. */
  readonly type: string | undefined;
  readonly title: string | undefined;
  readonly detail: string | undefined;
  readonly instance: string | undefined;
  readonly retryable: boolean;

  /** @param body whatever JSON came, or undefined */
  constructor(status: number, body: unknown) {
    const problem = problemSchema.safeParse(body).data ?? {};
    const id = problem.type?.startsWith(PROBLEM_PREFIX) === true ? problem.type.slice(PROBLEM_PREFIX.length) : undefined;
    const code = id !== undefined && /^[a-z0-9-]{1,80}$/.test(id) ? id : `http-${status}`;
    // Title and detail come from outside and may quote what was sent: they are fields, not part of the message that lands in logs.
    super(`FIT-Connect: the API answered ${status} (${code})`);
    this.code = code;
    this.status = status;
    this.type = problem.type;
    this.title = problem.title;
    this.detail = problem.detail;
    this.instance = problem.instance;
    this.retryable = isPassing(status);
  }
}

/** Worth another try: 408, 425, 429 and what a gateway answers while the service behind it is away. */
export function isPassing(status: number): boolean {
  return [408, 425, 429, 500, 502, 503, 504].includes(status);
}
