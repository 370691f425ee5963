import { constants, createPrivateKey, createPublicKey, sign, type JsonWebKey } from "node:crypto";
import type { KeyUse } from "../keys/jwk.ts";
import { bitString, explicit, integer, isTrue, objectIdentifier, octetString, sequence, set, tagged, utf8String } from "./der-writer.ts";
import { signatureAlgorithm, usageBits } from "./issue-certificate.ts";
import { oid } from "./object-identifiers.ts";

/** Whose certificate it shall be. What an authority wants in it, its own rules say (of the Verwaltungs-PKI: those of the registration authority). */
export interface CertificateSubject {
  /** 1 to 64 characters. */
  readonly commonName: string;
  /** Up to 64 characters each. */
  readonly organization?: string;
  readonly unit?: string;
  readonly locality?: string;
  readonly state?: string;
  /** ISO 3166-1, two letters. */
  readonly country?: string;
}

const limits = { commonName: 64, organization: 64, unit: 64, locality: 128, state: 128 } as const;

/**
 * A request for a certificate (PKCS#10, RFC 2986) as PEM, signed with the key itself (RSASSA-PSS, SHA-512) and with the key usage that FIT-Connect asks for. The key stays where it is: only
 * this request goes to the authority.
 * @param privateKey JWK of a pair made by `generateFitConnectKeyPair`
 * @throws RangeError for a subject that no certificate can carry
 */
export function createSigningRequest({ subject, privateKey, use }: { readonly subject: CertificateSubject; readonly privateKey: JsonWebKey; readonly use: KeyUse }): string {
  const key = createPrivateKey({ key: privateKey, format: "jwk" });
  const usage = sequence(objectIdentifier(oid.keyUsage), isTrue(), octetString(usageBits[use]));
  const info = sequence(
    integer(0), nameOf(subject), createPublicKey(key).export({ type: "spki", format: "der" }),
    explicit(0, sequence(objectIdentifier(oid.extensionRequest), set(sequence(usage)))),
  );
  const signature = sign("sha512", info, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 });
  const der = sequence(info, signatureAlgorithm(), bitString(signature));
  return `-----BEGIN CERTIFICATE REQUEST-----\n${der.toString("base64").replace(/(.{64})/g, "$1\n").trimEnd()}\n-----END CERTIFICATE REQUEST-----\n`;
}

/** From the largest to the smallest, as a directory writes it. */
function nameOf({ country, state, locality, organization, unit, commonName }: CertificateSubject): Buffer {
  const part = (type: string, value: Buffer): Buffer => set(sequence(objectIdentifier(type), value));
  const words = (type: string, name: keyof typeof limits, text: string | undefined): Buffer[] => {
    if (text === undefined) return [];
    if (text.length === 0 || text.length > limits[name] || /\p{Cc}/u.test(text)) throw new RangeError(`${name} has 1 to ${limits[name]} characters (RFC 5280, appendix A)`);
    return [part(type, utf8String(text))];
  };
  if (country !== undefined && !/^[A-Z]{2}$/.test(country)) throw new RangeError("country: two letters of ISO 3166-1");
  return sequence(
    ...(country === undefined ? [] : [part(oid.country, tagged(0x13, Buffer.from(country, "ascii")))]),
    ...words(oid.state, "state", state), ...words(oid.locality, "locality", locality), ...words(oid.organization, "organization", organization), ...words(oid.unit, "unit", unit), ...words(oid.commonName, "commonName", commonName),
  );
}
