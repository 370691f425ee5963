import { randomBytes, sign, type KeyObject } from "node:crypto";
import { certificatePem } from "./certificate-pem.ts";
import { bitString, boolean, explicit, integer, nothing, objectIdentifier, octetString, sequence, set, time, utf8String } from "./der.ts";

export interface CertificateParts {
  /** Common names, 1 to 64 characters. */
  readonly subject: string;
  readonly issuer: string;
  readonly publicKey: KeyObject;
  /** Of the issuer: RSA or elliptic curve. */
  readonly signingKey: KeyObject;
  readonly from: Date;
  readonly until: Date;
  readonly extensions: readonly Buffer[];
}

/** An X.509 v3 certificate as PEM (RFC 5280, 4.1), signed with SHA-256. */
export function buildCertificate({ subject, issuer, publicKey, signingKey, from, until, extensions }: CertificateParts): string {
  const algorithm = signatureAlgorithm(signingKey);
  const serial = randomBytes(16);
  serial[0] = (serial[0] ?? 0) & 0x7f | 0x40;
  const unsigned = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(serial),
    algorithm,
    commonName(issuer),
    sequence(time(from), time(until)),
    commonName(subject),
    publicKey.export({ type: "spki", format: "der" }),
    explicit(3, sequence(...extensions)),
  );
  return certificatePem(sequence(unsigned, algorithm, bitString(sign("sha256", unsigned, signingKey))).toString("base64"));
}

/** RFC 5280, 4.2: an extension with its own encoding inside. */
export function extension(oid: string, critical: boolean, value: Buffer): Buffer {
  return sequence(objectIdentifier(oid), ...(critical ? [boolean(true)] : []), octetString(value));
}

export function basicConstraints(authority: boolean): Buffer {
  return extension("2.5.29.19", true, authority ? sequence(boolean(true)) : sequence());
}

function signatureAlgorithm({ asymmetricKeyType }: KeyObject): Buffer {
  if (asymmetricKeyType === "rsa") return sequence(objectIdentifier("1.2.840.113549.1.1.11"), nothing());
  if (asymmetricKeyType === "ec") return sequence(objectIdentifier("1.2.840.10045.4.3.2"));
  throw new TypeError("certificates are signed with RSA or elliptic curve keys");
}

function commonName(name: string): Buffer {
  if (name.length === 0 || name.length > 64) throw new TypeError("a common name has 1 to 64 characters (RFC 5280, ub-common-name)");
  return sequence(set(sequence(objectIdentifier("2.5.4.3"), utf8String(name))));
}
