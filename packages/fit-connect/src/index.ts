// The two sides of a delivery, and what they are set up with.
export { createSender, type AnnouncedSubmission, type Sender, type SenderSettings, type SentSubmission, type StoredAnnouncement, type SubmissionOrder } from "./sender.ts";
export { createSubscriber, type Subscriber, type SubscriberSettings } from "./subscriber.ts";
export { createDestinations, type DestinationOrder, type DestinationPatch, type Destinations, type DestinationService } from "./destinations.ts";
export { createRouter, type ProvedRoutes, type RefusedRoute, type RouteQuery, type Router, type RouterSettings } from "./router.ts";
export type { ConnectionSettings, Fetch, HttpRequest } from "./http/connection.ts";
export { type FitConnectEnvironment, prodEnvironment, stageEnvironment, testEnvironment } from "./environments.ts";
export { defaultLimits, type Limits } from "./limits.ts";

// What is sent and received.
export type { Destination } from "./api/destination.ts";
export type { Participant } from "./api/trusted-keys.ts";
export type { FetchedSubmission, ListedReply, ListedSubmission } from "./api/submission-api.ts";
export { leikaIdentifier, leikaKey, type PublicService, sameService, serviceIdentifierSchema } from "./api/public-service.ts";
export { type AttachmentSource, bytesSource } from "./transfer/attachment-source.ts";
export type { AttachmentToSend, DataToSend, FragmentRule, ParcelContent } from "./transfer/parcel-content.ts";
export type { PartySettings } from "./transfer/open-party.ts";
export type { AnswerOptions } from "./transfer/post-answer.ts";
export type { ParcelIdentity, ProvedParcel } from "./transfer/parcel-identity.ts";
export type { ReceiveOptions } from "./transfer/receive-parcel.ts";
export type { BrokenParcel, DataCheck, DataVerdict, IntactParcel, ReceivedAttachment, ReceivedData, Reception, SinkFor } from "./transfer/reception.ts";
export type { ReplyOrder, SentReply } from "./transfer/send-reply.ts";
export { buildMetadata, type DataSetInput, type MetadataExtras, type MetadataInput } from "./metadata/build-metadata.ts";
export { type AttachmentMetadata, type Metadata2, metadata2Schema, METADATA_SCHEMA, METADATA_VERSION, type ReplyChannel, type ReplyChannelName } from "./metadata/metadata-2.ts";
export { type Metadata1, metadata1Schema } from "./metadata/metadata-1.ts";
export { type MetadataReading, readMetadata, type ReadMetadata } from "./metadata/read-metadata.ts";

// Event log.
export { type EventLog, type ParcelHistory, verifyEventLog } from "./events/event-log.ts";
export { EVENT_PREFIX, type EventName, type EventVerb, type IssuerKind, type ParcelKind, type ParcelState } from "./events/event-names.ts";
export { type AuthenticationTags, type EventPayload, type Problem, sameTags } from "./events/event-payload.ts";
export { type ProblemInstance, problemText, receptionProblem, type ReceptionProblemId, receptionProblemIds } from "./events/reception-problem.ts";
export { PAYLOAD_SCHEMA, type SecurityEvent } from "./events/security-event.ts";
export { type EventToSign, signEvent } from "./events/sign-event.ts";
export { type EventExpectations, type EventTrust, verifyEvent } from "./events/verify-event.ts";

// Keys, certificates, encryption.
export { type DecryptionKey, decryptionKey } from "./keys/decryption-key.ts";
export { type EncryptionKeyPair, generateFitConnectKeyPair, type KeyPairOptions, type SignatureKeyPair } from "./keys/generate-key-pair.ts";
export { checkPublicJwk, type DecryptionJwk, type EncryptionJwk, type KeyUse, type PublicJwk, type SignatureJwk, type SigningJwk } from "./keys/jwk.ts";
export { type RecipientKey, recipientKey } from "./keys/recipient-key.ts";
export { type SigningKey, signingKey, type VerificationKey, verificationKey } from "./keys/signing-key.ts";
export { type CertificatePolicy, checkCertificates, type RevocationCheck } from "./certificate/check-certificates.ts";
export { type CertificateOrder, issueCertificate } from "./certificate/issue-certificate.ts";
export { type CertificateSubject, createSigningRequest } from "./certificate/signing-request.ts";
export { keyWithCertificates } from "./certificate/key-with-certificates.ts";
export { type CertificateFacts, readCertificate } from "./certificate/read-certificate.ts";
export { authenticationTag, encryptJwe } from "./jwe/encrypt-jwe.ts";
export { type DecryptedJwe, decryptJwe, type DecryptOptions } from "./jwe/decrypt-jwe.ts";
export { type EncryptedStream, type EncryptedSummary, encryptJweStream } from "./jwe/encrypt-jwe-stream.ts";
export { type ContentOptions, type ContentPart, receiveContent } from "./jwe/receive-content.ts";
export { memorySink } from "./jwe/memory-sink.ts";
export type { ProvedContent, SealedSink } from "./jwe/sealed-sink.ts";
export type { ZipRule } from "./jwe/jwe-header.ts";
export { freeBytes } from "./encoding/free-bytes.ts";
export { sha512 } from "./encoding/sha512.ts";

// Callbacks.
export { callbackSignature } from "./callbacks/callback-signature.ts";
export { CALLBACK_PREFIX, type CallbackNews } from "./callbacks/callback-types.ts";
export { memoryReplayGuard } from "./callbacks/memory-replay-guard.ts";
export { type CallbackOutcome, type CallbackSettings, type IncomingCallback, type ReplayGuard, verifyCallback } from "./callbacks/verify-callback.ts";

// Routing.
export type { Area, Route } from "./routing/route.ts";
export { type RouteTrust, type RouteWish, verifyRoute } from "./routing/verify-route.ts";

// The citizens' mailbox (ZBP) behind its bridge.
export { type ZbpMessage, type ZbpStatus, zbpDate } from "./zbp/zbp-content.ts";
export { type ZbpAuthor, zbpAuthor } from "./zbp/zbp-author.ts";
export { ZBP_TOKEN_SECONDS, openZbpEnvelope, sealZbpEnvelope } from "./zbp/zbp-envelope.ts";
export { type ZbpBridge, zbpMessageOrder, zbpStatusOrder } from "./zbp/zbp-orders.ts";

// Errors.
export { ApiProblem, type KnownProblemId, PROBLEM_PREFIX } from "./errors/api-problem.ts";
export { errorText } from "./errors/error-text.ts";
export { AuthorizationError, FitConnectError, type OfferCode, OfferError, type TransportCode, TransportError } from "./errors/fit-connect-error.ts";
export { type VerificationCode, VerificationError } from "./errors/verification-error.ts";
