export const deliveryStates = ["queued", "paused", "sent", "received", "accepted", "rejected", "dead", "declined", "replaced"] as const;
/**
 * queued → sent → (received →) accepted | rejected | dead, back to queued after a try without an answer. `paused`: an operator holds this one.
 * `sent`: handed to a worker, the outcome is not written down yet. `received`: an intermediary has it, the receiver has not answered. `rejected`: the receiver said no, with reasons. `dead`: given up.
 * `declined`: what only tells something of a case (`tellsOnly`) was not taken; its office knows and notes it there by hand.
 * `replaced`: corrected, another delivery took its place.
 */
export type DeliveryState = (typeof deliveryStates)[number];

/** Nobody will try these again unless somebody decides to: the operator's dead letters. */
export const deadLetterStates = ["rejected", "dead"] as const satisfies readonly DeliveryState[];

/** `handed-over`: another town has it now; whoever was told of it works on it no longer. */
export const deliveryMessages = ["application.submitted", "application.withdrawn", "application.handed-over", "application.replied", "application.consent-changed"] as const;
/** Messages without which nothing of the application is missing: that one is not taken is for its office to know, and no alarm. */
export const tellsOnly: DeliveryMessage = "application.consent-changed";
export type DeliveryMessage = (typeof deliveryMessages)[number];

export interface Delivery {
  /** Idempotency key of every try. */
  readonly id: string;
  readonly tenant: string;
  readonly destination: string;
  readonly destinationName: string;
  readonly application: string;
  readonly message: DeliveryMessage;
  readonly part: string;
  readonly office: string;
  readonly service: string;
  readonly reference: string;
  readonly submittedAt: Date;
  readonly state: DeliveryState;
  readonly attempts: number;
  /** While queued: not before. The destination may be held or paused longer. */
  readonly nextAttemptAt: Date;
  readonly mayHaveArrived: boolean;
  /** Code of the last failure (reasons.ts). */
  readonly reason: string | undefined;
  /** What the receiver answers for: shown to the citizen and kept. */
  readonly receipt: string | undefined;
  readonly queuedAt: Date;
  readonly finishedAt: Date | undefined;
  readonly corrects: string | undefined;
  /** When somebody noted of a dead letter that its office works on it by hand. */
  readonly settledAt: Date | undefined;
  /** The rule by which it goes there. */
  readonly route: string | undefined;
}

export interface Attempt {
  readonly number: number;
  readonly startedAt: Date;
  readonly endedAt: Date | undefined;
  /** undefined: under way. `lost`: the worker ended before it could write down what happened. */
  readonly result: "received" | "accepted" | "rejected" | "unreachable" | "refused" | "lost" | undefined;
  readonly reason: string | undefined;
  /** Status of the HTTP answer, where there was one. */
  readonly status: number | undefined;
}
