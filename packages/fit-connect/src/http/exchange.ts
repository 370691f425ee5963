import { parseJson } from "../encoding/json.ts";
import { ApiProblem } from "../errors/api-problem.ts";
import { TransportError } from "../errors/fit-connect-error.ts";
import type { Connection, HttpRequest } from "./connection.ts";
import { watchdog, type Watchdog } from "./watchdog.ts";

export interface Call {
  readonly method: HttpRequest["method"];
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Upload;
  /** Statuses that mean success. */
  readonly expect: readonly number[];
  /** The answer, in bytes, at most. Default: `limits.answerBytes`. */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
}

/** A body that is made anew for every try. */
export interface Upload {
  open(): { readonly length: number; readonly pieces: AsyncIterable<Uint8Array> };
}

export interface JsonAnswer {
  readonly status: number;
  /** Undefined where the body is empty or no JSON. */
  readonly body: unknown;
  /** Seconds, from `Retry-After` or `RateLimit-Reset`. */
  readonly retryAfter: number | undefined;
}

/**
 * One try of one request with its whole answer.
 * @throws TransportError; ApiProblem for every status that is not expected
 */
export async function exchange(connection: Connection, call: Call): Promise<JsonAnswer> {
  const upload = typeof call.body === "object";
  const dog = watchdog(upload ? connection.stallMs : connection.timeoutMs, call.signal);
  try {
    const response = await start(connection, call, dog);
    const text = await readText(response, call.maxBytes ?? connection.limits.answerBytes, upload ? dog : undefined);
    return { status: response.status, body: text === "" ? undefined : parseJson(text), retryAfter: retryAfter(response) };
  } catch (error) {
    throw translated(error, dog, call.signal);
  } finally {
    dog.stop();
  }
}

/** One try of a download: the body as it comes. The caller reads it to the end or returns the iterator. */
export async function download(connection: Connection, call: Call): Promise<AsyncGenerator<Uint8Array, void, undefined>> {
  const dog = watchdog(connection.stallMs, call.signal);
  try {
    const response = await start(connection, call, dog);
    const { body } = response;
    if (body === null) throw new TransportError("unexpected-shape", "no body", { status: response.status });
    return piecesOf(body, dog, call.signal);
  } catch (error) {
    dog.stop();
    throw translated(error, dog, call.signal);
  }
}

async function* piecesOf(body: ReadableStream<Uint8Array>, dog: Watchdog, outer: AbortSignal | undefined): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = body.getReader();
  try {
    for (;;) {
      dog.alive();
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (error) {
    throw translated(error, dog, outer);
  } finally {
    dog.stop();
    await reader.cancel().catch(() => undefined);
  }
}

async function start(connection: Connection, call: Call, dog: Watchdog): Promise<Response> {
  const { body } = call;
  const headers: Record<string, string> = { accept: "application/json, application/problem+json", ...call.headers, "user-agent": connection.userAgent };
  const request = { method: call.method, headers, signal: dog.signal, redirect: "manual" } as const;
  const upload = typeof body === "object" ? body.open() : undefined;
  const response = await connection.fetch(call.url, upload === undefined ? { ...request, ...(typeof body === "string" ? { body } : {}) }
    : { ...request, headers: { ...headers, "content-length": String(upload.length) }, body: streamOf(upload.pieces, dog), duplex: "half" });
  if (response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400)) {
    await response.body?.cancel().catch(() => undefined);
    throw new TransportError("redirect", "an answer that sends us elsewhere is not followed", { status: response.status });
  }
  if (call.expect.includes(response.status)) return response;
  const problem = new ApiProblem(response.status, parseJson(await readText(response, connection.limits.answerBytes).catch(() => "")));
  retryHints.set(problem, retryAfter(response));
  throw problem;
}

/** What a refused try said about the next one, for `withRetries`. */
const retryHints = new WeakMap<object, number | undefined>();
export const retryHintOf = (error: object): number | undefined => retryHints.get(error);

function streamOf(pieces: AsyncIterable<Uint8Array>, dog: Watchdog): ReadableStream<Uint8Array> {
  const source = pieces[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      dog.alive();
      const { done, value } = await source.next();
      if (done === true) controller.close(); else controller.enqueue(value);
    },
    async cancel() { await source.return?.(); },
  }, { highWaterMark: 0 });
}

async function readText(response: Response, maxBytes: number, dog?: Watchdog): Promise<string> {
  if (response.body === null) return "";
  const [chunks, reader] = [[] as Uint8Array[], response.body.getReader()];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks).toString("utf8");
    dog?.alive();
    size += value.byteLength;
    if (size > maxBytes) {
      await reader.cancel().catch(() => undefined);
      throw new TransportError("answer-too-large", `more than ${maxBytes} bytes`, { status: response.status });
    }
    chunks.push(value);
  }
}

function retryAfter(response: Response): number | undefined {
  const text = response.headers.get("retry-after") ?? (response.status === 429 ? response.headers.get("ratelimit-reset") : null);
  return text !== null && /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}

/** Never the message of the platform: it may quote the URL. */
function translated(error: unknown, dog: Watchdog, outer: AbortSignal | undefined): unknown {
  if (error instanceof TransportError || error instanceof ApiProblem) return error;
  if (dog.expired()) return new TransportError("timeout", "no answer in time", { cause: error });
  if (outer?.aborted === true) return new TransportError("aborted", "by the caller", { cause: error });
  let changed = false;
  let code = "the connection failed";
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (at instanceof RangeError) changed = true;
    if ("code" in at && typeof at.code === "string") code = at.code;
  }
  return changed ? new TransportError("source-changed", "not the bytes that were announced", { cause: error }) : new TransportError("network", code, { cause: error });
}
