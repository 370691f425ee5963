import { verify, X509Certificate } from "node:crypto";
import { z } from "zod";
import { fromBase64url, toBase64url } from "../encoding/base64url.ts";
import { parseJson } from "../encoding/json.ts";
import { VerificationError } from "../errors/verification-error.ts";
import { commonNameOf } from "./common-name.ts";
import type { ZbpAuthor } from "./zbp-author.ts";

/** The Fachdaten of a submission to the bridge. `sha512sum` holds a signature, in spite of its name. */
export const zbpEnvelopeSchema = z.object({
  content: z.string().min(1),
  sha512sum: z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/),
  authorToken: z.string().max(20_000),
  authorCertificate: z.string().max(50_000),
});

/** So many seconds the author's token is good: what the mailbox fetches later than this it refuses, and it has to be sealed and sent anew. */
export const ZBP_TOKEN_SECONDS = 1_800;

/** Signs a message or status; the signed and the embedded text are the same string. @param now milliseconds since 1970 */
export async function sealZbpEnvelope(content: object, author: ZbpAuthor, now: number): Promise<string> {
  const text = JSON.stringify(content);
  const iat = Math.floor(now / 1000);
  const unsigned = `${toBase64url(JSON.stringify({ typ: "JWT", alg: "RS512" }))}.${toBase64url(JSON.stringify({ iat, exp: iat + ZBP_TOKEN_SECONDS, signer: author.name, roles: ["THIRD_PARTY"] }))}`;
  return JSON.stringify({
    content: text,
    sha512sum: Buffer.from(await author.sign(Buffer.from(text, "utf8"))).toString("base64"),
    authorToken: `${unsigned}.${toBase64url(await author.sign(Buffer.from(unsigned, "ascii")))}`,
    authorCertificate: author.certificate,
  });
}

/**
 * Reads an envelope as the mailbox does: both signatures by the certificate inside, which is in its time, and a token for its common name, with the role of a third party and no longer than
 * half an hour. Whether that certificate may write is the caller's to know.
 * @throws VerificationError zbp-envelope, zbp-signature
 */
export function openZbpEnvelope(bytes: Uint8Array | string, now: number): { readonly content: unknown; readonly certificate: X509Certificate } {
  const parsed = zbpEnvelopeSchema.safeParse(parseJson(bytes));
  if (!parsed.success) throw new VerificationError("zbp-envelope", "not content, signature, token and certificate");
  const { content, sha512sum, authorToken, authorCertificate } = parsed.data;
  const certificate = certificateOf(authorCertificate);
  // An elliptic key would verify as well, by another algorithm than RS512.
  if (certificate.publicKey.asymmetricKeyType !== "rsa") throw new VerificationError("zbp-signature", "not the certificate of an RSA key");
  if (now < Date.parse(certificate.validFrom) || now >= Date.parse(certificate.validTo)) throw new VerificationError("zbp-signature", "the certificate is out of its time");
  if (!verify("sha512", Buffer.from(content, "utf8"), certificate.publicKey, Buffer.from(sha512sum, "base64"))) throw new VerificationError("zbp-signature", "the content is not signed by this certificate");
  const [header = "", claims = "", signature = "", ...more] = authorToken.split(".", 4);
  const [headerBytes, claimBytes, signatureBytes] = [header, claims, signature].map(fromBase64url);
  const token = z.object({ header: z.object({ typ: z.literal("JWT"), alg: z.literal("RS512") }), claims: z.object({ iat: z.int(), exp: z.int(), signer: z.string(), roles: z.array(z.string()) }) })
    .safeParse({ header: headerBytes && parseJson(headerBytes), claims: claimBytes && parseJson(claimBytes) });
  if (!token.success || more.length > 0 || signatureBytes === undefined) throw new VerificationError("zbp-envelope", "not an author's token");
  if (!verify("sha512", Buffer.from(`${header}.${claims}`, "ascii"), certificate.publicKey, signatureBytes)) throw new VerificationError("zbp-signature", "the token is not signed by this certificate");
  const { iat, exp, signer, roles } = token.data.claims;
  if (signer !== commonNameOf(certificate) || !roles.includes("THIRD_PARTY")) throw new VerificationError("zbp-signature", "the token is of somebody else, or for something else");
  const seconds = now / 1000;
  if (seconds >= exp || iat > seconds + 300 || exp - iat > ZBP_TOKEN_SECONDS) throw new VerificationError("zbp-signature", "the token is out of its time");
  return { content: parseJson(content), certificate };
}

function certificateOf(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw new VerificationError("zbp-envelope", "no certificate", { cause });
  }
}
