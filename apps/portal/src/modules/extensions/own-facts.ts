import { asClient, type Access } from "./access.ts";
import type { Bearer } from "./bearer.ts";
import { findClient, secretsOf } from "./client-store.ts";
import type { Client, ClientSecret } from "./client.ts";
import type { ExtensionsDeps } from "./deps.ts";
import { Refused, type Outcome } from "./refusal.ts";

export interface OwnFacts { readonly client: Client; readonly secrets: readonly ClientSecret[]; readonly access: Access }

/** The program as this installation knows it: its manifest and which of its secrets are in force, without their values. */
export async function ownFacts(deps: ExtensionsDeps, bearer: Bearer): Promise<Outcome<OwnFacts>> {
  const seen = await asClient(deps, bearer, undefined, async (tx, access) => {
    const client = await findClient(tx, access.client);
    if (!client) throw new Refused({ why: "token-invalid" });
    return { client, access };
  });
  if (!seen.ok) return seen;
  const now = deps.clock.now();
  const secrets = await deps.db.asOperator("secrets of an extension, without their values", (tx) => secretsOf(tx, seen.value.client.id));
  return { ok: true, value: { ...seen.value, secrets: secrets.filter(({ revokedAt, expiresAt }) => revokedAt === undefined && (expiresAt === undefined || expiresAt > now)) } };
}
