import type { Readable } from "node:stream";
import type { DeliveryMessage } from "./delivery.ts";
import type { ChannelKind } from "./destination.ts";
import type { Dispatch, DispatchJournal } from "./dispatch.ts";
import type { OfficeReply, ReplyVerdict, WaitingReply } from "./office-reply.ts";

/** Why an exchange brought no answer that can be relied on; the destination rests and the same message is tried again. */
export type UnreachableReason =
  | "connection-refused" | "unknown-host" | "tls" | "timeout" | "connection-lost" | "server-error" | "gateway" | "busy"
  | "not-understood" | "not-authorised" | "no-such-address" | "redirected" | "address-refused" | "answer-too-large" | "not-prepared"
  /** The document that belongs to the message is still being made. */
  | "document-missing"
  /** The receiver's keys or signatures do not prove that it is the one it says it is. */
  | "untrusted" | "destination-inactive"
  /** A program that fetches may not do so in this town. */
  | "no-permission"
  | "mail-not-set-up" | "mail-refused"
  /** Nobody takes this service at the place of the application, yet. */
  | "no-receiver"
  /** The folder takes nothing from us; the server could not keep the file. */
  | "folder-refused" | "not-stored";

/** Why this very message will never be taken, whoever sends it how often. */
export type RefusalReason = "message-refused" | "message-too-large" | "content-gone" | "service-not-offered" | "region-not-offered" | "schema-not-offered" | "no-case" | "no-service-key"
  /** Whoever takes it depends on a place, and the application names none, an unknown one or one with several takers. */
  | "place-missing" | "place-unknown" | "several-receivers";

/** How one try ends. */
export type ChannelResult =
  /** The receiver has it, durably; the receipt is its word for it. */
  | { readonly kind: "accepted"; readonly receipt: string; readonly status?: number }
  /** An intermediary has it, durably; what the receiver says to it is seen later (`Intermediary.look`). */
  | { readonly kind: "received"; readonly status?: number; readonly handedOver?: HandedOver }
  /** The receiver looked at it and said no: nothing was taken. */
  | { readonly kind: "rejected"; readonly reasons: readonly string[]; readonly status?: number }
  /** `mayHaveArrived`: it was sent and no answer tells us that it was not taken. */
  | { readonly kind: "unreachable"; readonly reason: UnreachableReason; readonly mayHaveArrived: boolean; readonly status?: number; readonly retryAfterSeconds?: number;
    /** It is about the receiver of this one message: others to the same destination go on. */
    readonly alone?: true }
  | { readonly kind: "refused-permanently"; readonly reason: RefusalReason; readonly status?: number };

/** What is remembered of the dispatch that was handed over, written down with the outcome; whoever dies before that finds it out at the intermediary. */
export interface HandedOver {
  readonly memory: Dispatch["memory"];
  /** It says by itself when there is something new: looking without that is the safety net. */
  readonly told: boolean;
}

export interface OutgoingFile {
  readonly id: string;
  readonly name: string;
  /** Media type. */
  readonly type: string;
  readonly size: number;
  readonly sha256: string;
  /** `form`: the PDF of the whole application, a rendition of the data. */
  readonly purpose: "form" | "attachment";
  /** The bytes, opened anew at every call. */
  open(): Promise<Readable>;
}

/** What is sent: the same id and, for one state of the forms, the same content at every try. */
export interface OutgoingMessage {
  /** Idempotency key: the id of the delivery. */
  readonly id: string;
  readonly at: Date;
  readonly type: DeliveryMessage;
  /** `data` of the message, without files: JSON. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly timestamp: string;
  readonly files: readonly OutgoingFile[];
  readonly about: {
    readonly tenant: string; readonly reference: string; readonly service: string; readonly title: string; readonly leikaKey: string | undefined;
    /** Legal day of the application: of its submission, or that on which the paper arrived. */
    readonly day: string;
    /** ARS of the town with 12 digits. */
    readonly ars: string;
    /** The case in which earlier messages about this part went to this destination. */
    readonly bracket: string | undefined;
    /** What was written down of the application itself when it went to this destination; for what follows it. */
    readonly earlier: Dispatch["memory"] | undefined;
    /** The person agreed that decisions come electronically, as it stands when this is sent; absent where a channel does not say so. */
    readonly consent?: boolean;
    /** The person's mailbox of BundID (a UUID), where answers to this application shall arrive there and the destination writes into it itself. */
    readonly mailbox?: string;
  };
}

