import { operations, type Operations } from "./generated/operations.ts";
import { headersOfFile, type OutgoingFile } from "./outgoing-file.ts";
import { PortalProblem } from "./problem.ts";
import { tokenSource, type Credentials } from "./token-source.ts";

export type PortalClientOptions = Credentials & {
  /** Default: the runtime's. One of your own may go through a proxy or resolve names differently. */
  readonly fetch?: typeof fetch;
  /** Tries of one call, the first included. Default 5. */
  readonly attempts?: number;
  /** Milliseconds that one try may take. Default 30,000, with a file 300,000. */
  readonly timeoutMs?: number;
  /** Default: `setTimeout`. */
  readonly wait?: (milliseconds: number) => Promise<void>;
};

export type OperationId = keyof Operations;
/** Operations whose answer is a page of a list. */
export type PagedId = { readonly [K in OperationId]: Operations[K]["answer"] extends { readonly items: readonly unknown[]; readonly next: string; readonly more: boolean } ? K : never }[OperationId];
type ItemOf<K extends PagedId> = Operations[K]["answer"] extends { readonly items: readonly (infer Item)[] } ? Item : never;

/** Beside the input: the key of a write, made of what it does so that a program may begin anew, or a random one; and how to stop. */
export interface CallOptions { readonly key?: string; readonly signal?: AbortSignal }

const longestWaitMs = 60_000;

/**
 * The portal as a program uses it, in one municipality. Repeats what may be repeated: every read, and every write under the same
 * Idempotency-Key, after 401 with a new token, after 429, 5xx and a broken connection with growing pauses or as long as Retry-After says.
 * @throws {PortalProblem} when the portal refuses or goes on failing
 */
export function createPortalClient(options: PortalClientOptions) {
  const send = options.fetch ?? fetch;
  const wait = options.wait ?? ((milliseconds) => new Promise<void>((resolve) => { setTimeout(resolve, milliseconds); }));
  const attempts = options.attempts ?? 5;
  const credentials = { ...options, portal: options.portal.replace(/\/+$/, "") };
  const tokens = tokenSource(credentials, send, Date.now);

  async function once(id: OperationId, input: Readonly<Record<string, unknown>>, key: string | undefined, signal: AbortSignal | undefined): Promise<Response> {
    const { method, path, query } = operations[id];
    const token = await tokens.get();
    const url = new URL(`${credentials.portal}/api/v1${path.replace(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(text(input[name], name)))}`);
    for (const name of query) if (input[name] !== undefined) url.searchParams.set(name, text(input[name], name));
    const file = input["upload"] as OutgoingFile | undefined;
    const body = file?.content ?? (input["body"] === undefined ? undefined : JSON.stringify(input["body"]));
    const timeout = AbortSignal.timeout(options.timeoutMs ?? (file ? 300_000 : 30_000));
    const answer = await send(url, {
      method, redirect: "error", signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      headers: { authorization: `Bearer ${token}`, accept: "application/json", ...(key === undefined ? {} : { "idempotency-key": key }), ...(file ? headersOfFile(file) : body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body }),
    });
    if (answer.status === 401) tokens.drop(token);
    return answer;
  }

  async function call<K extends OperationId>(id: K, input: Operations[K]["input"], { key, signal }: CallOptions = {}): Promise<Operations[K]["answer"]> {
    const operation = operations[id];
    const given = input as Readonly<Record<string, unknown>>;
    const writeKey = operation.writes ? key ?? crypto.randomUUID() : undefined;
    for (let attempt = 1; ; attempt += 1) {
      let answer: Response;
      try {
        answer = await once(id, given, writeKey, signal);
      } catch (error) {
        if (error instanceof PortalProblem ? !mayRepeat(error.status) : signal?.aborted === true) throw error;
        if (attempt >= attempts) throw error;
        await wait(pause(attempt));
        continue;
      }
      if (answer.ok) return await contentOf(operation.answer, answer) as Operations[K]["answer"];
      const problem = new PortalProblem(answer.status, await factsOf(answer));
      // A second 401 in a row is no token that ended: the permission has.
      if (attempt >= attempts || !(mayRepeat(answer.status) || (answer.status === 401 && attempt === 1))) throw problem;
      await wait(answer.status === 401 ? 0 : pause(attempt, answer.headers.get("retry-after")));
    }
  }

  /** Every item of a list, page after page; ends when there is no more right now. */
  async function* items<K extends PagedId>(id: K, input: Operations[K]["input"], given: CallOptions = {}): AsyncGenerator<ItemOf<K>, void, undefined> {
    for (let cursor: string | undefined; ;) {
      const page: { readonly items: readonly unknown[]; readonly next: string; readonly more: boolean } = await call(id, cursor === undefined ? input : { ...input, cursor }, given);
      yield* page.items as ItemOf<K>[];
      if (!page.more) return;
      cursor = page.next;
    }
  }

  return { call, items };
}

export type PortalClient = ReturnType<typeof createPortalClient>;

function text(value: unknown, name: string): string {
  if (typeof value !== "string" || value === "") throw new TypeError(`${name} is a text that is not empty`);
  return value;
}

function mayRepeat(status: number): boolean {
  return status === 429 || status >= 500;
}

function pause(attempt: number, retryAfter: string | null = null): number {
  const wished = retryAfter !== null && /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) * 1000 : 0;
  return Math.min(Math.max(wished, 250 * 2 ** attempt * (0.75 + Math.random() / 2)), longestWaitMs);
}

async function contentOf(kind: "json" | "file" | "none", answer: Response): Promise<unknown> {
  if (kind === "file") return answer;
  return kind === "none" ? undefined : await answer.json() as unknown;
}

async function factsOf(answer: Response): Promise<Readonly<Record<string, unknown>>> {
  try { return await answer.json() as Readonly<Record<string, unknown>>; } catch { return {}; }
}
