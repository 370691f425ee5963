import { constants, createCipheriv, publicEncrypt, randomBytes, X509Certificate } from "node:crypto";
import { algorithm, ns } from "../names.ts";
import type { ResponsePlan } from "./response-plan.ts";

/** XML Encryption 1.1 with the key inside KeyInfo. Knows the forbidden algorithms too, because the flaws need them. */
export function encryptAssertion(assertion: string, encryptionCert: string, plan: Pick<ResponsePlan, "contentAlgorithm" | "keyAlgorithm">): string {
  const key = randomBytes(32);
  const transport = publicEncrypt(
    plan.keyAlgorithm === algorithm.rsa15
      ? { key: new X509Certificate(encryptionCert).publicKey, padding: constants.RSA_PKCS1_PADDING }
      : { key: new X509Certificate(encryptionCert).publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha1" },
    key,
  );
  return (
    `<saml2:EncryptedAssertion xmlns:saml2="${ns.assertion}"><xenc:EncryptedData xmlns:xenc="${ns.encryption}" Type="${ns.encryption}Element">` +
    `<xenc:EncryptionMethod Algorithm="${plan.contentAlgorithm}"/><ds:KeyInfo xmlns:ds="${ns.signature}"><xenc:EncryptedKey>` +
    `<xenc:EncryptionMethod Algorithm="${plan.keyAlgorithm}">${plan.keyAlgorithm === algorithm.rsa15 ? "" : `<ds:DigestMethod Algorithm="${algorithm.sha1}"/>`}</xenc:EncryptionMethod>` +
    `<xenc:CipherData><xenc:CipherValue>${transport.toString("base64")}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedKey></ds:KeyInfo>` +
    `<xenc:CipherData><xenc:CipherValue>${encryptContent(assertion, key, plan.contentAlgorithm).toString("base64")}</xenc:CipherValue></xenc:CipherData>` +
    `</xenc:EncryptedData></saml2:EncryptedAssertion>`
  );
}

function encryptContent(assertion: string, key: Buffer, contentAlgorithm: string): Buffer {
  if (contentAlgorithm === algorithm.aes256Cbc) {
    const iv = randomBytes(16);
    const cipher = createCipheriv("aes-256-cbc", key, iv);
    return Buffer.concat([iv, cipher.update(assertion, "utf8"), cipher.final()]);
  }
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  return Buffer.concat([iv, cipher.update(assertion, "utf8"), cipher.final(), cipher.getAuthTag()]);
}
