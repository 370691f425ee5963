import { X509Certificate } from "node:crypto";
import { transportStatus, type XtaClient, XtaException } from "@kommunalportal/xta";
import type { Channel, ChannelResult, Intermediary, OpenedDestination, OutgoingMessage, SeenReceipt, Sighting } from "../channel.ts";
import type { HubDeps } from "../deps.ts";
import type { Dispatch, DispatchJournal } from "../dispatch.ts";
import { keptForAMinute } from "../kept-for-a-minute.ts";
import { keptPerDestination } from "../kept-per-destination.ts";
import { currentReplyKey, type ReplyKey, replyKeyPems } from "../reply-key.ts";
import { createClients } from "./clients.ts";
import { failureOf } from "./error-result.ts";
import { fetchAnswers } from "./fetch-answers.ts";
import { messageOf } from "./message-of.ts";
import { certificateUntil, settingProblems, settingsOf } from "./xta-settings.ts";

/** XTA 2.1.1: an id first, written down, then the message under it; the transport report tells what became of it, answers lie in our mailbox. */
export function createXtaChannel(deps: Pick<HubDeps, "outboundStream" | "db" | "clock" | "tenants">): Channel {
  const clientOf = createClients(deps.outboundStream);
  const certificateOf = keptPerDestination((destination) => keptForAMinute(async () => pemOf(await currentReplyKey(deps, destination, { commonName: "Kommunalportal, Antworten" })), () => deps.clock.now().getTime()));
  /** Who encrypts for the office wants its answers encrypted too; whoever cannot, answers as before. */
  const forAnswers = async (destination: OpenedDestination): Promise<string | undefined> => (settingsOf(destination).readerCertificate === undefined ? undefined : certificateOf(destination)(""));
  const guarded = async <T>(work: () => Promise<T>, mayHaveArrived: () => boolean): Promise<T | Extract<ChannelResult, { kind: "unreachable" | "refused-permanently" }>> => {
    try {
      return await work();
    } catch (error) {
      const failed = failureOf(error, mayHaveArrived());
      if (failed) return failed;
      throw error;
    }
  };
  const intermediary: Intermediary = {
    async look(dispatch, destination) {
      const seen = await guarded(() => lookAtReport(clientOf(destination), dispatch), () => false);
      return seen.kind === "refused-permanently" ? { kind: "unreachable", reason: "not-understood" } : seen.kind === "unreachable" ? { kind: "unreachable", reason: seen.reason } : seen;
    },
    replies: (destination, take) => fetchAnswers(clientOf(destination), settingsOf(destination), () => replyKeyPems(deps, destination), take),
  };
  return {
    check: settingProblems,
    namesMailbox: (destination) => settingsOf(destination).namesMailbox,
    certificateUntil,
    secrets: (before, given) => [JSON.stringify({ ...(before[0] === undefined ? {} : JSON.parse(before[0]) as object), ...given })],
    async send(message, destination, journal) {
      const known = await journal.known();
      let sending = known !== undefined;
      return guarded(() => hand(clientOf(destination), message, { destination, known, journal, answers: () => forAnswers(destination), sending: () => { sending = true; } }), () => sending);
    },
    async test(destination): Promise<ChannelResult> {
      return guarded(async (): Promise<ChannelResult> => {
        await clientOf(destination).checkAccountActive();
        return { kind: "accepted", receipt: settingsOf(destination).author.value };
      }, () => false);
    },
    intermediary,
  };
}

interface Handing { readonly destination: OpenedDestination; readonly known: Dispatch | undefined; readonly journal: DispatchJournal; readonly answers: () => Promise<string | undefined>; readonly sending: () => void }

async function hand(client: XtaClient, message: OutgoingMessage, { destination, known, journal, answers, sending }: Handing): Promise<ChannelResult> {
  const settings = settingsOf(destination);
  if (message.about.leikaKey === undefined) return { kind: "refused-permanently", reason: "no-service-key" };
  const first = message.type === "application.submitted";
  if (!first && message.about.bracket === undefined) return { kind: "refused-permanently", reason: "no-case" };
  const stored = known ?? (await announce(client, journal, message.about.bracket, { files: message.files.map(({ id }) => id), title: message.about.title, leikaKey: message.about.leikaKey, waits: first && settings.waitsForAnswer }));
  const announced = stored.memory["files"];
  // Under one id goes one content: what was there at the first try.
  const files = Array.isArray(announced) ? announced.flatMap((id) => message.files.filter((file) => file.id === id)) : message.files;
  if (Array.isArray(announced) && files.length < announced.length) return { kind: "refused-permanently", reason: "content-gone" };
  const certificate = await answers();
  sending();
  try {
    await client.sendMessage(messageOf({ ...message, files }, settings, stored.parcel, certificate));
  } catch (error) {
    // Nobody else has this id: an earlier try of ours had arrived.
    if (!(error instanceof XtaException && error.code === 9024)) throw error;
  }
  return { kind: "received", handedOver: { memory: {}, told: false } };
}

/** The certificate around a reply key. */
function pemOf({ publicJwk: { x5c = [] } }: ReplyKey): string {
  return new X509Certificate(Buffer.from(x5c[0] ?? "", "base64")).toString();
}

async function announce(client: XtaClient, journal: DispatchJournal, bracket: string | undefined, memory: Dispatch["memory"]): Promise<Dispatch> {
  const parcel = await client.createMessageId();
  return journal.keep({ parcel, bracket: bracket ?? parcel, memory });
}

/** Green: the reader has confirmed that it received it. Red: it will not arrive. */
async function lookAtReport(client: XtaClient, { parcel, memory }: Dispatch): Promise<Sighting> {
  const report = await client.getTransportReport(parcel);
  const { messageStatus, reportTime } = report;
  const light = transportStatus(report);
  const at = dateOf(report.metaData.deliveryAttributes.reception ?? reportTime);
  const evidence = JSON.stringify({ status: messageStatus, reportTime, server: report.xtaServerIdentity, delivery: report.metaData.deliveryAttributes });
  const receipts = (what: SeenReceipt["what"]): SeenReceipt[] => [{ id: `${parcel}#${what}`.slice(-200), what, at, evidence }];
  if (light === "red") return { kind: "rejected", reasons: (messageStatus.errors?.entries ?? []).slice(0, 20).map(({ reason }) => reason.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim().slice(0, 500)), receipts: receipts("rejected") };
  if (light !== "green") return { kind: "waiting", receipts: [] };
  return memory["waits"] === true ? { kind: "waiting", receipts: receipts("forwarded"), amongReplies: true } : { kind: "accepted", at, receipt: parcel.slice(-200), receipts: receipts("accepted") };
}

function dateOf(text: string): Date {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? new Date(0) : at;
}
