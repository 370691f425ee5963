import { signWebhook } from "#platform/crypto";
import type { Outbound } from "#platform/http";
import { addressProblems } from "../address-problems.ts";
import type { Channel, ChannelResult, DestinationProblem, OpenedDestination } from "../channel.ts";
import { answerOf } from "./answer-of.ts";
import { faultOf } from "./fault-of.ts";
import { webhookBody } from "./webhook-body.ts";

/** What receivers take (README): larger messages go another way. */
export const largestBodyBytes = 5 * 1024 * 1024;
const largestAnswerBytes = 64 * 1024;

export interface WebhookOptions {
  readonly outbound: Outbound;
  /** For one whole exchange, milliseconds. */
  readonly timeoutMs: number;
  /** Unencrypted addresses, for the demonstration only. */
  readonly allowHttp: boolean;
  /** Where the receiver may answer; told with each message. */
  readonly answerUrl?: ((destination: string) => string) | undefined;
}

/** A signed message over HTTP by the Standard Webhooks convention 1.0: id, time and HMAC-SHA256 in headers, JSON in the body. */
export function createWebhookChannel(options: WebhookOptions): Channel {
  return {
    check: ({ address, secrets }) => [...addressProblems(address, options.allowHttp), ...secrets.flatMap(secretProblems)],
    send: async (message, destination) => sendBody(options, destination, { id: message.id, at: message.at, body: await webhookBody(message, options.answerUrl?.(destination.id)) }),
    test: (destination, { id, at }) => sendBody(options, destination, {
      id, at, body: JSON.stringify({ type: "hub.test", timestamp: at.toISOString(), data: { applicationId: `test-${id}`, reference: "Probezustellung", part: "test", test: true } }),
    }),
  };
}

async function sendBody(options: WebhookOptions, destination: Pick<OpenedDestination, "address" | "secrets">, { id, at, body }: { readonly id: string; readonly at: Date; readonly body: string }): Promise<ChannelResult> {
  if (Buffer.byteLength(body) > largestBodyBytes) return { kind: "refused-permanently", reason: "message-too-large" };
  const signed = signWebhook(destination.secrets, { id, timestamp: Math.floor(at.getTime() / 1000), body });
  let response: Response;
  try {
    response = await options.outbound(destination.address, {
      method: "POST", body, timeoutMs: options.timeoutMs, maxBytes: largestAnswerBytes,
      headers: { ...signed, "content-type": "application/json; charset=utf-8", accept: "application/json", "user-agent": "kommunalportal-hub/1" },
    });
  } catch (error) {
    return faultOf(error);
  }
  return answerOf(response.status, response.headers.get("retry-after"), await response.text());
}

/** Standard Webhooks: `whsec_` and 24 to 64 bytes in base64. */
function secretProblems(secret: string): DestinationProblem[] {
  const encoded = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret)?.[1];
  const bytes = encoded === undefined ? 0 : Buffer.from(encoded, "base64").length;
  return bytes >= 24 && bytes <= 64 ? [] : [{ path: "secret", code: "secret-invalid" }];
}
