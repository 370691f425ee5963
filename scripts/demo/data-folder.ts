import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Sentence } from "./sentence.ts";

interface Disk { make?(path: string): Promise<unknown>; /** A disk that answers makes a folder in milliseconds. Default 10 s. */ readonly patienceMs?: number }

/**
 * Makes the folder with all above it that are missing. Throws a sentence, within seconds, where none can be. Not `mkdir` with `recursive`:
 * where the system says of a folder that is there that it is not (below /proc), that tries for ever.
 */
export async function makeDataFolder(folder: string, { make = (path) => mkdir(path, { mode: 0o755 }), patienceMs = 10_000 }: Disk = {}): Promise<void> {
  const late = new AbortController();
  const tooLate = wait(patienceMs, undefined, { signal: late.signal }).then(() => { throw new Sentence(`Der Ordner ${folder} antwortet nicht; vielleicht liegt er auf einem Laufwerk, das gerade fehlt. ${choose}`); });
  try {
    await Promise.race([tooLate, makeEach(missing(folder), make)]);
  } catch (error) {
    throw error instanceof Sentence ? error : sentenceFor(folder, error as NodeJS.ErrnoException);
  } finally {
    late.abort();
    tooLate.catch(() => {});
  }
}

const choose = "Wählen Sie mit DATA_DIR=<Ordner> einen anderen.";

/** From the outermost to the folder itself. */
function missing(folder: string): string[] {
  const found: string[] = [];
  for (let path = resolve(folder); !existsSync(path) && dirname(path) !== path; path = dirname(path)) found.unshift(path);
  return found;
}

async function makeEach(paths: readonly string[], make: NonNullable<Disk["make"]>): Promise<void> {
  for (const path of paths) {
    try {
      await make(path);
    } catch (error) {
      // Somebody else was a moment faster.
      if ((error as NodeJS.ErrnoException).code !== "EEXIST" || !existsSync(path)) throw error;
    }
  }
}

function sentenceFor(folder: string, error: NodeJS.ErrnoException): Error {
  if (error.code === "EEXIST" || error.code === "ENOTDIR") return new Sentence(`${folder} ist kein Ordner, oder etwas auf dem Weg dorthin ist keiner. ${choose}`, { cause: error });
  return writeFault(folder, error) ?? new Sentence(`Der Ordner ${folder} lässt sich nicht anlegen (${error.code ?? error.message}). ${choose}`, { cause: error });
}

/** Why nothing can be written into the folder; undefined for every other error. */
export function writeFault(folder: string, error: NodeJS.ErrnoException): Sentence | undefined {
  switch (error.code ?? "") {
    case "EACCES": case "EROFS": case "EPERM": return new Sentence(`In den Ordner ${folder} darf nicht geschrieben werden. Wählen Sie mit DATA_DIR=<Ordner> einen anderen, oder klonen Sie das Projekt in einen Ordner, in dem Sie schreiben dürfen.`, { cause: error });
    case "ENOSPC": return new Sentence("Die Platte ist voll. Schaffen Sie Platz und starten Sie noch einmal; gespeicherte Daten sind nicht verloren.", { cause: error });
    default: return undefined;
  }
}
