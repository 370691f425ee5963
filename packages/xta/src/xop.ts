import { randomUUID } from "node:crypto";
import type { ContentPlace, ContentSink, OutgoingContainer, OutgoingContent, ReceivedContainer, ReceivedContent } from "./content.ts";
import type { Part } from "./mime/read-multipart.ts";
import type { ContentBytes, OutgoingPart } from "./mime/write-multipart.ts";
import type { Carried, CarriedContainer, CarriedContent } from "./model/content-container.ts";
import { XtaFormatError } from "./xta-format-error.ts";

/** Moves all content into parts of their own. */
export function detach(container: OutgoingContainer): { readonly carried: CarriedContainer; readonly parts: readonly OutgoingPart[] } {
  const parts: OutgoingPart[] = [];
  const part = (bytes: ContentBytes): Carried => {
    const contentId = `content.${parts.length}.${randomUUID()}@kommunalportal`;
    parts.push({ contentId, contentType: "application/octet-stream", bytes });
    return { kind: "part", contentId };
  };
  const content = ({ bytes, ...attributes }: OutgoingContent): CarriedContent => ({ ...attributes, carried: part(bytes) });
  if (container.kind === "encrypted") {
    return { carried: { content: { kind: "encrypted", value: { element: container.element, cipher: part(container.cipher) } } }, parts };
  }
  const message = content(container.message);
  const attachments = container.attachments?.map(content) ?? [];
  return { carried: { content: { kind: "plain", value: { message, ...(attachments.length > 0 && { attachments }) } } }, parts };
}

interface Slot {
  readonly place: ContentPlace;
  readonly carried: Carried;
}

/**
 * Gives every content to the sink, parts in the order in which they arrive. Refuses parts that nothing names, parts that are
 * named twice, parts that never come, and an Include anywhere but in a content (`includes` counts those of the whole envelope).
 */
export async function attach<T>(container: CarriedContainer, includes: number, parts: AsyncIterable<Part>, sink: ContentSink<T>): Promise<ReceivedContainer<T>> {
  const slots = slotsOf(container);
  const waiting = new Map<string, Slot>();
  for (const slot of slots) {
    if (slot.carried.kind === "inline") continue;
    if (waiting.has(slot.carried.contentId)) throw new XtaFormatError("part-repeated", "Include", "one part is included twice");
    waiting.set(slot.carried.contentId, slot);
  }
  if (includes !== waiting.size) throw new XtaFormatError("xop", "Envelope", "an Include stands outside of the content");
  const stored = new Map<Slot, T>();
  for (const slot of slots) if (slot.carried.kind === "inline") stored.set(slot, await sink(slot.place, once(slot.carried.bytes)));
  for await (const { contentId, bytes } of parts) {
    const slot = waiting.get(contentId ?? "");
    if (!slot) throw new XtaFormatError("part-unknown", "part", "a part is not included anywhere, or came twice");
    waiting.delete(contentId ?? "");
    stored.set(slot, await sink(slot.place, bytes));
  }
  if (waiting.size > 0) throw new XtaFormatError("part-missing", "part", "an included part is not there");
  const contents = slots.map((slot) => ({ slot, content: stored.get(slot) as T }));
  const { content } = container;
  const [first] = contents;
  if (content.kind === "encrypted" && first) return { kind: "encrypted", element: content.value.element, cipher: first.content };
  const [message, ...attachments] = contents.flatMap(({ slot: { place }, content: received }): ReceivedContent<T>[] => (place.attributes ? [{ ...place.attributes, content: received }] : []));
  if (!message) throw new XtaFormatError("missing", "Message", "there is no message");
  return { kind: "plain", message, attachments };
}

function slotsOf({ content }: CarriedContainer): readonly Slot[] {
  if (content.kind === "encrypted") return [{ place: { role: "cipher", index: 0, attributes: undefined }, carried: content.value.cipher }];
  const slot = (role: "message" | "attachment", { carried, ...attributes }: CarriedContent, index: number): Slot => ({ place: { role, index, attributes }, carried });
  return [slot("message", content.value.message, 0), ...(content.value.attachments ?? []).map((attachment, index) => slot("attachment", attachment, index))];
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
