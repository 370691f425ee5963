import { createHash, hkdfSync, randomBytes } from "node:crypto";

const codePattern = /^kpl_[A-Za-z0-9_-]{43}$/;
const resultPattern = /^kpr_[A-Za-z0-9_-]{43}$/;

/** `kpl_` and 256 random bits: says nothing, and finds and opens one launch. */
export function newCode(): string {
  return `kpl_${randomBytes(32).toString("base64url")}`;
}

export const isCode = (text: string): boolean => codePattern.test(text);
export const isResult = (text: string): boolean => resultPattern.test(text);

/** What stands in the database in place of a code or a result's name. */
export function hashOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** The key that a code or a result's name is: whoever has only the row cannot open it. */
export function keyFrom(text: string): Buffer {
  return Buffer.from(hkdfSync("sha256", Buffer.from(text), Buffer.alloc(0), "extension_places.launch", 32));
}

/** The name under which the program gives its result: the same for every answer to one exchange, and not to be reckoned from the code alone. */
export function resultOf(code: string, townKey: Buffer): string {
  return `kpr_${Buffer.from(hkdfSync("sha256", townKey, Buffer.from(code), "extension_places.result", 32)).toString("base64url")}`;
}
