import { open, seal } from "#platform/crypto";

const context = (id: string): string => `extensions.webhook/${id}`;

export function sealWebhookSecret(tenantKey: Buffer, id: string, secret: string): Buffer {
  return seal(tenantKey, secret, context(id));
}

export function openWebhookSecret(tenantKey: Buffer, id: string, sealed: Buffer): string {
  return open(tenantKey, sealed, context(id)).toString("utf8");
}
