import { Readable } from "node:stream";
import { FileTooLarge, getSealed, putSealed, StoreFull, type FileStore } from "#platform/files";
import { cleanImage, ImageBroken, LARGEST_IMAGE_BYTES, sniff, SNIFF_BYTES, type Scanner } from "#platform/scan";
import { contexts } from "./keys.ts";
import type { UploadLimits } from "./upload-field.ts";

export type FileRefusal =
  | "empty" | "too-large" | "unrecognised-type" | "type-not-allowed" | "name-does-not-fit" | "broken-image"
  | "malware" | "cannot-be-checked" | "store-full";

export type Received =
  | { readonly ok: true; readonly size: number; readonly sha256: string; readonly type: string; readonly scan: "clean" | "unchecked" | "held" }
  | { readonly ok: false; readonly why: FileRefusal };

export interface Incoming {
  readonly id: string;
  readonly storeKey: string;
  readonly key: Buffer;
  readonly name: string;
  readonly content: Readable;
  /** After the end: the sender's side has cut it off at a limit of its own. */
  readonly truncated?: () => boolean;
  readonly limits: UploadLimits;
}

/**
 * Stream → type by content → size → sealed store → malware check. After a refusal nothing is in the store. Photographs lose place,
 * time and camera on the way (Art. 5 (1) c DSGVO: nobody asked for them).
 */
export async function receiveFile(deps: { readonly files: FileStore; readonly scanner: Scanner; readonly allowUnchecked: boolean }, file: Incoming): Promise<Received> {
  const { first, whole, drain } = await firstBytes(file.content);
  const refuse = async (why: FileRefusal): Promise<Received> => { await drain(); return { ok: false, why }; };
  if (first.length === 0) return refuse("empty");
  const type = await sniff(first, { allowed: file.limits.accept, name: file.name });
  if (type.kind !== "accepted") return refuse(({ unrecognised: "unrecognised-type", "not-allowed": "type-not-allowed", mismatch: "name-does-not-fit" } as const)[type.kind]);
  if (!(await deps.files.hasRoomFor(file.limits.maxSize))) return refuse("store-full");
  try {
    const content = type.mime === "image/jpeg" || type.mime === "image/png" ? await withoutMetadata(whole(), type.mime, file.limits.maxSize) : whole();
    const options = { dek: file.key, context: contexts.fileBytes(file.id) };
    const stored = await putSealed(deps.files, file.storeKey, content, { ...options, maxBytes: file.limits.maxSize });
    const scan = file.truncated?.() === true ? "too-large" : await check(deps, file.storeKey, options);
    if (scan !== "clean" && scan !== "unchecked" && scan !== "held") {
      await deps.files.delete(file.storeKey);
      return { ok: false, why: scan };
    }
    return { ok: true, ...stored, type: type.mime, scan };
  } catch (error) {
    if (error instanceof FileTooLarge) return refuse("too-large");
    if (error instanceof StoreFull) return refuse("store-full");
    if (error instanceof ImageBroken) return refuse("broken-image");
    await deps.files.delete(file.storeKey);
    throw error;
  }
}

/** The verdict as a state or a refusal. A scanner that is away holds the file back; only where none is set up may the demo let it through. */
export async function check(
  deps: { readonly files: FileStore; readonly scanner: Scanner; readonly allowUnchecked: boolean },
  storeKey: string,
  options: { readonly dek: Buffer; readonly context: string },
): Promise<"clean" | "unchecked" | "held" | "malware" | "cannot-be-checked"> {
  const verdict = await deps.scanner.scan(await getSealed(deps.files, storeKey, options));
  switch (verdict.kind) {
    case "clean": return "clean";
    case "found": return "malware";
    case "refused": return "cannot-be-checked";
    case "unavailable": return verdict.reason === "not-configured" && deps.allowUnchecked ? "unchecked" : "held";
  }
}

async function withoutMetadata(content: Readable, mime: "image/jpeg" | "image/png", maxSize: number): Promise<Readable> {
  const most = Math.min(maxSize, LARGEST_IMAGE_BYTES);
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of content as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > most) throw new FileTooLarge(most);
    parts.push(part);
  }
  return Readable.from([cleanImage(Buffer.concat(parts), mime).bytes]);
}

/**
 * Reads as much as tells the type; `whole` is the stream from its beginning again. `drain` reads what is left and throws it away:
 * destroying it would stop the whole form that it is a part of.
 */
async function firstBytes(content: Readable): Promise<{ readonly first: Buffer; readonly whole: () => Readable; readonly drain: () => Promise<void> }> {
  const parts: Buffer[] = [];
  let size = 0;
  const iterator = (content as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  while (size < SNIFF_BYTES) {
    const next = await iterator.next();
    if (next.done === true) break;
    const part = Buffer.from(next.value);
    parts.push(part);
    size += part.length;
  }
  async function* all(): AsyncGenerator<Buffer> {
    yield* parts;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield Buffer.from(next.value);
  }
  const drain = async (): Promise<void> => {
    // A sender who went away needs no draining.
    while (!content.destroyed && (await iterator.next()).done !== true);
  };
  return { first: Buffer.concat(parts), whole: () => Readable.from(all()), drain };
}
