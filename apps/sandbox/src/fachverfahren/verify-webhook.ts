import { createHmac, timingSafeEqual } from "node:crypto";

export type WebhookHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;
export type Verified =
  | { readonly ok: true; readonly id: string }
  | { readonly ok: false; readonly problem: "missing-headers" | "outdated" | "bad-signature" };

/** Older or newer than this is refused, so that a recorded delivery cannot be played again later. */
const TOLERANCE_SECONDS = 300;

/**
 * Checks a delivery by the Standard Webhooks convention (standardwebhooks.com, 1.0): `webhook-signature` holds, separated by
 * blanks, one or more `v1,<base64>` of HMAC-SHA256 over `id.timestamp.body`; one that fits is enough (key rotation).
 */
export function verifyWebhook(headers: WebhookHeaders, body: Buffer, secret: string, now: Date): Verified {
  const id = headers["webhook-id"];
  const timestamp = headers["webhook-timestamp"];
  const signatures = headers["webhook-signature"];
  if (typeof id !== "string" || typeof timestamp !== "string" || typeof signatures !== "string"
    || !/^[\x21-\x2d\x2f-\x7e]{1,128}$/.test(id) || !/^\d{1,12}$/.test(timestamp)) return { ok: false, problem: "missing-headers" };
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return { ok: false, problem: "outdated" };
  const expected = signatureOf(id, timestamp, body, secret);
  const fits = signatures.split(" ").slice(0, 10).some((signature) => {
    const [version, value] = signature.split(",", 2);
    const given = Buffer.from(value ?? "", "base64");
    return version === "v1" && given.length === expected.length && timingSafeEqual(given, expected);
  });
  return fits ? { ok: true, id } : { ok: false, problem: "bad-signature" };
}

/** HMAC-SHA256 over `id.timestamp.body`, both ways the same. */
export function signatureOf(id: string, timestamp: string, body: Buffer, secret: string): Buffer {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  return createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest();
}
