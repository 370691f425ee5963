import { createSender, type Destination, signingKey, type Fetch, type Sender, verificationKey } from "@kommunalportal/fit-connect";
import type { OutboundStream } from "#platform/http";
import type { OpenedDestination } from "../channel.ts";
import { keptPerDestination } from "../kept-per-destination.ts";
import { environmentOf, type FitConnectTrust, secretsOf, settingsOf } from "./fit-connect-settings.ts";

export interface SenderParts { readonly outbound: OutboundStream; readonly now: () => number; readonly trust: FitConnectTrust; readonly timeoutMs: number; readonly stallMs: number }

export interface KeptSender {
  readonly sender: Sender;
  /** What the destination said it takes, at most a minute ago: for what is only convenient. Whether it takes a submission is asked anew each time. */
  offer(): Promise<Destination>;
}

/** The sender keeps the token and the checked keys over many deliveries. */
export function createSenders(parts: SenderParts): (destination: OpenedDestination) => KeptSender {
  return keptPerDestination((destination) => withOffer(open(parts, destination), destination, parts.now));
}

function withOffer(sender: Sender, destination: OpenedDestination, now: () => number): KeptSender {
  const { destinationId } = settingsOf(destination);
  let seen: { readonly at: number; readonly offer: Promise<Destination> } | undefined;
  return {
    sender,
    offer() {
      if (!seen || now() - seen.at > 60_000) {
        const fresh = { at: now(), offer: sender.destination(destinationId) };
        seen = fresh;
        fresh.offer.catch(() => { if (seen === fresh) seen = undefined; });
      }
      return seen.offer;
    },
  };
}

function open({ outbound, now, trust, timeoutMs, stallMs }: SenderParts, destination: OpenedDestination): Sender {
  const [settings, secrets] = [settingsOf(destination), secretsOf(destination)];
  const { answerKey } = secrets;
  const fetch: Fetch = (url, { method, headers, body, signal }) => outbound(url, { method, headers, signal, ...(body === undefined ? {} : { body }) });
  return createSender({
    environment: environmentOf(destination, trust), clientId: settings.clientId, clientSecret: secrets.clientSecret, userAgent: "kommunalportal-hub/1", fetch, now, timeoutMs, stallMs,
    // The hub alone decides about pauses; one quick second try spares a whole round for a single lost packet.
    tries: 2, pauseMs: 200,
    ...(answerKey && settings.answers ? {
      replyAnswers: { issuer: settings.clientId, key: signingKey(answerKey) },
      otherParticipants: [{ issuer: settings.clientId, keys: [verificationKey(publicPart(answerKey))] }],
    } : {}),
  });
}

/** The public half of the key with which replies are answered, as it is registered with FIT-Connect. */
export function publicPart({ kty, n, e, kid }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return { kty, n, e, kid, alg: "PS512", use: "sig", key_ops: ["verify"] };
}
