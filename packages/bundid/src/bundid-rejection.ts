/** The response is not one we may believe. The code says which check failed; it is for logs and tests, never for the page. */
export type RejectionCode =
  | "too-large"
  | "not-base64"
  | "not-utf8"
  | "doctype"
  | "not-well-formed"
  | "schema"
  | "response-issuer"
  | "destination"
  | "in-response-to"
  | "response-time"
  | "status-malformed"
  | "assertion-missing"
  | "assertion-not-encrypted"
  | "several-assertions"
  | "content-encryption"
  | "key-transport"
  | "decryption"
  | "signature-missing"
  | "signature-algorithm"
  | "signature-reference"
  | "signature-invalid"
  | "assertion-issuer"
  | "recipient"
  | "audience"
  | "confirmation-in-response-to"
  | "confirmation-expired"
  | "not-yet-valid"
  | "expired"
  | "issued-in-future"
  | "session-expired"
  | "level-unknown"
  | "level-too-low"
  | "attribute-repeated";

/** BundID answered, but not with a login. Comes unproved (such answers may be unsigned), so it never counts as more than "not signed in". */
export type RefusalCode = "cancelled" | "attributes-missing" | "level-unavailable" | "login-failed";

/** No login. `code` is a {@link RejectionCode} for a response that fails a check, a {@link RefusalCode} for an answer that says no. */
export class BundidRejection<Code extends string = RejectionCode | RefusalCode> extends Error {
  readonly code: Code;

  constructor(code: Code, options?: ErrorOptions) {
    super(`BundID response rejected: ${code}`, options);
    this.name = "BundidRejection";
    this.code = code;
  }
}

/** An error answer of BundID. `missing` names the attributes (short names) that BundID could not give, as far as it said so. */
export class BundidRefusal extends BundidRejection<RefusalCode> {
  readonly missing: readonly string[];

  constructor(code: RefusalCode, missing: readonly string[] = []) {
    super(code);
    this.name = "BundidRefusal";
    this.missing = missing;
  }
}

export function reject(code: RejectionCode, cause?: unknown): never {
  throw new BundidRejection(code, cause === undefined ? undefined : { cause });
}
