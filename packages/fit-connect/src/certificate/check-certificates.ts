import type { X509Certificate } from "node:crypto";
import { VerificationError, type VerificationCode } from "../errors/verification-error.ts";
import type { KeyUse, PublicJwk } from "../keys/jwk.ts";
import { readCertificate, type CertificateFacts } from "./read-certificate.ts";

/** Asks the authority (OCSP, CRL) about one certificate. Reaching it is the caller's: this library opens no connection of its own for it. */
export type RevocationCheck = (certificate: X509Certificate, issuer: X509Certificate) => Promise<"good" | "revoked" | "unknown">;

export type CertificatePolicy =
  /** STAGE and PROD: a chain up to one of these roots (PEM or base64 DER), everything checked. */
  | {
    readonly kind: "strict"; readonly roots: readonly string[];
    /** Without it nothing is asked; with it a revoked certificate is refused. */
    readonly revocation?: RevocationCheck;
    /** What an authority that cannot be reached means. Default: refuse. */
    readonly revocationUnknown?: "accept" | "refuse";
  }
  /** TEST: keys without certificate and self-signed ones pass. What is there must still belong to the key, be in time and allow the use. */
  | { readonly kind: "lenient" };

const fail = (code: VerificationCode, detail: string): never => { throw new VerificationError(code, detail); };

/** Key usage bits of which a leaf needs one: keyEncipherment or dataEncipherment; digitalSignature or nonRepudiation. */
const usage: Readonly<Record<KeyUse, readonly number[]>> = { encryption: [2, 3], signature: [0, 1] };
const KEY_CERT_SIGN = 5;

/**
 * Checks the certificates of a key (delivery.md 1.7: chain up to the root, `n` and `e` equal those of the leaf, validity, key usage, RSA 4096,
 * RSASSA-PSS with SHA-512, revocation).
 * @param now milliseconds since 1970
 * @returns until when none of the certificates that count ends, in milliseconds since 1970
 * @throws VerificationError certificate-…
 */
export async function checkCertificates(jwk: PublicJwk, use: KeyUse, policy: CertificatePolicy, now: number): Promise<number> {
  if (jwk.x5c === undefined) {
    if (policy.kind === "lenient") return Infinity;
    throw new VerificationError("certificate-missing", "the key has no x5c");
  }
  const chain = jwk.x5c.map(readCertificate);
  const [leaf] = chain;
  if (leaf === undefined) return fail("certificate-missing", "x5c is empty");
  const { n, e } = leaf.certificate.publicKey.export({ format: "jwk" });
  if (n !== jwk.n || e !== jwk.e) fail("certificate-key", "the first certificate holds another key");
  if (leaf.keyUsage === undefined ? policy.kind === "strict" : !usage[use].some((bit) => leaf.keyUsage?.has(bit))) fail("certificate-use", `the certificate does not allow ${use}`);
  for (const facts of policy.kind === "lenient" ? [leaf] : chain) if (now < facts.from.getTime() || now >= facts.until.getTime()) fail("certificate-time", "not valid now");
  if (policy.kind === "lenient") return leaf.until.getTime();

  const roots = policy.roots.map(readCertificate);
  const path = pathToRoot(chain, roots, now);
  for (const [index, { certificate, signedWithPss512 }] of path.slice(0, -1).entries()) {
    if (!signedWithPss512) fail("certificate-algorithm", "not signed with RSASSA-PSS and SHA-512");
    if ((certificate.publicKey.asymmetricKeyDetails?.modulusLength ?? 0) < 4096) fail("certificate-algorithm", "fewer than 4096 bits");
    const issuer = path[index + 1];
    if (issuer !== undefined && (!issuer.certificate.ca || issuer.keyUsage?.has(KEY_CERT_SIGN) === false || issuer.pathLength < index)) fail("certificate-authority", "the issuer may not issue this certificate");
    if (issuer === undefined || !certificate.checkIssued(issuer.certificate) || !certificate.verify(issuer.certificate.publicKey)) fail("certificate-signature", "not signed by the next certificate");
  }
  if (policy.revocation !== undefined) await checkRevocation(path, policy.revocation, policy.revocationUnknown ?? "refuse");
  return Math.min(...[...chain, ...path].map(({ until }) => until.getTime()));
}

/** The chain as it came, without a root it may carry, closed by one of the trusted roots. */
function pathToRoot(chain: readonly CertificateFacts[], roots: readonly CertificateFacts[], now: number): readonly CertificateFacts[] {
  const carried = chain.findIndex(({ certificate }) => roots.some((root) => root.certificate.raw.equals(certificate.raw)));
  const path = carried === -1 ? chain : chain.slice(0, carried);
  const last = path.at(-1);
  const root = last && roots.find(({ certificate }) => last.certificate.checkIssued(certificate));
  if (root === undefined) throw new VerificationError("certificate-untrusted", "no way to a trusted root");
  if (now < root.from.getTime() || now >= root.until.getTime()) throw new VerificationError("certificate-time", "the root is not valid now");
  return [...path, root];
}

async function checkRevocation(path: readonly CertificateFacts[], ask: RevocationCheck, unknown: "accept" | "refuse"): Promise<void> {
  for (const [index, { certificate }] of path.slice(0, -1).entries()) {
    const issuer = path[index + 1];
    if (issuer === undefined) return;
    const answer = await ask(certificate, issuer.certificate);
    if (answer === "revoked") fail("certificate-revoked", "revoked by its issuer");
    if (answer === "unknown" && unknown === "refuse") fail("certificate-revocation-unknown", "its issuer could not be asked");
  }
}
