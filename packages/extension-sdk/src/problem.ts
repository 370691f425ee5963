/** What the portal did not do (RFC 9457): `code` is one of the registry, its page stands in `type`; `facts` is the whole answer. */
export class PortalProblem extends Error {
  override readonly name = "PortalProblem";
  readonly status: number;
  readonly code: string;
  readonly type: string;
  readonly facts: Readonly<Record<string, unknown>>;
  constructor(status: number, facts: Readonly<Record<string, unknown>>) {
    const code = typeof facts["code"] === "string" ? facts["code"] : typeof facts["error"] === "string" ? facts["error"] : "unknown";
    super(`the portal answered ${status} ${code}`);
    this.status = status;
    this.code = code;
    this.type = typeof facts["type"] === "string" ? facts["type"] : "about:blank";
    this.facts = facts;
  }
}
