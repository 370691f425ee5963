import type { Unreachable } from "./outcome.ts";

/** A client certificate: PEM pair, or a PKCS#12 container (.p12) with its passphrase. */
export interface TlsIdentity {
  readonly cert?: string;
  readonly key?: string;
  readonly pfx?: Uint8Array;
  readonly passphrase?: string;
  /** Certificate authorities of the provider, PEM, when they are not public ones. */
  readonly ca?: string;
}

export interface ProviderRequestInit {
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
  /** A provider's answer is never followed elsewhere. */
  readonly redirect: "manual";
  /** Present only with `auth.kind` "mtls"; `requestWithCertificate` understands it, the global `fetch` does not. */
  readonly tls?: TlsIdentity;
}

/** How a request leaves the process: the global `fetch`, or whatever the installation puts in between. */
export type ProviderRequest = (url: string, init: ProviderRequestInit) => Promise<Response>;

export interface Answer {
  readonly kind: "answer";
  readonly status: number;
  /** Parsed JSON, or undefined when the answer was none. */
  readonly body: unknown;
}

/** A transaction is a few kilobytes; nothing bigger is read into memory. */
const MAX_ANSWER_BYTES = 1_000_000;

/** One request and its whole answer within `timeoutMs`; every failure of the way is an outcome, none is thrown. */
export async function exchange(
  request: ProviderRequest, url: string, init: Omit<ProviderRequestInit, "signal" | "redirect">, timeoutMs: number,
): Promise<Answer | Unreachable> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await request(url, { ...init, signal, redirect: "manual" });
    const text = await readText(response, signal);
    if (text === undefined) return { kind: "unreachable", reason: "bad-answer", detail: "the answer is too large" };
    return { kind: "answer", status: response.status, body: parseJson(text) };
  } catch (error) {
    if (signal.aborted) return { kind: "unreachable", reason: "timeout", detail: `no answer within ${timeoutMs} ms` };
    return { kind: "unreachable", reason: "network", detail: codeOf(error) };
  }
}

async function readText(response: Response, signal: AbortSignal): Promise<string | undefined> {
  if (!response.body) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body.getReader();
  const abort = (): void => { void reader.cancel().catch(() => undefined); };
  signal.addEventListener("abort", abort, { once: true });
  try {
    for (;;) {
      const { done, value } = await reader.read();
      signal.throwIfAborted();
      if (done) return new TextDecoder().decode(joined(chunks, size));
      size += value.byteLength;
      if (size > MAX_ANSWER_BYTES) {
        await reader.cancel();
        return undefined;
      }
      chunks.push(value);
    }
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const all = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    all.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return all;
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** `ECONNREFUSED` and its like, found at the error or at its cause; never a message, which may carry the URL. */
function codeOf(error: unknown): string {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ("code" in at && typeof at.code === "string") return at.code;
  }
  return "the connection failed";
}
