import type { Tenant } from "#modules/tenants";
import { sql } from "#platform/database";
import { newToken } from "./bearer.ts";
import { provenAssertion, type GivenAssertion } from "./client-assertion.ts";
import { provenSecret } from "./client-secret.ts";
import type { ExtensionsDeps } from "./deps.ts";
import { noteTrial } from "./installs/trial.ts";
import type { KeySets } from "./key-set.ts";
import { permissionInForce } from "./permission-store.ts";
import { isScope, type Scope } from "./scopes.ts";

export interface TokenRequest {
  readonly client: string;
  /** How the program proves who it is: a secret, or a signed assertion (RFC 7523). */
  readonly proof: { readonly kind: "secret"; readonly secret: string } | ({ readonly kind: "assertion" } & Omit<GivenAssertion, "client">);
  /** Slug of the town; undefined where the request names none. */
  readonly tenant: string | undefined;
  /** Undefined: all that the town has granted. */
  readonly scope: string | undefined;
}

/** In the words of RFC 6749, 5.2, and RFC 8707, 2 (`invalid_target`). */
export type TokenOutcome =
  | { readonly ok: true; readonly token: string; readonly expiresIn: number; readonly scopes: readonly Scope[]; readonly tenant: string }
  | { readonly ok: false; readonly error: "invalid_client" | "invalid_scope" | "invalid_target" };

/** Client credentials grant (RFC 6749, 4.4): a short token, bound to program, town and scopes. */
export async function issueToken(deps: ExtensionsDeps & { readonly keySets: KeySets }, given: TokenRequest): Promise<TokenOutcome> {
  const { client, proof } = given;
  const provenBy = proof.kind === "secret" ? await provenSecret(deps, { client, secret: proof.secret }) : await provenAssertion(deps, deps.keySets, { client, ...proof });
  if (provenBy === undefined) return { ok: false, error: "invalid_client" };
  const town = given.tenant === undefined ? undefined : await townBySlug(deps, given.tenant);
  if (!town) return { ok: false, error: "invalid_target" };
  const wanted = given.scope === undefined ? undefined : given.scope.split(" ").filter((word) => word !== "");
  return deps.db.inTenant(town.id, async (tx): Promise<TokenOutcome> => {
    const permission = await permissionInForce(tx, { tenant: town.id, client: given.client });
    // A town that has granted nothing looks like one that does not exist.
    if (!permission) return { ok: false, error: "invalid_target" };
    const scopes = wanted === undefined ? permission.scopes : permission.scopes.filter((scope) => wanted.includes(scope));
    if (scopes.length === 0 || wanted?.some((word) => !isScope(word) || !scopes.includes(word))) return { ok: false, error: "invalid_scope" };
    const now = deps.clock.now();
    const { token, bearer } = newToken(town.id);
    await tx.run(sql`insert into extensions.token (hash, tenant_id, permission_id, secret_id, scopes, issued_at, expires_at)
      values (${bearer.hash}, ${town.id}, ${permission.id}, ${provenBy}, ${scopes}, ${now}, ${new Date(now.getTime() + deps.settings.tokenSeconds * 1000)})`);
    if (town.isDemo) await noteTrial(tx, { tenant: town.id, client: given.client, at: now });
    return { ok: true, token, expiresIn: deps.settings.tokenSeconds, scopes, tenant: town.slug };
  });
}

/** A test town may have been founded a moment ago by another process, which this one was not told of yet. Only who has proven who it is makes the portal look again. */
async function townBySlug({ tenants }: Pick<ExtensionsDeps, "tenants">, slug: string): Promise<Tenant | undefined> {
  if (!tenants.bySlug(slug)) await tenants.refresh();
  return tenants.bySlug(slug);
}
