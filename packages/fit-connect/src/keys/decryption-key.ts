import { constants, createPublicKey, publicEncrypt, randomBytes, webcrypto } from "node:crypto";
import { VerificationError } from "../errors/verification-error.ts";
import { decryptionJwkSchema } from "./jwk.ts";

/** Unwraps content keys. An interface, so that the private key may stay in a key store that only offers this one operation. */
export interface DecryptionKey {
  readonly kid: string;
  /**
   * RSA-OAEP with SHA-256. Undefined when the bytes were not wrapped for this key. A rejection means that the key could not be asked (a key store
   * that is away): a fault of ours, and no reason to reject what somebody sent.
   */
  unwrap(wrapped: Uint8Array): Promise<Uint8Array | undefined>;
}

/**
 * From a private JWK. The RSA operation (4 ms with 4096 bits) runs beside the event loop.
 * @throws VerificationError key-shape
 */
export async function decryptionKey(jwk: unknown): Promise<DecryptionKey> {
  const parsed = decryptionJwkSchema.safeParse(jwk);
  if (!parsed.success) throw new VerificationError("key-shape", "not a private RSA-OAEP-256 key");
  const { kid, kty, n, e, d, p, q, dp, dq, qi } = parsed.data;
  // Only the numbers: WebCrypto refuses "decrypt" for a key whose key_ops say unwrapKey.
  const key = await webcrypto.subtle.importKey("jwk", { kty, n, e, d, p, q, dp, dq, qi }, { name: "RSA-OAEP", hash: "SHA-256" }, false, ["decrypt"])
    .catch((cause: unknown) => { throw new VerificationError("key-shape", "the private key does not fit together", { cause }); });
  const unwrap = (wrapped: Uint8Array): Promise<Uint8Array | undefined> => webcrypto.subtle.decrypt({ name: "RSA-OAEP" }, key, Uint8Array.from(wrapped))
    .then((bytes) => new Uint8Array(bytes), (error: unknown) => {
      if (error instanceof DOMException && error.name === "OperationError") return undefined;
      throw error;
    });
  // The import does not look at the numbers. A key that is wrong in itself would make every message look broken: try it once.
  const probe = randomBytes(32);
  const wrapped = publicEncrypt({ key: createPublicKey({ key: { kty, n, e }, format: "jwk" }), padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" }, probe);
  if (!probe.equals(await unwrap(wrapped) ?? Buffer.alloc(0))) throw new VerificationError("key-shape", "the private key does not fit together");
  return { kid, unwrap };
}

/** Several keys by `kid`: while a destination changes its key, old submissions still need the old one. */
export function keyById(keys: readonly DecryptionKey[], kid: string): DecryptionKey {
  const key = keys.find((candidate) => candidate.kid === kid);
  if (key === undefined) throw new VerificationError("jwe-key-unknown", "encrypted for a key that is not ours");
  return key;
}
