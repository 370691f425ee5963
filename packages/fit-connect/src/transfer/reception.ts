import type { VerificationError } from "../errors/verification-error.ts";
import type { ParcelState } from "../events/event-names.ts";
import type { Problem } from "../events/event-payload.ts";
import type { SealedSink } from "../jwe/sealed-sink.ts";
import type { AttachmentMetadata, Metadata2 } from "../metadata/metadata-2.ts";
import type { ReadMetadata } from "../metadata/read-metadata.ts";
import type { ParcelIdentity, ProvedParcel } from "./parcel-identity.ts";

export interface ReceivedData { readonly bytes: Uint8Array; readonly schemaUri: string; readonly mimeType: "application/json" | "application/xml" }
export interface ReceivedAttachment<T> {
  readonly metadata: AttachmentMetadata;
  /** What the sink released. */
  readonly content: T;
  readonly bytes: number;
}

/** Complete, from the sender, unchanged, and released. */
export interface IntactParcel<T> {
  readonly kind: "intact";
  readonly parcel: ProvedParcel;
  /** `accepted` when it was fetched again after that. */
  readonly state: ParcelState;
  readonly metadata: ReadMetadata;
  /** Missing only in v1. */
  readonly data: ReceivedData | undefined;
  readonly attachments: readonly ReceivedAttachment<T>[];
  /** Of submissions. */
  readonly publicService: { readonly identifier: string; readonly name?: string | undefined } | undefined;
  readonly region: string | undefined;
}

/** Not to be accepted. Nothing of it was released. */
export interface BrokenParcel {
  readonly kind: "broken";
  readonly parcel: ParcelIdentity;
  /** For the reject event. */
  readonly problems: readonly Problem[];
  /** For the log, and to tell a key of ours that is missing (`jwe-key-unknown`) from an attack. */
  readonly causes: readonly VerificationError[];
}

export type Reception<T> = IntactParcel<T> | BrokenParcel;

/** Makes the sink for one attachment. Name and type come from outside: never part of a path. */
export type SinkFor<T> = (attachment: AttachmentMetadata) => SealedSink<T> | Promise<SealedSink<T>>;

/** Checks Fachdaten against a schema that lies here; a schema is never fetched from the address it names. JSON syntax is checked already, XML is not. */
export type DataCheck = (data: ReceivedData, structure: Metadata2["contentStructure"]["data"]) => DataVerdict | Promise<DataVerdict>;
export type DataVerdict = "fits" | "syntax-violation" | "schema-violation" | "unsupported-schema";
