import { X509Certificate } from "node:crypto";

/** A certificate as PEM text, from PEM or from the bare base64 of metadata files. Throws a TypeError for anything else. */
export function certificatePem(certificate: string): string {
  const pem = certificate.includes("-----BEGIN")
    ? certificate
    : `-----BEGIN CERTIFICATE-----\n${(certificate.replace(/\s+/g, "").match(/.{1,64}/g) ?? []).join("\n")}\n-----END CERTIFICATE-----\n`;
  try {
    return new X509Certificate(pem).toString();
  } catch (cause) {
    throw new TypeError("not an X.509 certificate", { cause });
  }
}

/** The DER of a certificate as base64 in one line, as metadata carries it. */
export function certificateBase64(certificate: string): string {
  return new X509Certificate(certificatePem(certificate)).raw.toString("base64");
}
