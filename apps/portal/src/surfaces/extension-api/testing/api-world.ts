import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after } from "node:test";
import pino from "pino";
import type { Scope } from "#modules/extensions";
import type { Tenant } from "#modules/tenants";
import { createServer, type App } from "#platform/http";
import { extensionsWorld, type ExtensionsWorld, type WorldOptions } from "../../../modules/extensions/testing/world.ts";
import { createAddresses, createErrorPages, createLayout, createTownAssets, withoutLanguage, type Addresses } from "../../frame/index.ts";
import { extensionApi, operations, problemsOf, problems, isProblemCode } from "../index.ts";
import { problem } from "../schemas.ts";

export const apex = "http://portal.localhost:8080";

export interface Called { readonly status: number; readonly headers: Readonly<Record<string, unknown>>; readonly body: Readonly<Record<string, unknown>>; readonly raw: Buffer }
export interface CallOptions { readonly token?: string; readonly body?: unknown; readonly key?: string | false; readonly headers?: Readonly<Record<string, string>>; readonly payload?: string | Buffer; readonly address?: string }

/** The interface on a real server over a real database; every answer is held against the published contract. */
export async function apiWorld(options: WorldOptions & { readonly requestsPerMinute?: number; readonly apex?: string; /** Further surfaces on the same server. */ readonly before?: (app: App, parts: { readonly addresses: Addresses; readonly tenants: ExtensionsWorld["tenants"]; readonly forms: ExtensionsWorld["forms"]; readonly world: ExtensionsWorld }) => void | Promise<void> } = {}) {
  const world = await extensionsWorld(options);
  const log = pino({ level: "silent" });
  const app = createServer({ log, trustedProxies: [], secureOrigin: false, rewriteUrl: withoutLanguage });
  const addresses = createAddresses(options.apex ?? apex, world.tenants);
  const layout = createLayout({ addresses, disturbances: { current: () => [] }, townAssets: createTownAssets(world.tenants) });
  createErrorPages({ layout: () => layout, addresses, policy: "default-src 'none'", log }).register(app);
  extensionApi(app, { extensions: world.extensions, addresses, clock: world.deps.clock, requestsPerMinute: options.requestsPerMinute ?? 10_000 });
  await options.before?.(app, { addresses, tenants: world.tenants, forms: world.forms, world });
  await app.ready();
  after(() => app.close());

  async function call(method: "GET" | "POST" | "DELETE", path: string, given: CallOptions = {}): Promise<Called> {
    const answer = await app.inject({
      method, url: `/api/v1${path}`, remoteAddress: given.address ?? "127.0.0.1",
      headers: {
        host: new URL(apex).host, "accept-language": "en", ...(given.token === undefined ? {} : { authorization: `Bearer ${given.token}` }), ...(given.body === undefined ? {} : { "content-type": "application/json" }),
        ...(method !== "GET" && given.key !== false ? { "idempotency-key": given.key ?? randomUUID() } : {}), ...given.headers,
      },
      ...(given.body === undefined ? given.payload === undefined ? {} : { payload: given.payload } : { payload: JSON.stringify(given.body) }),
    });
    const type = String(answer.headers["content-type"] ?? "");
    const body: Record<string, unknown> = type.includes("json") ? answer.json() : {};
    holdAgainstContract(method, path, answer.statusCode, type, body);
    return { status: answer.statusCode, headers: answer.headers, body, raw: answer.rawPayload };
  }

  let asked = 0;
  async function token(of: { readonly client: string; readonly secret: string; readonly tenant: Tenant; readonly scope?: string }): Promise<string> {
    asked += 1;
    const answer = await app.inject({
      // Each from an address of its own: attempts are counted.
      method: "POST", url: "/oauth/token", remoteAddress: `127.3.${(asked >> 8) & 255}.${asked & 255}`, headers: { host: new URL(apex).host, "content-type": "application/x-www-form-urlencoded" },
      payload: new URLSearchParams({ grant_type: "client_credentials", client_id: of.client, client_secret: of.secret, tenant: of.tenant.slug, ...(of.scope === undefined ? {} : { scope: of.scope }) }).toString(),
    });
    assert.equal(answer.statusCode, 200, answer.body);
    const { access_token } = answer.json<{ access_token: string }>();
    return access_token;
  }

  /** A program with a permission and a token of its own. */
  async function signedIn(given: { readonly id?: string; readonly scopes?: readonly Scope[]; readonly services?: readonly string[]; readonly offices?: readonly string[]; readonly tenant?: Tenant } = {}) {
    const program = await world.program(given);
    return { ...program, token: await token(program) };
  }

  return { ...world, app, addresses, call, token, signedIn };
}

/** Status and shape are those of the document; nothing undocumented is in an answer. */
function holdAgainstContract(method: string, path: string, status: number, type: string, body: unknown): void {
  const asked = path.split("?", 1)[0] ?? "";
  const operation = operations.find((one) => one.method === method && new RegExp(`^${one.path.replaceAll(".", "\\.").replace(/\{\w+\}/g, "[^/]+")}$`).test(asked));
  if (!operation || status === 304) return;
  if (status >= 400) {
    assert.match(type, /application\/problem\+json/);
    const { code } = problem.schema.parse(body);
    assert.ok(isProblemCode(code) && problems[code].status === status, `${code} came with ${status}`);
    assert.ok(problemsOf(operation).includes(code), `${operation.id} does not document ${code}`);
    return;
  }
  if (operation.success.status !== status) assert.fail(`${operation.id} answered ${status}`);
  const { content } = operation.success;
  if (content !== undefined && typeof content !== "string") assert.deepEqual(content.schema.parse(body), body, `${operation.id} says more than it documents`);
}
