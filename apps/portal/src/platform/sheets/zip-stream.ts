import { finished, PassThrough, pipeline, type Readable } from "node:stream";
import { ZipFile } from "yazl";

export interface ZipEntry {
  /** File name or "folder/file name"; what other systems cannot write is replaced, a second one of the same name gets a number. */
  readonly name: string;
  readonly modified: Date;
  /** Opened only when its turn comes, so a hundred files need one open file. */
  readonly open: () => Promise<Readable> | Readable;
}

/** A ZIP archive that is written while it is read; nothing is held. An entry that fails ends the stream with its error: refuse the whole. */
export function zipStream(entries: Iterable<ZipEntry>): Readable {
  const zip = new ZipFile();
  const out = new PassThrough();
  let current: Readable | undefined;
  const fail = (error: unknown): void => void out.destroy(error instanceof Error ? error : new Error("an entry failed", { cause: error }));
  const openEntry = async (entry: ZipEntry): Promise<Readable> => {
    const stream = await entry.open();
    current = stream;
    if (out.destroyed) stream.destroy();
    return stream;
  };
  const taken = new Set<string>();
  for (const entry of entries) {
    zip.addReadStreamLazy(freeName(cleanName(entry.name), taken), { mtime: entry.modified, mode: 0o100600 }, (give) => {
      openEntry(entry).then((stream) => {
        // Also a stream that ends too early without an error would leave a file that looks whole.
        finished(stream, { writable: false }, (error) => {
          if (error) fail(error);
        });
        give(undefined, stream);
      }, fail);
    });
  }
  zip.on("error", fail);
  out.once("close", () => current?.destroy());
  pipeline(zip.outputStream, out, () => undefined);
  zip.end();
  return out;
}

/** Letters of all alphabets stay; separators, control signs and what Windows refuses become "_"; no segment is empty, "." or "..". */
function cleanName(name: string): string {
  const segments = name.normalize("NFC").toWellFormed().split("/").map((segment) => segment.replace(/[<>:"|?*\\\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, "_").replace(/[. ]+$/, "").trim().slice(0, 120));
  return segments.filter((segment) => segment !== "" && !/^\.+$/.test(segment)).join("/") || "Datei";
}

function freeName(name: string, taken: Set<string>): string {
  const dot = name.lastIndexOf(".") > name.lastIndexOf("/") + 1 ? name.lastIndexOf(".") : name.length;
  let free = name;
  // File systems that ignore case would write one over the other.
  for (let n = 2; taken.has(free.toLowerCase()); n += 1) free = `${name.slice(0, dot)} (${n})${name.slice(dot)}`;
  taken.add(free.toLowerCase());
  return free;
}
