import type { Actor } from "#modules/audit";
import type { FieldError, PostedFields } from "@kommunalportal/form-engine";
import { legalDate } from "#platform/clock";
import { open, seal } from "#platform/crypto";
import { sql, type Tx } from "#platform/database";
import { asClient } from "../access.ts";
import type { Bearer } from "../bearer.ts";
import { findClient } from "../client-store.ts";
import type { ExtensionsDeps } from "../deps.ts";
import { permissionInForce } from "../permission-store.ts";
import type { Outcome } from "../refusal.ts";
import { queueNotices } from "./notices.ts";
import { readSettingsForm, viewSettings, type SettingsView } from "./settings-form.ts";
import type { SettingValues } from "./settings-manifest.ts";

interface Held { readonly revision: number; readonly values: SettingValues; readonly changedAt: Date | undefined }

const context = (given: { readonly tenant: string; readonly client: string }): string => `extension_installs.settings/${given.tenant}/${given.client}`;

async function heldSettings(tx: Tx, key: Buffer, given: { readonly tenant: string; readonly client: string }): Promise<Held> {
  const row = await tx.maybe<{ revision: number; sealed: Buffer; changed_at: Date }>(sql`select revision, sealed, changed_at from extension_installs.settings where tenant_id = ${given.tenant} and client_id = ${given.client}`);
  return row ? { revision: row.revision, values: JSON.parse(open(key, row.sealed, context(given)).toString("utf8")) as SettingValues, changedAt: row.changed_at } : { revision: 0, values: {}, changedAt: undefined };
}

export interface TownSettings extends SettingsView { readonly revision: number; readonly changedAt: Date | undefined }

/** The form for somebody of the town: what is set, without secrets. Undefined where the program has none or is not permitted here. */
export async function townSettings(deps: ExtensionsDeps, given: { readonly tenant: string; readonly client: string }): Promise<TownSettings | undefined> {
  const key = await deps.tenants.tenantKey(given.tenant);
  return deps.db.inTenant(given.tenant, async (tx) => {
    const fields = await fieldsOf(tx, given);
    if (!fields) return undefined;
    const { revision, values, changedAt } = await heldSettings(tx, key, given);
    return { ...viewSettings(fields, values, legalDate(deps.clock.now())), revision, changedAt };
  });
}

async function fieldsOf(tx: Tx, given: { readonly tenant: string; readonly client: string }) {
  const fields = (await findClient(tx, given.client))?.manifest.settings ?? [];
  return fields.length > 0 && await permissionInForce(tx, given) ? fields : undefined;
}

export type SavedSettings = { readonly kind: "saved"; readonly revision: number } | { readonly kind: "gone" } | { readonly kind: "changed-meanwhile" } | ({ readonly kind: "wrong" } & SettingsView & { readonly errors: readonly FieldError[] });

/** Checks and keeps what somebody of the town has set; the program is told that there is something new, not what. `revision`: what the page showed. */
export async function saveSettings(deps: ExtensionsDeps, given: { readonly tenant: string; readonly client: string; readonly posted: PostedFields; readonly revision: number; readonly actor: Extract<Actor, { kind: "staff" }> }): Promise<SavedSettings> {
  const key = await deps.tenants.tenantKey(given.tenant);
  const now = deps.clock.now();
  return deps.db.inTenant(given.tenant, async (tx): Promise<SavedSettings> => {
    const fields = await fieldsOf(tx, given);
    if (!fields) return { kind: "gone" };
    await tx.run(sql`select pg_advisory_xact_lock(7300062, hashtext(${`${given.tenant} ${given.client}`}))`);
    const held = await heldSettings(tx, key, given);
    const read = readSettingsForm(fields, held.values, given.posted, legalDate(now));
    if (!read.ok) return { kind: "wrong", ...viewSettings(fields, read.values, legalDate(now), read) };
    if (held.revision !== given.revision) return { kind: "changed-meanwhile" };
    const revision = held.revision + 1;
    await tx.run(sql`insert into extension_installs.settings (tenant_id, client_id, revision, sealed, changed_at, changed_by)
      values (${given.tenant}, ${given.client}, ${revision}, ${seal(key, JSON.stringify(read.values), context(given))}, ${now}, ${given.actor.id})
      on conflict (tenant_id, client_id) do update set revision = excluded.revision, sealed = excluded.sealed, changed_at = excluded.changed_at, changed_by = excluded.changed_by`);
    await queueNotices(tx, deps, { ...given, type: "extension.settings-changed" });
    await deps.audit.record(tx, { tenant: given.tenant, actor: given.actor, action: "extension.change-settings", subject: { kind: "extension", id: given.client } });
    return { kind: "saved", revision };
  });
}

export interface OwnSettings { readonly revision: number; readonly values: SettingValues; readonly changedAt: Date | undefined }

/** What the town of the token has set for this program, secrets too; only what the manifest of today names. */
export function ownSettings(deps: ExtensionsDeps, bearer: Bearer): Promise<Outcome<OwnSettings>> {
  return asClient(deps, bearer, undefined, async (tx, access) => {
    const held = await heldSettings(tx, await deps.tenants.tenantKey(access.tenant), access);
    const known = new Set(((await findClient(tx, access.client))?.manifest.settings ?? []).map(({ id }) => id));
    return { revision: held.revision, values: Object.fromEntries(Object.entries(held.values).filter(([id]) => known.has(id))), changedAt: held.changedAt };
  });
}
