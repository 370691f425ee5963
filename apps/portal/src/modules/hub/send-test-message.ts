import type { Actor } from "#modules/audit";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import type { ChannelResult } from "./channel.ts";
import { destination as readDestination, sealedSecrets } from "./destination-store.ts";
import { openSecrets } from "./destination-secrets.ts";
import type { HubParts } from "./deps.ts";

/** Asks the other side without any application and without personal data (by webhook a message `hub.test`), and says how it ended. Undefined: no such destination. */
export async function sendTestMessage(parts: HubParts, given: { readonly tenant: string; readonly destination: string; readonly actor: Actor }): Promise<ChannelResult | undefined> {
  const key = await parts.tenants.tenantKey(given.tenant);
  const to = await parts.db.inTenant(given.tenant, async (tx) => {
    const found = await readDestination(tx, given.destination);
    const sealed = await sealedSecrets(tx, given.destination);
    if (!found || found.retiredAt || !sealed) return undefined;
    await parts.audit.record(tx, { tenant: given.tenant, actor: given.actor, action: "destination.test", subject: { kind: "destination", id: found.id } });
    return { ...found, secrets: openSecrets(key, found.id, sealed) };
  });
  if (!to) return undefined;
  const now = parts.clock.now();
  const id = newId(now.getTime());
  const result = await parts.channels[to.channel].test(to, { id, at: now });
  const word = "reason" in result ? result.reason : result.kind;
  await parts.db.inTenant(given.tenant, (tx) => tx.run(sql`update hub.destination set tested_at = ${now}, test_result = ${word} where id = ${to.id}`));
  return result;
}
