import { type ConnectionSettings, createRouter, createSender, type Destination, signingKey, type Fetch, type Sender, verificationKey } from "@kommunalportal/fit-connect";
import type { OutboundStream } from "#platform/http";
import type { OpenedDestination } from "../channel.ts";
import type { HubDeps } from "../deps.ts";
import { keptForAMinute } from "../kept-for-a-minute.ts";
import { keptPerDestination } from "../kept-per-destination.ts";
import { type AddresseeFinder, createAddresseeFinder } from "./find-addressee.ts";
import { environmentOf, type FitConnectSecrets, type FitConnectSettings, type FitConnectTrust, secretsOf, settingsOf } from "./fit-connect-settings.ts";
import type { ReplyKey } from "../reply-key.ts";

export interface SenderParts {
  readonly log: Pick<HubDeps["log"], "warn">;
  readonly outbound: OutboundStream; readonly now: () => number; readonly trust: FitConnectTrust; readonly timeoutMs: number; readonly stallMs: number;
  readonly replyKey: (destination: OpenedDestination) => Promise<ReplyKey>;
}

export interface KeptSender {
  readonly sender: Sender;
  /** Read and checked once: a key among them costs more than a delivery should. */
  readonly settings: FitConnectSettings;
  readonly callbackSecret: string;
  /** For replies to what is sent now; remembered for a minute. */
  replyKey(): Promise<ReplyKey>;
  /** What a Zustellpunkt said it takes, at most a minute ago: for what is only convenient. Whether it takes a submission is asked anew each time. */
  offer(destinationId: string): Promise<Destination>;
  /** Finds the Zustellpunkt of an application; undefined where all have the same. */
  readonly finder: AddresseeFinder | undefined;
  /** Version of the routing service; who is there, answers. */
  routing(): Promise<string>;
}

/** The sender keeps the token and the checked keys over many deliveries. */
export function createSenders(parts: SenderParts): (destination: OpenedDestination) => KeptSender {
  return keptPerDestination((destination) => {
    const [settings, secrets] = [settingsOf(destination), secretsOf(destination)];
    const { routing, schemaUri } = settings;
    const connection = connectionSettings(parts, destination, settings, secrets);
    const sender = open(connection, settings, secrets);
    const router = createRouter(connection);
    const replyKey = keptForAMinute(() => parts.replyKey(destination), parts.now);
    return { sender, settings, callbackSecret: secrets.callbackSecret, replyKey: () => replyKey(""), offer: keptForAMinute((id) => sender.destination(id), parts.now), finder: routing && createAddresseeFinder({ router, sender, now: parts.now, schemaUri, refused: ({ destinationId, error: { code } }) => { parts.log.warn({ destination: destination.id, destinationId, code }, "the routing service named a destination whose signature is not right; it was left out"); } }), routing: () => router.version() };
  });
}

function connectionSettings({ outbound, now, trust, timeoutMs, stallMs }: SenderParts, destination: OpenedDestination, { clientId }: FitConnectSettings, { clientSecret }: FitConnectSecrets): ConnectionSettings {
  const fetch: Fetch = (url, { method, headers, body, signal }) => outbound(url, { method, headers, signal, ...(body === undefined ? {} : { body }) });
  return {
    environment: environmentOf(destination, trust), clientId, clientSecret, userAgent: "kommunalportal-hub/1", fetch, now, timeoutMs, stallMs,
    // The hub alone decides about pauses; one quick second try spares a whole round for a single lost packet.
    tries: 2, pauseMs: 200,
  };
}

/** A queue that moves asks a Zustellpunkt once a second what it takes, not before every delivery. */
const keepDestinationMs = 1_000;

function open(connection: ConnectionSettings, { clientId, answers }: FitConnectSettings, { answerKey }: FitConnectSecrets): Sender {
  return createSender({
    ...connection, keepDestinationMs,
    ...(answerKey && answers ? {
      replyAnswers: { issuer: clientId, key: signingKey(answerKey) },
      otherParticipants: [{ issuer: clientId, keys: [verificationKey(publicPart(answerKey))] }],
    } : {}),
  });
}

/** The public half of the key with which replies are answered, as it is registered with FIT-Connect. */
export function publicPart({ kty, n, e, kid }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return { kty, n, e, kid, alg: "PS512", use: "sig", key_ops: ["verify"] };
}
