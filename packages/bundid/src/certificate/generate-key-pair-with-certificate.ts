import { generateKeyPair, randomBytes, sign } from "node:crypto";
import { promisify } from "node:util";
import { certificatePem } from "./certificate-pem.ts";
import { bitString, boolean, explicit, integer, nothing, objectIdentifier, octetString, sequence, set, time, utf8String } from "./der.ts";

export interface KeyPairWithCertificate {
  /** PKCS#8 PEM. Secret: it belongs into a file only the process can read. */
  privateKey: string;
  /** X.509 PEM, self-signed, public. */
  certificate: string;
}

const generate = promisify(generateKeyPair);
const sha256WithRsa = (): Buffer => sequence(objectIdentifier("1.2.840.113549.1.1.11"), nothing());

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
  if (commonName.length === 0 || commonName.length > 64) throw new TypeError("a common name has 1 to 64 characters (RFC 5280, ub-common-name)");
  const { publicKey, privateKey } = await generate("rsa", { modulusLength: options.bits ?? 3072 });
  const from = options.now ?? new Date();
  const until = new Date(from.getTime() + (options.days ?? 3650) * 86_400_000);
  const name = sequence(set(sequence(objectIdentifier("2.5.4.3"), utf8String(commonName))));
  const serial = randomBytes(16);
  serial[0] = (serial[0] ?? 0) & 0x7f | 0x40;
  const unsigned = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(serial),
    sha256WithRsa(),
    name,
    sequence(time(from), time(until)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    explicit(3, sequence(sequence(objectIdentifier("2.5.29.19"), boolean(true), octetString(sequence())))),
  );
  const certificate = sequence(unsigned, sha256WithRsa(), bitString(sign("sha256", unsigned, privateKey)));
  return { privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(), certificate: certificatePem(certificate.toString("base64")) };
}
