import { createHash } from "node:crypto";
import { NotTried } from "../check.ts";
import { record, type Json, type SpecifiedOperation } from "../specification.ts";
import type { Receiver } from "./receiver.ts";

export interface Program { readonly tenant: string; readonly clientId: string; readonly clientSecret: string }

/** The portal that is examined and what the run may use there: a test municipality and programs registered for this purpose. */
export interface PortalSubject {
  /** Address of the portal's main host. */
  readonly portal: string;
  /** Permitted everything in the test municipality. */
  readonly program: Program;
  /** A program in another municipality; what belongs to the first must not be there for it. */
  readonly stranger?: Program;
  /** The same program's private key (JWK), its public half known to the portal. */
  readonly privateKey?: JsonWebKey & { readonly kid?: string };
  /** What a person would fill in: a service without sign-in and without fee, and answers that its form accepts. */
  readonly submission: { readonly service: string; readonly answers: Json };
  /** A service whose form has an upload field, answers that it accepts, the field's path, and which kind of file it takes. */
  readonly withFile?: { readonly service: string; readonly answers: Json; readonly path: string; readonly type: "image/png" | "application/pdf" };
  /** An application of the test municipality for which a person has released a document from their safe; `end` has them end it, and comes back when they have. */
  readonly released?: { readonly application: string; end(): Promise<void> };
  /** Where the portal's webhooks arrive. */
  readonly receiver?: Receiver;
  readonly fetch?: typeof fetch;
  /** Longest wait for something that the portal does by itself. Default 20 seconds. */
  readonly patienceMs?: number;
  /** How long nothing has to come for it to count as not coming. Default 1.5 seconds. */
  readonly settleMs?: number;
}

export interface Heard { readonly status: number; readonly headers: Headers; readonly type: string; readonly text: string; readonly bytes: Buffer; readonly json: Json }
export interface Ask { readonly token?: string | undefined; readonly params?: Readonly<Record<string, string>>; readonly query?: Readonly<Record<string, string>>; readonly body?: unknown; readonly raw?: string; readonly file?: OutgoingFile; readonly key?: string | false; readonly headers?: Readonly<Record<string, string>> }

/** A file as the specification has it: the bytes are the body, name and checksum stand in headers. `digest` and `headers` to be wrong on purpose. */
export interface OutgoingFile { readonly name: string; readonly bytes: Buffer; readonly digest?: string }

/** How often a portal may say that it is asked too much before that is its answer. */
const mostWaits = 5;

