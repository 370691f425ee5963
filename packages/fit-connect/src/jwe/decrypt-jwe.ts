import { inflateRawSync } from "node:zlib";
import { fromBase64url } from "../encoding/base64url.ts";
import { VerificationError } from "../errors/verification-error.ts";
import type { DecryptionKey } from "../keys/decryption-key.ts";
import { JWE_OVERHEAD } from "../limits.ts";
import { finish, openDecipher } from "./content-cipher.ts";
import type { ZipRule } from "./jwe-header.ts";

export interface DecryptedJwe { readonly plaintext: Buffer; readonly kid: string; readonly cty: string | undefined; readonly tag: string }

export interface DecryptOptions {
  /** The plaintext may have this many bytes, also after inflating. */
  readonly maxBytes: number;
  /** Default: refuse. */
  readonly zip?: ZipRule;
}

/**
 * Decrypts something small. Nothing of it is returned before its tag is checked.
 * @throws VerificationError jwe-…
 */
export async function decryptJwe(jwe: string, keys: readonly DecryptionKey[], options: DecryptOptions): Promise<DecryptedJwe> {
  if (jwe.length > Math.ceil(options.maxBytes * 4 / 3) + JWE_OVERHEAD) throw new VerificationError("jwe-too-large", `more than ${options.maxBytes} bytes`);
  const [header, wrapped, iv, ciphertext, tag, ...more] = jwe.split(".", 6);
  if (header === undefined || wrapped === undefined || iv === undefined || ciphertext === undefined || tag === undefined || more.length > 0) throw new VerificationError("jwe-shape", "not five segments");
  const opened = await openDecipher([header, wrapped, iv], keys, options.zip ?? "refuse");
  const bytes = fromBase64url(ciphertext);
  if (bytes === undefined) throw new VerificationError("jwe-shape", "the ciphertext is no base64url");
  const plaintext = opened.decipher.update(bytes);
  finish(opened.decipher, tag);
  const { kid, cty, deflated } = opened.header;
  const inflated = deflated ? inflate(plaintext, options.maxBytes) : plaintext;
  if (inflated.length > options.maxBytes) throw new VerificationError("jwe-too-large", `more than ${options.maxBytes} bytes`);
  return { plaintext: inflated, kid, cty, tag };
}

function inflate(bytes: Buffer, maxOutputLength: number): Buffer {
  try {
    return inflateRawSync(bytes, { maxOutputLength });
  } catch (cause) {
    throw new VerificationError("jwe-compressed", "does not inflate within the limit", { cause });
  }
}
