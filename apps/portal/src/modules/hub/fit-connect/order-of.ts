import type { AttachmentToSend, Destination, SubmissionOrder } from "@kommunalportal/fit-connect";
import { leikaIdentifier } from "@kommunalportal/fit-connect";
import type { OutgoingFile, OutgoingMessage } from "../channel.ts";
import { dataOf } from "./data-of.ts";
import { answerSchema, type FitConnectSettings } from "./fit-connect-settings.ts";
import type { ReplyKey } from "../reply-key.ts";

interface OrderParts {
  readonly destinationId: string;
  /** ARS with 12 digits of the place that it is about; undefined where it is known by name only. */
  readonly ars: string | undefined;
  readonly settings: FitConnectSettings;
  /** What the destination said it takes. */
  readonly offered: Destination | undefined;
  readonly files: readonly OutgoingFile[];
  /** Where the destination answers by FIT-Connect. */
  readonly replyKey: ReplyKey | undefined;
  readonly callback: { readonly url: string; readonly secret: string } | undefined;
}

/**
 * A message as a submission: its data as the destination takes them, every file as an attachment that streams from the store, metadata 2.1.0. Serialised the same at every try, so
 * whoever goes on with an announced submission sends what was announced. Undefined without a key of the service (LeiKa).
 */
export function orderOf(message: OutgoingMessage, { destinationId, ars, settings, offered, files, replyKey, callback }: OrderParts): SubmissionOrder | undefined {
  const { about } = message;
  if (about.leikaKey === undefined) return undefined;
  return {
    destinationId, service: { identifier: leikaIdentifier(about.leikaKey), name: about.title }, ...(ars === undefined ? {} : { region: `DE${ars}` }),
    data: dataOf(message, { schemaUri: settings.schemaUri, offered }),
    attachments: files.map(attachmentOf),
    // A refusal is said, not left out (delivery.md 1.9): else an authority elsewhere could not tell it from a portal that never asks.
    additionalReferenceInfo: { senderReference: about.reference, applicationDate: about.day, ...(about.consent === undefined ? {} : { zustimmungZumDigitalenBescheid: about.consent }) },
    author: { name: "Kommunalportal", product: { name: "Kommunalportal", version: "1", manufacturer: "Kommunalportal" } },
    ...(replyKey ? { replyChannel: { fitConnect: { processStandards: [answerSchema], encryptionPublicKey: replyKey.publicJwk } } } : {}),
    ...(callback === undefined ? {} : { callback }), ...(about.bracket === undefined ? {} : { caseId: about.bracket }),
  };
}

function attachmentOf(file: OutgoingFile): AttachmentToSend {
  return {
    purpose: file.purpose, mimeType: file.type, filename: file.name,
    source: { size: file.size, open: (start, end) => rangeOf(file, start, end) },
  };
}

/** A sealed file opens from its beginning only; what stands before the range is read and dropped. */
async function* rangeOf(file: OutgoingFile, start: number, end: number): AsyncGenerator<Uint8Array, void, undefined> {
  const content = await file.open();
  let at = 0;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    const [from, to] = [Math.max(start - at, 0), Math.min(end - at, chunk.length)];
    at += chunk.length;
    if (from < to) yield chunk.subarray(from, to);
    if (at >= end) break;
  }
}
