import type { HandoverProgram } from "#modules/handover";
import type { Tx } from "#platform/database";
import { findClient, secretsOf } from "./client-store.ts";
import type { ExtensionsDeps } from "./deps.ts";
import { findInstalled } from "./installs/installed.ts";
import { keysOf } from "./key-store.ts";
import type { KeySets } from "./key-set.ts";
import { permissionInForce } from "./permission-store.ts";
import type { PublicJwk } from "./public-key.ts";

const scope = "personen.uebernehmen";

/** Whether a town permits a program to take people over: asked in the transaction in which it counts. */
export async function permitsHandover(tx: Tx, given: { readonly tenant: string; readonly client: string }): Promise<boolean> {
  return (await permissionInForce(tx, given))?.scopes.includes(scope) ?? false;
}

/** How the program proves itself to the OpenID provider: by a secret, or where it has none in force by its keys. */
export type HandoverProof = { readonly kind: "secret" } | { readonly kind: "keys"; readonly jwks: readonly PublicJwk[] };

/** The program as the OpenID provider of a town knows it; undefined where it is unknown, locked, without pages of its own or not permitted. */
export async function handoverProgram(deps: ExtensionsDeps & { readonly keySets: KeySets }, given: { readonly tenant: string; readonly client: string }): Promise<(HandoverProgram & { readonly proof: HandoverProof }) | undefined> {
  const found = await deps.db.inTenant(given.tenant, async (tx) => {
    const client = await findClient(tx, given.client);
    if (!client?.manifest.handover || client.disabledAt !== undefined || !await permitsHandover(tx, given)) return undefined;
    // What a newer manifest asks for beyond what the town has read is nobody's yet.
    const agreed = await findInstalled(tx, given);
    const { handover } = client.manifest;
    return { ...client, handover: { ...handover, attributes: handover.attributes.filter(({ attribute }) => agreed?.attributes.includes(attribute) ?? true) } };
  });
  if (!found) return undefined;
  const { handover } = found;
  const { name, publisher, privacyUrl, keeps } = found.manifest;
  return {
    client: found.id, name, publisher: publisher.name, privacyUrl, keeps, redirectUris: handover.redirectUris, logoutUris: handover.logoutUris, level: handover.level, attributes: handover.attributes,
    proof: await proofOf(deps, found.id, found.manifest.jwksUrl),
  };
}

async function proofOf(deps: ExtensionsDeps & { readonly keySets: KeySets }, client: string, jwksUrl: string | undefined): Promise<HandoverProof> {
  const now = deps.clock.now();
  const { secrets, keys } = await deps.db.asOperator("how an extension proves itself", async (tx) => ({ secrets: await secretsOf(tx, client), keys: await keysOf(tx, client) }));
  const live = <T extends { readonly revokedAt: Date | undefined; readonly expiresAt: Date | undefined }>(all: readonly T[]): readonly T[] => all.filter(({ revokedAt, expiresAt }) => revokedAt === undefined && (expiresAt === undefined || expiresAt > now));
  if (live(secrets).length > 0) return { kind: "secret" };
  const stored = live(keys).map(({ jwk }) => jwk);
  if (stored.length > 0 || jwksUrl === undefined) return { kind: "keys", jwks: stored };
  const ended = new Set(keys.map(({ id }) => id));
  return { kind: "keys", jwks: (await deps.keySets.keys(jwksUrl, (all) => all.length > 0)).filter(({ id }) => !ended.has(id)).map(({ jwk }) => jwk) };
}
