import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { StreetAnswer, StreetDirectory, StreetQuestion } from "./street-directory.ts";
import { answerFrom } from "./near.ts";
import { mostStreets, readList } from "./read-list.ts";

/** Streets of a town by postcode: spelling that is compared → name as it is written. */
type Streets = ReadonlyMap<string, ReadonlyMap<string, string>>;
interface Loaded { readonly streets: Streets | undefined; readonly changed: number; readonly looked: number }

const largestFile = 20 * 1_048_576;
const lookAgain = 60_000;

export interface ListSettings {
  /** Folder with one file per town, `<name of the town>.csv`. */
  readonly folder: string;
  readonly now: () => number;
  /** Told of a file that cannot be used: name and reason. The town then has no directory. */
  readonly onFault: (file: string, reason: string) => void;
}

/**
 * Directory of files that a town exports from its own records: CSV in UTF-8, comma or semicolon, a head line with `strasse` and `plz` in any order
 * and any case, further columns left out. Kept in memory, read again within a minute after the file was changed.
 */
export function createListDirectory({ folder, now, onFault }: ListSettings): StreetDirectory {
  const towns = new Map<string, Loaded>();
  async function streetsOf(town: string): Promise<Streets | undefined> {
    const before = towns.get(town);
    if (before && now() - before.looked < lookAgain) return before.streets;
    const file = join(folder, `${town}.csv`);
    const about = await stat(file).catch(() => undefined);
    const changed = about?.mtimeMs ?? 0;
    if (before && before.changed === changed) { towns.set(town, { ...before, looked: now() }); return before.streets; }
    const streets = about === undefined ? undefined : await load(file, about.size, onFault);
    towns.set(town, { streets, changed, looked: now() });
    return streets;
  }
  return {
    async ask({ town, street, postalCode }: StreetQuestion): Promise<StreetAnswer> {
      // Names of towns are host labels; anything else is no file name here.
      if (!/^[a-z0-9-]{1,63}$/.test(town)) return { kind: "silent" };
      const here = (await streetsOf(town))?.get(postalCode);
      if (here === undefined) return { kind: "silent" };
      return answerFrom(here, street);
    },
  };
}

async function load(file: string, size: number, onFault: ListSettings["onFault"]): Promise<Streets | undefined> {
  if (size > largestFile) { onFault(file, "larger than 20 MB"); return undefined; }
  const read = readStreets(await readFile(file, "utf8").catch(() => ""));
  if (typeof read === "string") { onFault(file, read); return undefined; }
  return read;
}

const reasons = { "no-columns": "the head line names no columns »strasse« and »plz«", "no-streets": "no line has a street and a postcode", "too-many-lines": `more than ${mostStreets} streets` } as const;

/** The streets of a file's text, or what is wrong with it. Lines that do not fit are left out. */
export function readStreets(text: string): Streets | string {
  const read = readList(text);
  if (!read.ok) return reasons[read.why];
  const streets = new Map<string, Map<string, string>>();
  for (const { postcode, spelled, name } of read.streets) {
    const there = streets.get(postcode) ?? new Map<string, string>();
    there.set(spelled, name);
    streets.set(postcode, there);
  }
  return streets;
}
