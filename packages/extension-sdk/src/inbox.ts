import { verifyWebhook, type WebhookMessage } from "./verify-webhook.ts";

/** Where an extension remembers what it has promised. `note` returns only when the value is safe (on the disk, in the database). */
export interface Store {
  read(name: string): string | undefined | Promise<string | undefined>;
  note(name: string, value: string): void | Promise<void>;
  /** Names with this beginning whose value is not empty, in the order in which they were first noted. */
  names(prefix: string): readonly string[] | Promise<readonly string[]>;
}

export interface InboxOptions {
  readonly store: Store;
  /** Secrets of the webhook, the newest first; while one is renewed the one before still counts. */
  readonly secrets: () => readonly string[] | Promise<readonly string[]>;
  /**
   * Works on one message. May be cut off anywhere and is called again with the same message until it returns: give every write to the portal a
   * key made of what it does (`${id}.acknowledge`), and nothing happens twice.
   */
  readonly handle: (message: InboxMessage) => Promise<void>;
  /** What failed; the message is tried again. Default: nothing is told. */
  readonly onFailure?: (message: InboxMessage, error: unknown) => void;
  /** Milliseconds before what failed is tried again. Default 30,000. */
  readonly retryMs?: number;
  readonly nowMs?: () => number;
}

/** What came: from a webhook, or remembered by hand while catching up. */
export interface InboxMessage { readonly id: string; readonly type: WebhookMessage["type"]; readonly data: WebhookMessage["data"] }

const largestBytes = 262_144;

/**
 * The receiving end of webhooks, as it has to be: a message is answered with 204 only after it is stored, one that was seen before has no second effect,
 * what is forged, changed, old or unsigned is refused with 401, and the work goes on after a failure and after a restart, in the order of arrival.
 */
export function createInbox(options: InboxOptions) {
  const { store } = options;
  let working: Promise<void> | undefined;
  let again = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  async function workThrough(): Promise<void> {
    let failed = false;
    for (const name of await store.names("todo:")) {
      if (closed) return;
      const kept = await store.read(name);
      if (kept === undefined || kept === "") continue;
      const message = JSON.parse(kept) as InboxMessage;
      try {
        await options.handle(message);
        await store.note(name, "");
      } catch (error) {
        failed = true;
        options.onFailure?.(message, error);
      }
    }
    if (failed && !closed) timer ??= setTimeout(() => { timer = undefined; work(); }, options.retryMs ?? 30_000);
  }

  function work(): void {
    if (working) { again = true; return; }
    working = workThrough().finally(() => {
      working = undefined;
      if (again && !closed) { again = false; work(); }
    });
  }

  /** Remembers a message unless it was seen before. */
  async function remember(message: InboxMessage): Promise<void> {
    if (await store.read(`seen:${message.id}`) !== undefined) return;
    await store.note(`todo:${message.id}`, JSON.stringify(message));
    await store.note(`seen:${message.id}`, message.type);
  }

  return {
    remember,
    /** Takes up what is not done; called after every message, at the start by the program. */
    work,
    /** The handler of the webhook's address. */
    async receive(request: Request): Promise<Response> {
      if (request.method !== "POST") return new Response(null, { status: 405, headers: { allow: "POST" } });
      const body = await textWithin(request, largestBytes);
      if (body === undefined) return new Response(null, { status: 413 });
      const secrets = await options.secrets();
      const verdict = secrets.length === 0 ? undefined : await verifyWebhook(request.headers, body, secrets, options.nowMs?.() ?? Date.now());
      if (verdict?.ok !== true) return new Response(null, { status: 401 });
      await remember({ id: verdict.id, type: verdict.message.type, data: verdict.message.data });
      work();
      return new Response(null, { status: 204 });
    },
    /** Waits for the message in work and takes up no other. */
    async close(): Promise<void> {
      closed = true;
      clearTimeout(timer);
      await working;
    },
  };
}

export type Inbox = ReturnType<typeof createInbox>;

async function textWithin(request: Request, most: number): Promise<string | undefined> {
  const parts: Uint8Array[] = [];
  let size = 0;
  if (request.body) for await (const part of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > most) return undefined;
    parts.push(part);
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) { all.set(part, at); at += part.length; }
  return new TextDecoder().decode(all);
}
