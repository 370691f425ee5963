import { constants, createPublicKey, publicEncrypt, type KeyObject } from "node:crypto";
import { checkPublicJwk } from "./jwk.ts";

/** A checked public key to encrypt for. Only `recipientKey` makes one. */
export interface RecipientKey {
  readonly kid: string;
  /** Wraps a content key with RSA-OAEP, SHA-256 and MGF1 with SHA-256 (RFC 7518, 4.3). */
  wrap(contentKey: Uint8Array): Buffer;
}

/** @throws VerificationError when it is no FIT-Connect encryption key */
export function recipientKey(jwk: unknown): RecipientKey {
  const { kid, kty, n, e } = checkPublicJwk(jwk, "encryption");
  // Said on the key itself, as in signing-key.ts.
  const key: KeyObject = Object.assign(createPublicKey({ key: { kty, n, e }, format: "jwk" }), { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" });
  return { kid, wrap: (contentKey) => publicEncrypt(key, contentKey) };
}
