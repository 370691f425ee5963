import type { z } from "zod";
import { TransportError } from "../errors/fit-connect-error.ts";
import { createAccessTokens, withToken } from "./access-token.ts";
import type { Connection } from "./connection.ts";
import { download, exchange, type Call, type JsonAnswer } from "./exchange.ts";
import { withRetries } from "./with-retries.ts";

/** Calls with access token, fresh token after 401, and tries again while the service is away. */
export interface ApiClient {
  readonly connection: Connection;
  /** `attempt` of the work counts from 0: a later one may find that an earlier one had its effect. */
  send(call: Call): Promise<JsonAnswer & { readonly attempts: number }>;
  read<T>(call: Omit<Call, "method" | "expect" | "body">, schema: z.ZodType<T>): Promise<T>;
  open(call: Omit<Call, "method" | "expect" | "body">): Promise<AsyncGenerator<Uint8Array, void, undefined>>;
  /** Without token, for what is public. */
  readPublic<T>(url: string, schema: z.ZodType<T>): Promise<T>;
}

export function createApiClient(connection: Connection): ApiClient {
  const tokens = createAccessTokens(connection);
  const authorised = <T>(call: Call, one: (call: Call) => Promise<T>): Promise<T> => withToken(tokens, (authorization) => one({ ...call, headers: { ...call.headers, authorization } }));
  return {
    connection,
    async send(call) {
      let attempts = 0;
      const answer = await withRetries(connection, (attempt) => { attempts = attempt + 1; return authorised(call, (ready) => exchange(connection, ready)); });
      return { ...answer, attempts };
    },
    async read(call, schema) {
      const answer = await withRetries(connection, () => authorised({ ...call, method: "GET", expect: [200] }, (ready) => exchange(connection, ready)));
      return shaped(answer.body, schema);
    },
    open: (call) => withRetries(connection, () => authorised({ ...call, method: "GET", expect: [200], headers: { accept: "application/jose", ...call.headers } }, (ready) => download(connection, ready))),
    async readPublic(url, schema) {
      const answer = await withRetries(connection, () => exchange(connection, { method: "GET", url, expect: [200] }));
      return shaped(answer.body, schema);
    },
  };
}

/** @throws TransportError not-json, unexpected-shape */
export function shaped<T>(body: unknown, schema: z.ZodType<T>): T {
  if (body === undefined) throw new TransportError("not-json", "the answer is no JSON", { status: 200 });
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new TransportError("unexpected-shape", parsed.error.issues.slice(0, 5).map(({ path }) => path.map(String).join(".")).join(", "), { status: 200 });
  return parsed.data;
}
