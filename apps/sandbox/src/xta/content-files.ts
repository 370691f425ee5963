import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { XtaException } from "@kommunalportal/xta";
import { createEicarScanner } from "../clamd/eicar.ts";

export interface StoredFile {
  readonly file: string;
  readonly size: number;
}

/** Contents of messages, one file each. */
export interface ContentFiles {
  /** On the disk when it resolves. @throws XtaException 9060 for the harmless test virus */
  store(bytes: AsyncIterable<Uint8Array>): Promise<StoredFile>;
  /** Makes the names of new files durable; before a message is acknowledged. */
  syncFolder(): Promise<void>;
  open(file: string): AsyncIterable<Uint8Array>;
  remove(files: readonly StoredFile[]): Promise<void>;
}

export async function openContentFiles(folder: string): Promise<ContentFiles> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return {
    async store(bytes) {
      const file = randomUUID();
      const handle = await open(join(folder, file), "wx", 0o600);
      const infected = createEicarScanner();
      let size = 0;
      try {
        for await (const piece of bytes) {
          if (infected(piece)) throw new XtaException(9060);
          await handle.write(piece);
          size += piece.byteLength;
        }
        await handle.datasync();
      } catch (error) {
        await rm(join(folder, file), { force: true });
        throw error;
      } finally {
        await handle.close();
      }
      return { file, size };
    },
    async syncFolder() {
      const handle = await open(folder, "r");
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
    open: (file) => createReadStream(join(folder, file)),
    async remove(files) { await Promise.all(files.map(({ file }) => rm(join(folder, file), { force: true }))); },
  };
}
