import { FitConnectError } from "./fit-connect-error.ts";

export type VerificationCode =
  // JSON Web Keys and certificates
  | "key-shape" | "key-too-short" | "key-use" | "key-id" | "key-private"
  | "certificate-missing" | "certificate-unreadable" | "certificate-key" | "certificate-time" | "certificate-signature" | "certificate-algorithm"
  | "certificate-use" | "certificate-authority" | "certificate-untrusted" | "certificate-revoked" | "certificate-revocation-unknown"
  // JWE
  | "jwe-shape" | "jwe-header" | "jwe-algorithm" | "jwe-compressed" | "jwe-key-unknown" | "jwe-too-large" | "jwe-decryption" | "jwe-tag"
  // JWS and Security Event Tokens
  | "jws-shape" | "jws-header" | "jws-signature"
  | "set-claims" | "set-schema" | "set-event" | "set-payload" | "set-issuer" | "set-issuer-event" | "set-key-unknown" | "set-time" | "set-subject" | "set-case" | "set-replayed" | "set-order"
  | "set-tags" | "log-incomplete" | "log-too-long"
  // signed destinations
  | "route-claims" | "route-destination" | "route-host" | "route-issuer" | "route-time" | "route-service" | "route-area" | "route-parameters"
  // content
  | "hash-mismatch" | "zbp-envelope" | "zbp-signature";

/**
 * Something that came from outside is not what it must be. The code names the check that failed: for logs, tests and the reject event; to the
 * outside it says no more than that code.
 */
export class VerificationError extends FitConnectError {
  override readonly name = "VerificationError";
  readonly retryable = false;
  readonly code: VerificationCode;

  constructor(code: VerificationCode, detail: string, options: { readonly cause?: unknown } = {}) {
    super(`FIT-Connect: ${code}: ${detail}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
  }
}
