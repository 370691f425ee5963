import type { EventType } from "./event-catalogue.ts";

/** Where a program wants to be told of events. */
export interface Webhook {
  readonly id: string;
  readonly tenant: string;
  readonly client: string;
  readonly url: string;
  /** Undefined: all types. */
  readonly types: readonly EventType[] | undefined;
  readonly createdAt: Date;
  /** Calls in a row that failed. */
  readonly failures: number;
  readonly heldUntil: Date | undefined;
}

/** `status` of the answer, or `fault` where there was none; neither while it runs. */
export interface WebhookAttempt { readonly number: number; readonly at: Date; readonly status: number | undefined; readonly fault: string | undefined; readonly milliseconds: number | undefined }

export type DeliveryState = "queued" | "delivered" | "dead" | "cancelled";

export interface WebhookDelivery {
  /** `webhook-id` of every attempt. */
  readonly id: string;
  readonly event: string;
  readonly type: EventType;
  readonly application: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly nextAt: Date;
  readonly finishedAt: Date | undefined;
  readonly last: { readonly at: Date; readonly status: number | undefined; readonly fault: string | undefined } | undefined;
}
