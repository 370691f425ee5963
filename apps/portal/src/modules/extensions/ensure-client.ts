import type { Actor } from "#modules/audit";
import { addSecret } from "./client-secret.ts";
import { findClient, secretsOf } from "./client-store.ts";
import type { ExtensionsDeps } from "./deps.ts";
import { givePermission } from "./give-permission.ts";
import { permissionsOf } from "./permission-store.ts";
import type { Scope } from "./scopes.ts";
import { takeManifest } from "./take-manifest.ts";

export interface EnsureClient {
  readonly manifest: unknown;
  /** `kps_<12 letters or digits>_<43 characters>`; kept outside. */
  readonly secret: string;
  readonly tenant: string;
  readonly services?: readonly string[];
  readonly offices?: readonly string[];
  readonly actor: Extract<Actor, { kind: "system" }>;
}

/**
 * A program of the demonstration with all rights of its manifest in one town. May be repeated: what is there stays, and a permission that the
 * town has revoked is not given again.
 */
export async function ensureClient(deps: ExtensionsDeps, given: EnsureClient): Promise<string> {
  const first = await takeManifest(deps, given);
  // Whoever starts the demonstration has the examples before their eyes.
  const taken = !first.ok && first.why === "differs" ? await takeManifest(deps, { ...given, seen: first.seen }) : first;
  if (!taken.ok) throw new Error(`the manifest is wrong: ${taken.why === "problems" ? taken.problems.map(({ path, text }) => `${path} ${text}`).join("; ") : taken.why}`);
  const client = await deps.db.published((tx) => findClient(tx, taken.client));
  if (!client) throw new Error("a registered extension is not there");
  const { id, manifest } = client;
  const known = await deps.db.asOperator("secrets of an extension, without their values", (tx) => secretsOf(tx, id));
  if (!known.some((secret) => given.secret.startsWith(`kps_${secret.id}_`))) await addSecret(deps, { client: id, secret: given.secret, actor: given.actor });
  const before = await deps.db.inTenant(given.tenant, (tx) => permissionsOf(tx, given.tenant));
  if (before.some(({ client }) => client === id)) return id;
  const scopes: Scope[] = manifest.scopes.map(({ scope }) => scope);
  const permitted = await givePermission(deps, { tenant: given.tenant, client: id, scopes, pages: manifest.pages.map((page) => page.id), actor: given.actor, ...(given.services ? { services: given.services } : {}), ...(given.offices ? { offices: given.offices } : {}) });
  if (!permitted.ok) throw new Error(`the demonstration's extension was not permitted: ${permitted.why}`);
  return id;
}
