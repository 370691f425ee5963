import type { Refusal } from "#modules/extensions";
import { problems, problemText, type ProblemCode } from "./problems.ts";
import type { Lang } from "../frame/index.ts";

export interface FieldProblem { readonly pointer: string; readonly message: string }

/** A refusal of the edge, to be answered as problem+json (RFC 9457). `more` are members beside the standard ones. */
export class ApiProblem extends Error {
  readonly code: ProblemCode;
  readonly more: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  constructor(code: ProblemCode, more: Readonly<Record<string, unknown>> = {}, headers: Readonly<Record<string, string>> = {}) {
    super(code);
    this.code = code;
    this.more = more;
    this.headers = headers;
  }
}

/** A refusal of the module: its code is the problem's, its facts stand beside it. */
export function problemOf(refusal: Refusal): ApiProblem {
  const { why, ...more } = refusal;
  const headers = why === "token-invalid" ? { "www-authenticate": 'Bearer realm="kommunalportal", error="invalid_token"' }
    : why === "scope-missing" ? { "www-authenticate": `Bearer realm="kommunalportal", error="insufficient_scope", scope="${refusal.scope}"` } : {};
  return new ApiProblem(why, more, headers);
}

export function problemBody(error: ApiProblem, given: { readonly apex: string; readonly lang: Lang; readonly instance: string }): { readonly status: number; readonly body: object } {
  const { status } = problems[error.code];
  const said = problemText(error.code, given.lang);
  return { status, body: { type: `${given.apex}/entwicklung/fehler/${error.code}`, title: said.title, status, code: error.code, detail: said.help, instance: `urn:uuid:${given.instance}`, ...error.more } };
}
