import { createHash, createPrivateKey, generateKeyPair, X509Certificate, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { basicConstraints, buildCertificate, extension } from "./build-certificate.ts";
import { bitString, implicit, objectIdentifier, octetString, sequence } from "./der.ts";
import type { KeyPairWithCertificate } from "./generate-key-pair-with-certificate.ts";

const generate = promisify(generateKeyPair);
const DAY = 86_400_000;

export interface LeafCertificate {
  readonly commonName: string;
  readonly usage: "server" | "client";
  /** Host names and IPv4 addresses of a server. */
  readonly hosts?: readonly string[];
  readonly from?: Date;
  readonly days?: number;
}

/** An authority of one's own with a P-256 key, for simulators and tests: never for production. */
export async function createCertificateAuthority(commonName: string, { from = new Date(), days = 3650 }: { readonly from?: Date; readonly days?: number } = {}): Promise<KeyPairWithCertificate> {
  const { publicKey, privateKey } = await generate("ec", { namedCurve: "prime256v1" });
  const certificate = buildCertificate({
    subject: commonName, issuer: commonName, publicKey, signingKey: privateKey, from, until: new Date(from.getTime() + days * DAY),
    // keyCertSign and cRLSign
    extensions: [basicConstraints(true), extension("2.5.29.15", true, bitString(Buffer.from([0x06]), 1)), subjectKeyIdentifier(publicKey)],
  });
  return { privateKey: pem(privateKey), certificate };
}

/** A certificate of that authority for a fresh P-256 key (RFC 5280, 4.2.1: usages, alternative names, key identifiers). */
export async function issueCertificate(authority: KeyPairWithCertificate, { commonName, usage, hosts = [], from = new Date(), days = 3650 }: LeafCertificate): Promise<KeyPairWithCertificate> {
  const { publicKey, privateKey } = await generate("ec", { namedCurve: "prime256v1" });
  const issuer = new X509Certificate(authority.certificate);
  const certificate = buildCertificate({
    subject: commonName, issuer: /^CN=(.*)$/m.exec(issuer.subject)?.[1] ?? "", publicKey, signingKey: createPrivateKey(authority.privateKey),
    from, until: new Date(from.getTime() + days * DAY),
    extensions: [
      basicConstraints(false),
      // digitalSignature
      extension("2.5.29.15", true, bitString(Buffer.from([0x80]), 7)),
      extension("2.5.29.37", false, sequence(objectIdentifier(usage === "server" ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2"))),
      subjectKeyIdentifier(publicKey),
      extension("2.5.29.35", false, sequence(implicit(0, keyIdentifier(issuer.publicKey)))),
      ...(hosts.length > 0 ? [extension("2.5.29.17", false, sequence(...hosts.map(alternativeName)))] : []),
    ],
  });
  return { privateKey: pem(privateKey), certificate };
}

const pem = (key: KeyObject): string => key.export({ type: "pkcs8", format: "pem" }).toString();
/** Any value that is the same for the same key will do (RFC 5280, 4.2.1.2). */
const keyIdentifier = (key: KeyObject): Buffer => createHash("sha1").update(key.export({ type: "spki", format: "der" })).digest();
const subjectKeyIdentifier = (key: KeyObject): Buffer => extension("2.5.29.14", false, octetString(keyIdentifier(key)));
const alternativeName = (host: string): Buffer => (/^\d+(?:\.\d+){3}$/.test(host) ? implicit(7, Buffer.from(host.split(".").map(Number))) : implicit(2, Buffer.from(host, "ascii")));
