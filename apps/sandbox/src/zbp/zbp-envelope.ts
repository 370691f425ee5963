import { verify, X509Certificate } from "node:crypto";
import { z } from "zod";

const envelopeSchema = z.strictObject({
  content: z.string().min(1).max(10_000_000), sha512sum: z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/), authorToken: z.string().max(20_000), authorCertificate: z.string().max(50_000) });
const tokenHeader = z.strictObject({ typ: z.literal("JWT"), alg: z.literal("RS512") });
const tokenClaims = z.object({ iat: z.int(), exp: z.int(), signer: z.string(), roles: z.array(z.string()) });

const LIFETIME_SECONDS = 1800;
const AHEAD_SECONDS = 60;

export type Opened = { readonly ok: true; readonly content: unknown; readonly author: string } | { readonly ok: false; readonly reason: "form" | "certificate" | "signature" | "token" };

/**
 * The signed envelope of a message or status (delivery.md 5.1): `sha512sum` holds a signature (RSASSA-PKCS1-v1_5, SHA-512) over the bytes of `content`,
 * in spite of its name; the author's token is a JWT RS512 of the same certificate, half an hour long, for its common name, with the role THIRD_PARTY.
 */
export function openEnvelope(value: unknown, now: Date): Opened {
  const envelope = envelopeSchema.safeParse(value);
  if (!envelope.success) return { ok: false, reason: "form" };
  const { content, sha512sum, authorToken, authorCertificate } = envelope.data;
  const certificate = certificateOf(authorCertificate);
  // An elliptic key would verify as well, by another algorithm than RS512.
  if (certificate?.publicKey.asymmetricKeyType !== "rsa" || certificate.validFromDate > now || certificate.validToDate < now) return { ok: false, reason: "certificate" };
  if (!verify("sha512", Buffer.from(content), certificate.publicKey, Buffer.from(sha512sum, "base64"))) return { ok: false, reason: "signature" };
  const author = commonNameOf(certificate);
  if (!tokenHolds(authorToken, certificate, author, now.getTime() / 1000)) return { ok: false, reason: "token" };
  const json = jsonOf(content);
  return json === undefined ? { ok: false, reason: "form" } : { ok: true, content: json, author };
}

function tokenHolds(token: string, certificate: X509Certificate, author: string, seconds: number): boolean {
  const [head = "", claims = "", signature = "", ...more] = token.split(".");
  const header = tokenHeader.safeParse(jsonOf(Buffer.from(head, "base64url").toString("utf8")));
  const parsed = tokenClaims.safeParse(jsonOf(Buffer.from(claims, "base64url").toString("utf8")));
  if (!header.success || !parsed.success || more.length > 0) return false;
  const { iat, exp, signer, roles } = parsed.data;
  return verify("sha512", Buffer.from(`${head}.${claims}`), certificate.publicKey, Buffer.from(signature, "base64url"))
    && signer === author && roles.includes("THIRD_PARTY") && exp - iat <= LIFETIME_SECONDS && exp > seconds && iat <= seconds + AHEAD_SECONDS;
}

function certificateOf(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

function commonNameOf({ subject }: X509Certificate): string { return /^CN=(.*)$/m.exec(subject)?.[1] ?? ""; }

/** undefined: not JSON. */
export function jsonOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
