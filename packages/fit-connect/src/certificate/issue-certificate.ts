import { constants, randomBytes, sign, type KeyObject } from "node:crypto";
import type { KeyUse } from "../keys/jwk.ts";
import { bitString, explicit, integer, isTrue, objectIdentifier, octetString, sequence, set, time, utf8String } from "./der-writer.ts";
import { oid } from "./object-identifiers.ts";

export interface CertificateOrder {
  /** Common name, 1 to 64 characters. */
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly from: Date;
  readonly days: number;
  /** What the key may do; `authority` issues further certificates. */
  readonly use: KeyUse | "authority";
  readonly issuer: { readonly name: string; readonly privateKey: KeyObject };
}

/** RSASSA-PSS with SHA-512, MGF1 with SHA-512, salt of 64 bytes (RFC 4055, 3.1), as the Verwaltungs-PKI signs. */
export const signatureAlgorithm = (): Buffer => {
  const hash = sequence(objectIdentifier(oid.sha512));
  return sequence(objectIdentifier(oid.rsassaPss), sequence(explicit(0, hash), explicit(1, sequence(objectIdentifier(oid.mgf1), hash)), explicit(2, integer(64))));
};

/** Bits of KeyUsage (RFC 5280, 4.2.1.3): digitalSignature 0, keyEncipherment 2, keyCertSign 5, cRLSign 6. */
export const usageBits = { signature: bitString(Buffer.from([0x80]), 7), encryption: bitString(Buffer.from([0x20]), 5), authority: bitString(Buffer.from([0x06]), 1) } as const;

const name = (commonName: string): Buffer => sequence(set(sequence(objectIdentifier(oid.commonName), utf8String(commonName))));

/** An X.509 v3 certificate as DER (RFC 5280), for tests and test environments: real ones come from the Verwaltungs-PKI. */
export function issueCertificate(order: CertificateOrder): Buffer {
  if (order.subject.length === 0 || order.subject.length > 64) throw new RangeError("a common name has 1 to 64 characters (RFC 5280, ub-common-name)");
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  const unsigned = sequence(
    explicit(0, integer(2)),
    integer(serial),
    signatureAlgorithm(),
    name(order.issuer.name),
    sequence(time(order.from), time(new Date(order.from.getTime() + order.days * 86_400_000))),
    name(order.subject),
    order.publicKey.export({ type: "spki", format: "der" }),
    explicit(3, sequence(
      sequence(objectIdentifier(oid.basicConstraints), isTrue(), octetString(order.use === "authority" ? sequence(isTrue()) : sequence())),
      sequence(objectIdentifier(oid.keyUsage), isTrue(), octetString(usageBits[order.use])),
    )),
  );
  const signature = sign("sha512", unsigned, { key: order.issuer.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 });
  return sequence(unsigned, signatureAlgorithm(), bitString(signature));
}
