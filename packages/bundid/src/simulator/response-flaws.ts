import { algorithm } from "../names.ts";
import type { ResponsePlan } from "./response-plan.ts";

const elsewhere = "https://elsewhere.example/sp";
const unknownRequest = "_00000000000000000000000000000000";
const minutes = (date: Date, count: number): Date => new Date(date.getTime() + count * 60_000);

/**
 * What can be wrong with a response, by name. One flaw changes one thing. `comment-in-value` is the odd one out: it is no fault,
 * the value must come out whole (CVE-2017-11427).
 */
export const responseFlaws = {
  "not-encrypted": () => ({ encrypted: false }),
  "content-aes-cbc": () => ({ contentAlgorithm: algorithm.aes256Cbc }),
  "key-transport-rsa15": () => ({ keyAlgorithm: algorithm.rsa15 }),
  "signature-rsa-sha1": () => ({ signatureAlgorithm: algorithm.rsaSha1 }),
  "signature-digest-sha1": () => ({ digestAlgorithm: algorithm.sha1 }),
  "signature-pkcs1": () => ({ signatureAlgorithm: algorithm.rsaPkcs1Sha256 }),
  "signature-missing": () => ({ signer: "none" }),
  "signature-foreign-key": () => ({ signer: "foreign" }),
  "content-changed": () => ({ tamper: (assertion) => assertion.replace(/(<saml2:AttributeValue[^>]*>)/, "$1X") }),
  "wrong-destination": () => ({ destination: elsewhere }),
  "wrong-recipient": () => ({ recipient: elsewhere }),
  "wrong-audience": () => ({ audience: elsewhere }),
  "wrong-response-issuer": () => ({ responseIssuer: elsewhere }),
  "wrong-assertion-issuer": () => ({ assertionIssuer: elsewhere }),
  "unknown-in-response-to": () => ({ inResponseTo: unknownRequest, confirmationInResponseTo: unknownRequest }),
  "missing-in-response-to": () => ({ inResponseTo: undefined, confirmationInResponseTo: undefined }),
  "confirmation-in-response-to": () => ({ confirmationInResponseTo: unknownRequest }),
  "level-1": () => ({ classRef: "STORK-QAA-Level-1" }),
  "level-unknown": () => ({ classRef: "urn:oasis:names:tc:SAML:2.0:ac:classes:Password" }),
  expired: (plan) => ({ notBefore: minutes(plan.notBefore, -20), notOnOrAfter: minutes(plan.notOnOrAfter, -20) }),
  "not-yet-valid": (plan) => ({ notBefore: minutes(plan.notBefore, 20), notOnOrAfter: minutes(plan.notOnOrAfter, 20) }),
  "confirmation-expired": (plan) => ({ confirmationNotOnOrAfter: minutes(plan.confirmationNotOnOrAfter, -20) }),
  "no-conditions": () => ({ conditions: false }),
  doctype: () => ({ doctype: true }),
  "doctype-in-assertion": () => ({ tamper: (assertion) => `<!DOCTYPE saml2:Assertion>${assertion}` }),
  "two-assertions": () => ({ arrange: (assertion) => [assertion, assertion] }),
  "unsigned-before-signed": () => ({ arrange: (assertion) => [evilTwin(withoutSignature(assertion)), assertion] }),
  "wrapped-in-object": () => ({
    tamper: (assertion) => graft(evilTwin(withoutSignature(assertion)), signatureOf(assertion).replace("</ds:Signature>", `<ds:Object>${withoutSignature(assertion)}</ds:Object></ds:Signature>`)),
  }),
  "wrapped-in-advice": () => ({
    tamper: (assertion) => evilTwin(withoutSignature(assertion)).replace("</saml2:Conditions>", `</saml2:Conditions><saml2:Advice>${assertion}</saml2:Advice>`),
  }),
  "signature-moved-out": () => ({
    tamper: (assertion) => graft(evilTwin(withoutSignature(assertion)), signatureOf(assertion)).replace("</saml2:Conditions>", `</saml2:Conditions><saml2:Advice>${withoutSignature(assertion)}</saml2:Advice>`),
  }),
  "same-id-twice": () => ({
    tamper: (assertion) => graft(evilTwin(withoutSignature(assertion), false), signatureOf(assertion).replace("</ds:Signature>", `<ds:Object>${withoutSignature(assertion)}</ds:Object></ds:Signature>`)),
  }),
  "comment-in-value": () => ({ commentInValue: true }),
} as const satisfies Record<string, (plan: ResponsePlan) => Partial<ResponsePlan>>;

export type ResponseFlaw = keyof typeof responseFlaws;

export function isResponseFlaw(name: string): name is ResponseFlaw {
  return Object.hasOwn(responseFlaws, name);
}

function signatureOf(assertion: string): string {
  return /<ds:Signature[\s>].*<\/ds:Signature>/s.exec(assertion)?.[0] ?? "";
}

function withoutSignature(assertion: string): string {
  return assertion.replace(signatureOf(assertion), "");
}

function graft(assertion: string, signature: string): string {
  return assertion.replace("</saml2:Issuer>", () => `</saml2:Issuer>${signature}`);
}

/** The attacker's assertion: other values, normally another ID. */
function evilTwin(assertion: string, otherId = true): string {
  const changed = assertion.replace(/(<saml2:AttributeValue[^>]*>)[^<]*/g, "$1Mallory");
  return otherId ? changed.replace(/( ID=")[^"]*/, "$1_00000000000000000000000000000bad") : changed;
}

