import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { sha512 } from "../encoding/sha512.ts";
import { OfferError } from "../errors/fit-connect-error.ts";
import { METADATA_SCHEMA, metadata2Schema, type AttachmentMetadata, type Metadata2, type ReplyChannel } from "./metadata-2.ts";

export interface DataSetInput {
  readonly id?: string;
  readonly schemaUri: string;
  readonly mimeType: "application/json" | "application/xml" | "application/jose";
  /** JSON as a value, XML or JOSE as text. The hash is over the text, or over `JSON.stringify` of the value. */
  readonly content: unknown;
  readonly description?: string;
}

export interface MetadataExtras {
  readonly replyChannel?: ReplyChannel;
  readonly paymentInformation?: z.input<typeof metadata2Schema>["paymentInformation"];
  readonly additionalReferenceInfo?: z.input<typeof metadata2Schema>["additionalReferenceInfo"];
  readonly author?: z.input<typeof metadata2Schema>["author"];
  readonly dataSets?: readonly DataSetInput[];
}

export interface MetadataInput extends MetadataExtras {
  readonly data: Metadata2["contentStructure"]["data"];
  readonly attachments: readonly AttachmentMetadata[];
}

/**
 * Metadata 2.1.0 as JSON text, checked against the same schema a receiver uses.
 * @throws OfferError metadata-invalid with the places, never the values
 */
export function buildMetadata(input: MetadataInput): string {
  const { data, attachments, dataSets, ...extras } = input;
  const parsed = metadata2Schema.safeParse({
    $schema: METADATA_SCHEMA,
    contentStructure: { data, attachments },
    ...extras,
    ...(dataSets === undefined ? {} : { dataSets: dataSets.map(dataSetOf) }),
  });
  if (!parsed.success) throw new OfferError("metadata-invalid", parsed.error.issues.slice(0, 20).map(({ path }) => path.map(String).join(".")).join(", "));
  return JSON.stringify(parsed.data);
}

function dataSetOf({ id, schemaUri, mimeType, content, description }: DataSetInput): object {
  const text = typeof content === "string" ? content : JSON.stringify(content) ?? "";
  return { dataSetId: id ?? randomUUID(), schema: { schemaUri, mimeType }, hash: { type: "sha512", content: sha512(text) }, content, ...(description === undefined ? {} : { description }) };
}
