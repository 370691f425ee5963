import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Place } from "./postgres-binaries.ts";
import { Sentence } from "./sentence.ts";
import type { ServerUser } from "./server-user.ts";

/** The administrator's, made once for a folder. */
export function passwordIn(folder: string): string {
  const file = join(folder, "postgres-password");
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString("base64url"), { mode: 0o600, flag: "wx" });
  return readFileSync(file, "utf8").trim();
}

/** How a program of PostgreSQL is started: as its user, in a folder that this may enter, without our surroundings. */
export function asUser(user: ServerUser | undefined, data: string): { readonly cwd: string; readonly uid?: number; readonly gid?: number; readonly env: Record<string, string> } {
  return { cwd: dirname(data), ...(user ? { uid: user.uid, gid: user.gid } : {}), env: { PATH: process.env["PATH"] ?? "", LC_ALL: "C", TZ: "UTC" } };
}

/** A new, empty cluster; what an earlier attempt left is thrown away. */
export function initialise(place: Place, password: string, user: ServerUser | undefined): void {
  rmSync(place.data, { recursive: true, force: true });
  mkdirSync(place.data, { recursive: true, mode: 0o700 });
  const secret = mkdtempSync(join(dirname(place.data), "init-"));
  const passwordFile = join(secret, "password");
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user) for (const path of [place.data, secret, passwordFile]) chownSync(path, user.uid, user.gid);
  chmodSync(place.data, 0o700);
  try {
    const { status, stderr } = spawnSync(join(place.binaries, "bin", "initdb"),
      ["-D", place.data, "-U", "postgres", "-A", "scram-sha-256", `--pwfile=${passwordFile}`, "-E", "UTF8", "--locale=C"],
      { ...asUser(user, place.data), encoding: "utf8" });
    if (status !== 0) {
      rmSync(place.data, { recursive: true, force: true });
      throw new Sentence(`Die Datenbank konnte nicht angelegt werden: ${String(stderr).trim().split("\n").at(-1) ?? ""}`);
    }
  } finally {
    rmSync(secret, { recursive: true, force: true });
  }
}
