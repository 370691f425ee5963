/** Codes BundID puts into `idp.code` of its error page (Schnittstellenbeschreibung 10.2.0.0, 9.6). */
const documentedCodes = [
  "akdb-extension-missing",
  "akdb-extension-v1-deprecated",
  "saml-request-not-signed",
  "purpose-does-not-support-restricted-html",
  "requested-attributes-empty",
  "requested-attributes-missing-name",
  "empty-authentication-methods",
  "organization-display-name-missing",
] as const;

/** What BundID refuses too, without a documented code. The prefix says that the name is ours. */
const ownCodes = [
  "sandbox-request-unreadable",
  "sandbox-service-provider-unknown",
  "sandbox-signature-invalid",
  "sandbox-destination",
  "sandbox-answer-address",
  "sandbox-request-too-old",
  "sandbox-relay-state",
  "sandbox-level",
  "sandbox-attribute-name",
  "sandbox-method-unknown",
  "sandbox-language",
  "sandbox-back-address",
  "sandbox-online-service-id-missing",
] as const;

export const requestProblemCodes = [...documentedCodes, ...ownCodes];
export type RequestProblemCode = (typeof requestProblemCodes)[number];

/** A request BundID would answer with an error page. `code` is the value of `idp.code`. */
export class RequestProblem extends Error {
  readonly code: RequestProblemCode;

  constructor(code: RequestProblemCode, options?: ErrorOptions) {
    super(`BundID request refused: ${code}`, options);
    this.name = "RequestProblem";
    this.code = code;
  }
}

export function refuse(code: RequestProblemCode, cause?: unknown): never {
  throw new RequestProblem(code, cause === undefined ? undefined : { cause });
}
