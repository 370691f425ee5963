import type { Actor } from "#modules/audit";
import type { ExtensionsDeps } from "./deps.ts";
import { endPermission } from "./permission-store.ts";
import { placePages } from "./places/placed-pages.ts";
import { removeWebhooksOf } from "./webhook-store.ts";

/** Ends a permission at once: its tokens are gone, its webhooks are removed, messages that wait are not sent any more. False where there was none. */
export function revokePermission(deps: ExtensionsDeps, given: { readonly tenant: string; readonly client: string; readonly actor: Extract<Actor, { kind: "staff" | "system" }> }): Promise<boolean> {
  const at = deps.clock.now();
  return deps.db.inTenant(given.tenant, async (tx) => {
    const ended = await endPermission(tx, { tenant: given.tenant, client: given.client, by: given.actor.kind === "staff" ? given.actor.id : given.actor.what, at });
    if (!ended) return false;
    await placePages(tx, { tenant: given.tenant, client: given.client, pages: [] });
    await deps.handover.endConsentsOf(tx, given);
    await removeWebhooksOf(tx, { tenant: given.tenant, client: given.client, at });
    await deps.audit.record(tx, { tenant: given.tenant, actor: given.actor, action: "permission.revoke", subject: { kind: "extension", id: given.client } });
    return true;
  });
}
