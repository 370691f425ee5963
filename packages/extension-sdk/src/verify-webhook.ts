import type { ExtensionMessage, Operations } from "./generated/operations.ts";

export type EventType = Operations["listEvents"]["answer"]["items"][number]["type"];

/** A message as it is sent; its content is ids and codes. */
export interface WebhookMessage { readonly type: EventType | ExtensionMessage["type"]; readonly timestamp: string; readonly data: Readonly<Record<string, unknown>> }

export type WebhookVerdict =
  | { readonly ok: true; /** The same at every repetition: remember it. */ readonly id: string; readonly message: WebhookMessage }
  | { readonly ok: false; readonly why: "headers-missing" | "too-old" | "signature-wrong" | "not-json" };

/** Headers as a `Headers` object or as Node gives them. */
export type HeaderSource = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

const toleranceSeconds = 300;

/**
 * Standard Webhooks 1.0: HMAC-SHA256 over `id.timestamp.body`, one or more signatures `v1,<base64>`. `body` exactly as it came. A message
 * older or newer than five minutes is refused, so that a recorded one cannot be played again later; `secrets` may hold the one before too.
 */
export async function verifyWebhook(headers: HeaderSource, body: string, secrets: string | readonly string[], nowMs: number = Date.now()): Promise<WebhookVerdict> {
  const [id, timestamp, signatures] = ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) => headerOf(headers, name));
  if (id === undefined || timestamp === undefined || signatures === undefined || !/^\d{1,12}$/.test(timestamp)) return { ok: false, why: "headers-missing" };
  if (Math.abs(nowMs / 1000 - Number(timestamp)) > toleranceSeconds) return { ok: false, why: "too-old" };
  const content = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
  const given = signatures.split(" ", 10).flatMap((one) => (one.startsWith("v1,") ? [bytesOf(one.slice(3))] : [])).filter((one) => one !== undefined);
  for (const secret of typeof secrets === "string" ? [secrets] : secrets) {
    const raw = bytesOf(secret.replace(/^whsec_/, ""));
    if (!raw || raw.length === 0) throw new TypeError("a webhook secret is whsec_ and base64");
    const key = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
    // `verify` compares in constant time.
    for (const signature of given) if (await crypto.subtle.verify("HMAC", key, signature, content)) return messageOf(id, body);
  }
  return { ok: false, why: "signature-wrong" };
}

function messageOf(id: string, body: string): WebhookVerdict {
  try {
    return { ok: true, id, message: JSON.parse(body) as WebhookMessage };
  } catch {
    return { ok: false, why: "not-json" };
  }
}

function headerOf(headers: HeaderSource, name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const value = headers[name];
  return typeof value === "string" ? value : undefined;
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> | undefined {
  try { return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)); } catch { return undefined; }
}
