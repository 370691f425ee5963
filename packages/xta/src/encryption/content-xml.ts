import { randomBytes } from "node:crypto";
import { writeNamed } from "../codec/codec.ts";
import type { OutgoingContainer, OutgoingContent } from "../content.ts";
import type { ContentBytes } from "../mime/write-multipart.ts";
import { type CarriedContent, contentContainer } from "../model/content-container.ts";
import { writeXml } from "../xml/write-xml.ts";

/** `ContentContainer` as a document with every content inside as base64, written while it is read. */
export async function* contentXml({ message, attachments = [] }: Extract<OutgoingContainer, { kind: "plain" }>): AsyncGenerator<Uint8Array, void, undefined> {
  const contents = [message, ...attachments];
  // Places for the bytes: 192 random bits each, so that nothing else in the document is one.
  const places = contents.map(() => randomBytes(24));
  const carried = (content: OutgoingContent, at: number): CarriedContent => {
    const { bytes: _, ...attributes } = content;
    return { ...attributes, carried: { kind: "inline", bytes: places[at] ?? new Uint8Array() } };
  };
  const [first, ...others] = contents.map(carried);
  if (!first) return;
  let rest = Buffer.from(writeXml(writeNamed(contentContainer, { message: first, ...(others.length > 0 && { attachments: others }) }))).toString("utf8");
  for (const [at, { bytes }] of contents.entries()) {
    const mark = (places[at] ?? Buffer.alloc(0)).toString("base64");
    const begin = rest.indexOf(mark);
    yield Buffer.from(rest.slice(0, begin));
    yield* base64Of(bytes);
    rest = rest.slice(begin + mark.length);
  }
  yield Buffer.from(rest);
}

async function* base64Of(bytes: ContentBytes): AsyncGenerator<Uint8Array, void, undefined> {
  let left: Buffer = Buffer.alloc(0);
  for await (const chunk of typeof bytes === "function" ? bytes() : [bytes]) {
    const all = left.length === 0 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength) : Buffer.concat([left, chunk]);
    const whole = all.length - (all.length % 3);
    if (whole > 0) yield Buffer.from(all.toString("base64", 0, whole), "latin1");
    left = Buffer.from(all.subarray(whole));
  }
  if (left.length > 0) yield Buffer.from(left.toString("base64"), "latin1");
}
