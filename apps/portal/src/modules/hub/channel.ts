import type { ChannelKind } from "./destination.ts";

/** Why an exchange brought no answer that can be relied on; the destination rests and the same message is tried again. */
export type UnreachableReason =
  | "connection-refused" | "unknown-host" | "tls" | "timeout" | "connection-lost" | "server-error" | "gateway" | "busy"
  | "not-understood" | "not-authorised" | "no-such-address" | "redirected" | "address-refused" | "answer-too-large" | "not-prepared";

/** Why this very message will never be taken, whoever sends it how often. */
export type RefusalReason = "message-refused" | "message-too-large" | "content-gone";

/** How one try ends. */
export type ChannelResult =
  /** The receiver has it, durably; the receipt is its word for it. */
  | { readonly kind: "accepted"; readonly receipt: string; readonly status?: number }
  /** The receiver looked at it and said no: nothing was taken. */
  | { readonly kind: "rejected"; readonly reasons: readonly string[]; readonly status?: number }
  /** `mayHaveArrived`: it was sent and no answer tells us that it was not taken. */
  | { readonly kind: "unreachable"; readonly reason: UnreachableReason; readonly mayHaveArrived: boolean; readonly status?: number; readonly retryAfterSeconds?: number }
  | { readonly kind: "refused-permanently"; readonly reason: RefusalReason; readonly status?: number };

/** What is sent: the same id and, for one state of the forms, the same body at every try. */
export interface OutgoingMessage {
  /** Idempotency key: the id of the delivery. */
  readonly id: string;
  /** JSON. */
  readonly body: string;
  readonly at: Date;
}

export interface OpenedDestination { readonly address: string; readonly secrets: readonly string[] }

export type DestinationProblem = { readonly path: "address" | "secret"; readonly code: "address-invalid" | "address-not-https" | "address-with-password" | "secret-invalid" };

/** The port to one way out. An adapter never throws for what the other side does; a thrown error is a fault of ours. */
export interface Channel {
  /** What is wrong with the settings of a destination; empty when they can be used. */
  check(destination: OpenedDestination): readonly DestinationProblem[];
  send(message: OutgoingMessage, destination: OpenedDestination): Promise<ChannelResult>;
}

export type Channels = Readonly<Record<ChannelKind, Channel>>;
