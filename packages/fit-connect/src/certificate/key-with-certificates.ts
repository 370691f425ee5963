import { X509Certificate } from "node:crypto";
import { VerificationError } from "../errors/verification-error.ts";
import { checkPublicJwk, type KeyUse, type PublicJwk } from "../keys/jwk.ts";
import { type CertificatePolicy, checkCertificates } from "./check-certificates.ts";

/** More than any chain of the Verwaltungs-PKI has. */
const mostCertificates = 10;

/**
 * A key with what an authority has issued for it: the certificates of a PEM file in any order become `x5c` (leaf first, a root left out), after every check that a sender will make.
 * @param pem leaf and intermediate certificates, with or without the root
 * @throws VerificationError certificate-…
 */
export async function keyWithCertificates(jwk: PublicJwk, use: KeyUse, pem: string, policy: CertificatePolicy, now: number): Promise<PublicJwk> {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0 || blocks.length > mostCertificates) throw new VerificationError("certificate-unreadable", `a file with 1 to ${mostCertificates} certificates is read`);
  const all = blocks.map(read);
  const leaf = all.find((one) => { const { n, e } = one.publicKey.export({ format: "jwk" }); return n === jwk.n && e === jwk.e; });
  if (!leaf) throw new VerificationError("certificate-key", "none of the certificates is for this key");
  const chain = [leaf];
  for (let last = leaf; ;) {
    const next = all.find((one) => !chain.includes(one) && last.checkIssued(one) && !isRoot(one));
    if (!next) break;
    chain.push(next);
    last = next;
  }
  const { x5c: _, ...bare } = jwk;
  const named = { ...bare, x5c: chain.map(({ raw }) => raw.toString("base64")) };
  const certified = use === "encryption" ? checkPublicJwk(named, "encryption") : checkPublicJwk(named, "signature");
  await checkCertificates(certified, use, policy, now);
  return certified;
}

const isRoot = (one: X509Certificate): boolean => one.subject === one.issuer;

function read(block: string): X509Certificate {
  try {
    return new X509Certificate(block);
  } catch (cause) {
    throw new VerificationError("certificate-unreadable", "not an X.509 certificate", { cause });
  }
}
