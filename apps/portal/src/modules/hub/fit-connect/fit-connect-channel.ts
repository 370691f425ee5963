import { type AnnouncedSubmission, OfferError, type StoredAnnouncement, type SubmissionOrder } from "@kommunalportal/fit-connect";
import type { Channel, ChannelResult, OpenedDestination, OutgoingMessage, UnreachableReason } from "../channel.ts";
import type { HubDeps } from "../deps.ts";
import type { Dispatch, DispatchJournal } from "../dispatch.ts";
import { type Addressed, addresseeOf } from "./addressee-of.ts";
import { type Failed, failureOf } from "./error-result.ts";
import type { Addressee } from "./find-addressee.ts";
import { completedSecrets, settingProblems } from "./fit-connect-settings.ts";
import { lookAtSubmission, submissionMemory } from "./look-at-submission.ts";
import { orderOf } from "./order-of.ts";
import { fetchReplies } from "./fetch-replies.ts";
import { currentReplyKey } from "../reply-key.ts";
import { createSenders, type KeptSender, type SenderParts } from "./senders.ts";

export interface FitConnectOptions extends Omit<SenderParts, "replyKey" | "log"> {
  /** Where FIT-Connect tells of news about a destination's cases; undefined: nowhere, then it is only asked. */
  readonly callbackUrl: ((destination: string) => string) | undefined;
}

/** FIT-Connect, Submission API v2: encrypted for the Zustellpunkt, announced before it is handed over, followed in the event log. */
export function createFitConnectChannel(deps: Pick<HubDeps, "db" | "clock" | "tenants" | "log">, options: FitConnectOptions): Channel {
  const senderOf = createSenders({ ...options, log: deps.log, replyKey: (destination) => currentReplyKey(deps, destination) });
  return {
    check: (destination) => settingProblems(destination, options.trust),
    secrets: completedSecrets,
    async send(message, destination, journal) {
      const known = await journal.known();
      let announced = known !== undefined;
      let to: Addressed | undefined;
      const kept = senderOf(destination);
      try {
        const found = await addresseeOf(kept, { message, known });
        if (!("addressee" in found)) return found;
        to = found;
        return await hand(options, kept, { message, destination, to: found.addressee, known, journal, announcing: () => { announced = true; } });
      } catch (error) {
        const failed = failureOf(error, announced);
        if (!failed) throw error;
        return about(failed, to, kept.settings.routing !== undefined);
      }
    },
    async receiver(destination, { leikaKey, place, ownSchema }) {
      const { finder, sender } = senderOf(destination);
      const words = place.split(/[,;]/).map((word) => word.trim()).filter((word) => word !== "").slice(0, 3);
      if (finder === undefined) return undefined;
      if (words.length === 0) return { ok: false, why: "place-missing" };
      try {
        const outcome = await finder.find({ leikaKey, place: words, ownSchema });
        if (!outcome.ok) return { ok: false, why: outcome.why };
        const { destinationId, name } = outcome.addressee;
        // As before a submission: the key is there, and it proves to be the Zustellpunkt's.
        const there = await sender.probe(destinationId);
        return { ok: true, name: name ?? there.name ?? destinationId, receiver: destinationId };
      } catch (error) {
        const failed = failureOf(error, false);
        if (failed) return { ok: false, why: failed.reason };
        throw error;
      }
    },
    async test(destination) {
      const { sender, routing, settings: { destinationId } } = senderOf(destination);
      try {
        if (destinationId === undefined) return { kind: "accepted", receipt: `Routingdienst ${await routing()}`.slice(0, 200) };
        const { status, name, encryptionKid } = await sender.probe(destinationId);
        return status === "active" ? { kind: "accepted", receipt: `${name ?? destinationId} (${encryptionKid})`.slice(0, 200) } : { kind: "unreachable", reason: "destination-inactive", mayHaveArrived: false };
      } catch (error) {
        const failed = failureOf(error, false);
        if (failed) return failed;
        throw error;
      }
    },
    intermediary: {
      look: (dispatch, destination) => { const { sender, settings } = senderOf(destination); return lookAtSubmission(sender, dispatch, settings); },
      replies: (destination, take) => fetchReplies(deps, senderOf(destination).sender, destination, take),
    },
  };
}

