/** Why a message is not read. */
export type FormatProblem =
  | "content-type" | "not-utf8" | "not-well-formed" | "doctype" | "processing-instruction" | "too-large" | "too-deep" | "too-many-elements"
  | "mime" | "mime-header" | "part-missing" | "part-unknown" | "part-repeated" | "xop"
  | "soap" | "soap-version" | "must-understand" | "header-missing" | "header-repeated" | "addressing" | "action"
  | "missing" | "unexpected" | "value" | "base64";

/**
 * A message that breaks the rules of SOAP, MTOM or XTA. `path` names the place, never its content, so it may be logged;
 * `message` is English and for logs.
 */
export class XtaFormatError extends Error {
  readonly problem: FormatProblem;
  readonly path: string;
  constructor(problem: FormatProblem, path: string, detail: string, cause?: unknown) {
    super(`${detail}${path === "" ? "" : ` (${path})`}`, { cause });
    this.name = "XtaFormatError";
    this.problem = problem;
    this.path = path;
  }
}
