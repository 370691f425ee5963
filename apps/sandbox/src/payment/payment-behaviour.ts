import { z } from "zod";

/** How the provider behaves; changed by `POST /_control`. */
export interface PaymentBehaviour {
  /** Every call and page answers 503. */
  readonly down: boolean;
  /** Every call of the interface waits this long first, at most a minute. */
  readonly delayMs: number;
  /** A new transaction is made and stored, then the connection is cut instead of an answer. */
  readonly dropAnswerAfterCreate: boolean;
  /** Originators with a contract; null: any. */
  readonly originators: readonly string[] | null;
  /** Authorities with a contract; one that ends with `*` stands for all that begin so. */
  readonly endPoints: readonly string[];
  /** Keys that every item's `bookingData` must have, per end point. */
  readonly requiredBookingData: Readonly<Record<string, readonly string[]>>;
}

/** The invented towns and the Kreis of the demo world and the test towns of developers, by ARS and by name. The Kreis asks for a Haushaltsstelle. */
export const STANDARD_BEHAVIOUR: PaymentBehaviour = {
  down: false,
  delayMs: 0,
  dropAnswerAfterCreate: false,
  originators: null,
  endPoints: ["059990001001", "059990002002", "059990000000", "musterstadt", "beispielhausen", "kreis-musterland", "test-*", "059997*", "059998*", "059999*"],
  requiredBookingData: { "059990000000": ["haushaltsstelle"], "kreis-musterland": ["haushaltsstelle"] },
};

const names = z.array(z.string().max(36)).max(1000);
export const behaviourSchema = z.strictObject({
  down: z.boolean(),
  delayMs: z.int().min(0).max(60_000),
  dropAnswerAfterCreate: z.boolean(),
  originators: names.nullable(),
  endPoints: names,
  requiredBookingData: z.record(z.string().max(36), names),
});
