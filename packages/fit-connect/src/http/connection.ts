import { defaultLimits, type Limits } from "../limits.ts";
import { checkEnvironment, type FitConnectEnvironment } from "../environments.ts";

export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH";
  readonly headers: Record<string, string>;
  readonly body?: string | ReadableStream<Uint8Array>;
  readonly duplex?: "half";
  readonly signal: AbortSignal;
  readonly redirect: "manual";
}

/** How a request leaves the process: the global `fetch`, or whatever the installation puts in between (proxy, client certificate, allow-list). */
export type Fetch = (url: string, request: HttpRequest) => Promise<Response>;

export interface ConnectionSettings {
  readonly environment: FitConnectEnvironment;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Name and version of the calling product: FIT-Connect refuses requests without. */
  readonly userAgent: string;
  readonly fetch?: Fetch;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Waits between tries, in milliseconds. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
  /** v1 differs in field names, and lets old clients compress. Default: v2. */
  readonly apiVersion?: "v1" | "v2";
  /** For one request and its whole JSON answer. Default 30,000. */
  readonly timeoutMs?: number;
  /** An upload or download in which nothing moves for this long is given up. Default 60,000. */
  readonly stallMs?: number;
  /** Tries of one request when the service is away (408, 425, 429, 5xx, no connection). Default 3. */
  readonly tries?: number;
  /** First pause between tries; each further one is twice as long, with jitter. Default 500. */
  readonly pauseMs?: number;
  /** How far in the future a signed event may have been issued. Default 300,000. */
  readonly clockSkewMs?: number;
  readonly limits?: Partial<Limits>;
}

/** The settings with every default filled in. */
export interface Connection extends Required<Omit<ConnectionSettings, "limits">> {
  readonly limits: Limits;
}

export function connectionOf(settings: ConnectionSettings): Connection {
  if (!/^[\x20-\x7e]{1,200}$/.test(settings.userAgent)) throw new RangeError("a user agent is needed");
  return {
    fetch: (url, request) => globalThis.fetch(url, request),
    now: Date.now,
    sleep: (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); }),
    apiVersion: "v2", timeoutMs: 30_000, stallMs: 60_000, tries: 3, pauseMs: 500, clockSkewMs: 300_000,
    ...settings,
    environment: checkEnvironment(settings.environment),
    limits: { ...defaultLimits, ...settings.limits },
  };
}
