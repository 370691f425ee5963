import { constants, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from "node:crypto";
import { VerificationError } from "../errors/verification-error.ts";
import { checkPublicJwk, signingJwkSchema } from "./jwk.ts";

/** Signs PS512. An interface, so that the private key may stay in a key store. */
export interface SigningKey {
  readonly kid: string;
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

/** A checked public key to verify with. Only `verificationKey` makes one. */
export interface VerificationKey {
  readonly kid: string;
  verify(bytes: Uint8Array, signature: Uint8Array): Promise<boolean>;
}

/**
 * RSASSA-PSS with SHA-512, MGF1 with SHA-512 and a salt of 64 bytes (RFC 7518, 3.5), said on the key itself: node:crypto reads these from whatever object it is given. Of an object that only
 * holds the key it first asks twice, by an error that it catches, whether it is one (15 µs and more for each signature, Node 24.21).
 */
const forPss = (key: KeyObject): KeyObject => Object.assign(key, { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 });

/**
 * From a private JWK. The operation (4 ms with 4096 bits) runs beside the event loop.
 * @throws VerificationError key-shape
 */
export function signingKey(jwk: unknown): SigningKey {
  const parsed = signingJwkSchema.safeParse(jwk);
  if (!parsed.success) throw new VerificationError("key-shape", "not a private PS512 key");
  const { kid, kty, n, e, d, p, q, dp, dq, qi } = parsed.data;
  const key = forPss(createPrivateKey({ key: { kty, n, e, d, p, q, dp, dq, qi }, format: "jwk" }));
  return {
    kid,
    sign: (bytes) => new Promise((resolve, reject) => { sign("sha512", bytes, key, (error, signature) => { if (error) reject(error); else resolve(signature); }); }),
  };
}

/**
 * The operation (a tenth of a millisecond with 4096 bits) costs less than handing it to another thread would.
 * @throws VerificationError when it is no FIT-Connect signature key
 */
export function verificationKey(jwk: unknown): VerificationKey {
  const { kid, kty, n, e } = checkPublicJwk(jwk, "signature");
  const key = forPss(createPublicKey({ key: { kty, n, e }, format: "jwk" }));
  return {
    kid,
    verify: async (bytes, signature) => verify("sha512", bytes, key, signature),
  };
}
