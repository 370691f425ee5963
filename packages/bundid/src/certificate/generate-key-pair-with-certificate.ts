import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import { basicConstraints, buildCertificate } from "./build-certificate.ts";

export interface KeyPairWithCertificate {
  /** PKCS#8 PEM. Secret: it belongs into a file only the process can read. */
  privateKey: string;
  /** X.509 PEM, self-signed, public. */
  certificate: string;
}

const generate = promisify(generateKeyPair);

/**
 * A fresh RSA key with a self-signed certificate, for SAML signing or decryption (one pair for each, BSI TR-03116-4). SAML trusts the pinned key;
 * the certificate is only its envelope, so RFC 5280's minimum is enough and no certificate tool is needed.
 * @param commonName 1 to 64 characters, shown by certificate viewers
 * @param options bits: 3072 (smallest the TR allows until 2029 and later) or more; days: validity; now: start, so that tests need no clock
 */
export async function generateKeyPairWithCertificate(
  commonName: string,
  options: { bits?: 3072 | 4096; days?: number; now?: Date } = {},
): Promise<KeyPairWithCertificate> {
  const { publicKey, privateKey } = await generate("rsa", { modulusLength: options.bits ?? 3072 });
  const from = options.now ?? new Date();
  const until = new Date(from.getTime() + (options.days ?? 3650) * 86_400_000);
  const certificate = buildCertificate({ subject: commonName, issuer: commonName, publicKey, signingKey: privateKey, from, until, extensions: [basicConstraints(false)] });
  return { privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(), certificate };
}
