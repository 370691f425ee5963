import { PassThrough, type Readable } from "node:stream";
import { once } from "node:events";
import type { SealedSink } from "@kommunalportal/fit-connect";
import type { FileLock, TakenFile } from "#modules/applications";
import { getSealed, putSealed, type FileStore, type StoredFile } from "#platform/files";
import { sniff, SNIFF_BYTES, type Scanner } from "#platform/scan";

/** Bytes on the disk, sealed; proved, but not yet part of an application. */
export interface KeptFile extends StoredFile { readonly lock: FileLock; readonly type: string }

const mostBytes = 550_000_000;
/** What may be shown by its own type; everything else is only ever downloaded. */
export const shownTypes = ["application/pdf", "image/jpeg", "image/png", "image/tiff", "application/zip", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"];

/** Decrypted bytes stream, sealed again with a key of their own, into the store. Nobody knows the key before all of the submission is proved. */
export function fileSink(files: FileStore, lock: FileLock): SealedSink<KeptFile> {
  const through = new PassThrough();
  const first: Buffer[] = [];
  let size = 0;
  const stored = putSealed(files, lock.storeKey, through, { dek: lock.key, context: lock.context, maxBytes: mostBytes });
  stored.catch(() => { through.destroy(); });
  return {
    async write(chunk) {
      if (size < SNIFF_BYTES) first.push(Buffer.from(chunk.subarray(0, SNIFF_BYTES)));
      size += chunk.byteLength;
      if (through.destroyed) await stored;
      if (!through.write(chunk)) await Promise.race([once(through, "drain"), stored]);
    },
    async release() {
      through.end();
      return { ...(await stored), lock, type: await typeOf(Buffer.concat(first)) };
    },
    async discard() {
      through.destroy();
      await stored.catch(() => undefined);
      await files.delete(lock.storeKey).catch(() => false);
    },
  };
}

/** A whole file that is in memory already, kept the same way. */
export async function keepBytes(files: FileStore, lock: FileLock, content: Readable, type: string): Promise<KeptFile> {
  return { ...(await putSealed(files, lock.storeKey, content, { dek: lock.key, context: lock.context, maxBytes: mostBytes })), lock, type };
}

/** By the content, never by what the sender says. */
async function typeOf(first: Buffer): Promise<string> {
  const type = first.length === 0 ? undefined : await sniff(first, { allowed: shownTypes });
  return type?.kind === "accepted" ? type.mime : "application/octet-stream";
}

/** The malware check of a kept file. What is found is deleted; the application comes anyway, with a note that the file is gone. */
export async function scanned(deps: { readonly files: FileStore; readonly scanner: Scanner; readonly allowUnchecked: boolean }, kept: KeptFile, name: string): Promise<TakenFile> {
  const file = { name, size: kept.size, type: kept.type, sha256: kept.sha256 };
  const verdict = await deps.scanner.scan(await getSealed(deps.files, kept.lock.storeKey, { dek: kept.lock.key, context: kept.lock.context }));
  switch (verdict.kind) {
    case "clean": return { lock: kept.lock, file, scan: "clean" };
    case "unavailable": return { lock: kept.lock, file, scan: verdict.reason === "not-configured" && deps.allowUnchecked ? "unchecked" : "held" };
    case "refused": return { lock: kept.lock, file, scan: "held" };
    case "found":
      await deps.files.delete(kept.lock.storeKey);
      return { lock: kept.lock, file, scan: "found" };
  }
}

/** A name for a list and a download: no path, no control characters. */
export function safeName(given: string | undefined, fallback: string): string {
  const name = (given ?? "").normalize("NFC").replace(/[\p{Cc}\p{Cf}]/gu, "").split(/[/\\]/).at(-1)?.replace(/^\.+/, "").trim().slice(0, 150) ?? "";
  return name === "" ? fallback : name;
}
