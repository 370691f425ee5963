import { createHash } from "node:crypto";
import type { z } from "zod";
import { OfferError } from "../errors/fit-connect-error.ts";
import type { SubmissionOrder } from "../sender.ts";
import type { AttachmentToSend } from "../transfer/parcel-content.ts";
import type { ZbpAuthor } from "./zbp-author.ts";
import { zbpMessageSchema, zbpStatusSchema, type ZbpMessage, type ZbpStatus } from "./zbp-content.ts";
import { sealZbpEnvelope } from "./zbp-envelope.ts";

/** Names of the bridge (delivery.md 5.1, read in a running client). The schema of a status is said to be the message's, too. */
export interface ZbpBridge {
  /** From FITKO, another one in each environment. */
  readonly destinationId: string;
  readonly messageService?: string;
  readonly statusService?: string;
  readonly messageSchema?: string;
  readonly statusSchema?: string;
}
const schema = "https://schema.fitko.de/fit-connect/id.bund.de/message_v6/1.0.0/zbp-message.schema.json";
export const zbpDefaults = {
  messageService: "urn:schema-fitko-de:fit-connect:id.bund.de:message_v6", statusService: "urn:schema-fitko-de:fit-connect:id.bund.de:status_v6",
  messageSchema: schema, statusSchema: schema,
} as const;

/**
 * A message to a citizen's mailbox as an order for `Sender.send`. Each attachment needs a filename; its source is read once more to hash it.
 * The bridge's accept event says that the bridge took it, not that anybody read it.
 * @param now milliseconds since 1970
 * @throws OfferError message-invalid for what the bridge would not take, with the places, never the values
 */
export async function zbpMessageOrder(bridge: ZbpBridge, message: Omit<ZbpMessage, "attachments">, attachments: readonly AttachmentToSend[], author: ZbpAuthor, now: number): Promise<SubmissionOrder> {
  const described: NonNullable<ZbpMessage["attachments"]> = [];
  for (const { filename, source } of attachments) {
    if (filename === undefined) throw new RangeError("an attachment of a ZBP message needs a filename");
    const hash = createHash("sha512");
    for await (const chunk of source.open(0, source.size)) hash.update(chunk);
    described.push({ filename, sha512sum: hash.digest("hex"), contentLength: source.size });
  }
  const content = checked(zbpMessageSchema, { ...message, ...(described.length === 0 ? {} : { attachments: described }) });
  const { destinationId, messageService: identifier, messageSchema: schemaUri } = { ...zbpDefaults, ...bridge };
  return { destinationId, service: { identifier, name: "ZBP Message Forwarding" }, data: { bytes: await sealZbpEnvelope(content, author, now), schemaUri, mimeType: "application/json" }, attachments };
}

/** A step in the citizen's status monitor as an order for `Sender.send`. @param now milliseconds since 1970; @throws OfferError message-invalid */
export async function zbpStatusOrder(bridge: ZbpBridge, status: ZbpStatus, author: ZbpAuthor, now: number): Promise<SubmissionOrder> {
  const { destinationId, statusService: identifier, statusSchema: schemaUri } = { ...zbpDefaults, ...bridge };
  return { destinationId, service: { identifier, name: "ZBP State Forwarding" }, data: { bytes: await sealZbpEnvelope(checked(zbpStatusSchema, status), author, now), schemaUri, mimeType: "application/json" } };
}

function checked<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new OfferError("message-invalid", `${parsed.error.issues.slice(0, 20).map(({ path }) => path.map(String).join(".")).join(", ")}`);
  return parsed.data;
}
