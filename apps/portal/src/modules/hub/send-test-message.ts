import type { Actor } from "#modules/audit";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import type { ChannelResult } from "./channel.ts";
import { destination as readDestination, sealedSecrets } from "./destination-store.ts";
import { openSecrets } from "./destination-secrets.ts";
import type { HubParts } from "./deps.ts";

/** Sends a message without any application (`type` is `hub.test`, no personal data) and says how it ended. Undefined: no such destination. */
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
  const body = JSON.stringify({ type: "hub.test", timestamp: now.toISOString(), data: { applicationId: `test-${id}`, reference: "Probezustellung", part: "test", test: true } });
  const result = await parts.channels[to.channel].send({ id, body, at: now }, to);
  const word = result.kind === "accepted" || result.kind === "rejected" ? result.kind : result.reason;
  await parts.db.inTenant(given.tenant, (tx) => tx.run(sql`update hub.destination set tested_at = ${now}, test_result = ${word} where id = ${to.id}`));
  return result;
}
