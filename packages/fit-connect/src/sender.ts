import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { ListedReply } from "./api/submission-api.ts";
import type { Destination } from "./api/destination.ts";
import { kept } from "./api/kept.ts";
import { ApiProblem } from "./errors/api-problem.ts";
import { OfferError } from "./errors/fit-connect-error.ts";
import type { EventLog } from "./events/event-log.ts";
import type { AuthenticationTags, Problem } from "./events/event-payload.ts";
import { shaped } from "./http/api-client.ts";
import type { SigningKey } from "./keys/signing-key.ts";
import { checkOffer } from "./transfer/check-offer.ts";
import type { ParcelContent } from "./transfer/parcel-content.ts";
import { planUploads } from "./transfer/plan-uploads.ts";
import { type AnswerOptions, postAnswer } from "./transfer/post-answer.ts";
import { openParty, type PartySettings } from "./transfer/open-party.ts";
import { receiveParcel, type ReceiveOptions } from "./transfer/receive-parcel.ts";
import type { ParcelIdentity, ProvedParcel } from "./transfer/parcel-identity.ts";
import type { Reception } from "./transfer/reception.ts";
import { checkData, sendParcel } from "./transfer/send-parcel.ts";
import type { PublicService } from "./api/public-service.ts";

export interface SenderSettings extends PartySettings {
  /**
   * For how long, in milliseconds, what a destination said it takes may be used for further submissions. Default 0: asked before each. The service refuses what a destination takes no more,
   * whatever the sender believed; whatever it refuses is forgotten here.
   */
  readonly keepDestinationMs?: number;
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
  /** Ids made for its attachments and their fragments, for `resume`. */
  readonly attachmentIds: readonly string[];
  /** Uploads everything and hands it over. After a failure `resume`: what was not finished vanishes after a day, unseen by the destination. */
  deliver(): Promise<SentSubmission>;
}

/** What has to be stored of an announced submission so that another process can go on with it. */
export type StoredAnnouncement = Pick<AnnouncedSubmission, "submissionId" | "caseId" | "attachmentIds">;

export interface SentSubmission {
  readonly submissionId: string;
  readonly caseId: string;
  readonly destinationId: string;
  /** Keep them: the log's events are compared with these. */
  readonly authenticationTags: AuthenticationTags;
}

export interface Sender {
  destination(destinationId: string): Promise<Destination>;
  /** The same with the key that content would be encrypted for proved, as before every submission; nothing is announced. @throws VerificationError */
  probe(destinationId: string): Promise<Destination>;
  /** Checks what the destination offers and announces. @throws OfferError before anything leaves */
  announce(order: SubmissionOrder): Promise<AnnouncedSubmission>;
  /**
   * Goes on with a submission that was announced before, by this or another process: the same order makes no second one, also where the earlier try is
   * still running or had handed it over unheard. Call `deliver` on the result.
   * @throws OfferError submission-gone when it was never handed over and cannot be any more
   */
  resume(order: SubmissionOrder, announced: StoredAnnouncement): Promise<AnnouncedSubmission>;
  /** `announce` and `deliver`. */
  send(order: SubmissionOrder): Promise<SentSubmission>;
  /** The verified event log of a case; with what was sent, also that the service and the destination speak of exactly that. */
  events(sent: Pick<SentSubmission, "caseId" | "destinationId"> & Partial<SentSubmission>): Promise<EventLog>;
  /** Replies that wait. */
  replies(): AsyncGenerator<ListedReply, void, undefined>;
  /** Fetches, checks and decrypts a reply in a case with this destination. Nothing is answered by this. */
  receiveReply<T>(reply: { readonly replyId: string; readonly destinationId: string }, options: ReceiveOptions<T>): Promise<Reception<T>>;
  acceptReply(parcel: ProvedParcel, options?: AnswerOptions): Promise<void>;
  rejectReply(parcel: ParcelIdentity, problems: readonly Problem[], options?: AnswerOptions): Promise<void>;
}

const announcedSchema = z.object({ submissionId: z.uuid(), caseId: z.uuid() });

