import { createHmac, timingSafeEqual } from "node:crypto";

/** `callback-authentication`: hex HMAC-SHA512 over `{timestamp}.{raw body}` (delivery.md 1.11). @param timestamp seconds since 1970 */
export function callbackSignature(secret: string, timestamp: number | string, body: Uint8Array | string): string {
  return createHmac("sha512", secret).update(`${timestamp}.`).update(body).digest("hex");
}

/** Compares without telling by its time how much was right. */
export function isCallbackSignature(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected, "utf8"), Buffer.from(given.toLowerCase(), "utf8")];
  return a.length === b.length && timingSafeEqual(a, b);
}
