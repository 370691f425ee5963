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
  readonly signal?: AbortSignal;
}

export interface SentReply { readonly replyId: string; readonly caseId: string; readonly authenticationTags: AuthenticationTags }

const announcedSchema = z.object({ replyId: z.uuid(), caseId: z.uuid() });

/** Announce, upload, finish: as a submission, but in a case that exists (delivery.md 1.5.1, 13–15; shapes uncertain). */
export async function sendReply(client: ApiClient, order: ReplyOrder & { readonly recipient: RecipientKey }, fragments: FragmentRule, log: (caseId: string, destinationId: string) => Promise<EventLog>): Promise<SentReply> {
  const { environment: { submissionUrl }, apiVersion, limits } = client.connection;
  const { caseId, destinationId, encryptionPublicKey: _key, recipient, signal, ...content } = order;
  checkData(content, limits.dataBytes);
  const plan = planUploads(content.attachments ?? [], fragments, limits);
  const cancel = signal === undefined ? {} : { signal };
  const answer = await client.send({
    method: "POST", url: `${submissionUrl}/${apiVersion}/replies`, headers: { "content-type": "application/json" }, expect: [200, 201], ...cancel,
    body: JSON.stringify({ caseId, announcedAttachments: plan.announced }),
  });
  const { replyId } = shaped(answer.body, announcedSchema);
  const authenticationTags = await sendParcel(client, {
    path: "replies", id: replyId, content, plan, recipient, ...cancel,
    arrived: async (tags) => ((await log(caseId, destinationId)).matches("reply", replyId, tags) ? tags : undefined),
  });
  return { replyId, caseId, authenticationTags };
}