/** The sender's side of FIT-Connect: an online service that hands in for its users. */
export function createSender(settings: SenderSettings): Sender {
  const { connection, client, api, keys, fragments, log } = openParty(settings);
  const { environment: { submissionUrl }, apiVersion, limits } = connection;

  const recent = kept((id) => api.destination(id), { now: () => performance.now(), milliseconds: settings.keepDestinationMs ?? 0 });
  const asked = settings.keepDestinationMs === undefined ? api.destination : recent;
  const forgetting = async <T>(destinationId: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      recent.forget(destinationId);
      throw error;
    }
  };

  /** What both ways of beginning share: everything is checked before anything leaves. */
  const planned = async (order: SubmissionOrder, ids?: readonly string[]) => {
    checkData(order, limits.dataBytes);
    const plan = planUploads(order.attachments ?? [], fragments, limits, ids);
    const check = () => forgetting(order.destinationId, async () => {
      const destination = await asked(order.destinationId);
      return { plan, region: checkOffer(destination, order), recipient: await keys.encryptionKey(order.destinationId, destination.encryptionKid) };
    });
    try {
      return await check();
    } catch (error) {
      // What it does not take by a word that was kept, it may take by now.
      if (settings.keepDestinationMs === undefined || !(error instanceof OfferError)) throw error;
      return check();
    }
  };
  const sending = (order: SubmissionOrder, { plan, recipient }: Awaited<ReturnType<typeof planned>>, { submissionId, caseId }: Pick<StoredAnnouncement, "submissionId" | "caseId">, arrived: (tags: AuthenticationTags) => Promise<AuthenticationTags | undefined>) => {
    const { destinationId, service: _service, region: _region, caseId: _case, callback: _callback, signal, ...content } = order;
    return forgetting(destinationId, () => sendParcel(client, { path: "submissions", id: submissionId, content, plan, recipient, ...(signal === undefined ? {} : { signal }), arrived })).then((authenticationTags) => ({ submissionId, caseId, destinationId, authenticationTags }));
  };

  /** Where the destination has taken another key meanwhile, everything is encrypted anew, once; the ids stay. */
  const sendingWithItsKey = async (...[order, ready, ids, arrived]: Parameters<typeof sending>): Promise<SentSubmission> => {
    try {
      return await sending(order, ready, ids, arrived);
    } catch (error) {
      if (!(error instanceof ApiProblem && error.status === 422)) throw error;
      const fresh = await planned(order, ready.plan.made);
      if (fresh.recipient.kid === ready.recipient.kid) throw error;
      return sending(order, fresh, ids, arrived);
    }
  };

  const announce = async (order: SubmissionOrder): Promise<AnnouncedSubmission> => {
    const { destinationId, service, signal } = order;
    const ready = await planned(order);
    const answer = await forgetting(destinationId, () => client.send({
      method: "POST", url: `${submissionUrl}/${apiVersion}/submissions`, headers: { "content-type": "application/json" }, expect: [200, 201], ...(signal === undefined ? {} : { signal }),
      body: JSON.stringify({
        destinationId, announcedAttachments: ready.plan.announced, [apiVersion === "v1" ? "serviceType" : "publicService"]: { name: service.name, identifier: service.identifier },
        ...(ready.region === undefined ? {} : { region: ready.region }), ...(order.caseId === undefined ? {} : { caseId: order.caseId }), ...(order.callback === undefined ? {} : { callback: order.callback }),
      }),
    }));
    const ids = shaped(answer.body, announcedSchema);
    return {
      ...ids, destinationId, attachmentIds: ready.plan.made,
      deliver: () => sendingWithItsKey(order, ready, ids, async (tags) => ((await log(ids.caseId, destinationId)).matches("submission", ids.submissionId, tags) ? tags : undefined)),
    };
  };

  const resume = async (order: SubmissionOrder, announced: StoredAnnouncement): Promise<AnnouncedSubmission> => {
    const { submissionId, caseId, attachmentIds } = announced;
    const { destinationId } = order;
    // Nobody but this sender can hand it over under this id, so whatever the log proves as submitted is this order, sent by an earlier try.
    const handedOver = async (): Promise<AuthenticationTags | undefined> => {
      const history = await log(caseId, destinationId).then((events) => events.parcel("submission", submissionId), (error: unknown) => {
        if (error instanceof ApiProblem && error.status === 404) return undefined;
        throw error;
      });
      if (history?.authenticationTags !== undefined) return history.authenticationTags;
      if (history?.state !== "incomplete") throw new OfferError("submission-gone", history?.state ?? "unknown to the log");
      return undefined;
    };
    const before = await handedOver();
    if (before !== undefined) return { submissionId, caseId, destinationId, attachmentIds, deliver: async () => ({ submissionId, caseId, destinationId, authenticationTags: before }) };
    const ready = await planned(order, attachmentIds);
    return {
      submissionId, caseId, destinationId, attachmentIds,
      async deliver() {
        try {
          return await sendingWithItsKey(order, ready, announced, handedOver);
        } catch (error) {
          // The earlier try was still running and was faster: its last step closes the submission for the uploads of this one.
          const tags = error instanceof ApiProblem && [404, 409, 422].includes(error.status) ? await handedOver() : undefined;
          if (tags === undefined) throw error;
          return { submissionId, caseId, destinationId, authenticationTags: tags };
        }
      },
    };
  };

  return {
    destination: (destinationId) => api.destination(destinationId),
    async probe(destinationId) {
      const destination = await api.destination(destinationId);
      await keys.encryptionKey(destinationId, destination.encryptionKid);
      return destination;
    },
    announce, resume,
    send: async (order) => (await announce(order)).deliver(),
    async events({ caseId, destinationId, submissionId, authenticationTags }) {
      const events = await log(caseId, destinationId);
      if (submissionId !== undefined && authenticationTags !== undefined) events.prove("submission", submissionId, authenticationTags);
      return events;
    },
    replies: () => api.replies(),
    receiveReply: (reply, options) => receiveParcel({ kind: "reply", id: reply.replyId, destinationId: reply.destinationId }, { ...options, api, connection, log }),
    acceptReply: async (parcel, { jti = randomUUID() } = {}) => postAnswer(client, api, requireAnswers(settings), parcel, { verb: "accept", authenticationTags: parcel.authenticationTags }, jti),
    rejectReply: async (parcel, problems, { jti = randomUUID() } = {}) => postAnswer(client, api, requireAnswers(settings), parcel, { verb: "reject", problems }, jti),
  };
}

function requireAnswers({ replyAnswers }: SenderSettings): NonNullable<SenderSettings["replyAnswers"]> {
  if (replyAnswers === undefined) throw new RangeError("replies are answered only with the setting replyAnswers");
  return replyAnswers;
}