/** A destination with everything a channel needs, its secrets opened. */
export interface OpenedDestination {
  readonly id: string;
  readonly tenant: string;
  readonly name: string;
  readonly address: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: readonly string[];
}

export type DestinationProblem = { readonly path: string; readonly code:
  | "address-invalid" | "address-not-https" | "address-with-password" | "secret-invalid" | "secret-missing" | "token-address-invalid" | "destination-id-invalid" | "schema-invalid" | "signatory-invalid"
  | "certificate-invalid" | "certificate-key-mismatch" | "identifier-invalid" | "authorities-invalid" | "trust-missing" | "answer-key-invalid" | "client-invalid" | "routing-address-invalid" | "place-invalid" | "mail-address-invalid"
  | "reader-certificate-invalid" | "address-not-sftp" | "user-invalid" | "host-key-invalid" | "confirmation-invalid" | "folder-invalid" | "key-invalid" };

/** What became of a message that an intermediary took. */
export type Sighting =
  /** `amongReplies`: it has come through, and the receiver's own word on it will lie among the replies. */
  | { readonly kind: "waiting"; readonly receipts: readonly SeenReceipt[]; readonly amongReplies?: true }
  | { readonly kind: "accepted"; readonly at: Date; readonly receipt: string; readonly receipts: readonly SeenReceipt[] }
  | { readonly kind: "rejected"; readonly reasons: readonly string[]; readonly receipts: readonly SeenReceipt[] }
  | { readonly kind: "unreachable"; readonly reason: UnreachableReason };
export interface SeenReceipt { readonly id: string; readonly what: "handed-over" | "notified" | "forwarded" | "accepted" | "rejected"; readonly at: Date; readonly evidence: string }

/** Where somebody stands between the portal and the office system. */
export interface Intermediary {
  look(dispatch: Dispatch, destination: OpenedDestination): Promise<Sighting>;
  /** Replies that wait; each is given to `take`, which says what came of it, and is then answered. How many were taken. */
  replies(destination: OpenedDestination, take: (reply: WaitingReply, open: () => Promise<OfficeReply>) => Promise<ReplyVerdict>): Promise<number>;
}

export type ReceiverFound = { readonly ok: true; readonly name: string; readonly receiver: string } | { readonly ok: false; readonly why: UnreachableReason | RefusalReason };

/** The port to one way out. An adapter never throws for what the other side does; a thrown error is a fault of ours. */
export interface Channel {
  /** What is wrong with the settings of a destination; empty when they can be used. */
  check(destination: Omit<OpenedDestination, "id" | "tenant" | "name">): readonly DestinationProblem[];
  /** When the certificate with which we show ourselves ends; undefined where there is none. */
  certificateUntil?(destination: Pick<OpenedDestination, "settings" | "secrets">): Date | undefined;
  /** What may be seen of the secrets, such as public keys: kept beside the settings. */
  shown?(destination: Pick<OpenedDestination, "settings" | "secrets">): Readonly<Record<string, unknown>>;
  /** Completes the secrets with what the portal itself makes. */
  secrets?(before: readonly string[], given: Readonly<Record<string, string>>): readonly string[];
  send(message: OutgoingMessage, destination: OpenedDestination, journal: DispatchJournal): Promise<ChannelResult>;
  /** Is the other side there, and is it the right one? Nothing about any person is sent. */
  test(destination: OpenedDestination, given: { readonly id: string; readonly at: Date }): Promise<ChannelResult>;
  /** Who would get an application about this place, where a destination has a receiver for each; undefined where it has one for all. Nothing about any person is sent. */
  receiver?(destination: OpenedDestination, asked: { readonly leikaKey: string; readonly place: string; readonly ownSchema: string | undefined }): Promise<ReceiverFound | undefined>;
  /** Whether the office system writes into the person's mailbox of BundID itself and is told which it is. */
  namesMailbox?(destination: Pick<OpenedDestination, "settings">): boolean;
  readonly intermediary?: Intermediary;
  /** Nothing of the application is sent, so it is not opened. */
  readonly withoutContent?: true;
}

export type Channels = Readonly<Record<ChannelKind, Channel>>;
