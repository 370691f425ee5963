// Finds Node 24, or brings it: the machine's own Node may be older (from 20.20). Plain JavaScript without dependencies,
// because this runs before anything is installed.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

// What Node 24 makes of our TypeScript is kept here for every process we start: without the compiler in memory a process is some 25 MB smaller and
// starts in half the time. A folder that cannot be written is no error (Node then compiles each time). Belongs to node_modules: whoever may change that may change this.
process.env.NODE_COMPILE_CACHE ??= join(root, "node_modules", ".cache", "compiled");

const [major, minor] = process.versions.node.split(".").map(Number);
const isCurrent = major > 24 || (major === 24 && minor >= 12);

/** Says what is wrong in one sentence and ends. */
export function stop(sentence) {
  console.error(`\n${sentence}\n`);
  process.exit(1);
}

/** Path of a Node of version 24.12 or newer; installs the pinned one from tools/node-runtime where it is missing. */
export function node24() {
  if (isCurrent) return process.execPath;
  const platform = process.platform === "win32" ? "win" : process.platform;
  const folder = join(root, "tools", "node-runtime");
  const binary = join(folder, "node_modules", `node-${platform}-${process.arch}`, "bin", platform === "win" ? "node.exe" : "node");
  if (existsSync(binary)) return binary;
  console.log(`Node ${process.versions.node} ist älter als 24.12: Node 24 wird in tools/node-runtime geholt (einmalig, etwa 50 MB) …`);
  npm(["ci", "--no-audit", "--no-fund"], folder, "Node 24 konnte nicht geholt werden. Prüfen Sie die Verbindung zur npm-Registry, oder installieren Sie Node 24 selbst.");
  if (!existsSync(binary)) stop(`Für ${platform}-${process.arch} gibt es kein fertiges Node 24 in der npm-Registry. Installieren Sie Node 24 selbst und starten Sie noch einmal.`);
  return binary;
}

/** Runs npm; its output is shown only when it fails. */
export function npm(args, cwd, sentence) {
  const command = process.platform === "win32" ? "npm.cmd" : "npm";
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: "utf8", env: { ...process.env, NODE_ENV: "" } });
  if (status === 0) return;
  const said = `${stdout ?? ""}${stderr ?? ""}${error ? error.message : ""}`;
  if (/EACCES|EROFS|EPERM/.test(said)) stop(`In diesen Ordner darf nicht geschrieben werden: ${cwd}\nKlonen Sie das Projekt in einen Ordner, in dem Sie schreiben dürfen, und starten Sie noch einmal.`);
  if (/ENOSPC/.test(said)) stop("Die Platte ist voll. Schaffen Sie etwa 1 GB Platz und starten Sie noch einmal.");
  console.error(said.split("\n").filter((line) => /npm err|error/i.test(line)).slice(0, 12).join("\n"));
  stop(sentence);
}
