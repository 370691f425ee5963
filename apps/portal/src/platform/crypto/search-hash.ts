import { createHmac } from "node:crypto";
import { assertKey, keyObject } from "./aead.ts";

/**
 * A name is found by the keyed hash of each of its words: equal words meet, nothing else can be read from it without the key.
 * 16 bytes of HMAC-SHA-256; `word` comes from normaliseWords.
 */
export function searchHash(key: Buffer, word: string): Buffer {
  assertKey(key);
  return createHmac("sha256", keyObject(key)).update("kommunalportal search\0").update(word, "utf8").digest().subarray(0, 16);
}
