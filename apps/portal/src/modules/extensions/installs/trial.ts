import type { Actor } from "#modules/audit";
import { sql, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import type { ExtensionsDeps } from "../deps.ts";
import type { Manifest } from "../manifest.ts";
import type { Permission } from "../permission.ts";
import type { Scope } from "../scopes.ts";
import type { Installed } from "./installed.ts";

/** What somebody wants to permit. */
interface Wanted { readonly tenant: string; readonly client: string; readonly scopes: readonly Scope[]; readonly services?: readonly string[]; readonly offices?: readonly string[]; readonly pages?: readonly string[]; readonly agreed?: unknown; readonly untried?: string }

/** A version ran in a test town, since when. */
export interface Trial { readonly version: string; readonly tenant: string; readonly ranAt: Date }
/** A version that a productive town permitted without one. */
export interface Untried { readonly version: string; readonly reason: string; readonly decidedBy: string; readonly at: Date }

/** It got a token in a town that is not productive: from then on this version counts as tried. */
export async function noteTrial(tx: Tx, given: { readonly tenant: string; readonly client: string; readonly at: Date }): Promise<void> {
  await tx.run(sql`insert into extension_installs.trial (client_id, version, tenant_id, ran_at)
    select id, manifest ->> 'version', ${given.tenant}, ${given.at} from extensions.client where id = ${given.client} on conflict do nothing`);
}

export async function trialsOf(tx: Tx, client: string): Promise<Trial[]> {
  return (await tx.rows<{ version: string; tenant_id: string; ran_at: Date }>(sql`select version, tenant_id, ran_at from extension_installs.trial where client_id = ${client} order by ran_at desc limit 100`)).map((row) => ({ version: row.version, tenant: row.tenant_id, ranAt: row.ran_at }));
}

/** What a town permitted without trial, newest first. */
export async function untriedOf(tx: Tx, given: { readonly tenant: string; readonly client: string }): Promise<Untried[]> {
  return (await tx.rows<{ version: string; reason: string; decided_by: string; at: Date }>(sql`select version, reason, decided_by, at from extension_installs.untried where tenant_id = ${given.tenant} and client_id = ${given.client} order by at desc limit 20`)).map((row) => ({ version: row.version, reason: row.reason, decidedBy: row.decided_by, at: row.at }));
}

export type Admission =
  | { readonly kind: "tried" }
  /** Less than before: what was agreed to stays what counts. */
  | { readonly kind: "reduced"; readonly agreed: Installed }
  | { readonly kind: "untried"; readonly reason: string }
  | { readonly kind: "refused" };

/** Shorter says nothing; longer belongs into a file. */
export const reasonLength = { least: 10, most: 500 } as const;

/**
 * Test town first: a productive town permits a version only after it has run in a town that is not. Without that it needs a reason that is kept, for
 * when law or operation leave no time. Going on after a pause, another choice for the same version and taking rights away need no trial.
 */
export async function admission(tx: Tx, deps: Pick<ExtensionsDeps, "tenants">, given: Wanted, now: { readonly manifest: Manifest; readonly installed: Installed | undefined; readonly before: Permission | undefined; readonly placed: readonly string[] }): Promise<Admission> {
  const { manifest, installed, before } = now;
  if (deps.tenants.byId(given.tenant)?.isDemo !== false || given.agreed || installed?.version === manifest.version) return { kind: "tried" };
  if (installed && before && isLess(given, before, now.placed)) return { kind: "reduced", agreed: installed };
  if ((await trialsOf(tx, given.client)).some(({ version }) => version === manifest.version)) return { kind: "tried" };
  const reason = given.untried?.trim() ?? "";
  return reason.length >= reasonLength.least && reason.length <= reasonLength.most ? { kind: "untried", reason } : { kind: "refused" };
}

function isLess(given: Wanted, before: Permission, placed: readonly string[]): boolean {
  const within = (wanted: readonly string[] | undefined, allowed: readonly string[] | undefined): boolean => allowed === undefined || (wanted?.every((one) => allowed.includes(one)) ?? false);
  return within(given.scopes, before.scopes) && within(given.services, before.services) && within(given.offices, before.offices) && within(given.pages ?? [], placed);
}

export async function noteUntried(tx: Tx, deps: Pick<ExtensionsDeps, "audit">, given: { readonly tenant: string; readonly client: string; readonly version: string; readonly reason: string; readonly actor: Extract<Actor, { kind: "staff" | "system" }>; readonly at: Date }): Promise<void> {
  const by = given.actor.kind === "staff" ? given.actor.id : given.actor.what;
  await tx.run(sql`insert into extension_installs.untried (id, tenant_id, client_id, version, reason, decided_by, at) values (${newId(given.at.getTime())}, ${given.tenant}, ${given.client}, ${given.version}, ${given.reason}, ${by}, ${given.at})`);
  await deps.audit.record(tx, { tenant: given.tenant, actor: given.actor, action: "permission.untried", subject: { kind: "extension", id: given.client } });
}
