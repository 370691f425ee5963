import { randomUUID } from "node:crypto";
import type { Destination } from "./api/destination.ts";
import type { FetchedSubmission, ListedReply, ListedSubmission } from "./api/submission-api.ts";
import type { EventLog } from "./events/event-log.ts";
import type { Problem } from "./events/event-payload.ts";
import { recipientKey } from "./keys/recipient-key.ts";
import type { SigningKey } from "./keys/signing-key.ts";
import { kept } from "./api/kept.ts";
import { sendReply, type ReplyOrder, type SentReply } from "./transfer/send-reply.ts";
import type { ParcelIdentity, ProvedParcel } from "./transfer/parcel-identity.ts";
import { type AnswerOptions, postAnswer } from "./transfer/post-answer.ts";
import { openParty, type PartySettings } from "./transfer/open-party.ts";
import { receiveParcel, type ReceiveOptions } from "./transfer/receive-parcel.ts";
import type { Reception } from "./transfer/reception.ts";

export interface SubscriberSettings extends PartySettings {
  /** Signs for every destination of this subscriber; its public part is registered there. */
  readonly signingKey: SigningKey;
  /** Should the service, schema, metadata version and reply channel be compared with what the destination offers now? Default true. */
  readonly checkOffer?: boolean;
}

export interface Subscriber {
  /** Submissions that wait, all pages. */
  available(destinationId?: string): AsyncGenerator<ListedSubmission, void, undefined>;
  /** Fetches, checks and decrypts. Nothing is answered by this. May be repeated until it is accepted or rejected. */
  receive<T>(submissionId: string, options: ReceiveOptions<T>): Promise<Reception<T>>;
  /**
   * As it lies at the service, unopened: for whoever passes it on to the one who holds the key. Nothing of the content is checked; its parts are compact JWE.
   */
  sealed(submissionId: string): Promise<FetchedSubmission>;
  /** One attachment or fragment, unopened. */
  sealedAttachment(submissionId: string, attachmentId: string): Promise<AsyncGenerator<Uint8Array, void, undefined>>;
  /** After the content is stored for good: then the service deletes it within days. Accepting again after a lost answer has no second effect. */
  accept(parcel: ProvedParcel, options?: AnswerOptions): Promise<void>;
  reject(parcel: ParcelIdentity, problems: readonly Problem[], options?: AnswerOptions): Promise<void>;
  /** Says that it was passed on and will be answered later. */
  forward(parcel: ParcelIdentity, options?: AnswerOptions): Promise<void>;
  events(caseId: string, destinationId: string): Promise<EventLog>;
  /** Answers in the case, encrypted with the key the sender gave in `replyChannel.fitConnect`. */
  reply(order: ReplyOrder): Promise<SentReply>;
  /** Replies of the other side to us. */
  replies(): AsyncGenerator<ListedReply, void, undefined>;
  receiveReply<T>(reply: { readonly replyId: string; readonly destinationId: string }, options: ReceiveOptions<T>): Promise<Reception<T>>;
}

/** The subscriber's side of FIT-Connect: an authority's software that fetches what was handed in. */
export function createSubscriber(settings: SubscriberSettings): Subscriber {
  const { connection, client, api, fragments, log } = openParty(settings);
  const destination = kept((id: string): Promise<Destination> => api.destination(id), { now: connection.now, milliseconds: 60_000 });
  const offer = settings.checkOffer === false ? {} : { offer: (id: string, anew: boolean): Promise<Destination> => { if (anew) destination.forget(id); return destination(id); } };
  const answer = (parcel: ParcelIdentity, event: Parameters<typeof postAnswer>[4], { jti = randomUUID() }: AnswerOptions): Promise<void> =>
    postAnswer(client, api, { issuer: parcel.destinationId, key: settings.signingKey }, parcel, event, jti);

  return {
    available: (destinationId) => api.submissions(destinationId),
    receive: (submissionId, options) => receiveParcel({ kind: "submission", id: submissionId }, { ...options, ...offer, api, connection, log }),
    sealed: (submissionId) => api.submission(submissionId),
    sealedAttachment: (submissionId, attachmentId) => api.attachment("submissions", submissionId, attachmentId),
    accept: (parcel, options = {}) => answer(parcel, { verb: "accept", authenticationTags: parcel.authenticationTags }, options),
    reject: (parcel, problems, options = {}) => answer(parcel, { verb: "reject", problems }, options),
    forward: (parcel, options = {}) => answer(parcel, { verb: "forward" }, options),
    events: log,
    reply: (order) => sendReply(client, { ...order, recipient: recipientKey(order.encryptionPublicKey) }, fragments, log),
    replies: () => api.replies(),
    receiveReply: (reply, options) => receiveParcel({ kind: "reply", id: reply.replyId, destinationId: reply.destinationId }, { ...options, api, connection, log }),
  };
}
