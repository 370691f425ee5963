import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { Json } from "../specification.ts";

/** In which one way the answer of a hand-over does not fit. */
export const flaws = ["state", "no-state", "answering-issuer", "nonce", "signature", "unsigned", "issuer", "audience", "expired", "other-person", "level"] as const;
export type Flaw = (typeof flaws)[number];

/** One person who was sent to the portal and back. */
export interface Handing {
  /** Where the browser is sent to, with the code. */
  readonly back: string;
  /** A name that nobody else has: where it stands, something of this person stands. */
  readonly name: string;
  readonly token: string;
  readonly idToken: string;
  /** How often the code was shown, and what was wrong with it. */
  readonly shown: readonly string[];
  /** How often the values were fetched. */
  readonly fetched: () => number;
}

/** The portal's side of a hand-over, as OpenID Connect Core 1.0 describes it: code flow with PKCE, ES256, values at the userinfo endpoint. */
export interface OpenIdStandIn {
  readonly issuer: string;
  readonly endpoint: string;
  readonly endSession: string;
  /** What the person's browser gets for the address to which the extension has sent it. */
  answer(asked: URLSearchParams, given?: { readonly flaw?: Flaw; readonly cancelled?: boolean }): Handing;
  /** Whether the token of a hand-over is good for submitting. */
  inForce(token: string): boolean;
  end(token: string): void;
  /** Names and tokens of everybody who was handed over: they stand in nobody's output. */
  readonly secrets: () => readonly string[];
  /** Whether a code was ever exchanged. */
  readonly used: () => boolean;
  serve(given: { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: string }): { readonly status: number; readonly body: unknown } | undefined;
}

const base64url = (value: string | Buffer): string => Buffer.from(value).toString("base64url");
const random = (): string => randomBytes(32).toString("base64url");
const newKey = (): KeyObject => generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;

interface Open { readonly asked: URLSearchParams; readonly claims: Json; readonly handing: Handing & { readonly shown: string[] }; fetched: number; ended: boolean; used: boolean }

