import type { Actor } from "#modules/audit";
import { sql, type Tx } from "#platform/database";
import { findClient } from "../client-store.ts";
import type { ExtensionsDeps } from "../deps.ts";
import { givePermission } from "../give-permission.ts";
import { endPermission, permissionInForce } from "../permission-store.ts";
import { placedOf, placePages } from "../places/placed-pages.ts";
import { isScope } from "../scopes.ts";
import { discardUploadsOf } from "../uploads/upload-store.ts";
import { removeWebhooksOf, webhooksOf } from "../webhook-store.ts";
import { findInstalled, noteAgreement, type PausedGrant } from "./installed.ts";
import { queueNotices } from "./notices.ts";

interface Given { readonly tenant: string; readonly client: string; readonly actor: Extract<Actor, { kind: "staff" }> }

async function locked(tx: Tx, given: Given): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(7300130, hashtext(${`${given.tenant} ${given.client}`}))`);
}

/**
 * Stops a program in one town at once, with its tokens, its pages and everything that waits for it; what it may do is remembered. Its webhooks, its
 * settings and the people's consents stay for when it goes on. False where nothing was permitted.
 */
export function pauseExtension(deps: ExtensionsDeps, given: Given): Promise<boolean> {
  const at = deps.clock.now();
  return deps.db.inTenant(given.tenant, async (tx) => {
    await locked(tx, given);
    const permission = await permissionInForce(tx, given);
    const client = await findClient(tx, given.client);
    if (!permission || !client) return false;
    const grant: PausedGrant = { scopes: permission.scopes, services: permission.services ?? null, offices: permission.offices ?? null, pages: await placedOf(tx, given) };
    if (!await findInstalled(tx, given)) await noteAgreement(tx, { ...given, manifest: client.manifest, at });
    await tx.run(sql`update extension_installs.installed set paused_at = ${at}, paused_by = ${given.actor.id}, paused = ${JSON.stringify(grant)} where tenant_id = ${given.tenant} and client_id = ${given.client}`);
    await queueNotices(tx, deps, { ...given, type: "extension.paused" });
    await endPermission(tx, { tenant: given.tenant, client: given.client, by: given.actor.id, at });
    await placePages(tx, { tenant: given.tenant, client: given.client, pages: [] });
    for (const { id } of await webhooksOf(tx, given)) await tx.run(sql`update extensions.delivery set state = 'cancelled', finished_at = ${at} where webhook_id = ${id} and state = 'queued'`);
    await deps.audit.record(tx, { tenant: given.tenant, actor: given.actor, action: "extension.pause", subject: { kind: "extension", id: given.client } });
    return true;
  });
}

/** Lets it go on with what it had, as far as its manifest still asks for it. False where it was not paused. */
export async function resumeExtension(deps: ExtensionsDeps, given: Given): Promise<boolean> {
  const before = await deps.db.inTenant(given.tenant, async (tx) => {
    const [installed, client] = [await findInstalled(tx, given), await findClient(tx, given.client)];
    return installed?.paused && client ? { grant: installed.paused, installed, client } : undefined;
  });
  if (!before) return false;
  const { grant, installed, client } = before;
  const asked = new Set(client.manifest.scopes.map(({ scope }) => scope));
  const pages = new Set(client.manifest.pages.map(({ id }) => id));
  const done = await givePermission(deps, {
    tenant: given.tenant, client: given.client, scopes: grant.scopes.filter(isScope).filter((scope) => asked.has(scope)), pages: grant.pages.filter((page) => pages.has(page)), actor: given.actor,
    ...(grant.services === null ? {} : { services: grant.services }), ...(grant.offices === null ? {} : { offices: grant.offices }),
    // Going on is no agreement to what has become new meanwhile.
    agreed: installed,
  });
  if (!done.ok) return false;
  await deps.db.inTenant(given.tenant, async (tx) => {
    await queueNotices(tx, deps, { ...given, type: "extension.resumed" });
    await deps.audit.record(tx, { tenant: given.tenant, actor: given.actor, action: "extension.resume", subject: { kind: "extension", id: given.client } });
  });
  return true;
}

/**
 * Takes a program out of a town with everything that the portal keeps for it: permission and tokens, pages, webhooks, settings, marks, file numbers,
 * answers to its writes, consents of people. Applications and the audit stay: they are the town's. The program is told by its webhooks of before.
 */
export function removeExtension(deps: ExtensionsDeps, given: Given): Promise<boolean> {
  const at = deps.clock.now();
  return deps.db.inTenant(given.tenant, async (tx) => {
    await locked(tx, given);
    const { tenant, client } = given;
    const known = await findInstalled(tx, given) !== undefined || await permissionInForce(tx, given) !== undefined;
    if (!known) return false;
    await queueNotices(tx, deps, { tenant, client, type: "extension.removed" });
    await endPermission(tx, { tenant, client, by: given.actor.id, at });
    await placePages(tx, { tenant, client, pages: [] });
    await removeWebhooksOf(tx, { tenant, client, at });
    await deps.handover.endConsentsOf(tx, { tenant, client });
    await tx.run(sql`delete from extension_places.launch where tenant_id = ${tenant} and client_id = ${client}`);
    await tx.run(sql`delete from extensions.delivery d using extensions.webhook w where w.id = d.webhook_id and w.tenant_id = ${tenant} and w.client_id = ${client}`);
    await tx.run(sql`delete from extensions.idempotency where tenant_id = ${tenant} and client_id = ${client}`);
    await tx.run(sql`delete from extensions.acknowledgement where tenant_id = ${tenant} and client_id = ${client}`);
    await tx.run(sql`delete from extensions.processing_mark where tenant_id = ${tenant} and client_id = ${client}`);
    await tx.run(sql`delete from extensions.submission where tenant_id = ${tenant} and client_id = ${client}`);
    await discardUploadsOf(tx, { tenant, client });
    await tx.run(sql`delete from extension_installs.settings where tenant_id = ${tenant} and client_id = ${client}`);
    await tx.run(sql`delete from extension_installs.installed where tenant_id = ${tenant} and client_id = ${client}`);
    await deps.audit.record(tx, { tenant, actor: given.actor, action: "extension.remove", subject: { kind: "extension", id: client } });
    return true;
  });
}
