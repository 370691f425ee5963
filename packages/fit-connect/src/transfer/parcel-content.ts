import type { AttachmentMetadata, Metadata2 } from "../metadata/metadata-2.ts";
import type { MetadataExtras } from "../metadata/build-metadata.ts";
import type { AttachmentSource } from "./attachment-source.ts";

/** Fachdaten: serialised once by the caller, so that hash, signature and encryption see the same bytes. */
export interface DataToSend {
  readonly bytes: Uint8Array | string;
  readonly schemaUri: string;
  readonly mimeType: "application/json" | "application/xml";
  readonly signature?: Metadata2["contentStructure"]["data"]["signature"];
}

export interface AttachmentToSend extends Pick<AttachmentMetadata, "purpose" | "mimeType"> {
  readonly source: AttachmentSource;
  /** UUIDv4; a random one where none is given. */
  readonly id?: string;
  readonly filename?: string;
  readonly description?: string;
  readonly signature?: AttachmentMetadata["signature"];
}

/** What a submission or reply holds. */
export interface ParcelContent extends MetadataExtras {
  readonly data: DataToSend;
  readonly attachments?: readonly AttachmentToSend[];
}

/** How big attachments are cut (delivery.md 1.9.4); in v1 they never are. */
export interface FragmentRule {
  /** Bigger plaintexts are cut. Default 200,000,000: what FIT-Connect asks. */
  readonly above: number;
  /** Bytes of one fragment. Default 50,000,000. */
  readonly size: number;
  /** Uncertain: is the attachment's own id announced beside its fragments? Nothing is uploaded under it: a service that waits for every announced id refuses such a submission. Default false. */
  readonly announceWhole: boolean;
}
export const defaultFragments: FragmentRule = { above: 200_000_000, size: 50_000_000, announceWhole: false };
