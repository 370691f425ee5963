import type { ExtensionsDeps } from "./deps.ts";
import { sql } from "#platform/database";
import { wake } from "./queue-deliveries.ts";
import { attemptsOf, deliveriesOf, webhooksOf } from "./webhook-store.ts";
import type { Webhook, WebhookAttempt, WebhookDelivery } from "./webhook.ts";

export interface SeenDelivery extends WebhookDelivery { readonly tries: readonly WebhookAttempt[] }
export interface SeenWebhook { readonly webhook: Webhook; readonly deliveries: readonly SeenDelivery[] }

const shown = 20;

/** Addresses of a program in a town with their newest messages and every attempt: for the developer of the program. Ids and codes only. */
export function webhooksOfProgram(deps: Pick<ExtensionsDeps, "db">, given: { readonly tenant: string; readonly client: string }): Promise<readonly SeenWebhook[]> {
  return deps.db.inTenant(given.tenant, async (tx) => {
    const seen: SeenWebhook[] = [];
    for (const webhook of await webhooksOf(tx, given)) {
      const deliveries: SeenDelivery[] = [];
      for (const delivery of await deliveriesOf(tx, webhook.id, shown)) deliveries.push({ ...delivery, tries: await attemptsOf(tx, { webhook: webhook.id, delivery: delivery.id }) ?? [] });
      seen.push({ webhook, deliveries });
    }
    return seen;
  });
}

/** Sends one message again under its id. False where the program has no such message. */
export function sendAgain(deps: Pick<ExtensionsDeps, "db" | "clock">, given: { readonly tenant: string; readonly client: string; readonly delivery: string }): Promise<boolean> {
  return deps.db.inTenant(given.tenant, async (tx) => {
    const row = await tx.maybe<{ webhook_id: string }>(sql`update extensions.delivery d set state = 'queued', next_at = ${deps.clock.now()}, finished_at = null, attempts_before = attempts
      from extensions.webhook w where d.id = ${given.delivery} and w.id = d.webhook_id and w.tenant_id = ${given.tenant} and w.client_id = ${given.client} and w.removed_at is null and d.state in ('queued', 'delivered', 'dead') returning d.webhook_id`);
    if (row) await wake(tx, { tenant: given.tenant, webhook: row.webhook_id });
    return row !== undefined;
  });
}
