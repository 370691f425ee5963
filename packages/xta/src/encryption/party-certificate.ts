import { X509Certificate } from "node:crypto";
import type { Party } from "../model/party.ts";
import { ns } from "../names.ts";
import { isNamed, ownText, xmlElement } from "../xml/xml-element.ts";

/** WS-Security 1.0, X.509 Token Profile: one certificate, DER in base64. */
const valueType = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3";
const encodingType = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary";

/**
 * The party with the certificate for which it wants what is sent to it to be encrypted (`SecurityToken` with `usage="ENCRYPTION"`).
 * @param certificate PEM
 * @throws RangeError when it is no certificate
 */
export function withEncryptionCertificate({ identifier, securityTokens = [] }: Party, certificate: string): Party {
  let raw: Buffer;
  try {
    raw = new X509Certificate(certificate).raw;
  } catch (cause) {
    throw new RangeError("not a certificate", { cause });
  }
  const attribute = (name: string, value: string) => ({ namespace: "", name, value });
  return { identifier, securityTokens: [...securityTokens, { usage: "ENCRYPTION", token: xmlElement(ns.wsse, "BinarySecurityToken", [raw.toString("base64")], [attribute("ValueType", valueType), attribute("EncodingType", encodingType)]) }] };
}

/**
 * The certificate with which a party says it wants to be written to, as PEM; undefined where it names none, or none that can be read. Nothing in the message proves that it is the
 * party's: whoever carries the message could put another in its place. It keeps out who reads along, not who forges.
 */
export function encryptionCertificateOf({ securityTokens = [] }: Party): string | undefined {
  for (const { usage, token } of securityTokens) {
    if (usage !== "ENCRYPTION" || !isNamed(token, ns.wsse, "BinarySecurityToken") || !token.attributes.some(({ name, value }) => name === "ValueType" && value === valueType)) continue;
    try {
      return new X509Certificate(Buffer.from(ownText(token).replaceAll(/\s/g, ""), "base64")).toString();
    } catch {
      continue;
    }
  }
  return undefined;
}
