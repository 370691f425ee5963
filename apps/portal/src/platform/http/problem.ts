/** A refusal that the edge turns into a page or into problem+json (RFC 9457). The message is for the log; `publicText` is for the person. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly publicText: { readonly de: string; readonly en: string } | undefined;
  constructor(status: number, code: string, publicText?: { readonly de: string; readonly en: string }) {
    super(`${status} ${code}`);
    this.status = status;
    this.code = code;
    this.publicText = publicText;
  }
}

export function problem(status: number, code: string, de?: string, en?: string): Problem {
  return new Problem(status, code, de === undefined ? undefined : { de, en: en ?? de });
}
