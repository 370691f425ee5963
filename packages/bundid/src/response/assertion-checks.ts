import type { XmlElement } from "libxml2-wasm";
import { reject } from "../bundid-rejection.ts";
import { bearer, ns } from "../names.ts";
import { levelOfClass } from "../trust-level.ts";
import { attribute, childElements, onlyChild, text } from "../xml-tree.ts";
import { type ResponseExpectations, skewMilliseconds } from "./expectations.ts";

/** Checks on the signed assertion, each named after its field (SAML 2.0 Profiles 4.1.4.2 and 4.1.4.3, Core 2.4 to 2.7). */
export type AssertionCheck = (assertion: XmlElement, expected: ResponseExpectations) => void;

const child = (parent: XmlElement | undefined, name: string): XmlElement | undefined => onlyChild(parent, ns.assertion, name);
const instant = (element: XmlElement | undefined, name: string): number => Date.parse(attribute(element, name) ?? "");

/** The one bearer confirmation. Several would allow to pick the one that fits. */
function bearerData(assertion: XmlElement): XmlElement | undefined {
  const confirmation = child(child(assertion, "Subject"), "SubjectConfirmation");
  return attribute(confirmation, "Method") === bearer ? child(confirmation, "SubjectConfirmationData") : undefined;
}

/** What the signature covers must itself be the assertion. */
export const rootIsAssertion: AssertionCheck = (assertion) => {
  if (assertion.name !== "Assertion" || assertion.namespaceUri !== ns.assertion) reject("signature-reference");
};

export const issuerOfAssertion: AssertionCheck = (assertion, expected) => {
  if (text(child(assertion, "Issuer"))?.trim() !== expected.idpEntityId) reject("assertion-issuer");
};

export const issueInstant: AssertionCheck = (assertion, expected) => {
  if (!(instant(assertion, "IssueInstant") <= expected.now.getTime() + skewMilliseconds(expected))) reject("issued-in-future");
};

export const recipient: AssertionCheck = (assertion, expected) => {
  if (attribute(bearerData(assertion), "Recipient") !== expected.acsUrl) reject("recipient");
};

export const confirmationInResponseTo: AssertionCheck = (assertion, expected) => {
  if (attribute(bearerData(assertion), "InResponseTo") !== expected.expectedInResponseTo) reject("confirmation-in-response-to");
};

/** NotOnOrAfter is compulsory and NotBefore forbidden here (Profiles 4.1.4.2). */
export const confirmationNotOnOrAfter: AssertionCheck = (assertion, expected) => {
  const data = bearerData(assertion);
  if (attribute(data, "NotBefore") !== undefined) reject("not-yet-valid");
  if (!(instant(data, "NotOnOrAfter") > expected.now.getTime() - skewMilliseconds(expected))) reject("confirmation-expired");
};

export const notBefore: AssertionCheck = (assertion, expected) => {
  const conditions = child(assertion, "Conditions");
  if (attribute(conditions, "NotBefore") === undefined) return;
  if (!(instant(conditions, "NotBefore") <= expected.now.getTime() + skewMilliseconds(expected))) reject("not-yet-valid");
};

export const notOnOrAfter: AssertionCheck = (assertion, expected) => {
  if (!(instant(child(assertion, "Conditions"), "NotOnOrAfter") > expected.now.getTime() - skewMilliseconds(expected))) reject("expired");
};

/** Every restriction must name us, and there must be one (Core 2.5.1.4). */
export const audience: AssertionCheck = (assertion, expected) => {
  const conditions = child(assertion, "Conditions");
  const restrictions = conditions === undefined ? [] : childElements(conditions, ns.assertion, "AudienceRestriction");
  const names = restrictions.map((restriction) => childElements(restriction, ns.assertion, "Audience").map((name) => name.content.trim()));
  if (names.length === 0 || !names.every((list) => list.includes(expected.entityId))) reject("audience");
};

export const sessionNotOnOrAfter: AssertionCheck = (assertion, expected) => {
  const statement = child(assertion, "AuthnStatement");
  if (attribute(statement, "SessionNotOnOrAfter") === undefined) return;
  if (!(instant(statement, "SessionNotOnOrAfter") > expected.now.getTime() - skewMilliseconds(expected))) reject("session-expired");
};

/** The level comes from AuthnContextClassRef, never from an attribute (BSI TR-03160-2, 4.3.2; ASVS 5.0 V6.8.4). */
export const authnContextClassRef: AssertionCheck = (assertion, expected) => {
  const level = levelOfClass(classRef(assertion)) ?? reject("level-unknown");
  if (level < expected.minimumLevel) reject("level-too-low");
};

export function classRef(assertion: XmlElement): string {
  return text(child(child(child(assertion, "AuthnStatement"), "AuthnContext"), "AuthnContextClassRef"))?.trim() ?? "";
}

/** The order is the order of the checks. */
export const assertionChecks: readonly AssertionCheck[] = [
  rootIsAssertion,
  issuerOfAssertion,
  issueInstant,
  recipient,
  confirmationInResponseTo,
  confirmationNotOnOrAfter,
  notBefore,
  notOnOrAfter,
  audience,
  sessionNotOnOrAfter,
  authnContextClassRef,
];
