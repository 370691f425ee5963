import { createHash } from "node:crypto";
import { createReadStream, openAsBlob } from "node:fs";
import { basename } from "node:path";
import { pipeline } from "node:stream/promises";
import type { OutgoingFile } from "../outgoing-file.ts";

/** A file from disk to be sent with `addUpload`: read once for its checksum and once for each try, never whole into memory. */
export async function fileToSend(path: string, name: string = basename(path)): Promise<OutgoingFile> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return { name, content: await openAsBlob(path), sha256: hash.digest("hex") };
}
