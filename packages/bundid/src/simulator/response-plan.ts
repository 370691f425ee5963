import { algorithm } from "../names.ts";
import { type BundidLevel, levelClass, type TrustLevel } from "../trust-level.ts";

export interface IssuedAttribute {
  /** Clean URN. */
  urn: string;
  friendlyName: string;
  value: string;
  trustLevel: TrustLevel;
}

export interface IssueOptions {
  idpEntityId: string;
  signingKey: string;
  signingCert: string;
  /** The service provider, as its metadata says. */
  audience: string;
  acsUrl: string;
  encryptionCert: string;
  /** ID of the request that is answered. */
  inResponseTo: string;
  level: BundidLevel;
  attributes: readonly IssuedAttribute[];
  now: Date;
  /** Validity in minutes; BundID uses 5. */
  minutes?: number;
  /** Fixed only to repeat an assertion (replay). */
  assertionId?: string;
  /** Sign the outer response as well. Default true, as observed with BundID. */
  signResponse?: boolean;
}

/** Every decision that goes into a response, so that a flaw is nothing but another decision. */
export interface ResponsePlan {
  responseIssuer: string;
  assertionIssuer: string;
  destination: string;
  recipient: string;
  audience: string;
  inResponseTo: string | undefined;
  confirmationInResponseTo: string | undefined;
  classRef: string;
  notBefore: Date;
  notOnOrAfter: Date;
  confirmationNotOnOrAfter: Date;
  conditions: boolean;
  signatureAlgorithm: string;
  digestAlgorithm: string;
  /** "own": the issuer's key; "foreign": a fresh one that nobody pinned; "none": not signed. */
  signer: "own" | "foreign" | "none";
  signResponse: boolean;
  contentAlgorithm: string;
  keyAlgorithm: string;
  encrypted: boolean;
  doctype: boolean;
  commentInValue: boolean;
  /** Changes the signed assertion before it is encrypted: what an attacker with our public key can do. */
  tamper: (signedAssertion: string) => string;
  /** Plain assertions put into the response, in this order, each encrypted on its own. */
  arrange: (signedAssertion: string) => readonly string[];
}

export function faultlessPlan(options: IssueOptions): ResponsePlan {
  const end = new Date(options.now.getTime() + (options.minutes ?? 5) * 60_000);
  return {
    responseIssuer: options.idpEntityId,
    assertionIssuer: options.idpEntityId,
    destination: options.acsUrl,
    recipient: options.acsUrl,
    audience: options.audience,
    inResponseTo: options.inResponseTo,
    confirmationInResponseTo: options.inResponseTo,
    classRef: levelClass(options.level),
    notBefore: options.now,
    notOnOrAfter: end,
    confirmationNotOnOrAfter: end,
    conditions: true,
    signatureAlgorithm: algorithm.rsaPssSha256,
    digestAlgorithm: algorithm.sha256,
    signer: "own",
    signResponse: options.signResponse ?? true,
    contentAlgorithm: algorithm.aes256Gcm,
    keyAlgorithm: algorithm.rsaOaepMgf1p,
    encrypted: true,
    doctype: false,
    commentInValue: false,
    tamper: (assertion) => assertion,
    arrange: (assertion) => [assertion],
  };
}
