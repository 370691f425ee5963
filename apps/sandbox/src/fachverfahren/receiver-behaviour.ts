import { z } from "zod";

/** normal | down: 503 | slow: answers after `delayMs` | rejectAll: 422 | badGateway: 502 with a page of HTML |
 *  acceptButDropConnection: stores the delivery, then cuts the connection: the sender must send again, with one effect. */
export const MODES = ["normal", "down", "slow", "rejectAll", "badGateway", "acceptButDropConnection"] as const;

export interface ReceiverBehaviour {
  readonly mode: (typeof MODES)[number];
  /** How many deliveries the mode applies to before it is normal again; null: all. */
  readonly times: number | null;
  readonly delayMs: number;
}

export const STANDARD_BEHAVIOUR: ReceiverBehaviour = { mode: "normal", times: null, delayMs: 5_000 };

export const behaviourSchema = z.strictObject({
  mode: z.enum(MODES),
  times: z.int().min(1).max(1_000_000).nullable(),
  delayMs: z.int().min(0).max(120_000),
});
