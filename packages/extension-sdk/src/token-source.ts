import { PortalProblem } from "./problem.ts";

export interface Credentials { readonly portal: string; readonly tenant: string; readonly clientId: string; readonly clientSecret: string; readonly scopes?: readonly string[] }

const earlySeconds = 30;

/** A token of the OAuth 2.0 client credentials grant, fetched when there is none or it is about to end; several callers share one request. */
export function tokenSource(credentials: Credentials, send: typeof fetch, nowMs: () => number) {
  let current: { readonly token: string; readonly until: number } | undefined;
  let asking: Promise<string> | undefined;

  async function ask(): Promise<string> {
    const { portal, tenant, clientId, clientSecret, scopes } = credentials;
    const basic = btoa(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`);
    const answer = await send(`${portal}/oauth/token`, {
      method: "POST", redirect: "error", headers: { authorization: `Basic ${basic}`, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ grant_type: "client_credentials", tenant, ...(scopes ? { scope: scopes.join(" ") } : {}) }).toString(),
    });
    const body = await answer.json() as Readonly<Record<string, unknown>>;
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
