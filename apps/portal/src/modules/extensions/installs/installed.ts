import { sql, type Tx } from "#platform/database";
import type { Manifest } from "../manifest.ts";
import { isScope, type Scope } from "../scopes.ts";

export interface PausedGrant { readonly scopes: readonly string[]; readonly services: readonly string[] | null; readonly offices: readonly string[] | null; readonly pages: readonly string[] }

/** What a town has agreed to of a program, and whether it has paused it. */
export interface Installed { readonly client: string; readonly version: string; readonly scopes: readonly Scope[]; readonly attributes: readonly string[]; readonly agreedAt: Date; readonly pausedAt: Date | undefined; readonly paused: PausedGrant | undefined }

interface Owner { readonly tenant: string; readonly client: string }
interface InstalledRow { readonly client_id: string; readonly version: string; readonly scopes: string[]; readonly attributes: string[]; readonly agreed_at: Date; readonly paused_at: Date | null; readonly paused: PausedGrant | null }

export async function installedIn(tx: Tx, tenant: string): Promise<Installed[]> {
  return (await tx.rows<InstalledRow>(sql`select client_id, version, scopes, attributes, agreed_at, paused_at, paused from extension_installs.installed where tenant_id = ${tenant} order by client_id`))
    .map((row) => ({ client: row.client_id, version: row.version, scopes: row.scopes.filter(isScope), attributes: row.attributes, agreedAt: row.agreed_at, pausedAt: row.paused_at ?? undefined, paused: row.paused ?? undefined }));
}

export async function findInstalled(tx: Tx, given: Owner): Promise<Installed | undefined> {
  return (await installedIn(tx, given.tenant)).find(({ client }) => client === given.client);
}

export const attributesOf = (manifest: Manifest): readonly string[] => (manifest.handover?.attributes ?? []).map(({ attribute }) => attribute);

/** Somebody of the town has read this manifest and decided: what it asks for later counts as new. */
export async function noteAgreement(tx: Tx, given: Owner & { readonly manifest: Manifest; readonly at: Date; /** Instead of what the manifest asks for today. */ readonly agreed?: Pick<Installed, "version" | "scopes" | "attributes"> }): Promise<void> {
  const { at } = given;
  const agreed = given.agreed ?? { version: given.manifest.version, scopes: given.manifest.scopes.map(({ scope }) => scope), attributes: attributesOf(given.manifest) };
  await tx.run(sql`insert into extension_installs.installed (tenant_id, client_id, version, scopes, attributes, agreed_at) values (${given.tenant}, ${given.client}, ${agreed.version}, ${agreed.scopes}, ${agreed.attributes}, ${at})
    on conflict (tenant_id, client_id) do update set version = excluded.version, scopes = excluded.scopes, attributes = excluded.attributes, agreed_at = excluded.agreed_at, paused_at = null, paused_by = null, paused = null`);
}

export interface NewWishes { readonly scopes: readonly Scope[]; readonly attributes: readonly string[] }

/** What a manifest asks for beyond what the town has read; nothing where it was never asked. */
export function newWishes(installed: Installed | undefined, manifest: Manifest): NewWishes {
  if (!installed) return { scopes: [], attributes: [] };
  return { scopes: manifest.scopes.map(({ scope }) => scope).filter((scope) => !installed.scopes.includes(scope)), attributes: attributesOf(manifest).filter((one) => !installed.attributes.includes(one)) };
}
