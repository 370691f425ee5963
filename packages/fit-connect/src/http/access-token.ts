import { z } from "zod";
import { ApiProblem } from "../errors/api-problem.ts";
import { AuthorizationError, TransportError } from "../errors/fit-connect-error.ts";
import type { Connection } from "./connection.ts";
import { exchange } from "./exchange.ts";
import { withRetries } from "./with-retries.ts";

export interface AccessTokens {
  /** A token that is good for a while, fetched once for many callers. */
  current(): Promise<string>;
  /** Forgets this token, if it is still the current one. */
  discard(token: string): void;
}

const tokenSchema = z.object({
  access_token: z.string().min(1).max(16_384).regex(/^[\x21-\x7e]+$/),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.number().min(1).max(86_400).default(300),
});
const errorSchema = z.object({ error: z.string().regex(/^[a-z_]{1,60}$/) });

/** A token is given up this long before its end: an upload that begins with it should not end without. */
const MARGIN = 60_000;

/**
 * OAuth 2.0 client credentials as FIT-Connect wants them (delivery.md 1.3): `client_secret_post`, no `scope`, no refresh token. A token lives half an hour.
 * Many callers at once cause one request.
 */
export function createAccessTokens(connection: Connection): AccessTokens {
  let current: { readonly token: string; readonly until: number } | undefined;
  let pending: Promise<string> | undefined;

  const fetchToken = async (): Promise<string> => {
    const asked = connection.now();
    const body = new URLSearchParams({ grant_type: "client_credentials", client_id: connection.clientId, client_secret: connection.clientSecret }).toString();
    const answer = await withRetries(connection, () => exchange(connection, {
      method: "POST", url: connection.environment.tokenUrl, headers: { "content-type": "application/x-www-form-urlencoded" }, body, expect: [200, 400, 401, 403],
    }));
    if (answer.status !== 200) throw new AuthorizationError(errorSchema.safeParse(answer.body).data?.error ?? `http-${answer.status}`);
    const parsed = tokenSchema.safeParse(answer.body);
    if (!parsed.success) throw new TransportError("unexpected-shape", "the token endpoint gave no bearer token", { status: 200 });
    const lifetime = parsed.data.expires_in * 1000;
    current = { token: parsed.data.access_token, until: asked + Math.max(lifetime - MARGIN, lifetime / 2) };
    return current.token;
  };

  return {
    async current() {
      if (current !== undefined && connection.now() < current.until) return current.token;
      pending ??= fetchToken().finally(() => { pending = undefined; });
      return pending;
    },
    discard(token) {
      if (current?.token === token) current = undefined;
    },
  };
}

/** Runs `work` with a token; once more with a fresh one when the API does not take it (it may have ended in mid-upload). */
export async function withToken<T>(tokens: AccessTokens, work: (authorization: string) => Promise<T>): Promise<T> {
  const token = await tokens.current();
  try {
    return await work(`Bearer ${token}`);
  } catch (error) {
    // A server that refuses an upload early may close before its 401 is read: the next try comes with a fresh token, whatever it was.
    if (error instanceof TransportError && error.code === "network") tokens.discard(token);
    if (!(error instanceof ApiProblem && error.status === 401)) throw error;
    tokens.discard(token);
    return await work(`Bearer ${await tokens.current()}`).catch((second: unknown) => {
      throw second instanceof ApiProblem && second.status === 401 ? new AuthorizationError("token-refused") : second;
    });
  }
}
