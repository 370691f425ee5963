import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import pg from "pg";
import { abandonedPlaces, placeFor, type Place } from "./postgres-binaries.ts";
import { serverUser, type ServerUser } from "./server-user.ts";

export interface PostgresServer {
  /** Connection of the administrator, database `postgres`. */
  readonly adminUrl: string;
  /** Says where the files went when they could not lie in the folder asked for. */
  readonly moved: string | undefined;
  /** Process number of the server: for tests that let it die. */
  pid(): number;
  stop(): Promise<void>;
}

export interface PostgresOptions {
  /** Holds the data in `postgres/` and the administrator's password. */
  readonly folder: string;
  /** false only for throw-away test clusters. */
  readonly durable: boolean;
  /** Folder with bin/ of another PostgreSQL, for the tests on the oldest supported version. */
  readonly binaries?: string;
}

/** A second portal works on this folder; the sentence is for the person who started it. */
export class AlreadyRunning extends Error {}

/** Held by the portal that uses the cluster: tells a living instance from an orphaned server. */
const instanceLock = 7_300_010;

/** Starts the embedded server or takes over one whose portal died. The lock is held until `stop`. */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const user = serverUser();
  const usual = placeFor(options.folder, user);
  const place: Place = options.binaries ? { ...usual, binaries: options.binaries } : usual;
  mkdirSync(options.folder, { recursive: true });
  const password = passwordIn(options.folder);
  if (!existsSync(join(place.data, "PG_VERSION"))) initialise(place, password, user);
  const moved = place.moved && user ? movedSentence(place.moved, user) : undefined;

  for (let attempt = 0; ; attempt += 1) {
    const running = runningServer(place.data);
    const port = running?.port ?? await freePort();
    const socketFolder = running ? running.socketFolder : socketFolderFor(place.data);
    const adminUrl = `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres${socketFolder ? `?host=${encodeURIComponent(socketFolder)}` : ""}`;
    const child = running ? undefined : launch(place, { port, socketFolder, durable: options.durable }, user);
    try {
      const lock = await holdLock(adminUrl, child);
      return { adminUrl, moved, pid: () => serverPid(place.data), async stop() {
        await stopServer(place.data, lock, child);
        // A throw-away cluster whose folder is deleted by its owner must not stay where it had to go.
        if (place.moved && !options.durable) rmSync(place.moved, { recursive: true, force: true });
      } };
    } catch (error) {
      // Right after a kill the old server may still be going down, or its shared memory may still be there.
      if (error instanceof AlreadyRunning || attempt >= 20) { child?.kill("SIGINT"); throw error; }
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
}

function movedSentence(place: string, user: ServerUser): string {
  const left = abandonedPlaces(user);
  return `Die Datenbank liegt in ${place}, weil der Benutzer ${user.name} den Projektordner nicht betreten darf.${left.length === 0 ? "" : `\nOrdner von gelöschten Installationen, die niemand mehr braucht: ${left.slice(0, 5).join(" ")}${left.length > 5 ? ` und ${left.length - 5} weitere` : ""}`}`;
}

function passwordIn(folder: string): string {
  const file = join(folder, "postgres-password");
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString("base64url"), { mode: 0o600, flag: "wx" });
  return readFileSync(file, "utf8").trim();
}

function asUser(user: ServerUser | undefined, data: string): SpawnOptions {
  return { cwd: dirname(data), ...(user ? { uid: user.uid, gid: user.gid } : {}), env: { PATH: process.env["PATH"] ?? "", LC_ALL: "C", TZ: "UTC" } };
}

function initialise(place: Place, password: string, user: ServerUser | undefined): void {
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
      throw new Error(`Die Datenbank konnte nicht angelegt werden: ${String(stderr).trim().split("\n").at(-1) ?? ""}`);
    }
  } finally {
    rmSync(secret, { recursive: true, force: true });
  }
}

/**
 * The server as our child. A shell beside it waits on a pipe of ours: when we die, however hard, the pipe closes and the shell ends the server in order.
 */
function launch(place: Place, { port, socketFolder, durable }: { readonly port: number; readonly socketFolder: string | undefined; readonly durable: boolean }, user: ServerUser | undefined): ChildProcess {
  const settings = ["-c", "listen_addresses=127.0.0.1", "-c", `unix_socket_directories=${socketFolder ?? ""}`, "-c", "max_connections=120", "-c", "shared_buffers=256MB",
    "-c", "log_min_messages=fatal", "-c", "jit=off", ...(durable ? [] : ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"])];
  const guard = '"$@" <&- & server=$!; trap "kill -INT $server 2>/dev/null" INT TERM; read -r _; kill -INT $server 2>/dev/null; wait $server';
  return spawn("/bin/sh", ["-c", guard, "sh", join(place.binaries, "bin", "postgres"), "-D", place.data, "-p", String(port), ...settings],
    { ...asUser(user, place.data), stdio: ["pipe", "ignore", "ignore"], detached: true });
}

/**
 * The data folder, which only the server's user may enter, holds the socket too: an exchange over it costs half of one over the loopback network.
 * Undefined where there are no such sockets, or the path is too long for one (sun_path, unix(7): 108 bytes with its end; 104 on macOS) or would be read as a list.
 */
function socketFolderFor(data: string): string | undefined {
  if (process.platform === "win32" || /[,"\\]/.test(data)) return undefined;
  return Buffer.byteLength(join(data, ".s.PGSQL.65535")) < 103 ? data : undefined;
}

function serverPid(data: string): number {
  return Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[0]);
}

/** Lines of postmaster.pid: 1 process, 4 port, 5 first folder with a socket. */
function runningServer(data: string): { readonly port: number; readonly socketFolder: string | undefined } | undefined {
  const file = join(data, "postmaster.pid");
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, "utf8").split("\n");
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!pid || !port) return undefined;
  try { process.kill(pid, 0); } catch (error) { if ((error as NodeJS.ErrnoException).code === "ESRCH") return undefined; }
  return { port, socketFolder: lines[4]?.trim() || undefined };
}

async function holdLock(adminUrl: string, child: ChildProcess | undefined): Promise<pg.Client> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const client = new pg.Client({ connectionString: adminUrl, application_name: "kommunalportal instance", connectionTimeoutMillis: 5_000 });
    client.on("error", () => {});
    try {
      await client.connect();
    } catch (error) {
      const ended = child === undefined ? true : child.exitCode !== null;
      if (ended || Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 60));
      continue;
    }
    const { rows } = await client.query<{ held: boolean }>("select pg_try_advisory_lock($1) as held", [instanceLock]);
    if (rows[0]?.held) return client;
    await client.end();
    throw new AlreadyRunning("In diesem Ordner läuft schon ein Kommunalportal. Beenden Sie es zuerst (Strg-C), oder starten Sie das zweite in einem eigenen Ordner.");
  }
}

async function stopServer(data: string, lock: pg.Client, child: ChildProcess | undefined): Promise<void> {
  await lock.end().catch(() => {});
  child?.stdin?.end();
  if (!existsSync(join(data, "postmaster.pid"))) return;
  const pid = serverPid(data);
  try { process.kill(pid, "SIGINT"); } catch { return; }
  for (let i = 0; i < 200; i += 1) {
    try { process.kill(pid, 0); } catch { return; }
    if (child && child.exitCode !== null) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => { resolve(typeof address === "object" && address ? address.port : 0); });
    });
  });
}
