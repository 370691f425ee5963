import { toBase64url } from "../encoding/base64url.ts";
import type { RecipientKey } from "../keys/recipient-key.ts";
import { openCipher } from "./content-cipher.ts";

/**
 * Encrypts something small as compact JWE (RFC 7516; RSA-OAEP-256, A256GCM).
 * @param cty MIME type of the plaintext, for metadata `application/json`
 */
export function encryptJwe(plaintext: Uint8Array | string, recipient: RecipientKey, cty: string): string {
  const { front, cipher } = openCipher(recipient, cty);
  const ciphertext = cipher.update(typeof plaintext === "string" ? Buffer.from(plaintext, "utf8") : plaintext);
  cipher.final();
  return `${front}${toBase64url(ciphertext)}.${toBase64url(cipher.getAuthTag())}`;
}

/** The authentication tag of a compact JWE as the event log carries it: the fifth segment. Undefined when it has not five. */
export function authenticationTag(jwe: string): string | undefined {
  const segments = jwe.split(".", 6);
  return segments.length === 5 ? segments[4] : undefined;
}