export function openIdStandIn(given: { readonly origin: string; readonly clientId: string; readonly clientSecret: string; readonly level: string }): OpenIdStandIn {
  const issuer = `${given.origin}/openid`;
  const key = newKey();
  const open = new Map<string, Open>();
  const byToken = new Map<string, Open>();

  function idToken(claims: Json, flaw: Flaw | undefined): string {
    const content = `${base64url(JSON.stringify(flaw === "unsigned" ? { alg: "none" } : { alg: "ES256", kid: "stand-in" }))}.${base64url(JSON.stringify(claims))}`;
    return `${content}.${flaw === "unsigned" ? "" : base64url(sign("sha256", Buffer.from(content), { key: flaw === "signature" ? newKey() : key, dsaEncoding: "ieee-p1363" }))}`;
  }

  function answer(asked: URLSearchParams, { flaw, cancelled }: { readonly flaw?: Flaw; readonly cancelled?: boolean } = {}): Handing {
    const [code, token, sub, name] = [random(), random(), random(), `Probe-${randomBytes(6).toString("hex")}`];
    const now = Math.floor(Date.now() / 1000);
    const nonce = asked.get("nonce");
    const signed = idToken({
      iss: flaw === "issuer" ? "https://anderswo.example/openid" : issuer, sub, aud: flaw === "audience" ? "somebody-else" : given.clientId, iat: now - (flaw === "expired" ? 7_200 : 0), exp: now + (flaw === "expired" ? -3_600 : 600), auth_time: now,
      acr: flaw === "level" ? "basis" : given.level, ...(nonce === null ? {} : { nonce: flaw === "nonce" ? random() : nonce }),
    }, flaw);
    const back = new URL(asked.get("redirect_uri") ?? given.origin);
    const state = asked.get("state");
    const say = (values: Readonly<Record<string, string>>): void => { for (const [field, value] of Object.entries(values)) back.searchParams.set(field, value); };
    say({ ...(cancelled === true ? { error: "access_denied" } : { code }), iss: flaw === "answering-issuer" ? "https://anderswo.example/openid" : issuer, ...(state === null || flaw === "no-state" ? {} : { state: flaw === "state" ? random() : state }) });
    const scopes = (asked.get("scope") ?? "").split(" ");
    const claims = { sub: flaw === "other-person" ? random() : sub, ...Object.fromEntries(Object.entries(valuesOf(name)).filter(([scope]) => scopes.includes(scope))) };
    const one: Open = { asked, claims, fetched: 0, ended: false, used: false, handing: { back: back.href, name, token, idToken: signed, shown: [], fetched: () => one.fetched } };
    if (cancelled !== true) { open.set(code, one); byToken.set(token, one); }
    return one.handing;
  }

  function tokenFor(headers: IncomingHttpHeaders, body: string): { readonly status: number; readonly body: unknown } {
    const fields = new URLSearchParams(body);
    const one = open.get(fields.get("code") ?? "");
    const refused = (error: string, what: string): { readonly status: number; readonly body: unknown } => { one?.handing.shown.push(what); return { status: error === "invalid_client" ? 401 : 400, body: { error } }; };
    const basic = Buffer.from((headers.authorization ?? "").replace(/^Basic /, ""), "base64").toString("utf8").split(":").map(decodeURIComponent);
    const [id, secret] = headers.authorization === undefined ? [fields.get("client_id"), fields.get("client_secret")] : basic;
    if (id !== given.clientId || secret !== given.clientSecret) return refused("invalid_client", "without the program's own proof");
    if (!one || fields.get("grant_type") !== "authorization_code") return refused("invalid_grant", "with another grant");
    if (fields.get("redirect_uri") !== one.asked.get("redirect_uri")) return refused("invalid_grant", "with another redirect_uri");
    if (createHash("sha256").update(fields.get("code_verifier") ?? "").digest("base64url") !== one.asked.get("code_challenge")) return refused("invalid_grant", "without the code_verifier that belongs to it (RFC 7636)");
    if (one.used) return refused("invalid_grant", "a second time");
    one.used = true;
    one.handing.shown.push("");
    return { status: 200, body: { access_token: one.handing.token, token_type: "Bearer", expires_in: 3_600, id_token: one.handing.idToken, scope: one.asked.get("scope") ?? "openid" } };
  }

  return {
    issuer, endpoint: `${issuer}/auth`, endSession: `${issuer}/session/end`, answer,
    inForce: (token) => { const one = byToken.get(token); return one?.used === true && !one.ended; },
    end: (token) => { const one = byToken.get(token); if (one) one.ended = true; },
    secrets: () => [...open.values()].flatMap(({ handing: { name, token, idToken: signed } }) => [name, token, signed]),
    used: () => [...open.values()].some(({ used }) => used),
    serve({ path, headers, body }) {
      switch (path) {
        case "/openid/.well-known/openid-configuration": return { status: 200, body: {
          issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token`, userinfo_endpoint: `${issuer}/me`, jwks_uri: `${issuer}/jwks`, end_session_endpoint: `${issuer}/session/end`, response_types_supported: ["code"], response_modes_supported: ["query"],
          grant_types_supported: ["authorization_code"], subject_types_supported: ["pairwise"], id_token_signing_alg_values_supported: ["ES256"], code_challenge_methods_supported: ["S256"], token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
          scopes_supported: ["openid", ...Object.keys(valuesOf(""))], acr_values_supported: ["basis", "substantiell", "hoch"], authorization_response_iss_parameter_supported: true,
        } };
        case "/openid/jwks": { const { kty, crv, x, y } = key.export({ format: "jwk" }); return { status: 200, body: { keys: [{ kty, crv, x, y, kid: "stand-in", alg: "ES256", use: "sig" }] } }; }
        case "/openid/token": return tokenFor(headers, body);
        case "/openid/me": {
          const one = byToken.get((headers.authorization ?? "").replace(/^Bearer /, ""));
          if (!one?.used || one.ended) return { status: 401, body: { error: "invalid_token" } };
          one.fetched += 1;
          return { status: 200, body: one.claims };
        }
        default: return undefined;
      }
    },
  };
}

/** What BundID would say of somebody invented, each under the scope that asks for it (docs: Personen übernehmen). */
function valuesOf(name: string): Json {
  return {
    given_name: "Erika", family_name: name, birth_family_name: name, title: "Dr.", birthdate: "1984-08-12", place_of_birth: { locality: "Musterstadt" }, nationalities: ["D"], email: `${name}@probe.example`, phone_number: "+49 30 2345670",
    address: { formatted: "Lindenweg 7\n00101 Musterstadt", street_address: "Lindenweg 7", postal_code: "00101", locality: "Musterstadt" },
  };
}
