import { PassThrough, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { openStream, sealedSize, sealStream } from "#platform/crypto";
import type { FileStore, StoredFile } from "./file-store.ts";
import { meter } from "./meter.ts";

/**
 * Seals a file while it streams into the store. Size and hash that come back are those of the content as it arrived, before
 * sealing; `maxBytes` too. `context` names the row that owns the file and is needed to open it again.
 * @throws FileTooLarge, StoreFull
 */
export async function putSealed(
  store: FileStore,
  key: string,
  content: Readable,
  options: { readonly dek: Buffer; readonly context: string; readonly maxBytes: number },
): Promise<StoredFile> {
  const metered = meter(options.maxBytes);
  const sealing = sealStream(options.dek, options.context);
  // Each half ends the other; the first cause is the one that counts, not the broken pipe that follows from it.
  const [filled, stored] = await Promise.allSettled([
    pipeline(content, metered.stream, sealing),
    store.put(key, sealing, { maxBytes: sealedSize(options.maxBytes) }).catch((error: unknown) => {
      sealing.destroy();
      throw error;
    }),
  ]);
  if (filled.status === "rejected" && !isPrematureClose(filled.reason)) throw filled.reason;
  if (stored.status === "rejected") throw stored.reason;
  if (filled.status === "rejected") throw filled.reason;
  return metered.result();
}

/**
 * The content of a sealed file. An error in mid-stream (SealBroken) means that the file was changed or cut: refuse all of it.
 * @throws FileMissing
 */
export async function getSealed(store: FileStore, key: string, options: { readonly dek: Buffer; readonly context: string }): Promise<Readable> {
  const sealed = await store.get(key);
  const opened = new PassThrough();
  // The error reaches the reader through the stream itself: pipeline destroys it with the cause.
  pipeline(sealed, openStream(options.dek, options.context), opened).catch(() => undefined);
  return opened;
}

function isPrematureClose(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_STREAM_PREMATURE_CLOSE";
}
