import { ApiProblem, type AttachmentToSend, createSender, type Fetch, FitConnectError, type FitConnectEnvironment, OfferError, problemText, type SubmissionOrder, zbpAuthor, zbpDate, zbpMessageOrder, zbpStatusOrder, ZBP_TOKEN_SECONDS } from "@kommunalportal/fit-connect";
import { z } from "zod";
import type { Clock } from "#platform/clock";
import type { OutsideJournal, OutsideMailbox, OutsideMessage, OutsideOutcome, OutsideProblem, OutsideStatus } from "./outside-mailbox.ts";

export interface ZbpSettings {
  readonly environment: FitConnectEnvironment;
  /** API client with the right to send. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** From FITKO, another one in each environment. */
  readonly destinationId: string;
  /** PEM: the certificate under which the author is registered at the ZBP, and its key. */
  readonly certificate: string;
  readonly key: string;
}

const kept = z.object({ sealedAt: z.number().optional(), caseId: z.string(), attachmentIds: z.array(z.string()), tags: z.object({ metadata: z.string(), data: z.string().optional(), attachments: z.record(z.string(), z.string()) }).optional() });
/** It may come to nothing for a while, and is then tried again. */
const passing = new Set([401, 403, 404, 408, 425, 429]);

/** The ZBP by the bridge of FIT-Connect (delivery.md 5.1). The bridge's acceptance says that the message lies in the mailbox, not that anybody read it. */
export function createZbpMailbox(settings: ZbpSettings, deps: { readonly clock: Clock; readonly fetch: Fetch; readonly timeoutMs?: number; /** Default true. */ readonly statusMonitor?: boolean }): OutsideMailbox {
  const now = (): number => deps.clock.now().getTime();
  const author = zbpAuthor(settings.key, settings.certificate);
  const sender = createSender({ environment: settings.environment, clientId: settings.clientId, clientSecret: settings.clientSecret, userAgent: "kommunalportal-mailbox/1", fetch: deps.fetch, now, timeoutMs: deps.timeoutMs ?? 30_000, stallMs: 60_000, tries: 2, pauseMs: 200 });
  const { destinationId } = settings;
  const hand = async (orderOf: () => Promise<SubmissionOrder>, journal: OutsideJournal): Promise<OutsideOutcome> => {
    try {
      const sealedAt = now();
      const order = await orderOf();
      const before = journal.known && { submissionId: journal.known.parcel, ...kept.parse(journal.known.memory) };
      const announced = before ? await sender.resume(order, before).catch((error: unknown) => { if (error instanceof OfferError && error.code === "submission-gone") return sender.announce(order); throw error; }) : await sender.announce(order);
      const memory = { sealedAt, caseId: announced.caseId, attachmentIds: announced.attachmentIds };
      await journal.keep({ parcel: announced.submissionId, memory });
      const { authenticationTags } = await announced.deliver();
      await journal.keep({ parcel: announced.submissionId, memory: { ...memory, tags: authenticationTags } });
      return { kind: "handed-over" };
    } catch (error) {
      return problemOf(error);
    }
  };
  return {
    send: (message, journal) => hand(() => messageOrder(message, settings, author, now()), journal),
    ...(deps.statusMonitor === false ? {} : { report: (status, journal) => hand(() => statusOrder(status, settings, author, now()), journal) } satisfies Pick<OutsideMailbox, "report">),
    async look({ parcel, memory }) {
      try {
        const { caseId, tags, sealedAt } = kept.parse(memory);
        const log = await sender.events({ caseId, destinationId, submissionId: parcel, ...(tags ? { authenticationTags: { ...tags, data: tags.data } } : {}) });
        const history = log.parcel("submission", parcel);
        const decisive = history?.events.find(({ verb }) => verb === "accept" || verb === "reject");
        if (decisive?.verb === "accept") return { kind: "accepted", at: new Date(decisive.issuedAt) };
        if (decisive?.verb === "reject") {
          // The bridge has no problem of its own for a token that ran out, so its age tells; were something else the matter, it says so again, and in time.
          const late = sealedAt !== undefined && new Date(decisive.issuedAt).getTime() >= sealedAt + ZBP_TOKEN_SECONDS * 1000;
          return { kind: late ? "stale" : "refused", reason: (history?.problems ?? []).map((problem) => problemText(problem, "de")).join(" ").replace(/[\p{Cc}\u2028\u2029]+/gu, " ").slice(0, 300) };
        }
        return { kind: "waiting" };
      } catch (error) {
        return problemOf(error);
      }
    },
  };
}

const line = (text: string, most: number): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim().slice(0, most);

/** Codes and the name of the service; nothing of what an office says. */
function statusOrder({ applicationId, status, at, service, sender, reference }: OutsideStatus, { destinationId }: ZbpSettings, author: ReturnType<typeof zbpAuthor>, now: number): Promise<SubmissionOrder> {
  return zbpStatusOrder({ destinationId }, {
    applicationId, status, publicServiceName: { de: line(service, 100) }, senderName: line(sender, 100), createdDate: zbpDate(at.getTime()), ...(reference === undefined ? {} : { reference: reference.slice(0, 50) }),
  }, author, now);
}

/** The same at every try: what was announced is what is handed over. */
function messageOrder(message: OutsideMessage, { destinationId }: ZbpSettings, author: ReturnType<typeof zbpAuthor>, now: number): Promise<SubmissionOrder> {
  const files = message.files.map((file): AttachmentToSend => ({ purpose: "attachment", mimeType: file.type, filename: file.name, source: { size: file.size, open: (start, end) => rangeOf(file, start, end) } }));
  return zbpMessageOrder({ destinationId }, {
    stork_qaa_level: message.level, mailboxUuid: message.address, sender: line(message.sender, 255), title: line(message.subject, 1_024), service: line(message.service, 255), content: `${message.text}\n\n${message.link}`,
    ...(message.statusId === undefined ? {} : { applicationId: message.statusId }),
    senderUrl: message.link.slice(0, 255), ...(message.reference === undefined ? {} : { reference: message.reference.slice(0, 255) }),
  }, files, author, now);
}

/** A sealed file opens from its beginning only; what stands before the range is read and dropped. */
async function* rangeOf(file: OutsideMessage["files"][number], start: number, end: number): AsyncGenerator<Uint8Array, void, undefined> {
  let at = 0;
  for await (const chunk of (await file.open()) as AsyncIterable<Buffer>) {
    const [from, to] = [Math.max(start - at, 0), Math.min(end - at, chunk.length)];
    at += chunk.length;
    if (from < to) yield chunk.subarray(from, to);
    if (at >= end) break;
  }
}

function problemOf(error: unknown): OutsideProblem {
  if (error instanceof OfferError) return { kind: error.code === "destination-not-active" ? "unavailable" : "refused", reason: error.code };
  if (error instanceof ApiProblem && error.status < 500 && !passing.has(error.status)) return { kind: "refused", reason: error.code };
  if (error instanceof FitConnectError) return { kind: "unavailable", reason: error.code };
  // An address that is none, such as a mailbox id that is no UUID: it will not be another next time.
  if (error instanceof z.ZodError) return { kind: "refused", reason: "message-not-valid" };
  throw error;
}
