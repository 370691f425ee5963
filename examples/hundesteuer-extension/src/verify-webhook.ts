import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

const toleranceSeconds = 300;

/**
 * Standard Webhooks 1.0: HMAC-SHA256 over `id.timestamp.body`, one or more signatures `v1,<base64>`; the body exactly as it came. A message that is
 * older than five minutes is refused, so that a recorded one cannot be played again later. Gives the message's id, or undefined.
 */
export function verifyWebhook(headers: IncomingHttpHeaders, body: string, secret: string, nowSeconds: number): string | undefined {
  const { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures } = headers;
  if (typeof id !== "string" || typeof timestamp !== "string" || typeof signatures !== "string" || !/^\d{1,12}$/.test(timestamp)) return undefined;
  if (Math.abs(nowSeconds - Number(timestamp)) > toleranceSeconds) return undefined;
  const expected = createHmac("sha256", Buffer.from(secret.replace(/^whsec_/, ""), "base64")).update(`${id}.${timestamp}.${body}`).digest();
  const fits = signatures.split(" ", 10).some((one) => {
    const given = Buffer.from(one.startsWith("v1,") ? one.slice(3) : "", "base64");
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  return fits ? id : undefined;
}
