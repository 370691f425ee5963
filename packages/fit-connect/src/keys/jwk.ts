import { z } from "zod";
import { fromBase64url } from "../encoding/base64url.ts";
import { VerificationError } from "../errors/verification-error.ts";

/** FIT-Connect knows two kinds of key: RSA-OAEP-256 to wrap content keys, PS512 to sign. Two different pairs. */
export type KeyUse = "encryption" | "signature";

export const keyRules = {
  encryption: { alg: "RSA-OAEP-256", publicOp: "wrapKey", privateOp: "unwrapKey" },
  signature: { alg: "PS512", publicOp: "verify", privateOp: "sign" },
} as const;

/** 8 to 64 characters (metadata schema 2.1.0). */
export const keyIdSchema = z.string().min(8).max(64);

/** A modulus of 4096 bits is 512 bytes, 683 characters; 16384 bits are enough for anybody. */
const modulus = z.string().min(683).max(2731);

const publicMembers = {
  kty: z.literal("RSA"),
  kid: keyIdSchema,
  n: modulus,
  e: z.literal("AQAB"),
  use: z.enum(["enc", "sig"]).optional(),
  /** Chain as base64 DER, leaf first; required for keys of a destination outside test environments. */
  x5c: z.array(z.string().min(1).max(20_000)).min(1).max(10).optional(),
};

export const encryptionJwkSchema = z.object({ ...publicMembers, alg: z.literal("RSA-OAEP-256"), key_ops: z.tuple([z.literal("wrapKey")]) });
export const signatureJwkSchema = z.object({ ...publicMembers, alg: z.literal("PS512"), key_ops: z.tuple([z.literal("verify")]) });

export type EncryptionJwk = z.infer<typeof encryptionJwkSchema>;
export type SignatureJwk = z.infer<typeof signatureJwkSchema>;
export type PublicJwk = EncryptionJwk | SignatureJwk;

/** The private members of an RSA key with its primes (RFC 7518, 6.3.2). */
const privateMembers = { d: z.string(), p: z.string(), q: z.string(), dp: z.string(), dq: z.string(), qi: z.string() };
const someOps = z.array(z.string()).min(1);

/** `key_ops` may name `decrypt` beside `unwrapKey`, as some tools write it. */
export const decryptionJwkSchema = z.object({ ...publicMembers, ...privateMembers, alg: z.literal("RSA-OAEP-256"), key_ops: someOps.refine((ops) => ops.includes("unwrapKey") || ops.includes("decrypt")) });
export const signingJwkSchema = z.object({ ...publicMembers, ...privateMembers, alg: z.literal("PS512"), key_ops: someOps.refine((ops) => ops.includes("sign")) });
export type DecryptionJwk = z.infer<typeof decryptionJwkSchema>;
export type SigningJwk = z.infer<typeof signingJwkSchema>;

const secretNames = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/**
 * Checks a public key as FIT-Connect asks (delivery service's key rules; metadata schema 2.1.0): RSA, at least 4096 bits, exponent 65537, `kid` 8–64,
 * exact `alg` and `key_ops`, `use` right where it is given, and nothing private in it. Certificates are checked by `checkCertificates`.
 * @throws VerificationError key-private, key-use, key-id, key-too-short, key-shape
 */
export function checkPublicJwk(value: unknown, use: "encryption"): EncryptionJwk;
export function checkPublicJwk(value: unknown, use: "signature"): SignatureJwk;
export function checkPublicJwk(value: unknown, use: KeyUse): PublicJwk {
  if (typeof value === "object" && value !== null && secretNames.some((name) => name in value)) throw new VerificationError("key-private", "a published key holds private members");
  const parsed = (use === "encryption" ? encryptionJwkSchema : signatureJwkSchema).safeParse(value);
  if (!parsed.success) {
    const field = String(parsed.error.issues[0]?.path[0] ?? "");
    const code = ["alg", "key_ops", "use"].includes(field) ? "key-use" : field === "kid" ? "key-id" : field === "n" ? "key-too-short" : "key-shape";
    throw new VerificationError(code, `not a ${keyRules[use].alg} key: ${field === "" ? "no JWK" : field}`);
  }
  const key: PublicJwk = parsed.data;
  if (key.use !== undefined && key.use !== (use === "encryption" ? "enc" : "sig")) throw new VerificationError("key-use", `use is ${key.use}`);
  const bytes = fromBase64url(key.n);
  if (bytes === undefined) throw new VerificationError("key-shape", "n is not base64url");
  // 683 characters hold 512 bytes; only a set first bit makes them 4096 bits.
  if (bytes.length < 512 || (bytes.length === 512 && ((bytes[0] ?? 0) & 0x80) === 0)) throw new VerificationError("key-too-short", "fewer than 4096 bits");
  return key;
}