/** What checks share during a run; what an earlier one of the same program has made is there for the next. */
export function examine(subject: PortalSubject, earlier?: Examination): Examination {
  const send = subject.fetch ?? fetch;
  const base = subject.portal.replace(/\/+$/, "");
  const tokens = new Map<string, string>(earlier?.tokens);
  /** Things that one check has made and a later one needs. */
  const made = new Map<string, string>(earlier?.made);

  async function heard(url: string, init: RequestInit): Promise<Heard> {
    let answer = await send(url, { redirect: "manual", signal: AbortSignal.timeout(30_000), ...init });
    // A run asks faster than any program; a portal may slow it down (RFC 6585), and says for how long.
    for (let waits = 0; answer.status === 429 && waits < mostWaits; waits += 1) {
      const seconds = Number(answer.headers.get("retry-after"));
      await answer.body?.cancel();
      await new Promise((done) => { setTimeout(done, Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 60) * 1_000 : 1_000); });
      answer = await send(url, { redirect: "manual", signal: AbortSignal.timeout(30_000), ...init });
    }
    const bytes = Buffer.from(await answer.arrayBuffer());
    const text = bytes.toString("utf8");
    const type = (answer.headers.get("content-type") ?? "").split(";", 1)[0] ?? "";
    let json: Json = {};
    if (type.endsWith("json")) try { json = record(JSON.parse(text)); } catch { /* A check that looks at it will say so. */ }
    return { status: answer.status, headers: answer.headers, type, text, bytes, json };
  }

  async function askToken(fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}): Promise<Heard> {
    return heard(`${base}/oauth/token`, { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded", ...headers }, body: new URLSearchParams(fields).toString() });
  }

  /** A token, kept for its ten minutes; `scope` narrows it. */
  async function token(program: Program = subject.program, scope?: string): Promise<string> {
    const name = `${program.tenant} ${program.clientId} ${scope ?? ""}`;
    const known = tokens.get(name);
    if (known !== undefined) return known;
    const answer = await askToken({ grant_type: "client_credentials", tenant: program.tenant, client_id: program.clientId, client_secret: program.clientSecret, ...(scope === undefined ? {} : { scope }) });
    const given = answer.json["access_token"];
    if (answer.status !== 200 || typeof given !== "string") throw new Error(`no token for ${program.clientId} in ${program.tenant}: ${answer.status} ${String(answer.json["error"])}`);
    tokens.set(name, given);
    return given;
  }

  async function ask({ method, path }: Pick<SpecifiedOperation, "method" | "path">, given: Ask = {}): Promise<Heard> {
    const url = new URL(`${base}/api/v1${path.replace(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(given.params?.[name] ?? ""))}`);
    for (const [name, value] of Object.entries(given.query ?? {})) url.searchParams.set(name, value);
    const content = given.raw ?? (given.body === undefined ? undefined : JSON.stringify(given.body));
    return heard(url.href, {
      method, headers: {
        accept: "application/json", ...(given.token === undefined ? {} : { authorization: `Bearer ${given.token}` }), ...(content === undefined ? {} : { "content-type": "application/json" }), ...(given.file === undefined ? {} : fileHeaders(given.file)),
        ...(method === "GET" || given.key === false ? {} : { "idempotency-key": given.key ?? crypto.randomUUID() }), ...given.headers,
      },
      ...(content === undefined ? {} : { body: content }), ...(given.file === undefined ? {} : { body: inPieces(given.file.bytes), duplex: "half" }),
    });
  }

  /** A word to the person; where several offices share the application, the first of those that the portal names speaks. */
  async function speak(specified: Pick<SpecifiedOperation, "method" | "path">, given: Ask & { readonly body: object }): Promise<Heard> {
    const answer = await ask(specified, given);
    const [office] = answer.json["code"] === "office-needed" ? textsOf(answer.json["offices"]) : [];
    return office === undefined ? answer : ask(specified, { ...given, body: { ...given.body, office } });
  }

  /** Asks until it holds. */
  async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
    const end = performance.now() + (subject.patienceMs ?? 20_000);
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      if (performance.now() > end) throw new Error(`it did not come to this: ${what}`);
      await new Promise((resolve) => { setTimeout(resolve, Math.min(200, (subject.patienceMs ?? 20_000) / 50)); });
    }
  }

  return {
    subject, base, tokens, made, heard, askToken, token, ask, speak, until,
    settle: () => new Promise((resolve) => { setTimeout(resolve, subject.settleMs ?? 1_500); }),
    keep(name: string, value: string): void { made.set(name, value); },
    kept(name: string): string {
      const value = made.get(name);
      if (value === undefined) throw new NotTried(`an earlier check has not made this: ${name}`);
      return value;
    },
  };
}

export interface Examination {
  readonly subject: PortalSubject;
  readonly base: string;
  readonly tokens: ReadonlyMap<string, string>;
  readonly made: ReadonlyMap<string, string>;
  heard(url: string, init: RequestInit): Promise<Heard>;
  askToken(fields: Readonly<Record<string, string>>, headers?: Readonly<Record<string, string>>): Promise<Heard>;
  token(program?: Program, scope?: string): Promise<string>;
  ask(operation: Pick<SpecifiedOperation, "method" | "path">, given?: Ask): Promise<Heard>;
  speak(operation: Pick<SpecifiedOperation, "method" | "path">, given: Ask & { readonly body: object }): Promise<Heard>;
  until<T>(what: string, look: () => Promise<T | undefined>): Promise<T>;
  settle(): Promise<void>;
  keep(name: string, value: string): void;
  kept(name: string): string;
}

/** RFC 9530. */
export function digestOf(bytes: Buffer): string {
  return `sha-256=:${createHash("sha256").update(bytes).digest("base64")}:`;
}
export function sha256Of(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
function fileHeaders({ name, bytes, digest }: OutgoingFile): Readonly<Record<string, string>> {
  return { "content-type": "application/octet-stream", "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name)}`, "repr-digest": digest ?? digestOf(bytes) };
}
/** As somebody sends who does not know the length before: nothing of a file is held in memory by the specification's leave. */
function inPieces(bytes: Buffer): ReadableStream<Uint8Array> {
  const half = Math.ceil(bytes.length / 2);
  return new ReadableStream({ start(controller) { for (const piece of [bytes.subarray(0, half), bytes.subarray(half)]) if (piece.length > 0) controller.enqueue(new Uint8Array(piece)); controller.close(); } });
}

/** For things that are not there: a UUID that nobody has given. */
export const nowhere = "00000000-0000-7000-8000-000000000000";

export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}
export function itemsOf(heard: Heard): readonly Json[] {
  const { items } = heard.json;
  return Array.isArray(items) ? items.map(record) : [];
}
/** A text of an answer, or nothing where it is no text. */
export function word(value: unknown): string {
  return typeof value === "string" ? value : "";
}
