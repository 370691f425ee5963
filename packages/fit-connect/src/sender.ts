import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { ListedReply } from "./api/submission-api.ts";
import type { Destination } from "./api/destination.ts";
import type { EventLog } from "./events/event-log.ts";
import type { AuthenticationTags, Problem } from "./events/event-payload.ts";
import { shaped } from "./http/api-client.ts";
import type { SigningKey } from "./keys/signing-key.ts";
import { checkOffer } from "./transfer/check-offer.ts";
import type { ParcelContent } from "./transfer/parcel-content.ts";
import { planUploads } from "./transfer/plan-uploads.ts";
import { postAnswer } from "./transfer/post-answer.ts";
import { openParty, type PartySettings } from "./transfer/open-party.ts";
import { receiveParcel, type ReceiveOptions } from "./transfer/receive-parcel.ts";
import type { ParcelIdentity, ProvedParcel } from "./transfer/parcel-identity.ts";
import type { Reception } from "./transfer/reception.ts";
import { checkData, sendParcel } from "./transfer/send-parcel.ts";
import type { PublicService } from "./api/public-service.ts";

export interface SenderSettings extends PartySettings {
  /** How replies are answered in the log. Uncertain in FIT-Connect (delivery.md 1.10): who the issuer is and where its key is published. Without it replies can be read but not answered. */
  readonly replyAnswers?: { readonly issuer: string; readonly key: SigningKey };
}

export interface SubmissionOrder extends ParcelContent {
  readonly destinationId: string;
  readonly service: PublicService;
  /** `DE` and ARS with 12 digits. Default: the region that the destination names for the service, if it is one. */
  readonly region?: string;
  /** A further submission in a case that runs. */
  readonly caseId?: string;
  /** Where the service tells about new events and replies. */
  readonly callback?: { readonly url: string; readonly secret: string };
  readonly signal?: AbortSignal;
}

/** Announced, not yet sent. Store the ids before `deliver`: with them the event log tells whether it arrived. */
export interface AnnouncedSubmission {
  readonly submissionId: string;
  readonly caseId: string;
  readonly destinationId: string;
  /** Uploads everything and hands it over. After a failure announce anew: what was not finished vanishes after a day, unseen by the destination. */
  deliver(): Promise<SentSubmission>;
}

export interface SentSubmission {
  readonly submissionId: string;
  readonly caseId: string;
  readonly destinationId: string;
  /** Keep them: the log's events are compared with these. */
  readonly authenticationTags: AuthenticationTags;
}

export interface Sender {
  destination(destinationId: string): Promise<Destination>;
  /** Checks what the destination offers and announces. @throws OfferError before anything leaves */
  announce(order: SubmissionOrder): Promise<AnnouncedSubmission>;
  /** `announce` and `deliver`. */
  send(order: SubmissionOrder): Promise<SentSubmission>;
  /** The verified event log of a case; with what was sent, also that the service and the destination speak of exactly that. */
  events(sent: Pick<SentSubmission, "caseId" | "destinationId"> & Partial<SentSubmission>): Promise<EventLog>;
  /** Replies that wait. */
  replies(): AsyncGenerator<ListedReply, void, undefined>;
  /** Fetches, checks and decrypts a reply in a case with this destination. Nothing is answered by this. */
  receiveReply<T>(reply: { readonly replyId: string; readonly destinationId: string }, options: ReceiveOptions<T>): Promise<Reception<T>>;
  acceptReply(parcel: ProvedParcel): Promise<void>;
  rejectReply(parcel: ParcelIdentity, problems: readonly Problem[]): Promise<void>;
}

const announcedSchema = z.object({ submissionId: z.uuid(), caseId: z.uuid() });

/** The sender's side of FIT-Connect: an online service that hands in for its users. */
export function createSender(settings: SenderSettings): Sender {
  const { connection, client, api, keys, fragments, log } = openParty(settings);
  const { environment: { submissionUrl }, apiVersion, limits } = connection;

  const announce = async (order: SubmissionOrder): Promise<AnnouncedSubmission> => {
    const { destinationId, service, signal } = order;
    checkData(order, limits.dataBytes);
    const plan = planUploads(order.attachments ?? [], fragments, limits);
    const destination = await api.destination(destinationId);
    const region = checkOffer(destination, order);
    const recipient = await keys.encryptionKey(destinationId, destination.encryptionKid);
    const answer = await client.send({
      method: "POST", url: `${submissionUrl}/${apiVersion}/submissions`, headers: { "content-type": "application/json" }, expect: [200, 201], ...(signal === undefined ? {} : { signal }),
      body: JSON.stringify({
        destinationId, announcedAttachments: plan.announced, [apiVersion === "v1" ? "serviceType" : "publicService"]: { name: service.name, identifier: service.identifier },
        ...(region === undefined ? {} : { region }), ...(order.caseId === undefined ? {} : { caseId: order.caseId }), ...(order.callback === undefined ? {} : { callback: order.callback }),
      }),
    });
    const { submissionId, caseId } = shaped(answer.body, announcedSchema);
    const { destinationId: _destination, service: _service, region: _region, caseId: _case, callback: _callback, signal: _signal, ...content } = order;
    return {
      submissionId, caseId, destinationId,
      deliver: async () => {
        const authenticationTags = await sendParcel(client, {
          path: "submissions", id: submissionId, content, plan, recipient, ...(signal === undefined ? {} : { signal }),
          arrived: async (tags) => (await log(caseId, destinationId)).matches("submission", submissionId, tags),
        });
        return { submissionId, caseId, destinationId, authenticationTags };
      },
    };
  };

  return {
    destination: (destinationId) => api.destination(destinationId),
    announce,
    send: async (order) => (await announce(order)).deliver(),
    async events({ caseId, destinationId, submissionId, authenticationTags }) {
      const events = await log(caseId, destinationId);
      if (submissionId !== undefined && authenticationTags !== undefined) events.prove("submission", submissionId, authenticationTags);
      return events;
    },
    replies: () => api.replies(),
    receiveReply: (reply, options) => receiveParcel({ kind: "reply", id: reply.replyId, destinationId: reply.destinationId }, { ...options, api, connection, log }),
    acceptReply: async (parcel) => postAnswer(client, api, requireAnswers(settings), parcel, { verb: "accept", authenticationTags: parcel.authenticationTags }, randomUUID()),
    rejectReply: async (parcel, problems) => postAnswer(client, api, requireAnswers(settings), parcel, { verb: "reject", problems }, randomUUID()),
  };
}

function requireAnswers({ replyAnswers }: SenderSettings): NonNullable<SenderSettings["replyAnswers"]> {
  if (replyAnswers === undefined) throw new RangeError("replies are answered only with the setting replyAnswers");
  return replyAnswers;
}
