import type { XmlElement } from "libxml2-wasm";
import { reject } from "../bundid-rejection.ts";
import { ns } from "../names.ts";
import { attribute, childElements, onlyChild, text } from "../xml-tree.ts";
import { type ResponseExpectations, skewMilliseconds } from "./expectations.ts";

/** Checks on the outer `samlp:Response`, each named after the field or rule it stands for (SAML 2.0 Core 3.2.2, Profiles 4.1.4.3). */
export type ResponseCheck = (response: XmlElement, expected: ResponseExpectations) => void;

export const rootIsResponse: ResponseCheck = (response) => {
  if (response.name !== "Response" || response.namespaceUri !== ns.protocol) reject("schema");
};

export const issuerOfResponse: ResponseCheck = (response, expected) => {
  if (text(onlyChild(response, ns.assertion, "Issuer"))?.trim() !== expected.idpEntityId) reject("response-issuer");
};

export const destination: ResponseCheck = (response, expected) => {
  if (attribute(response, "Destination") !== expected.acsUrl) reject("destination");
};

/** Unsolicited responses have no InResponseTo and are refused with the rest (BSI TR-03160-2, 4.3.2). */
export const inResponseTo: ResponseCheck = (response, expected) => {
  if (attribute(response, "InResponseTo") !== expected.expectedInResponseTo) reject("in-response-to");
};

export const issueInstantOfResponse: ResponseCheck = (response, expected) => {
  const issued = Date.parse(attribute(response, "IssueInstant") ?? "");
  if (!(issued <= expected.now.getTime() + skewMilliseconds(expected))) reject("response-time");
};

/** The order is the order of the checks; {@link singleEncryptedAssertion} follows after the status. */
export const responseChecks: readonly ResponseCheck[] = [rootIsResponse, issuerOfResponse, destination, inResponseTo, issueInstantOfResponse];

/** Exactly one assertion, and it is encrypted: only then was it made for us and seen by nobody on the way (BSI TR-03160-2, 4.3.2). */
export function singleEncryptedAssertion(response: XmlElement): XmlElement {
  const open = childElements(response, ns.assertion, "Assertion");
  const [encrypted, ...more] = childElements(response, ns.assertion, "EncryptedAssertion");
  if (open.length > 0) return reject("assertion-not-encrypted");
  if (more.length > 0) return reject("several-assertions");
  return encrypted ?? reject("assertion-missing");
}
