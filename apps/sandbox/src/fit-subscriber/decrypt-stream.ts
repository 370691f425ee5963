import { createDecipheriv, createSecretKey, webcrypto, type DecipherGCM, type JsonWebKey } from "node:crypto";
import { z } from "zod";

/** Something about the encryption is wrong: no key, another algorithm, a tag that does not fit. */
export class NotDecryptable extends Error {}

/** Read once, used for every submission; its operation runs beside the event loop. */
export interface DecryptionKey { readonly kid: string; unwrap(wrapped: Uint8Array): Promise<Uint8Array> }
const headerSchema = z.looseObject({ alg: z.literal("RSA-OAEP-256"), enc: z.literal("A256GCM"), kid: z.string(), cty: z.string().optional() });

export async function decryptionKeyOf({ kid, kty, n, e, d, p, q, dp, dq, qi }: JsonWebKey & { readonly kid: string }): Promise<DecryptionKey> {
  // The bare numbers: WebCrypto takes no key whose `key_ops` say unwrapKey for "decrypt".
  const numbers = Object.fromEntries(Object.entries({ kty, n, e, d, p, q, dp, dq, qi }).filter(([, value]) => value !== undefined));
  const key = await webcrypto.subtle.importKey("jwk", numbers, { name: "RSA-OAEP", hash: "SHA-256" }, false, ["decrypt"]);
  return { kid, unwrap: async (wrapped) => new Uint8Array(await webcrypto.subtle.decrypt({ name: "RSA-OAEP" }, key, Uint8Array.from(wrapped))) };
}

/**
 * Opens a compact JWE as it streams in. Plaintext is handed to `write` before the tag is known: whoever calls must keep it sealed until `end`
 * has come back, which throws when anything was changed.
 */
export async function decryptStream(chunks: AsyncIterable<Buffer>, keys: readonly DecryptionKey[], write: (plain: Buffer) => Promise<void> | void): Promise<{ readonly tag: string; readonly length: number }> {
  let head = "";
  let rest = "";
  let length = 0;
  let decipher: DecipherGCM | undefined;
  for await (const chunk of chunks) {
    length += chunk.length;
    rest += chunk.toString("latin1");
    if (!decipher) {
      head += rest;
      rest = "";
      const parts = head.split(".");
      if (parts.length < 4) {
        if (head.length > 10_000) throw new NotDecryptable("no head of a JWE");
        continue;
      }
      decipher = await open(parts, keys);
      rest = parts.slice(3).join(".");
    }
    // The end stays back: it may be the tag. Only whole groups of four characters are decoded.
    const dot = rest.indexOf(".");
    const ready = dot === -1 ? rest.length - (rest.length % 4) : 0;
    if (ready > 0) {
      await write(decipher.update(Buffer.from(rest.slice(0, ready), "base64url")));
      rest = rest.slice(ready);
    }
    if (rest.length > chunk.length + 100) throw new NotDecryptable("more than a tag at the end");
  }
  const [last = "", tag = "", ...more] = rest.split(".");
  if (!decipher || tag.length !== 22 || more.length > 0) throw new NotDecryptable("not a whole JWE");
  try {
    await write(decipher.update(Buffer.from(last, "base64url")));
    decipher.setAuthTag(Buffer.from(tag, "base64url"));
    await write(decipher.final());
  } catch (cause) {
    throw new NotDecryptable("the tag does not fit", { cause });
  }
  return { tag, length };
}

/** A JWE that is there as a whole. */
export async function decryptText(jwe: string, keys: readonly DecryptionKey[]): Promise<{ readonly plain: Buffer; readonly tag: string }> {
  const parts: Buffer[] = [];
  const { tag } = await decryptStream(once(jwe), keys, (plain) => { parts.push(plain); });
  return { plain: Buffer.concat(parts), tag };
}

async function* once(text: string): AsyncGenerator<Buffer> { yield Buffer.from(text, "latin1"); }

async function open([head = "", wrapped = "", iv = ""]: readonly string[], keys: readonly DecryptionKey[]): Promise<DecipherGCM> {
  try {
    const header = headerSchema.parse(JSON.parse(Buffer.from(head, "base64url").toString("utf8")));
    if ("zip" in header || "crit" in header) throw new NotDecryptable("zip and crit are not taken");
    const key = keys.find(({ kid }) => kid === header.kid);
    if (!key) throw new NotDecryptable("for a key that is not here");
    const cek = await key.unwrap(Buffer.from(wrapped, "base64url"));
    return createDecipheriv("aes-256-gcm", createSecretKey(cek), Buffer.from(iv, "base64url")).setAAD(Buffer.from(head, "latin1"));
  } catch (cause) {
    throw new NotDecryptable("the head cannot be opened", { cause });
  }
}
