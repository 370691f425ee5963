import type { Actor } from "#modules/audit";
import { sql, type Tx } from "#platform/database";
import type { Bearer } from "./bearer.ts";
import type { ExtensionsDeps } from "./deps.ts";
import { Refused, outcomeOf, type Outcome } from "./refusal.ts";
import { isScope, type Scope } from "./scopes.ts";

/** Who asks and what it may do, as the database says in this very transaction. */
export interface Access {
  readonly client: string;
  readonly tenant: string;
  /** What the token was given and the permission still allows. */
  readonly scopes: ReadonlySet<Scope>;
  readonly services: readonly string[] | undefined;
  readonly offices: readonly string[] | undefined;
  readonly expiresAt: Date;
  readonly actor: Extract<Actor, { kind: "extension" }>;
}

interface AccessRow { readonly client_id: string; readonly token_scopes: string[]; readonly scopes: string[]; readonly services: string[] | null; readonly offices: string[] | null; readonly expires_at: Date }

/** Token, permission and program in one statement: whatever of it has ended, ends the access. */
export async function accessOf(tx: Tx, bearer: Bearer, now: Date): Promise<Access> {
  const row = await tx.maybe<AccessRow>(sql`select p.client_id, t.scopes as token_scopes, p.scopes, p.services, p.offices, t.expires_at
    from extensions.token t
    join extensions.permission p on p.tenant_id = t.tenant_id and p.id = t.permission_id and p.revoked_at is null
    join extensions.client c on c.id = p.client_id and c.disabled_at is null
    where t.hash = ${bearer.hash} and t.tenant_id = ${bearer.tenant} and t.expires_at > ${now}`);
  if (!row) throw new Refused({ why: "token-invalid" });
  return {
    client: row.client_id, tenant: bearer.tenant, scopes: new Set(row.scopes.filter(isScope).filter((scope) => row.token_scopes.includes(scope))),
    services: row.services ?? undefined, offices: row.offices ?? undefined, expiresAt: row.expires_at, actor: { kind: "extension", client: row.client_id },
  };
}

/** Access with a scope; `undefined` for what every permitted program may see. */
export async function authorise(tx: Tx, bearer: Bearer, scope: Scope | undefined, now: Date): Promise<Access> {
  const access = await accessOf(tx, bearer, now);
  if (scope !== undefined && !access.scopes.has(scope)) throw new Refused({ why: "scope-missing", scope });
  return access;
}

/** One transaction of the town for a program; its access is checked inside. A refusal leaves nothing behind. */
export function asClient<T>(deps: Pick<ExtensionsDeps, "db" | "clock" | "tenants">, bearer: Bearer, scope: Scope | undefined, work: (tx: Tx, access: Access) => Promise<T>): Promise<Outcome<T>> {
  return outcomeOf(async () => {
    await warmTownKey(deps, bearer);
    return deps.db.inTenant(bearer.tenant, async (tx) => work(tx, await authorise(tx, bearer, scope, deps.clock.now())));
  });
}

/** The town's key is fetched by a transaction of its own; inside another one it must be at hand already. A town that does not exist has no valid token either. */
export async function warmTownKey(deps: Pick<ExtensionsDeps, "tenants">, bearer: Bearer): Promise<void> {
  if (!deps.tenants.byId(bearer.tenant)) throw new Refused({ why: "token-invalid" });
  await deps.tenants.tenantKey(bearer.tenant);
}
