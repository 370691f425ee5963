import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { CommandProblem } from "../commands/command-problem.ts";

const mostUnpacked = 100_000_000;

/** A schema or code list as bytes, unpacked where it is packed. @throws CommandProblem */
export async function readSchemaFile(path: string): Promise<Uint8Array> {
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    const why = cause.code === "ENOENT" ? "Die Datei gibt es nicht" : cause.code === "EISDIR" ? "Das ist ein Ordner, keine Datei" : cause.code === "EACCES" ? "Die Datei dürfen Sie nicht lesen" : "Die Datei lässt sich nicht lesen";
    throw new CommandProblem(`${why}: ${path}`, { cause });
  });
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: mostUnpacked });
  } catch (cause) {
    const tooLarge = cause instanceof RangeError;
    throw new CommandProblem(tooLarge ? `Die Datei ist ausgepackt größer als ${mostUnpacked / 1_000_000} MB: ${path}` : `Die gepackte Datei ist beschädigt oder abgeschnitten. Holen Sie sie noch einmal: ${path}`, { cause });
  }
}
