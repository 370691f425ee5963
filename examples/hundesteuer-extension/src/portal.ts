import { setTimeout as wait } from "node:timers/promises";
import { call, textOf, type Answer } from "./http-call.ts";
import type { Settings } from "./settings.ts";

/** What the portal did not do, with the code of its problem (RFC 9457). */
export class PortalRefused extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string) {
    super(`the portal answered ${status} ${code}`);
    this.status = status;
    this.code = code;
  }
}

type Json = Readonly<Record<string, unknown>>;

/** The portal as this program uses it: fetches a token when it needs one, waits when it is told to, repeats writes under the same key. */
export function createPortal(settings: Settings) {
  let token: { readonly value: string; readonly until: number } | undefined;

  async function bearer(): Promise<string> {
    if (token && token.until > Date.now()) return token.value;
    const basic = Buffer.from(`${encodeURIComponent(settings.clientId)}:${encodeURIComponent(settings.clientSecret)}`).toString("base64");
    const answer = await call("POST", `${settings.portal}/oauth/token`, { authorization: `Basic ${basic}`, "content-type": "application/x-www-form-urlencoded" },
      new URLSearchParams({ grant_type: "client_credentials", tenant: settings.tenant }).toString());
    const body = JSON.parse(await textOf(answer)) as { readonly access_token?: string; readonly expires_in?: number; readonly error?: string };
    if (answer.status !== 200 || body.access_token === undefined) throw new PortalRefused(answer.status, body.error ?? "no-token");
    token = { value: body.access_token, until: Date.now() + ((body.expires_in ?? 60) - 30) * 1000 };
    return token.value;
  }

  /** Repeats what may be repeated: every GET, and every write because its key stays the same. */
  async function send(method: string, path: string, options: { readonly body?: Json; readonly key?: string } = {}): Promise<Answer> {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await call(method, `${settings.portal}/api/v1${path}`, {
        authorization: `Bearer ${await bearer()}`, accept: "application/json",
        ...(options.body ? { "content-type": "application/json" } : {}), ...(options.key === undefined ? {} : { "idempotency-key": options.key }),
      }, options.body && JSON.stringify(options.body));
      if (answer.status < 400) return answer;
      const problem = JSON.parse(await textOf(answer)) as { readonly code?: string };
      if (answer.status === 401) token = undefined;
      const again = answer.status === 401 || answer.status === 429 || answer.status >= 500;
      if (!again || attempt === 4) throw new PortalRefused(answer.status, problem.code ?? "unknown");
      await wait(Math.min(Number(answer.headers["retry-after"] ?? attempt), 30) * 1000);
    }
  }

  return {
    /** The caller says what it expects, as the document describes it. */
    async get<T = Json>(path: string): Promise<T> { return JSON.parse(await textOf(await send("GET", path))) as T; },
    /** A file as a stream. */
    async file(path: string): Promise<Answer> { return send("GET", path); },
    async post(path: string, key: string, body: Json): Promise<Json> { return JSON.parse(await textOf(await send("POST", path, { key, body }))) as Json; },
    /** Every item of a list, page by page. */
    async* items(path: string): AsyncGenerator<Json> {
      for (let cursor = "", more = true; more;) {
        const page = await this.get(`${path}${path.includes("?") ? "&" : "?"}limit=50${cursor === "" ? "" : `&cursor=${cursor}`}`);
        yield* page["items"] as Json[];
        cursor = String(page["next"]);
        more = page["more"] === true;
      }
    },
  };
}

export type Portal = ReturnType<typeof createPortal>;
