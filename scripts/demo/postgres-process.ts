import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import type { Place } from "./postgres-binaries.ts";
import { asUser } from "./postgres-cluster.ts";
import type { ServerUser } from "./server-user.ts";

/** Where a server listens; without a folder for its socket, only on the port. */
export interface Address { readonly port: number; readonly socketFolder: string | undefined }

export interface ServerProcess {
  hasEnded(): boolean;
  /** The last thing a server that did not start said, in its own words. */
  lastWords(): string;
  /** Lets the server end in order, if it lives. */
  end(): void;
}

/**
 * The shell is our child and the server its. Beside the server it waits on a pipe of ours: when we die, however hard, the pipe closes and the server is ended in
 * order. When the server dies, the shell ends.
 */
const guard = `exec 3<&0 </dev/null
"$@" 3<&- & server=$!
trap 'kill -INT $server 2>/dev/null' INT TERM
{ read -r _ <&3; kill -INT $server 2>/dev/null; } & watcher=$!
exec 3<&-
while kill -0 $server 2>/dev/null; do wait $server; done
kill $watcher 2>/dev/null`;

/** Starts a server on a cluster. It is another's question whether it answers. */
export function launch(place: Place, { port, socketFolder, durable }: Address & { readonly durable: boolean }, user: ServerUser | undefined): ServerProcess {
  const settings = ["-c", "listen_addresses=127.0.0.1", "-c", `unix_socket_directories=${socketFolder ?? ""}`, "-c", "max_connections=120", "-c", "shared_buffers=256MB",
    "-c", "log_min_messages=fatal", "-c", "jit=off", ...(durable ? [] : ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"])];
  const child: ChildProcess = spawn("/bin/sh", ["-c", guard, "sh", join(place.binaries, "bin", "postgres"), "-D", place.data, "-p", String(port), ...settings],
    { ...asUser(user, place.data), stdio: ["pipe", "ignore", "pipe"], detached: true });
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => { said = (said + chunk.toString()).slice(-4_000); });
  child.stdin?.on("error", () => {});
  child.on("error", (error) => { said = error.message; });
  return {
    hasEnded: () => child.exitCode !== null || child.signalCode !== null || child.pid === undefined,
    lastWords: () => said.split("\n").filter((line) => /FATAL|PANIC/.test(line)).at(-1)?.replace(/^.*?(?:FATAL|PANIC):\s*/, "") ?? said.trim().split("\n").at(-1) ?? "",
    end: () => { child.stdin?.end(); },
  };
}

/**
 * The data folder, which only the server's user may enter, holds the socket too: an exchange over it costs half of one over the loopback network.
 * Undefined where there are no such sockets, or the path is too long for one (sun_path, unix(7): 108 bytes with its end; 104 on macOS) or would be read as a list.
 */
export function socketFolderFor(data: string): string | undefined {
  if (process.platform === "win32" || /[,"\\]/.test(data)) return undefined;
  return Buffer.byteLength(join(data, ".s.PGSQL.65535")) < 103 ? data : undefined;
}

/** Process number of the server on a cluster. */
export function serverPid(data: string): number {
  return Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[0]);
}

/**
 * The server that works on a cluster already. Lines of postmaster.pid: 1 process, 4 port, 5 first folder with a socket. The file of a server that is gone names
 * a process that may be somebody else by now, as after a restart of the machine or of a container: then it is put away, for a new server would believe it.
 */
export function runningServer(data: string): Address | undefined {
  const file = join(data, "postmaster.pid");
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, "utf8").split("\n");
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!pid || !port || !isAlive(pid)) return undefined;
  if (isSomebodyElse(pid)) { rmSync(file, { force: true }); return undefined; }
  return { port, socketFolder: lines[4]?.trim() || undefined };
}

export function isAlive(pid: number): boolean {
  try { process.kill(pid, 0); return true; } catch (error) { return (error as NodeJS.ErrnoException).code !== "ESRCH"; }
}

/** Where the system says which program a process runs (Linux); in doubt it is a server. */
function isSomebodyElse(pid: number): boolean {
  try { return !readFileSync(`/proc/${pid}/comm`, "utf8").startsWith("postgres"); } catch { return false; }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => { resolve(typeof address === "object" && address ? address.port : 0); });
    });
  });
}
