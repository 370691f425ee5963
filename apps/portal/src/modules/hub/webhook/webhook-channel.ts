import { signWebhook } from "#platform/crypto";
import type { Outbound } from "#platform/http";
import type { Channel, DestinationProblem } from "../channel.ts";
import { answerOf } from "./answer-of.ts";
import { faultOf } from "./fault-of.ts";

/** What receivers take (README): larger messages go another way. */
export const largestBodyBytes = 5 * 1024 * 1024;
const largestAnswerBytes = 64 * 1024;

export interface WebhookOptions {
  readonly outbound: Outbound;
  /** For one whole exchange, milliseconds. */
  readonly timeoutMs: number;
  /** Unencrypted addresses, for the demonstration only. */
  readonly allowHttp: boolean;
}

/** A signed message over HTTP by the Standard Webhooks convention 1.0: id, time and HMAC-SHA256 in headers, JSON in the body. */
export function createWebhookChannel(options: WebhookOptions): Channel {
  return {
    check: ({ address, secrets }) => [...addressProblems(address, options.allowHttp), ...secrets.flatMap(secretProblems)],
    async send(message, destination) {
      if (Buffer.byteLength(message.body) > largestBodyBytes) return { kind: "refused-permanently", reason: "message-too-large" };
      const signed = signWebhook(destination.secrets, { id: message.id, timestamp: Math.floor(message.at.getTime() / 1000), body: message.body });
      let response: Response;
      try {
        response = await options.outbound(destination.address, {
          method: "POST", body: message.body, timeoutMs: options.timeoutMs, maxBytes: largestAnswerBytes,
          headers: { ...signed, "content-type": "application/json; charset=utf-8", accept: "application/json", "user-agent": "kommunalportal-hub/1" },
        });
      } catch (error) {
        return faultOf(error);
      }
      return answerOf(response.status, response.headers.get("retry-after"), await response.text());
    },
  };
}

function addressProblems(address: string, allowHttp: boolean): DestinationProblem[] {
  if (!URL.canParse(address)) return [{ path: "address", code: "address-invalid" }];
  const { protocol, username, password } = new URL(address);
  if (protocol !== "https:" && protocol !== "http:") return [{ path: "address", code: "address-invalid" }];
  if (protocol === "http:" && !allowHttp) return [{ path: "address", code: "address-not-https" }];
  return username !== "" || password !== "" ? [{ path: "address", code: "address-with-password" }] : [];
}

/** Standard Webhooks: `whsec_` and 24 to 64 bytes in base64. */
function secretProblems(secret: string): DestinationProblem[] {
  const encoded = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret)?.[1];
  const bytes = encoded === undefined ? 0 : Buffer.from(encoded, "base64").length;
  return bytes >= 24 && bytes <= 64 ? [] : [{ path: "secret", code: "secret-invalid" }];
}
