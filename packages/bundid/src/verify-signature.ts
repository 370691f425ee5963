import { DOMParser } from "@xmldom/xmldom";
import type { XmlElement } from "libxml2-wasm";
import { SignedXml } from "xml-crypto";
import { reject } from "./bundid-rejection.ts";
import { EcdsaSha256 } from "./ecdsa-sha256.ts";
import { algorithm, ns } from "./names.ts";
import { attribute, childElements, onlyChild, parseXml } from "./xml-tree.ts";

export interface SignaturePolicy {
  /** Pinned certificates, PEM. The only keys that count; several during a key change. */
  certificates: readonly string[];
  /** RSASSA-PKCS1-v1_5 with SHA-256, for an identity provider that has not moved to PSS yet (BSI TR-03116-4: only old systems). */
  allowPkcs1: boolean;
}

/**
 * Verifies the enveloped signature over the root element and returns **the bytes that were signed**, canonicalised. Whoever goes on must read these
 * and nothing else: what the signature does not cover is not in them, so no wrapping can put other content in front.
 * Refusals: `signature-missing`, `signature-algorithm`, `signature-reference`, `signature-invalid`.
 */
export function verifySignature(xml: string, policy: SignaturePolicy): string {
  {
    using document = parseXml(xml);
    const signature = ownSignature(document.root);
    checkAlgorithms(signature, policy.allowPkcs1);
    checkReference(signature, document.root);
  }
  for (const certificate of policy.certificates) {
    const signed = signedBytes(xml, certificate, policy.allowPkcs1);
    if (signed !== undefined) return signed;
  }
  return reject("signature-invalid");
}

/** Exactly one signature, a direct child of the root. */
function ownSignature(root: XmlElement): XmlElement {
  return onlyChild(root, ns.signature, "Signature") ?? reject("signature-missing");
}

/** Allow-list by exact identifier: what is not named here is refused, SHA-1 and HMAC included (BSI TR-03116-4, chapter 3). */
function checkAlgorithms(signature: XmlElement, allowPkcs1: boolean): void {
  const info = onlyChild(signature, ns.signature, "SignedInfo");
  const reference = onlyChild(info, ns.signature, "Reference");
  const method = attribute(onlyChild(info, ns.signature, "SignatureMethod"), "Algorithm");
  const allowed: (string | undefined)[] = [algorithm.rsaPssSha256, algorithm.ecdsaSha256, ...(allowPkcs1 ? [algorithm.rsaPkcs1Sha256] : [])];
  const digests: (string | undefined)[] = [algorithm.sha256, algorithm.sha512];
  if (!allowed.includes(method)) reject("signature-algorithm");
  if (!digests.includes(attribute(onlyChild(reference, ns.signature, "DigestMethod"), "Algorithm"))) reject("signature-algorithm");
  if (attribute(onlyChild(info, ns.signature, "CanonicalizationMethod"), "Algorithm") !== algorithm.excC14n) reject("signature-algorithm");
}

/** One reference, by ID, to the root itself, with exactly the two transforms SAML allows (Core 5.4.2 and 5.4.4). */
function checkReference(signature: XmlElement, root: XmlElement): void {
  const reference = onlyChild(onlyChild(signature, ns.signature, "SignedInfo"), ns.signature, "Reference");
  const transforms = onlyChild(reference, ns.signature, "Transforms");
  const names = transforms === undefined ? [] : childElements(transforms, ns.signature).map((transform) => attribute(transform, "Algorithm"));
  const id = attribute(root, "ID");
  if (id === undefined || attribute(reference, "URI") !== `#${id}`) reject("signature-reference");
  if (names.length !== 2 || names[0] !== algorithm.enveloped || names[1] !== algorithm.excC14n) reject("signature-reference");
}

/** KeyInfo is never asked: the key is the pinned one, the algorithms are the allowed ones, whatever the message says. */
function signedBytes(xml: string, certificate: string, allowPkcs1: boolean): string | undefined {
  const verifier = new SignedXml({ publicCert: certificate, getCertFromKeyInfo: () => null });
  const { [algorithm.rsaPssSha256]: pss, [algorithm.rsaPkcs1Sha256]: pkcs1 } = verifier.SignatureAlgorithms;
  const { [algorithm.sha256]: sha256, [algorithm.sha512]: sha512 } = verifier.HashAlgorithms;
  const { [algorithm.excC14n]: excC14n, [algorithm.enveloped]: enveloped } = verifier.CanonicalizationAlgorithms;
  if (!pss || !pkcs1 || !sha256 || !sha512 || !excC14n || !enveloped) throw new Error("xml-crypto lacks an algorithm this profile needs");
  verifier.SignatureAlgorithms = { [algorithm.rsaPssSha256]: pss, [algorithm.ecdsaSha256]: EcdsaSha256, ...(allowPkcs1 ? { [algorithm.rsaPkcs1Sha256]: pkcs1 } : {}) };
  verifier.HashAlgorithms = { [algorithm.sha256]: sha256, [algorithm.sha512]: sha512 };
  verifier.CanonicalizationAlgorithms = { [algorithm.excC14n]: excC14n, [algorithm.enveloped]: enveloped };
  try {
    verifier.loadSignature(signatureNode(xml));
    if (!verifier.checkSignature(xml)) return undefined;
  } catch {
    // xml-crypto throws for a wrong value, an unfit key and an ambiguous ID alike. Each means: this key has not signed this document.
    return undefined;
  }
  const [signed, ...more] = verifier.getSignedReferences();
  return more.length === 0 ? signed : undefined;
}

function signatureNode(xml: string): Element {
  const root = new DOMParser({
    errorHandler: (_level: string, message: string) => {
      throw new Error(message);
    },
  }).parseFromString(xml, "text/xml").documentElement;
  const found: Element[] = [];
  for (let node = root.firstChild; node !== null; node = node.nextSibling) {
    if (isElement(node) && node.localName === "Signature" && node.namespaceURI === ns.signature) found.push(node);
  }
  const [only, ...more] = found;
  if (only === undefined || more.length > 0) throw new Error("not exactly one signature");
  return only;
}

function isElement(node: Node): node is Element {
  return node.nodeType === 1;
}
