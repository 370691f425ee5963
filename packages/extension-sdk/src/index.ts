export type * from "./generated/operations.ts";
export { createPortalClient } from "./portal-client.ts";
export type { CallOptions, OperationId, PagedId, PortalClient, PortalClientOptions } from "./portal-client.ts";
export { PortalProblem } from "./problem.ts";
export type { PrivateJwk } from "./sign-assertion.ts";
export type { Credentials } from "./token-source.ts";
export { verifyWebhook } from "./verify-webhook.ts";
export type { EventType, HeaderSource, WebhookMessage, WebhookVerdict } from "./verify-webhook.ts";
