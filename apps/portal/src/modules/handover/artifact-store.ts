import { createHash } from "node:crypto";
import { open, seal } from "#platform/crypto";
import { sql } from "#platform/database";
import type { HandoverDeps } from "./deps.ts";

/** One thing that the OpenID provider keeps: a session, an interaction, a code, a token. Its id is the secret itself and is never stored. */
export interface Artifact { readonly tenant: string; readonly model: string; readonly id: string }

export type Payload = Readonly<Record<string, unknown>>;

export function hashOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

const context = ({ tenant, model }: Artifact, idHash: Buffer): string => `handover.artifact/${tenant}/${model}/${idHash.toString("base64url")}`;
const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** Stored without its own id: who finds a row cannot be whoever the row stands for. */
export async function putArtifact(deps: Pick<HandoverDeps, "db" | "tenants" | "clock">, given: Artifact & { readonly payload: Payload; readonly seconds: number }): Promise<void> {
  const { jti: _own, ...kept } = given.payload;
  const idHash = hashOf(given.id);
  const key = await deps.tenants.tenantKey(given.tenant);
  const [grant, uid] = [textOf(kept["grantId"]), textOf(kept["uid"])];
  const until = new Date(deps.clock.now().getTime() + given.seconds * 1000);
  const sealed = seal(key, JSON.stringify(kept), context(given, idHash));
  await deps.db.inTenant(given.tenant, (tx) => tx.run(sql`insert into handover.artifact (tenant_id, model, id_hash, grant_hash, uid_hash, payload, expires_at)
    values (${given.tenant}, ${given.model}, ${idHash}, ${grant === undefined ? null : hashOf(grant)}, ${uid === undefined ? null : hashOf(uid)}, ${sealed}, ${until})
    on conflict (tenant_id, model, id_hash) do update set grant_hash = excluded.grant_hash, uid_hash = excluded.uid_hash, payload = excluded.payload, expires_at = excluded.expires_at`));
}

interface ArtifactRow { readonly id_hash: Buffer; readonly payload: Buffer; readonly consumed_at: Date | null }

/**
 * What is in force. A code, a token or the grant itself is no longer, once the consent or the permission behind its hand-over has ended: the
 * database says so in the statement that finds it.
 */
export async function findArtifact(deps: Pick<HandoverDeps, "db" | "tenants" | "clock">, given: Artifact): Promise<Payload | undefined> {
  const idHash = hashOf(given.id);
  const now = deps.clock.now();
  const key = await deps.tenants.tenantKey(given.tenant);
  const row = await deps.db.inTenant(given.tenant, (tx) => tx.maybe<ArtifactRow>(sql`select a.id_hash, a.payload, a.consumed_at from handover.artifact a
    where a.tenant_id = ${given.tenant} and a.model = ${given.model} and a.id_hash = ${idHash} and a.expires_at > ${now}
      and not exists (select from handover.handing h join handover.consent c on c.tenant_id = h.tenant_id and c.id = h.consent_id
        where h.grant_hash = coalesce(a.grant_hash, a.id_hash) and (c.ended_at is not null or h.expires_at <= ${now}))`));
  return row && { ...opened(key, given, row), jti: given.id };
}

/** By the provider's own name for a session, for reading only: what comes back cannot be stored again. */
export async function findArtifactByUid(deps: Pick<HandoverDeps, "db" | "tenants" | "clock">, given: Omit<Artifact, "id"> & { readonly uid: string }): Promise<Payload | undefined> {
  const key = await deps.tenants.tenantKey(given.tenant);
  const row = await deps.db.inTenant(given.tenant, (tx) => tx.maybe<ArtifactRow>(sql`select id_hash, payload, consumed_at from handover.artifact
    where tenant_id = ${given.tenant} and model = ${given.model} and uid_hash = ${hashOf(given.uid)} and expires_at > ${deps.clock.now()}`));
  return row && opened(key, { ...given, id: "" }, row);
}

function opened(key: Buffer, given: Artifact, row: ArtifactRow): Payload {
  const payload = JSON.parse(open(key, row.payload, context(given, row.id_hash)).toString("utf8")) as Payload;
  return row.consumed_at === null ? payload : { ...payload, consumed: Math.floor(row.consumed_at.getTime() / 1000) };
}

/** True for the first only: of two that show the same code at once, one gets nothing. */
export function consumeArtifact(deps: Pick<HandoverDeps, "db" | "clock">, given: Artifact): Promise<boolean> {
  return deps.db.inTenant(given.tenant, async (tx) => (await tx.run(sql`update handover.artifact set consumed_at = ${deps.clock.now()}
    where tenant_id = ${given.tenant} and model = ${given.model} and id_hash = ${hashOf(given.id)} and consumed_at is null`)) === 1);
}

export async function removeArtifact(deps: Pick<HandoverDeps, "db">, given: Artifact): Promise<void> {
  await deps.db.inTenant(given.tenant, (tx) => tx.run(sql`delete from handover.artifact where tenant_id = ${given.tenant} and model = ${given.model} and id_hash = ${hashOf(given.id)}`));
}

/** Everything that hangs on one hand-over ends, as after a code that was shown twice. */
export async function removeGrant(deps: Pick<HandoverDeps, "db" | "clock">, given: { readonly tenant: string; readonly grant: string }): Promise<void> {
  const grant = hashOf(given.grant);
  await deps.db.inTenant(given.tenant, async (tx) => {
    await tx.run(sql`delete from handover.artifact where tenant_id = ${given.tenant} and (grant_hash = ${grant} or (model = 'Grant' and id_hash = ${grant}))`);
    await tx.run(sql`update handover.handing set person = null, expires_at = least(expires_at, ${deps.clock.now()}) where tenant_id = ${given.tenant} and grant_hash = ${grant}`);
  });
}
