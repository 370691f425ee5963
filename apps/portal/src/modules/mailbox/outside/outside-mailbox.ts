import type { Readable } from "node:stream";

/** `zbp`: the mailbox of the federal account, behind the bridge from FIT-Connect. `muk`: that of an organisation's account (Mein Unternehmenskonto). */
export const outsideKinds = ["zbp", "muk"] as const;
export type OutsideKind = (typeof outsideKinds)[number];

export interface OutsideMessage {
  /** Of the message in this portal. */
  readonly id: string;
  /** Of the person's mailbox there. */
  readonly address: string;
  /** STORK number of the level that reading needs. */
  readonly level: 1 | 2 | 3 | 4;
  readonly sender: string;
  readonly subject: string;
  readonly text: string;
  readonly service: string;
  readonly reference: string | undefined;
  /** Under which the status monitor shows the application, where it does. */
  readonly statusId?: string;
  /** Page of this portal where the source lies. */
  readonly link: string;
  readonly files: readonly { readonly name: string; readonly type: string; readonly size: number; open(): Promise<Readable> }[];
}

/** A step of an application in the status monitor. */
export interface OutsideStatus {
  /** As the sign-in gave it. */
  readonly applicationId: string;
  readonly status: "SUBMITTED" | "RECEIVED" | "PROCESSING" | "ACTION_REQUIRED" | "COMPLETED";
  readonly at: Date;
  readonly service: string;
  readonly sender: string;
  readonly reference: string | undefined;
}

/** What is needed to go on with a message that was announced; ids and check values only. */
export interface OutsideParcel { readonly parcel: string; readonly memory: Readonly<Record<string, unknown>> }

export interface OutsideJournal {
  readonly known: OutsideParcel | undefined;
  /** Durable when it resolves. */
  keep(parcel: OutsideParcel): Promise<void>;
}

/** `unavailable`: tried again. `refused`: this message will not be taken there, whoever sends it how often. */
export type OutsideProblem = { readonly kind: "unavailable" | "refused"; readonly reason: string };
export type OutsideOutcome = { readonly kind: "handed-over" } | OutsideProblem;
/** `stale`: it was refused because it was fetched so late that what it was sealed with had run out; the same message, sealed anew, may be taken. */
export type OutsideWord = { readonly kind: "waiting" } | { readonly kind: "accepted"; readonly at: Date } | { readonly kind: "stale"; readonly reason: string } | OutsideProblem;

/** The port to one kind of mailbox outside. An adapter never throws for what the other side does. */
export interface OutsideMailbox {
  send(message: OutsideMessage, journal: OutsideJournal): Promise<OutsideOutcome>;
  /** The same for a step in the status monitor; absent: there is none. */
  report?(status: OutsideStatus, journal: OutsideJournal): Promise<OutsideOutcome>;
  /** What became of what was handed over. */
  look(parcel: OutsideParcel): Promise<OutsideWord>;
}
export type OutsideMailboxes = Readonly<Partial<Record<OutsideKind, OutsideMailbox>>>;
