import { parseJson } from "../encoding/json.ts";
import { defaultLimits } from "../limits.ts";
import { callbackSignature, isCallbackSignature } from "./callback-signature.ts";
import { parseCallbackNews, type CallbackNews } from "./callback-types.ts";

/** Remembers callbacks for as long as they would be believed. With several processes it must be shared between them. */
export interface ReplayGuard {
  /** True for the first time. @param until milliseconds since 1970 */
  first(id: string, until: number): boolean | Promise<boolean>;
}

export interface CallbackSettings {
  /** One, or old and new while it is changed. */
  readonly secrets: readonly string[];
  readonly replays: ReplayGuard;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Default 300: older ones are refused, and so are those from further in the future. */
  readonly windowSeconds?: number;
  readonly maxBytes?: number;
}

export interface IncomingCallback {
  /** Header `callback-timestamp`. */
  readonly timestamp: string | undefined;
  /** Header `callback-authentication`. */
  readonly authentication: string | undefined;
  /** The raw bytes, as they came. */
  readonly body: Uint8Array;
}

export type CallbackOutcome =
  | { readonly kind: "news"; readonly news: CallbackNews }
  /** Seen before: answer 2xx, do nothing. */
  | { readonly kind: "repeated" }
  /** Answer 401 or 400 without saying why. */
  | { readonly kind: "refused"; readonly reason: "too-large" | "headers" | "too-old" | "in-the-future" | "authentication" | "body" };

/** Checks a callback: signature over the raw bytes, time, repetition, shape; in this order nothing is parsed that is not proved. */
export async function verifyCallback(callback: IncomingCallback, settings: CallbackSettings): Promise<CallbackOutcome> {
  const { timestamp, authentication, body } = callback;
  if (body.byteLength > (settings.maxBytes ?? defaultLimits.callbackBytes)) return { kind: "refused", reason: "too-large" };
  if (timestamp === undefined || authentication === undefined || !/^\d{1,12}$/.test(timestamp) || !/^[0-9a-f]{128}$/i.test(authentication)) return { kind: "refused", reason: "headers" };
  // Every secret is tried, so that the time does not tell which one it was.
  const right = settings.secrets.map((secret) => isCallbackSignature(callbackSignature(secret, timestamp, body), authentication)).includes(true);
  if (!right) return { kind: "refused", reason: "authentication" };
  const window = (settings.windowSeconds ?? 300) * 1000;
  const age = settings.now() - Number(timestamp) * 1000;
  if (age > window) return { kind: "refused", reason: "too-old" };
  if (age < -window) return { kind: "refused", reason: "in-the-future" };
  const news = parseCallbackNews(parseJson(body));
  if (news === undefined) return { kind: "refused", reason: "body" };
  const fresh = await settings.replays.first(`${timestamp}.${authentication.toLowerCase()}`, Number(timestamp) * 1000 + window);
  return fresh ? { kind: "news", news } : { kind: "repeated" };
}