/** One of many takers that is not as it should be rests alone; and it is looked for anew. */
const aboutReceiver: ReadonlySet<string> = new Set<UnreachableReason>(["destination-inactive", "untrusted", "no-such-address"]);

function about(failed: Failed, to: Addressed | undefined, ofMany: boolean): Failed {
  if (!ofMany) return failed;
  to?.forget();
  return failed.kind === "unreachable" && aboutReceiver.has(failed.reason) ? { ...failed, alone: true } : failed;
}

interface Handing { readonly message: OutgoingMessage; readonly destination: OpenedDestination; readonly to: Addressee; readonly known: Dispatch | undefined; readonly journal: DispatchJournal; readonly announcing: () => void }

/** Announce, write down, hand over. Where it was announced before, go on with that: whatever happened in between, it stays one submission. */
async function hand(options: FitConnectOptions, kept: KeptSender, handing: Handing): Promise<ChannelResult> {
  const { message, known, journal, to } = handing;
  const { sender, settings: { routing } } = kept;
  if (message.type !== "application.submitted" && message.about.bracket === undefined) return { kind: "refused-permanently", reason: "no-case" };
  const order = await orderFor(options, kept, handing);
  if (order === "content-gone" || order === "no-service-key") return { kind: "refused-permanently", reason: order };
  const announce = async (instead?: string): Promise<Pick<AnnouncedSubmission, "submissionId" | "deliver">> => {
    const fresh = await sender.announce(order.order);
    handing.announcing();
    const stored = await journal.keep({ parcel: fresh.submissionId, bracket: fresh.caseId, memory: { attachmentIds: fresh.attachmentIds, files: order.files, title: message.about.title, leikaKey: message.about.leikaKey, day: message.about.day, ...(routing === undefined ? {} : rememberedReceiver(to)) } }, instead);
    // Where another try was faster, its announcement is the one that counts.
    return stored.parcel === fresh.submissionId ? fresh : sender.resume(order.order, announcementOf(stored));
  };
  const handOver = async ({ deliver }: Pick<AnnouncedSubmission, "deliver">): Promise<ChannelResult> => {
    const { authenticationTags: tags } = await deliver();
    return { kind: "received", handedOver: { memory: { tags }, told: order.order.callback !== undefined } };
  };
  if (!known) return handOver(await announce());
  try {
    return await handOver(await sender.resume(order.order, announcementOf(known)));
  } catch (error) {
    // It was never handed over and has vanished: only then is there a second announcement for one delivery.
    if (!(error instanceof OfferError) || error.code !== "submission-gone") throw error;
    return handOver(await announce(known.parcel));
  }
}

/** Ids and what the authority calls itself: `receiver` is shown to operators and applicants. */
function rememberedReceiver({ destinationId, ars, land, name }: Addressee): Readonly<Record<string, unknown>> {
  return { to: { destinationId, ...(ars === undefined ? {} : { ars }), ...(land === undefined ? {} : { land }) }, ...(name === undefined ? {} : { receiver: name }) };
}

function announcementOf({ parcel, bracket, memory }: Dispatch): StoredAnnouncement {
  return { submissionId: parcel, caseId: bracket ?? "", attachmentIds: submissionMemory.parse(memory).attachmentIds };
}

/** What is sent; after an announcement exactly the files that were announced. */
async function orderFor(options: FitConnectOptions, { offer, settings, callbackSecret, replyKey: currentKey }: KeptSender, { message, destination, to, known }: Handing): Promise<{ readonly order: SubmissionOrder; readonly files: readonly string[] } | "content-gone" | "no-service-key"> {
  const announcedFiles = known && submissionMemory.parse(known.memory).files;
  const files = announcedFiles === undefined ? message.files : announcedFiles.flatMap((id) => message.files.filter((file) => file.id === id));
  if (announcedFiles !== undefined && files.length < announcedFiles.length) return "content-gone";
  const there = await offer(to.destinationId);
  const replyKey = there.replyChannels !== undefined && "fitConnect" in there.replyChannels ? await currentKey() : undefined;
  const url = options.callbackUrl?.(destination.id);
  const order = orderOf(message, { settings, destinationId: to.destinationId, ars: to.ars, offered: there, files, replyKey, callback: url === undefined ? undefined : { url, secret: callbackSecret } });
  return order ? { order, files: files.map(({ id }) => id) } : "no-service-key";
}
