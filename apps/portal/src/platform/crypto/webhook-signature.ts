import { createHmac, randomBytes } from "node:crypto";
import { keyObject } from "./aead.ts";
import { timingSafeEqualStrings } from "./random-token.ts";

/** Standard Webhooks 1.0 (standardwebhooks.com): symmetric signature, version "v1". Times are whole seconds since 1970. */
export interface WebhookHeaders {
  readonly "webhook-id": string;
  readonly "webhook-timestamp": string;
  readonly "webhook-signature": string;
}

export type WebhookVerdict =
  | { readonly kind: "genuine"; readonly id: string; readonly timestamp: number }
  | { readonly kind: "refused"; readonly reason: "headers-missing" | "timestamp-invalid" | "timestamp-too-old" | "timestamp-too-new" | "signature-wrong" };

const SECRET_PREFIX = "whsec_";
const SECRET_BYTES = 32;

/** "whsec_" and 32 random bytes in base64; the standard asks for 24 to 64. */
export function newWebhookSecret(): string {
  return SECRET_PREFIX + randomBytes(SECRET_BYTES).toString("base64");
}

/** Several secrets sign side by side while one replaces the other. `id` is the same for every attempt of one message. */
export function signWebhook(secrets: readonly string[], message: { readonly id: string; readonly timestamp: number; readonly body: string }): WebhookHeaders {
  if (secrets.length === 0) throw new Error("a webhook needs a secret");
  if (!/^[\w-]{1,128}$/.test(message.id)) throw new Error("a webhook id holds letters, digits, _ and - only");
  if (!Number.isSafeInteger(message.timestamp)) throw new Error("a webhook timestamp is a whole number of seconds");
  return {
    "webhook-id": message.id,
    "webhook-timestamp": String(message.timestamp),
    "webhook-signature": secrets.map((secret) => `v1,${signature(secret, message.id, String(message.timestamp), message.body)}`).join(" "),
  };
}

/** Checks the body exactly as it came over the wire. `now` in seconds; the tolerance both ways is 5 minutes unless told. */
export function verifyWebhook(
  secrets: readonly string[],
  headers: Readonly<Record<string, string | string[] | undefined>>,
  body: string,
  options: { readonly now: number; readonly toleranceSeconds?: number },
): WebhookVerdict {
  const id = headers["webhook-id"];
  const timestamp = headers["webhook-timestamp"];
  const signatures = headers["webhook-signature"];
  if (typeof id !== "string" || typeof timestamp !== "string" || typeof signatures !== "string") return { kind: "refused", reason: "headers-missing" };
  if (!/^\d{1,12}$/.test(timestamp)) return { kind: "refused", reason: "timestamp-invalid" };
  const tolerance = options.toleranceSeconds ?? 300;
  if (Number(timestamp) < options.now - tolerance) return { kind: "refused", reason: "timestamp-too-old" };
  if (Number(timestamp) > options.now + tolerance) return { kind: "refused", reason: "timestamp-too-new" };
  const offered = signatures.split(" ", 16).filter((part) => part.startsWith("v1,"));
  const fits = secrets.some((secret) => {
    const expected = `v1,${signature(secret, id, timestamp, body)}`;
    return offered.some((part) => timingSafeEqualStrings(part, expected));
  });
  return fits ? { kind: "genuine", id, timestamp: Number(timestamp) } : { kind: "refused", reason: "signature-wrong" };
}

function signature(secret: string, id: string, timestamp: string, body: string): string {
  const key = Buffer.from(secret.startsWith(SECRET_PREFIX) ? secret.slice(SECRET_PREFIX.length) : "", "base64");
  if (key.length < 24 || key.length > 64) throw new Error("a webhook secret is whsec_ and 24 to 64 bytes in base64");
  return createHmac("sha256", keyObject(key)).update(`${id}.${timestamp}.${body}`, "utf8").digest("base64");
}
