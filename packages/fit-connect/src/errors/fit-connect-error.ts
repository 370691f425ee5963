/**
 * Everything this library throws on purpose, apart from `RangeError` and `TypeError` for a fault of the caller. `code` is for programs, `message`
 * for logs: neither carries tokens, secrets, content or URLs with such. What a person should read is made by `errorText`.
 */
export abstract class FitConnectError extends Error {
  abstract readonly code: string;
  /** Is trying the same again later worth it? */
  abstract readonly retryable: boolean;
}

/** Nothing usable came back. */
export type TransportCode =
  | "timeout" | "network" | "aborted"
  /** A redirect is never followed: a Bearer token would go along. */
  | "redirect"
  | "answer-too-large" | "not-json" | "unexpected-shape"
  /** The source of an attachment gave other bytes, or another number of them, than it said or gave before. */
  | "source-changed";

/** No usable answer: whether anything happened is not known. */
export class TransportError extends FitConnectError {
  override readonly name = "TransportError";
  readonly code: TransportCode;
  readonly retryable: boolean;
  /** The HTTP status, where there was one. */
  readonly status: number | undefined;

  constructor(code: TransportCode, detail: string, options: { readonly status?: number; readonly cause?: unknown } = {}) {
    super(`FIT-Connect: ${code}: ${detail}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.status = options.status;
    this.retryable = code === "timeout" || code === "network" || (options.status !== undefined && options.status >= 500);
  }
}

/** The token endpoint says no, or a fresh token is refused: access data or registration are wrong. */
export class AuthorizationError extends FitConnectError {
  override readonly name = "AuthorizationError";
  readonly retryable = false;
  /** OAuth 2.0 error code (RFC 6749, 5.2), e.g. `invalid_client`, or `token-refused`. */
  readonly code: string;

  constructor(code: string) {
    super(`FIT-Connect: access refused: ${code}`);
    this.code = code;
  }
}

/** Something does not fit what the other side offers; nothing has been sent. */
export type OfferCode =
  | "destination-not-active" | "service-not-offered" | "region-not-offered" | "schema-not-offered" | "metadata-version-not-offered" | "reply-channel-not-offered"
  | "too-many-attachments" | "attachment-too-large" | "attachments-too-large" | "data-too-large" | "metadata-invalid" | "data-invalid"
  /** Of a message or status for the citizens' mailbox. */
  | "message-invalid"
  /** What was announced is not there any more, or was announced for other attachments: it was never handed over. Announce anew. */
  | "submission-gone";

/** The destination does not take what was to be sent. Nothing of it was handed over. */
export class OfferError extends FitConnectError {
  override readonly name = "OfferError";
  readonly retryable = false;
  readonly code: OfferCode;

  constructor(code: OfferCode, detail: string) {
    super(`FIT-Connect: ${code}: ${detail}`);
    this.code = code;
  }
}
