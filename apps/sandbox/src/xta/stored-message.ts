import { readMessageMetaData, readXml, standardLimits, writeMessageMetaData, writeXml, type MessageMetaData, type ReceivedContainer, type XmlElement } from "@kommunalportal/xta";
import { z } from "zod";
import type { StoredFile } from "./content-files.ts";

const xml = <T>(read: (bytes: Uint8Array) => T) => z.string().transform((text) => read(Buffer.from(text)));
const stored = z.object({ file: z.uuid(), size: z.number() });
const content = z.object({
  contentType: z.string(), encoding: z.string().exactOptional(), filename: z.string().exactOptional(), contentDescription: z.string().exactOptional(),
  id: z.string().exactOptional(), lang: z.string().exactOptional(), size: z.number().exactOptional(), content: stored,
});
const element = xml((bytes) => readXml(bytes, standardLimits));

/** Lines of the journal. Meta data and foreign XML stand in them as XML, as they travel. */
export const entrySchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("id"), messageId: z.string(), account: z.string() }),
  z.object({
    kind: z.literal("accepted"), account: z.string(), at: z.iso.datetime(), metaData: xml(readMessageMetaData), certificates: element.exactOptional(),
    container: z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("plain"), message: content, attachments: z.array(content) }),
      z.object({ kind: z.literal("encrypted"), element, cipher: stored }),
    ]),
  }),
  z.object({ kind: z.enum(["fetched", "received", "cancelled"]), messageId: z.string(), at: z.iso.datetime() }),
]);
export type Entry = z.output<typeof entrySchema>;

export interface StoredMessage {
  readonly messageId: string;
  /** Who sent it. */
  readonly account: string;
  readonly metaData: MessageMetaData;
  readonly certificates: XmlElement | undefined;
  readonly container: ReceivedContainer<StoredFile>;
  readonly acceptedAt: Date;
  fetchedAt?: Date;
  receivedAt?: Date;
  cancelledAt?: Date;
}

export interface NewMessage extends Pick<StoredMessage, "account" | "metaData" | "certificates" | "container"> {
  readonly at: Date;
}

/** The line for a new message. */
export function acceptedEntry({ account, metaData, certificates, container, at }: NewMessage): object {
  return {
    kind: "accepted", account, at: at.toISOString(), metaData: Buffer.from(writeMessageMetaData(metaData)).toString(), ...(certificates && { certificates: textOf(certificates) }),
    container: container.kind === "plain" ? container : { ...container, element: textOf(container.element) },
  };
}

const textOf = (root: XmlElement): string => Buffer.from(writeXml(root)).toString();
