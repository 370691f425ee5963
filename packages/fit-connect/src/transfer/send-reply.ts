import { z } from "zod";
import type { EventLog } from "../events/event-log.ts";
import type { AuthenticationTags } from "../events/event-payload.ts";
import { shaped, type ApiClient } from "../http/api-client.ts";
import type { EncryptionJwk } from "../keys/jwk.ts";
import type { RecipientKey } from "../keys/recipient-key.ts";
import type { FragmentRule, ParcelContent } from "./parcel-content.ts";
import { planUploads } from "./plan-uploads.ts";
import { checkData, sendParcel } from "./send-parcel.ts";

export interface ReplyOrder extends ParcelContent {
  readonly caseId: string;
  readonly destinationId: string;
  /** From the metadata that are answered: `replyChannel.fitConnect.encryptionPublicKey`. It was proved with them; it has no certificate. */
  readonly encryptionPublicKey: EncryptionJwk;
  /** Told the id before anything is uploaded: stored, another process can go on with it. */
  readonly onAnnounced?: (replyId: string) => void | Promise<void>;
  /**
   * A reply announced before, by this or another process: the same order makes no second one. Its attachments have the `id`s of that time; where one has none or is so large that it is cut,
   * what was announced and not handed over is left to vanish, and a new one is announced.
   */
  readonly announced?: string;
  readonly signal?: AbortSignal;
}

export interface SentReply { readonly replyId: string; readonly caseId: string; readonly authenticationTags: AuthenticationTags }

const announcedSchema = z.object({ replyId: z.uuid(), caseId: z.uuid() });

/** Announce, upload, finish: as a submission, but in a case that exists (delivery.md 1.5.1, 13–15; shapes uncertain). */
export async function sendReply(client: ApiClient, order: ReplyOrder & { readonly recipient: RecipientKey }, fragments: FragmentRule, log: (caseId: string, destinationId: string) => Promise<EventLog>): Promise<SentReply> {
  const { environment: { submissionUrl }, apiVersion, limits } = client.connection;
  const { caseId, destinationId, encryptionPublicKey: _key, onAnnounced, announced, recipient, signal, ...content } = order;
  checkData(content, limits.dataBytes);
  const plan = planUploads(content.attachments ?? [], fragments, limits);
  const cancel = signal === undefined ? {} : { signal };
  const before = announced === undefined ? undefined : (await log(caseId, destinationId)).parcel("reply", announced);
  if (before?.authenticationTags !== undefined) return { replyId: before.id, caseId, authenticationTags: before.authenticationTags };
  // Ids that were made just now are not those that were announced then.
  const replyId = before?.state === "incomplete" && plan.made.length === 0 ? before.id : await announce();
  async function announce(): Promise<string> {
    const answer = await client.send({
      method: "POST", url: `${submissionUrl}/${apiVersion}/replies`, headers: { "content-type": "application/json" }, expect: [200, 201], ...cancel,
      body: JSON.stringify({ caseId, announcedAttachments: plan.announced }),
    });
    const { replyId: id } = shaped(answer.body, announcedSchema);
    await onAnnounced?.(id);
    return id;
  }
  const authenticationTags = await sendParcel(client, {
    path: "replies", id: replyId, content, plan, recipient, ...cancel,
    arrived: async (tags) => ((await log(caseId, destinationId)).matches("reply", replyId, tags) ? tags : undefined),
  });
  return { replyId, caseId, authenticationTags };
}
