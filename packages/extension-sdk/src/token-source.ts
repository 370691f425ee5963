import { PortalProblem } from "./problem.ts";
import { signAssertion, type PrivateJwk } from "./sign-assertion.ts";

/** Which program asks, where, and how it proves who it is: with a secret, or with a private key (JWK) that never leaves the program. */
export type Credentials = {
  /** Address of the portal's main host, for example `https://portal.musterland.example`. */
  readonly portal: string;
  /** Short name of the municipality: the beginning of its portal's address. */
  readonly tenant: string;
  readonly clientId: string;
  /** Default: all that the municipality has granted. */
  readonly scopes?: readonly string[];
} & ({ readonly clientSecret: string; readonly privateKey?: never } | { readonly privateKey: PrivateJwk; readonly clientSecret?: never });

const earlySeconds = 30;

/** A token of the OAuth 2.0 client credentials grant, fetched when there is none or it is about to end; several callers share one request. */
export function tokenSource(credentials: Credentials, send: typeof fetch, nowMs: () => number) {
  let current: { readonly token: string; readonly until: number } | undefined;
  let asking: Promise<string> | undefined;

  async function ask(): Promise<string> {
    const { portal, tenant, scopes } = credentials;
    const { header, fields } = await proofOf(credentials, nowMs());
    const answer = await send(`${portal}/oauth/token`, {
      method: "POST", redirect: "error", headers: { ...header, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ grant_type: "client_credentials", tenant, ...fields, ...(scopes ? { scope: scopes.join(" ") } : {}) }).toString(),
    });
    const body = await factsOf(answer);
    const { access_token: token, expires_in: seconds } = body;
    if (!answer.ok || typeof token !== "string") throw new PortalProblem(answer.status, body);
    current = { token, until: nowMs() + ((typeof seconds === "number" ? seconds : 60) - earlySeconds) * 1000 };
    return token;
  }

  return {
    async get(): Promise<string> {
      if (current && current.until > nowMs()) return current.token;
      asking ??= ask().finally(() => { asking = undefined; });
      return asking;
    },
    /** The portal did not take it any more. */
    drop(token: string): void { if (current?.token === token) current = undefined; },
  };
}

interface Proof { readonly header: Readonly<Record<string, string>>; readonly fields: Readonly<Record<string, string>> }

/** A secret goes into the header; of a key only a signature goes out, for this one request (RFC 7523). */
async function proofOf(credentials: Credentials, nowMs: number): Promise<Proof> {
  const { portal, clientId } = credentials;
  if (credentials.clientSecret !== undefined) return { header: { authorization: `Basic ${btoa(`${encodeURIComponent(clientId)}:${encodeURIComponent(credentials.clientSecret)}`)}` }, fields: {} };
  const assertion = await signAssertion({ key: credentials.privateKey, clientId, audience: portal, nowMs });
  return { header: {}, fields: { client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", client_assertion: assertion } };
}

/** What stands between may answer without JSON. */
async function factsOf(answer: Response): Promise<Readonly<Record<string, unknown>>> {
  try { return await answer.json() as Readonly<Record<string, unknown>>; } catch { return {}; }
}
