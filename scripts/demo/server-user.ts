import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";

export interface ServerUser { readonly uid: number; readonly gid: number; readonly name: string }

/** PostgreSQL refuses to run as root: then it runs as `postgres` or, without one, as `nobody`. Undefined: as whoever started us. */
export function serverUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync("/etc/passwd", "utf8").split("\n").map((line) => line.split(":"));
  for (const name of ["postgres", "nobody"]) {
    const account = accounts.find((fields) => fields[0] === name);
    if (account) return { name, uid: Number(account[2]), gid: Number(account[3]) };
  }
  throw new Error("Als root gestartet, aber es gibt weder den Benutzer postgres noch nobody. Legen Sie einen an oder starten Sie als normaler Benutzer.");
}

/** Whether the user can enter a folder, or the nearest folder above it that exists already. */
export function canEnter(user: ServerUser, path: string): boolean {
  let folder = path;
  while (!existsSync(folder)) folder = dirname(folder);
  return spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", folder], { uid: user.uid, gid: user.gid, cwd: "/" }).status === 0;
}
