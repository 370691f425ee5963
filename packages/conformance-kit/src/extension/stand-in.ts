import { createHash, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { openIdStandIn, type OpenIdStandIn } from "./openid-stand-in.ts";
import { misfits, operations, record, type Json, type SpecifiedOperation } from "../specification.ts";

export interface Asked { readonly operation: string; readonly scope: string | undefined; readonly application: string | undefined; readonly key: string | undefined; readonly body: string; readonly at: number; readonly status: number; readonly misfits: readonly string[] }

/** A portal for one extension, made of the specification: it answers with the examples, takes writes once per key, and fails when it is told to. */
export interface StandIn {
  readonly url: string;
  /** The town's OpenID provider, for extensions that take people over. */
  readonly openid: OpenIdStandIn;
  readonly asked: readonly Asked[];
  readonly tokens: () => number;
  /** The secret that the extension was given for its webhook, if it asked for one. */
  readonly webhookSecret: () => string | undefined;
  /** A launch that the portal has begun; its code works once. */
  addLaunch(code: string, launch: { readonly place: string; readonly page: string; readonly application: string }): void;
  /** `data`: other answers than those of the run's first sample. */
  addApplication(id: string, options?: { readonly listed?: boolean; readonly data?: Json }): void;
  /** What the next requests of an operation get instead: `after` a write has had its effect. */
  interfere(given: { readonly operation: string; readonly application: string; readonly times: number; readonly status: 429 | 503; readonly retryAfter?: number }): void;
  close(): Promise<void>;
}

export async function startStandIn(given: { readonly application: Json; readonly clientId: string; readonly clientSecret: string; /** What the manifest demands of a sign-in. */ readonly level: string }): Promise<StandIn> {
  const asked: Asked[] = [];
  const applications = new Map<string, { listed: boolean; acknowledged: boolean; readonly data: Json | undefined }>();
  const launches = new Map<string, { readonly place: string; readonly page: string; readonly application: string }>();
  const answers = new Map<string, { readonly status: number; readonly body: unknown }>();
  const faults: { operation: string; application: string; times: number; readonly status: number; readonly retryAfter: number | undefined }[] = [];
  const matchers = operations.map((one) => ({ one, pattern: new RegExp(`^/api/v1${one.path.replaceAll(".", "\\.").replace(/\{\w+\}/g, "([^/]+)")}$`) }));
  let [tokens, secret] = [0, undefined as string | undefined];

  const applicationOf = (id: string): Json => {
    const data = applications.get(id)?.data;
    return { ...given.application, ...(data ? { parts: [{ part: "whole", data }] } : {}), id, acknowledgement: undefined };
  };
  function answerOf(one: SpecifiedOperation, id: string | undefined, body: Json): { readonly status: number; readonly body: unknown } {
    const known = id === undefined || one.path.startsWith("/webhooks") || one.path.startsWith("/services") || applications.has(id);
    if (!known) return { status: 404, body: problem(404, "not-found") };
    switch (one.id) {
      case "getTenant": return { status: 200, body: { ...record(one.answerExample), portal: url } };
      case "submitApplication": return body["handover"] === undefined || (typeof body["handover"] === "string" && openid.inForce(body["handover"])) ? { status: one.success, body: one.answerExample } : { status: 409, body: problem(409, "handover-invalid") };
      case "listApplications": return { status: 200, body: { items: [...applications].filter(([, { listed, acknowledged }]) => listed && !acknowledged).map(([key]) => { const { form: _form, language: _language, declaredOn: _on, parts: _parts, attachments: _attachments, summary: _summary, ...head } = applicationOf(key); return head; }), next: "MTox", more: false } };
      case "getApplication": return { status: 200, body: applicationOf(id ?? "") };
      case "listEvents": return { status: 200, body: { items: [], next: "MTox", more: false } };
      case "addWebhook": secret ??= `whsec_${randomBytes(32).toString("base64")}`; return { status: 201, body: { id: "01890a5d-ac96-774b-bcce-b302099a8055", url: body["url"], createdAt: new Date().toISOString(), failures: 0, secret } };
      case "acknowledgeApplication": { const taken = applications.get(id ?? ""); if (taken) taken.acknowledged = true; return { status: 201, body: { ...record(one.answerExample), application: id, acknowledgedAt: new Date().toISOString() } }; }
      case "exchangeLaunch": {
        const launch = launches.get(String(body["start"]));
        if (!launch || launch.place !== body["place"]) return { status: 404, body: problem(404, "not-found") };
        launches.delete(String(body["start"]));
        return { status: 200, body: launchAnswer(launch) };
      }
      default: return { status: one.success, body: one.answerExample ?? {} };
    }
  }

  function serve(incoming: IncomingMessage, outgoing: ServerResponse, text: string): void {
    const path = (incoming.url ?? "").split("?", 1)[0] ?? "";
    const send = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void => { outgoing.writeHead(status, { "content-type": status >= 400 ? "application/problem+json" : "application/json", ...headers }).end(status === 204 ? undefined : JSON.stringify(body)); };
    const signIn = openid.serve({ path, headers: incoming.headers, body: text });
    if (signIn) { send(signIn.status, signIn.body); return; }
    if (path === "/oauth/token") {
      tokens += 1;
      const basic = `Basic ${Buffer.from(`${given.clientId}:${given.clientSecret}`).toString("base64")}`;
      const right = incoming.headers.authorization === basic || (text.includes(`client_id=${given.clientId}`) && text.includes(`client_secret=${given.clientSecret}`));
      send(right ? 200 : 401, right ? { access_token: "kpt_stand-in", token_type: "Bearer", expires_in: 900, scope: "", tenant: "musterstadt" } : { error: "invalid_client" });
      return;
    }
    const found = matchers.find(({ one, pattern }) => one.method === incoming.method && pattern.test(path));
    if (!found || incoming.headers.authorization !== "Bearer kpt_stand-in") { send(found ? 401 : 404, problem(found ? 401 : 404, found ? "token-invalid" : "not-found")); return; }
    const { one, pattern } = found;
    const id = pattern.exec(path)?.[1];
    const key = incoming.headers["idempotency-key"];
    const body = jsonOf(text);
    const name = typeof key === "string" ? `${one.id} ${path} ${key}` : undefined;
    const wrong = one.bodySchema === undefined ? [] : misfits(one.bodySchema, body);
    const answer = one.method !== "GET" && name === undefined ? { status: 400, body: problem(400, "idempotency-key-missing") } : wrong.length > 0 ? { status: 422, body: problem(422, "body-invalid") } : (name === undefined ? undefined : answers.get(name)) ?? answerOf(one, id, body);
    if (name !== undefined && answer.status < 400) answers.set(name, answer);
    const fault = faults.find((candidate) => candidate.times > 0 && candidate.operation === one.id && candidate.application === id);
    if (fault) fault.times -= 1;
    asked.push({ operation: one.id, scope: one.scope, application: id, key: typeof key === "string" ? key : undefined, body: text, at: Date.now(), status: fault?.status ?? answer.status, misfits: wrong });
    if (fault) { send(fault.status, problem(fault.status, fault.status === 429 ? "too-many" : "unavailable"), fault.retryAfter === undefined ? {} : { "retry-after": String(fault.retryAfter) }); return; }
    if (one.answers === "application/octet-stream" || one.answers === "application/pdf") { outgoing.writeHead(200, { "content-type": one.answers }).end(fileContent); return; }
    send(answer.status, answer.body);
  }

  const server = createServer((incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on("data", (part: Buffer) => parts.push(part));
    incoming.on("end", () => { serve(incoming, outgoing, Buffer.concat(parts).toString("utf8")); });
  });
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  const openid = openIdStandIn({ origin: url, clientId: given.clientId, clientSecret: given.clientSecret, level: given.level });
  return {
    url, openid, asked, tokens: () => tokens, webhookSecret: () => secret,
    addLaunch(code, launch) { launches.set(code, launch); },
    addApplication(id, options = {}) { applications.set(id, { listed: options.listed === true, acknowledged: false, data: options.data }); },
    interfere(fault) { faults.push({ operation: fault.operation, application: fault.application, times: fault.times, status: fault.status, retryAfter: fault.retryAfter }); },
    close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(() => { resolve(); }); }),
  };
}

/** A launch code as the portal makes them. */
export function newCode(): string {
  return `kpl_${randomBytes(32).toString("base64url")}`;
}

function launchAnswer({ place, page, application }: { readonly place: string; readonly page: string; readonly application: string }): Json {
  const common = { place, page, language: "de", expiresAt: new Date(Date.now() + 3_600_000).toISOString() };
  if (place === "case-tab") return { ...common, case: { application, role: "clerk", office: "steueramt" } };
  const result = `kpr_${randomBytes(32).toString("base64url")}`;
  return { ...common, step: { service: "hund-anmelden", formVersion: "1.0.0", step: "schritt", trustLevel: 0, fields: {}, result, ...(place === "form-step" ? { returnTo: `https://musterstadt.portal.example/antrag/1/schritt/rueckgabe?ergebnis=${result}` } : {}) } };
}

/** What every attachment of the stand-in holds. */
export const fileContent = Buffer.from("%PDF-1.7 Konformitätsprüfung");
export const fileSha256 = createHash("sha256").update(fileContent).digest("hex");

function problem(status: number, code: string): Json {
  return { type: `about:blank#${code}`, title: code, status, code };
}

function jsonOf(text: string): Json {
  try { return record(JSON.parse(text)); } catch { return {}; }
}
