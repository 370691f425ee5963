import { type ConnectionSettings, createRouter, createSender, type Destination, signingKey, type Fetch, type Sender, verificationKey } from "@kommunalportal/fit-connect";
import type { OutboundStream } from "#platform/http";
import type { OpenedDestination } from "../channel.ts";
import { keptPerDestination } from "../kept-per-destination.ts";
import { type AddresseeFinder, createAddresseeFinder } from "./find-addressee.ts";
import { environmentOf, type FitConnectTrust, secretsOf, settingsOf } from "./fit-connect-settings.ts";

export interface SenderParts { readonly outbound: OutboundStream; readonly now: () => number; readonly trust: FitConnectTrust; readonly timeoutMs: number; readonly stallMs: number }

export interface KeptSender {
  readonly sender: Sender;
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
    const { routing, schemaUri } = settingsOf(destination);
    const connection = connectionSettings(parts, destination);
    const sender = open(connection, destination);
    const router = createRouter(connection);
    return { sender, offer: offers(sender, parts.now), finder: routing && createAddresseeFinder({ router, sender, now: parts.now, schemaUri }), routing: () => router.version() };
  });
}

/** Past this the oldest answer goes. */
const mostOffers = 200;

function offers(sender: Sender, now: () => number): KeptSender["offer"] {
  const seen = new Map<string, { readonly at: number; readonly offer: Promise<Destination> }>();
  return (destinationId) => {
    const known = seen.get(destinationId);
    if (known && now() - known.at <= 60_000) return known.offer;
    const fresh = { at: now(), offer: sender.destination(destinationId) };
    seen.delete(destinationId);
    seen.set(destinationId, fresh);
    for (const oldest of seen.keys()) { if (seen.size <= mostOffers) break; seen.delete(oldest); }
    fresh.offer.catch(() => { if (seen.get(destinationId) === fresh) seen.delete(destinationId); });
    return fresh.offer;
  };
}

function connectionSettings({ outbound, now, trust, timeoutMs, stallMs }: SenderParts, destination: OpenedDestination): ConnectionSettings {
  const [{ clientId }, { clientSecret }] = [settingsOf(destination), secretsOf(destination)];
  const fetch: Fetch = (url, { method, headers, body, signal }) => outbound(url, { method, headers, signal, ...(body === undefined ? {} : { body }) });
  return {
    environment: environmentOf(destination, trust), clientId, clientSecret, userAgent: "kommunalportal-hub/1", fetch, now, timeoutMs, stallMs,
    // The hub alone decides about pauses; one quick second try spares a whole round for a single lost packet.
    tries: 2, pauseMs: 200,
  };
}

function open(connection: ConnectionSettings, destination: OpenedDestination): Sender {
  const { clientId, answers } = settingsOf(destination);
  const { answerKey } = secretsOf(destination);
  return createSender({
    ...connection,
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
