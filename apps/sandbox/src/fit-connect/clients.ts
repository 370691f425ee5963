import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { SCOPES } from "./access-tokens.ts";
import type { Client } from "./records.ts";
import type { Store } from "./store.ts";

export interface ClientSecret { readonly clientId: string; readonly clientSecret: string }

/** A new API client, as the self-service portal makes it; the secret is shown once. */
export async function createClient(store: Store, { kind, name }: Pick<Client, "kind" | "name">): Promise<ClientSecret> {
  const made = { clientId: `${kind}-${randomBytes(8).toString("hex")}`, clientSecret: randomBytes(32).toString("base64url") };
  await registerClient(store, { ...made, kind, name });
  return made;
}

/** A client whose access data are known beforehand; does nothing where it exists. */
export async function registerClient(store: Store, { clientId, clientSecret, kind, name }: ClientSecret & Pick<Client, "kind" | "name">): Promise<void> {
  const secretHash = digest(clientSecret).toString("hex");
  const known = store.clients.get(clientId);
  if (known?.secretHash === secretHash) return;
  await store.commit({ client: { clientId, secretHash, kind, name, keys: known?.keys ?? [] } });
}

const form = z.object({ grant_type: z.string(), client_id: z.string().max(200), client_secret: z.string().max(200), scope: z.string().max(2000).optional() });

export type TokenAnswer =
  | { readonly ok: true; readonly clientId: string; readonly scopes: readonly string[] }
  | { readonly ok: false; readonly status: 400 | 401; readonly error: "invalid_request" | "invalid_client" | "invalid_scope" | "unsupported_grant_type"; readonly description: string };

/**
 * RFC 6749 4.4 with `client_secret_post` only; HTTP Basic is `invalid_client` (delivery.md 1.3, 7.1). Scopes are those the client is registered for;
 * a `scope` parameter narrows them.
 */
export function authenticateClient(store: Store, body: unknown, authorization: string | undefined): TokenAnswer {
  if (authorization !== undefined) return refuse(401, "invalid_client", "client_secret_post is the only way in");
  const parsed = form.safeParse(body);
  if (!parsed.success) return refuse(400, "invalid_request", "grant_type, client_id and client_secret are needed");
  const { grant_type, client_id, client_secret, scope } = parsed.data;
  if (grant_type !== "client_credentials") return refuse(400, "unsupported_grant_type", "only client_credentials");
  const client = store.clients.get(client_id);
  const right = timingSafeEqual(digest(client_secret), client ? Buffer.from(client.secretHash, "hex") : digest(`not ${client_secret}`));
  if (!client || !right) return refuse(401, "invalid_client", "unknown client or wrong secret");
  const wanted = scope?.split(" ");
  const scopes = SCOPES[client.kind].filter((granted) => wanted === undefined || wanted.includes(granted));
  return scopes.length === 0 ? refuse(400, "invalid_scope", "the client has none of these scopes") : { ok: true, clientId: client_id, scopes };
}

function refuse(status: 400 | 401, error: (TokenAnswer & { ok: false })["error"], description: string): TokenAnswer {
  return { ok: false, status, error, description };
}

function digest(text: string): Buffer { return createHash("sha256").update(text).digest(); }
