import { createPublicKey, X509Certificate, type KeyObject } from "node:crypto";
import { z } from "zod";
import { ApiProblem } from "./problem.ts";

const base64url = /^[A-Za-z0-9_-]+$/;
const common = {
  kty: z.literal("RSA"), e: z.literal("AQAB"), kid: z.string().min(8).max(64),
  /** 4096 bits are 683 characters. */
  n: z.string().min(683).max(2731).regex(base64url),
  x5c: z.array(z.string().min(100).max(10_000).regex(/^[A-Za-z0-9+/]+=*$/)).min(1).max(10),
};
const encryption = z.strictObject({ ...common, alg: z.literal("RSA-OAEP-256"), key_ops: z.tuple([z.literal("wrapKey")]), use: z.literal("enc").optional() });
const signature = z.strictObject({ ...common, alg: z.literal("PS512"), key_ops: z.tuple([z.literal("verify")]), use: z.literal("sig").optional() });

/** The two kinds of published keys. Strict: a private member (d, p, q …) must never arrive here. */
export const publicJwkSchema = z.discriminatedUnion("alg", [encryption, signature]);
export type PublicJwk = z.infer<typeof publicJwkSchema>;

/** Rules for the keys of a destination (delivery.md 1.7): form, certificate chain as of TEST (self-made certificates are taken), validity. */
export function checkPublicJwk(value: unknown, alg: PublicJwk["alg"], now: Date): PublicJwk {
  const parsed = (alg === "PS512" ? signature : encryption).safeParse(value);
  if (!parsed.success) throw new ApiProblem("key-invalid", parsed.error.issues.slice(0, 5).map(({ path, code }) => `${path.join(".") || "key"}: ${code}`).join("; "));
  const key = keyObjectOf(parsed.data);
  if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < 4096) throw new ApiProblem("key-invalid", "n: less than 4096 bits");
  checkChain(parsed.data.x5c, key, now);
  return parsed.data;
}

const read = new WeakMap<object, KeyObject>();

/** `use`, `key_ops` and `x5c` are rules for us, not for the arithmetic. A registered key is read once. */
export function keyObjectOf(jwk: { readonly n: string; readonly e: string }): KeyObject {
  const known = read.get(jwk);
  if (known) return known;
  const key = createPublicKey({ key: { kty: "RSA", n: jwk.n, e: jwk.e }, format: "jwk" });
  read.set(jwk, key);
  return key;
}

function checkChain(x5c: readonly string[], key: KeyObject, now: Date): void {
  let chain: X509Certificate[];
  try {
    chain = x5c.map((certificate) => new X509Certificate(Buffer.from(certificate, "base64")));
  } catch {
    throw new ApiProblem("key-invalid", "x5c: not a certificate");
  }
  if (!chain[0]?.publicKey.equals(key)) throw new ApiProblem("key-invalid", "x5c: the first certificate is not that of this key");
  for (const [index, certificate] of chain.entries()) {
    if (certificate.validFromDate > now || certificate.validToDate < now) throw new ApiProblem("key-invalid", "x5c: a certificate is not valid now");
    const issuer = chain[index + 1] ?? (certificate.checkIssued(certificate) ? certificate : undefined);
    if (issuer && !(certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey))) throw new ApiProblem("key-invalid", "x5c: the chain does not hold together");
  }
}
