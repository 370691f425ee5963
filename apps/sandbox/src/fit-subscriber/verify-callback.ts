import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

const TOLERANCE_SECONDS = 300;

/** Is this callback from the delivery service, and of now? HMAC-SHA512 over `{timestamp}.{raw body}` (delivery.md 1.11). */
export function isGenuineCallback(headers: IncomingHttpHeaders, body: Buffer, secrets: readonly string[], now: Date): boolean {
  const timestamp = headers["callback-timestamp"];
  const given = headers["callback-authentication"];
  if (typeof timestamp !== "string" || typeof given !== "string" || !/^\d{1,12}$/.test(timestamp) || !/^[0-9a-f]{128}$/.test(given)) return false;
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return false;
  return secrets.some((secret) => timingSafeEqual(createHmac("sha512", secret).update(`${timestamp}.`).update(body).digest(), Buffer.from(given, "hex")));
}
