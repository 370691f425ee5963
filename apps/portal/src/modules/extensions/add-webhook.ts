import { newWebhookSecret } from "#platform/crypto";
import { newId } from "#platform/ids";
import { asClient } from "./access.ts";
import type { Bearer } from "./bearer.ts";
import type { ExtensionsDeps } from "./deps.ts";
import type { EventType } from "./event-catalogue.ts";
import { once, type WriteRequest, type WrittenAnswer } from "./idempotency.ts";
import { Refused, type Outcome } from "./refusal.ts";
import { webhookAddressProblem } from "./webhook-address.ts";
import { insertWebhook, webhooksOf } from "./webhook-store.ts";
import { sealWebhookSecret } from "./webhook-secrets.ts";

/** An address that is told of events from now on. The secret is in the answer and nowhere else in the clear. */
export function addWebhook(deps: ExtensionsDeps, bearer: Bearer, given: { readonly url: string; readonly types: readonly EventType[] | undefined }, request: WriteRequest): Promise<Outcome<WrittenAnswer>> {
  return asClient(deps, bearer, "ereignisse.empfangen", (tx, access) => once(tx, deps, access, request, async () => {
    const problem = webhookAddressProblem(given.url, deps.settings.trustedHosts);
    if (problem) throw new Refused({ why: "webhook-address", problem });
    if ((await webhooksOf(tx, access)).length >= deps.settings.webhooksPerClient) throw new Refused({ why: "too-many-webhooks", most: deps.settings.webhooksPerClient });
    const at = deps.clock.now();
    const id = newId(at.getTime());
    const secret = newWebhookSecret();
    await insertWebhook(tx, { id, tenant: access.tenant, client: access.client, url: given.url, types: given.types, createdAt: at, failures: 0, heldUntil: undefined }, sealWebhookSecret(await deps.tenants.tenantKey(access.tenant), id, secret));
    return { status: 201, body: { id, url: given.url, ...(given.types ? { types: given.types } : {}), createdAt: at.toISOString(), failures: 0, secret } };
  }));
}
