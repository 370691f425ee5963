import { createReadStream, createWriteStream, readFileSync } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { Transform, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { writeThrough } from "../frame/durable-file.ts";
import type { InspectedJwe, JweInspector } from "./jwe-inspector.ts";
import { ApiProblem } from "./problem.ts";

/** Compact JWE that `inspectJwe` has seen. */
export interface ParcelContent { readonly encryptedMetadata: string; readonly encryptedData?: string | undefined }

/**
 * JWE on the disk: one file per submission or reply, and one folder where it has attachments. Attachments stream and are never whole in memory. An attachment's file is named by its id
 * and its authentication tag, so that an upload that replaces another never mixes with it, whenever a crash comes.
 */
export interface Content {
  /** Durable when it resolves; nothing is left of what the inspector refuses. @throws ApiProblem jwe-invalid, payload-too-large */
  receiveAttachment(parcelId: string, attachmentId: string, body: Readable, most: number, inspector: JweInspector): Promise<InspectedJwe>;
  attachment(parcelId: string, attachmentId: string, tag: string): Readable;
  write(parcelId: string, content: ParcelContent): Promise<void>;
  /** As it was written: the members of a JSON object with their braces. */
  read(parcelId: string): Buffer;
  /** Everything of a parcel; nothing to do where nothing is. */
  remove(parcelId: string): Promise<void>;
}

export function openContent(folder: string): Content {
  const folderOf = (parcelId: string): string => join(folder, parcelId);
  const contentPath = (parcelId: string): string => join(folder, `${parcelId}.json`);
  const attachmentPath = (parcelId: string, attachmentId: string, tag: string): string => join(folderOf(parcelId), `${attachmentId}.${tag}.jwe`);
  let uploads = 0;

  /** Gives the file its name only when every byte is on the disk. */
  const settle = async (from: string, to: string, parcelId: string): Promise<void> => {
    await rename(from, to);
    const directory = await open(folderOf(parcelId), "r");
    try { await directory.sync(); } finally { await directory.close(); }
  };

  return {
    async receiveAttachment(parcelId, attachmentId, body, most, inspector) {
      await mkdir(folderOf(parcelId), { recursive: true, mode: 0o700 });
      const path = join(folderOf(parcelId), `${attachmentId}.${uploads += 1}.part`);
      let size = 0;
      const watch = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          try {
            size += chunk.length;
            if (size > most) throw new ApiProblem("payload-too-large", `more than ${most} bytes`);
            inspector.push(chunk);
            done(null, chunk);
          } catch (error) {
            done(error instanceof Error ? error : new Error(String(error)));
          }
        },
      });
      try {
        await pipeline(body, watch, createWriteStream(path, { mode: 0o600, flush: true }));
        const inspected = inspector.end();
        await settle(path, attachmentPath(parcelId, attachmentId, inspected.tag), parcelId);
        return inspected;
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      }
    },
    attachment: (parcelId, attachmentId, tag) => createReadStream(attachmentPath(parcelId, attachmentId, tag)),
    // It counts once the journal says that the parcel was submitted: half a file of a crash is written again.
    write: (parcelId, content) => writeThrough(contentPath(parcelId), jsonOf(content)),
    read: (parcelId) => readFileSync(contentPath(parcelId)),
    async remove(parcelId) {
      await rm(contentPath(parcelId), { force: true });
      await rm(folderOf(parcelId), { recursive: true, force: true });
    },
  };
}

/** What was inspected has no character that JSON would write in another way, and is long. */
function jsonOf({ encryptedMetadata, encryptedData }: ParcelContent): Buffer {
  return Buffer.from(`{"encryptedMetadata":"${encryptedMetadata}"${encryptedData === undefined ? "" : `,"encryptedData":"${encryptedData}"`}}`, "latin1");
}
