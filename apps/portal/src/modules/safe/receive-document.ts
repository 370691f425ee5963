import { Readable } from "node:stream";
import { FileTooLarge, getSealed, putSealed, StoreFull, type FileStore } from "#platform/files";
import { sniff, SNIFF_BYTES, type Scanner } from "#platform/scan";
import { acceptedTypes, type KeepRefusal } from "./document.ts";

export type Received =
  | { readonly ok: true; readonly size: number; readonly sha256: string; readonly type: string; readonly state: "kept" | "unchecked" | "held" }
  | { readonly ok: false; readonly why: KeepRefusal };

export interface Incoming { readonly storeKey: string; readonly name: string; readonly content: Readable; readonly truncated?: () => boolean; readonly dek: Buffer; readonly context: string; readonly maxBytes: number }
type Parts = { readonly files: FileStore; readonly scanner: Scanner; readonly settings: { readonly allowUnchecked: boolean } };

/** Stream → type by content → size → sealed store → malware check. After a refusal nothing is in the store. The document stays as it is: it is the person's own. */
export async function receiveDocument(deps: Parts, file: Incoming): Promise<Received> {
  const iterator = (file.content as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  const first: Buffer[] = [];
  for (let size = 0; size < SNIFF_BYTES;) {
    const next = await iterator.next();
    if (next.done === true) break;
    first.push(Buffer.from(next.value));
    size += next.value.length;
  }
  const refuse = async (why: KeepRefusal): Promise<Received> => {
    // Read to its end and thrown away: destroying it would stop the form that it is a part of.
    while (!file.content.destroyed && (await iterator.next()).done !== true);
    return { ok: false, why };
  };
  async function* whole(): AsyncGenerator<Buffer> {
    yield* first;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield Buffer.from(next.value);
  }
  if (first.length === 0) return refuse("empty");
  const type = await sniff(Buffer.concat(first), { allowed: acceptedTypes, name: file.name });
  if (type.kind !== "accepted") return refuse(type.kind === "mismatch" ? "name-does-not-fit" : "type-not-allowed");
  if (!(await deps.files.hasRoomFor(file.maxBytes))) return refuse("store-full");
  try {
    const stored = await putSealed(deps.files, file.storeKey, Readable.from(whole()), file);
    const verdict = file.truncated?.() === true ? "too-large" : await check(deps, file);
    if (verdict === "kept" || verdict === "unchecked" || verdict === "held") return { ok: true, ...stored, type: type.mime, state: verdict };
    await deps.files.delete(file.storeKey);
    return { ok: false, why: verdict };
  } catch (error) {
    if (error instanceof FileTooLarge) return refuse("too-large");
    if (error instanceof StoreFull) return refuse("store-full");
    await deps.files.delete(file.storeKey);
    throw error;
  }
}

/** A scanner that is away holds the document back; only where none is set up may the demo let it through. */
export async function check(deps: Parts, file: Pick<Incoming, "storeKey" | "dek" | "context">): Promise<"kept" | "unchecked" | "held" | "malware" | "cannot-be-checked"> {
  const verdict = await deps.scanner.scan(await getSealed(deps.files, file.storeKey, file));
  switch (verdict.kind) {
    case "clean": return "kept";
    case "found": return "malware";
    case "refused": return "cannot-be-checked";
    case "unavailable": return verdict.reason === "not-configured" && deps.settings.allowUnchecked ? "unchecked" : "held";
  }
}
