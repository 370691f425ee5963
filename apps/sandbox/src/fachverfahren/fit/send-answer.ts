import { createHash, randomUUID } from "node:crypto";
import { z } from "zod";
import { DEMO_PROCESS_STANDARD } from "../../fit-connect/demo-world.ts";
import type { DeliveryService } from "../../fit-subscriber/delivery-service.ts";
import { encrypt } from "../../fit-subscriber/encrypt.ts";
import type { FitInbox, Held } from "./fit-inbox.ts";

/** What a decision needs besides its text to be one (§§ 37, 39 VwVfG): whoever receives it decides what must not be missing. */
const decisionParts = {
  subject: z.string().min(1).max(200).optional(), reasons: z.array(z.string().min(1).max(10_000)).max(50).optional(), conditions: z.array(z.string().min(1).max(10_000)).max(50).optional(),
  amounts: z.array(z.strictObject({ label: z.string().min(1).max(200), cents: z.int().min(0) })).max(50).optional(),
  remedy: z.strictObject({ kind: z.enum(["klage", "widerspruch"]), where: z.string().min(1).max(1_000), months: z.int().min(1).max(12) }).optional(),
  signatory: z.strictObject({ name: z.string().min(1).max(200), role: z.string().max(200) }).optional(),
};

/** What a Fachverfahren says back; JSON, the Fachdaten of the reply. The standard of the dialogue is `DEMO_PROCESS_STANDARD`. */
export const answerSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("status"), status: z.string().min(1).max(100), text: z.string().max(20_000).optional() }),
  /** `dueOn`: until when the office waits for an answer. `documents`: names what is to be handed in. */
  z.strictObject({ kind: z.literal("question"), text: z.string().min(1).max(20_000), dueOn: z.iso.date().optional(), documents: z.array(z.string().min(1).max(200)).max(20).optional() }),
  z.strictObject({ kind: z.literal("decision"), result: z.enum(["granted", "partly-granted", "refused"]), text: z.string().min(1).max(20_000), ...decisionParts }),
]);
export type FachverfahrenAnswer = z.infer<typeof answerSchema>;

/** Files of a reply, base64. */
export const filesSchema = z.array(z.strictObject({ filename: z.string().min(1).max(200), mimeType: z.string().regex(/^[-\w.]+\/[-\w.+]+$/), base64: z.base64().max(20_000_000) })).max(10);

interface Parts { readonly service: DeliveryService; readonly inbox: FitInbox; readonly clock: () => Date }

/** Fachdaten in whatever schema, as an office system sends them that never agreed on one with the portal. */
export const otherDataSchema = z.strictObject({ schemaUri: z.url().max(2_000), mimeType: z.enum(["application/json", "application/xml"]), text: z.string().min(1).max(20_000) });
type Content = FachverfahrenAnswer | z.infer<typeof otherDataSchema>;

/** Sends a reply in the case of an accepted submission (delivery.md 1.12); "no-channel" where the sender left no key for it, "not-accepted" before that. */
export async function sendAnswer({ service, inbox, clock }: Parts, { entry, decided }: Held, answer: Content, files: z.infer<typeof filesSchema>): Promise<{ readonly replyId: string } | "no-channel" | "not-accepted"> {
  const channel = entry.metadata.replyChannel?.fitConnect;
  if (!channel) return "no-channel";
  if (decided !== "accept") return "not-accepted";
  const key = channel.encryptionPublicKey;
  const { schemaUri, mimeType, text } = "schemaUri" in answer ? answer : { schemaUri: DEMO_PROCESS_STANDARD, mimeType: "application/json", text: JSON.stringify(answer) };
  const data = Buffer.from(text);
  const attachments = files.map(({ base64, ...about }) => ({ ...about, attachmentId: randomUUID(), bytes: Buffer.from(base64, "base64") }));
  const metadata = {
    $schema: "https://schema.fitko.de/fit-connect/metadata/2.1.0/metadata.schema.json",
    contentStructure: {
      data: { hash: hashOf(data), submissionSchema: { schemaUri, mimeType } },
      attachments: attachments.map(({ bytes, ...about }) => ({ ...about, purpose: "report", hash: hashOf(bytes) })),
    },
    additionalReferenceInfo: { senderReference: entry.reference },
    author: { name: "Fachverfahren der Sandbox", product: { name: "Sandbox", version: "1", manufacturer: "Kommunalportal" } },
  };
  const replyId = await service.announceReply(entry.caseId, attachments.map(({ attachmentId }) => attachmentId));
  for (const file of attachments) await service.uploadReplyAttachment(replyId, file.attachmentId, encrypt(file.bytes, key, file.mimeType));
  await service.finishReply(replyId, { encryptedMetadata: encrypt(Buffer.from(JSON.stringify(metadata)), key, "application/json"), encryptedData: encrypt(data, key, mimeType) });
  await inbox.record({ kind: "replied", at: clock().toISOString(), submissionId: entry.submissionId, replyId, answer });
  return { replyId };
}

function hashOf(bytes: Buffer): { readonly type: "sha512"; readonly content: string } {
  return { type: "sha512", content: createHash("sha512").update(bytes).digest("hex") };
}
