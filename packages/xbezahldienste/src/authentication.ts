import { z } from "zod";
import type { ProviderRequest, TlsIdentity } from "./exchange.ts";
import { exchange } from "./exchange.ts";
import type { Unreachable } from "./outcome.ts";

/** The ways in that payment providers ask for; XBezahldienste itself leaves authentication open. */
export type PaymentAuthentication =
  | { readonly kind: "none" }
  /** e.g. epay21. */
  | { readonly kind: "basic"; readonly username: string; readonly password: string }
  /** Client credentials as form fields, then Bearer; e.g. pmPayment. */
  | { readonly kind: "oauth2"; readonly tokenUrl: string; readonly clientId: string; readonly clientSecret: string; readonly scope?: string }
  /** Client certificate; e.g. the ePayBL connector. Handed on to `request` as `init.tls`. */
  | ({ readonly kind: "mtls" } & TlsIdentity);

export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  readonly tls?: TlsIdentity;
}

export interface Authenticator {
  credentials(): Promise<Credentials | Unreachable>;
  /** Forgets what the provider has just refused, unless it has been renewed meanwhile. True when a second try with other credentials makes sense. */
  renew(refused: Credentials): boolean;
}

const tokenSchema = z.object({
  access_token: z.string().min(1).max(8192).regex(/^[\x21-\x7e]+$/),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.number().min(1).max(86_400 * 365).default(300),
});

/** A token is given up this long before its end, in milliseconds. */
const MARGIN = 30_000;

export function createAuthenticator(
  auth: PaymentAuthentication, request: ProviderRequest, timeoutMs: number, now: () => number,
): Authenticator {
  switch (auth.kind) {
    case "none": return unchanging({ headers: {} });
    case "basic": return unchanging({ headers: { authorization: `Basic ${base64(`${auth.username}:${auth.password}`)}` } });
    case "mtls": return unchanging({ headers: {}, tls: tlsIdentityOf(auth) });
    case "oauth2": return clientCredentials(auth, request, timeoutMs, now);
  }
}

function unchanging(credentials: Credentials): Authenticator {
  return { credentials: () => Promise.resolve(credentials), renew: () => false };
}

function tlsIdentityOf({ kind: _kind, ...identity }: { readonly kind: "mtls" } & TlsIdentity): TlsIdentity {
  return identity;
}

function clientCredentials(
  auth: Extract<PaymentAuthentication, { kind: "oauth2" }>, request: ProviderRequest, timeoutMs: number, now: () => number,
): Authenticator {
  let current: { readonly token: string; readonly until: number } | undefined;
  let pending: Promise<Credentials | Unreachable> | undefined;

  const fetchToken = async (): Promise<Credentials | Unreachable> => {
    const asked = now();
    const body = new URLSearchParams({
      grant_type: "client_credentials", client_id: auth.clientId, client_secret: auth.clientSecret,
      ...(auth.scope !== undefined && { scope: auth.scope }),
    });
    const answer = await exchange(request, auth.tokenUrl, {
      method: "POST",
      headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
      body: body.toString(),
    }, timeoutMs);
    if (answer.kind === "unreachable") return answer;
    if (answer.status >= 500) return { kind: "unreachable", reason: "unavailable", detail: `token endpoint answered ${answer.status}` };
    if (answer.status !== 200) return { kind: "unreachable", reason: "unauthorized", detail: `token endpoint answered ${answer.status}` };
    const token = tokenSchema.safeParse(answer.body);
    if (!token.success) return { kind: "unreachable", reason: "bad-answer", detail: "token endpoint answered no bearer token" };
    current = { token: token.data.access_token, until: asked + token.data.expires_in * 1000 - MARGIN };
    return bearer(token.data.access_token);
  };

  return {
    async credentials() {
      if (current && now() < current.until) return bearer(current.token);
      pending ??= fetchToken().finally(() => { pending = undefined; });
      return pending;
    },
    renew({ headers: { authorization } }) {
      // Of several that were refused with one token only the first asks for another.
      if (current && bearer(current.token).headers.authorization === authorization) current = undefined;
      return true;
    },
  };
}

function bearer(token: string): Credentials & { readonly headers: { readonly authorization: string } } {
  return { headers: { authorization: `Bearer ${token}` } };
}

function base64(text: string): string {
  return btoa(String.fromCodePoint(...new TextEncoder().encode(text)));
}
