import { X509Certificate } from "node:crypto";
import { dotted, elementAt, elementsOf, type DerElement } from "./der-reader.ts";
import { VerificationError } from "../errors/verification-error.ts";
import { oid } from "./object-identifiers.ts";

/** What the rules of FIT-Connect ask of a certificate, beyond what node:crypto tells. */
export interface CertificateFacts {
  readonly certificate: X509Certificate;
  readonly from: Date;
  readonly until: Date;
  /** Signed with RSASSA-PSS, SHA-512, MGF1 with SHA-512. */
  readonly signedWithPss512: boolean;
  /** Bits of KeyUsage by number (RFC 5280, 4.2.1.3); undefined when the extension is missing. */
  readonly keyUsage: ReadonlySet<number> | undefined;
  /** How many authorities may stand below this one, without the leaf; Infinity where nothing is said. */
  readonly pathLength: number;
}

/**
 * Reads base64 DER (as in `x5c`) or PEM.
 * @throws VerificationError certificate-unreadable
 */
export function readCertificate(text: string): CertificateFacts {
  try {
    const certificate = new X509Certificate(text.includes("-----BEGIN") ? text : Buffer.from(text, "base64"));
    const outer = elementsOf(elementAt(elementsOf(certificate.raw), 0, 0x30).content);
    const fields = elementsOf(elementAt(outer, 0, 0x30).content);
    const extensions = extensionsOf(fields);
    const [usage, constraints] = [extensions.get(oid.keyUsage), extensions.get(oid.basicConstraints)];
    return {
      certificate,
      from: new Date(certificate.validFrom),
      until: new Date(certificate.validTo),
      signedWithPss512: isPss512(elementAt(outer, 1, 0x30)),
      keyUsage: usage && bitsOf(elementAt(elementsOf(usage), 0, 0x03).content),
      pathLength: constraints === undefined ? Infinity : pathLengthOf(constraints),
    };
  } catch (cause) {
    throw new VerificationError("certificate-unreadable", "not an X.509 certificate", { cause });
  }
}

function extensionsOf(fields: readonly DerElement[]): ReadonlyMap<string, Buffer> {
  const wrapper = fields.find(({ tag }) => tag === 0xa3);
  const list = wrapper === undefined ? [] : elementsOf(elementAt(elementsOf(wrapper.content), 0, 0x30).content);
  return new Map(list.map(({ content }) => {
    const parts = elementsOf(content);
    return [dotted(elementAt(parts, 0, 0x06).content), elementAt(parts, parts.length - 1, 0x04).content] as const;
  }));
}

function isPss512(algorithm: DerElement): boolean {
  const [name, parameters] = elementsOf(algorithm.content);
  if (name === undefined || parameters === undefined || dotted(name.content) !== oid.rsassaPss) return false;
  const part = (number: number): DerElement | undefined => elementsOf(parameters.content).find(({ tag }) => tag === (0xa0 | number));
  const hashOf = (wrapper: DerElement | undefined, depth: number): string | undefined => {
    const inner = wrapper && elementsOf(elementAt(elementsOf(wrapper.content), 0, 0x30).content);
    return inner && (depth === 0 ? dotted(elementAt(inner, 0, 0x06).content) : dotted(elementAt(elementsOf(elementAt(inner, 1, 0x30).content), 0, 0x06).content));
  };
  return hashOf(part(0), 0) === oid.sha512 && hashOf(part(1), 1) === oid.sha512;
}

function bitsOf(content: Buffer): ReadonlySet<number> {
  const bits = new Set<number>();
  content.subarray(1).forEach((byte, index) => { for (let bit = 0; bit < 8; bit += 1) if (byte & (0x80 >> bit)) bits.add(index * 8 + bit); });
  return bits;
}

function pathLengthOf(extension: Buffer): number {
  const length = elementsOf(elementAt(elementsOf(extension), 0, 0x30).content).find(({ tag }) => tag === 0x02);
  return length === undefined ? Infinity : length.content.readUIntBE(0, Math.min(6, length.content.length));
}
