import { certificatePem } from "./certificate/certificate-pem.ts";
import { decryptAssertion } from "./decrypt-assertion.ts";
import { ns } from "./names.ts";
import { assertionChecks } from "./response/assertion-checks.ts";
import { type BundidLogin, bundidLogin } from "./response/bundid-login.ts";
import { checkStatus } from "./response/check-status.ts";
import { decodeBase64, decodeUtf8, limitSize } from "./response/decode-response.ts";
import type { ResponseExpectations } from "./response/expectations.ts";
import { responseChecks, singleEncryptedAssertion } from "./response/response-checks.ts";
import { validateSchema } from "./schema/validate-schema.ts";
import { type SignaturePolicy, verifySignature } from "./verify-signature.ts";
import { childElements, parseXml } from "./xml-tree.ts";

/**
 * Reads what BundID posted to the Assertion Consumer Service and believes it only if every check holds. The checks are those of BSI TR-03172-3
 * A3.10.01–04, TR-03160-2 4.3.2.8–4.3.2.15 and SAML 2.0 Profiles 4.1.4.3; each is a function of its own, in the order of this file.
 *
 * Left to the caller, because it needs memory: `expectedInResponseTo` is the open request of this very browser and used once, `assertionId` is
 * remembered until `notOnOrAfter` (plus skew), the session gets a new id.
 *
 * @param samlResponse the form field `SAMLResponse`, base64
 * @throws BundidRejection with the code of the check that failed; BundidRefusal when BundID says no (cancelled, attributes missing, …)
 */
export function readResponse(samlResponse: string, expected: ResponseExpectations): BundidLogin {
  const policy: SignaturePolicy = { certificates: expected.idpCertificates.map(certificatePem), allowPkcs1: expected.allowPkcs1 ?? false };

  limitSize(samlResponse);
  const received = decodeUtf8(decodeBase64(samlResponse));
  const assertion = openAssertion(verifyResponseIfSigned(received, policy), expected);

  using plain = parseXml(assertion); // refuses a DOCTYPE here as well
  validateSchema(plain, "assertion");
  using signed = parseXml(verifySignature(assertion, policy)); // from here on only the bytes the signature covers
  for (const check of assertionChecks) check(signed.root, expected);
  return bundidLogin(signed.root);
}

/** BundID does not say whether the response itself is signed. Where it is, the signature must hold and only its bytes are read on. */
function verifyResponseIfSigned(received: string, policy: SignaturePolicy): string {
  using document = parseXml(received);
  validateSchema(document, "response");
  return childElements(document.root, ns.signature, "Signature").length === 0 ? received : verifySignature(received, policy);
}

/** The outer shell: checks of the response, its status, its one encrypted assertion, decrypted. */
function openAssertion(response: string, expected: ResponseExpectations): string {
  using document = parseXml(response);
  for (const check of responseChecks) check(document.root, expected);
  checkStatus(document.root);
  return decryptAssertion(singleEncryptedAssertion(document.root), expected.decryptionKeys);
}
