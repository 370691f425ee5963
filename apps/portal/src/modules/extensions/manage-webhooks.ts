import { newWebhookSecret } from "#platform/crypto";
import { sql, type Tx } from "#platform/database";
import { asClient, type Access } from "./access.ts";
import type { Bearer } from "./bearer.ts";
import { positionOf } from "./cursor.ts";
import type { ExtensionsDeps } from "./deps.ts";
import { once, type WriteRequest, type WrittenAnswer } from "./idempotency.ts";
import { wake } from "./queue-deliveries.ts";
import { Refused, type Outcome } from "./refusal.ts";
import { attemptsOf, deliveriesOf, removeWebhook, replaceSecret, webhooksOf } from "./webhook-store.ts";
import { sealWebhookSecret } from "./webhook-secrets.ts";
import type { Webhook, WebhookAttempt, WebhookDelivery } from "./webhook.ts";

const scope = "ereignisse.empfangen";
/** Long enough to bring a new secret to every receiver. */
const bothSecretsMs = 24 * 3_600_000;
const deliveriesShown = 100;
const mostReplayed = 1_000;

async function ownWebhook(tx: Tx, access: Access, id: string): Promise<Webhook> {
  const webhook = (await webhooksOf(tx, access)).find((one) => one.id === id);
  if (!webhook) throw new Refused({ why: "not-found" });
  return webhook;
}

export function listWebhooks(deps: ExtensionsDeps, bearer: Bearer): Promise<Outcome<readonly Webhook[]>> {
  return asClient(deps, bearer, scope, (tx, access) => webhooksOf(tx, access));
}

export function deleteWebhook(deps: ExtensionsDeps, bearer: Bearer, id: string, request: WriteRequest): Promise<Outcome<WrittenAnswer>> {
  return asClient(deps, bearer, scope, (tx, access) => once(tx, deps, access, request, async () => {
    if (!(await removeWebhook(tx, { ...access, webhook: id, at: deps.clock.now() }))) throw new Refused({ why: "not-found" });
    return { status: 204, body: null };
  }));
}

/** The newest messages to an address with the last attempt of each. */
export function webhookDeliveries(deps: ExtensionsDeps, bearer: Bearer, id: string): Promise<Outcome<readonly WebhookDelivery[]>> {
  return asClient(deps, bearer, scope, async (tx, access) => deliveriesOf(tx, (await ownWebhook(tx, access, id)).id, deliveriesShown));
}

/** Every attempt to deliver one message, oldest first. */
export function webhookAttempts(deps: ExtensionsDeps, bearer: Bearer, given: { readonly webhook: string; readonly delivery: string }): Promise<Outcome<readonly WebhookAttempt[]>> {
  return asClient(deps, bearer, scope, async (tx, access) => {
    const { id } = await ownWebhook(tx, access, given.webhook);
    const attempts = await attemptsOf(tx, { webhook: id, delivery: given.delivery });
    if (!attempts) throw new Refused({ why: "not-found" });
    return attempts;
  });
}

/** A new secret; for a day the one before signs beside it. */
export function rotateWebhookSecret(deps: ExtensionsDeps, bearer: Bearer, id: string, request: WriteRequest): Promise<Outcome<WrittenAnswer>> {
  return asClient(deps, bearer, scope, (tx, access) => once(tx, deps, access, request, async () => {
    await ownWebhook(tx, access, id);
    const secret = newWebhookSecret();
    const earlierUntil = new Date(deps.clock.now().getTime() + bothSecretsMs);
    await replaceSecret(tx, { webhook: id, secret: sealWebhookSecret(await deps.tenants.tenantKey(access.tenant), id, secret), earlierUntil });
    return { status: 201, body: { secret, earlierSecretUntil: earlierUntil.toISOString() } };
  }));
}

/** Sends again, under the same ids and in order: one message, or everything after a cursor of the event feed (at most 1,000). */
export function replayWebhook(deps: ExtensionsDeps, bearer: Bearer, given: { readonly webhook: string; readonly delivery: string | undefined; readonly after: string | undefined }, request: WriteRequest): Promise<Outcome<WrittenAnswer>> {
  return asClient(deps, bearer, scope, (tx, access) => once(tx, deps, access, request, async () => {
    await ownWebhook(tx, access, given.webhook);
    const which = given.delivery === undefined ? sql`d.position > ${positionOf(given.after)}` : sql`d.id = ${given.delivery}`;
    const queued = await tx.run(sql`update extensions.delivery set state = 'queued', next_at = ${deps.clock.now()}, finished_at = null, attempts_before = attempts
      where id in (select d.id from extensions.delivery d where d.webhook_id = ${given.webhook} and d.state in ('queued', 'delivered', 'dead') and ${which} order by d.position limit ${mostReplayed} for update)`);
    await tx.run(sql`update extensions.webhook set held_until = null where id = ${given.webhook}`);
    if (queued > 0) await wake(tx, { tenant: access.tenant, webhook: given.webhook });
    return { status: 202, body: { queued } };
  }));
}
