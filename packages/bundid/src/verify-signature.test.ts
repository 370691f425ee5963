import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import { BundidRejection } from "./bundid-rejection.ts";
import { algorithm, ns } from "./names.ts";
import { signXml } from "./sign-xml.ts";
import { idp, ourSigning } from "./testing-world.ts";
import { verifySignature } from "./verify-signature.ts";

const document = (id: string, value: string, inner = ""): string => `<a xmlns="urn:example" ID="${id}"><Issuer>x</Issuer><v>${value}</v>${inner}</a>`;
const policy = { certificates: [idp.certificate], allowPkcs1: false };
const sign = (xml: string, id: string, signatureAlgorithm: string = algorithm.rsaPssSha256): string =>
  signXml(xml, { id, signingKey: idp.privateKey, signingCert: idp.certificate, signatureAlgorithm });
const signature = (xml: string): string => /<ds:Signature .*<\/ds:Signature>/s.exec(xml)?.[0] ?? assert.fail("not signed");

function code(xml: string, using = policy): string {
  try {
    verifySignature(xml, using);
  } catch (error) {
    if (error instanceof BundidRejection) return error.code;
    throw error;
  }
  return "accepted";
}

const original = document("_original", "100");
const signed = sign(original, "_original");

test("the signed bytes are the document without its signature", () => {
  assert.equal(verifySignature(signed, policy), original);
});

test("comments are not among the signed bytes, and what they cut stays whole", () => {
  assert.match(verifySignature(signed.replace("100", "1<!-- -->00"), policy), /<v>100<\/v>/);
});

test("ECDSA with SHA-256 is verified by a pinned elliptic key", () => {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
  const xml = signXml(original, { id: "_original", signingKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(), signatureAlgorithm: algorithm.ecdsaSha256 });
  assert.equal(code(xml, { certificates: [pem], allowPkcs1: false }), "accepted");
  assert.equal(code(xml.replace("100", "999"), { certificates: [pem], allowPkcs1: false }), "signature-invalid");
  assert.equal(code(xml, policy), "signature-invalid");
});

test("the certificate in KeyInfo convinces nobody", () => {
  const foreign = signXml(original, { id: "_original", signingKey: ourSigning.privateKey, signingCert: ourSigning.certificate, signatureAlgorithm: algorithm.rsaPssSha256 });
  assert.equal(code(foreign), "signature-invalid");
});

test("a signature of something inside does not cover the root", () => {
  assert.equal(code(document("_evil", "999", signed)), "signature-missing");
  assert.equal(code(document("_evil", "999", original).replace("</Issuer>", `</Issuer>${signature(signed)}`)), "signature-reference");
});

test("the same ID on two elements is refused, whichever was signed", () => {
  const twice = document("_original", "999", original).replace("</Issuer>", `</Issuer>${signature(signed)}`);
  assert.equal(code(twice), "signature-invalid");
});

test("two signatures are refused", () => {
  assert.equal(code(signed.replace("</Issuer>", `</Issuer>${signature(signed)}`)), "signature-missing");
});

test("a reference to the whole document, a second reference and foreign transforms are refused", () => {
  assert.equal(code(signed.replace('URI="#_original"', 'URI=""')), "signature-reference");
  assert.equal(code(signed.replace(/<ds:Reference.*<\/ds:Reference>/s, "$&$&")), "signature-algorithm");
  assert.equal(code(signed.replace(`Algorithm="${algorithm.enveloped}"`, 'Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"')), "signature-reference");
  assert.equal(code(signed.replace(`CanonicalizationMethod Algorithm="${ns.excC14n}"`, `CanonicalizationMethod Algorithm="${ns.excC14n}WithComments"`)), "signature-algorithm");
});

test("an HMAC keyed with the public certificate is no signature", () => {
  assert.equal(code(signed.replace(algorithm.rsaPssSha256, `${ns.signature}hmac-sha1`)), "signature-algorithm");
});
