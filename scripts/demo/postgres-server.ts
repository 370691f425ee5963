import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { abandonedPlaces, placeFor, type Place } from "./postgres-binaries.ts";
import { initialise, passwordIn } from "./postgres-cluster.ts";
import { freePort, isAlive, launch, runningServer, serverPid, socketFolderFor, type Address, type ServerProcess } from "./postgres-process.ts";
import { keepUp, type Revival } from "./revival.ts";
import { Sentence } from "./sentence.ts";
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
  /** With it a server that dies is taken up again at the same address. */
  readonly revival?: Revival;
}

/** A second portal works on this folder; the sentence is for the person who started it. */
export class AlreadyRunning extends Error {}

/** Held by the portal that uses the cluster: tells a living instance from an orphaned server. */
const instanceLock = 7_300_010;

/** How long a server may take to go down, to come up, and to make good a crash. */
const patienceMs = 30_000;

interface Cluster { readonly place: Place; readonly password: string; readonly user: ServerUser | undefined; readonly durable: boolean }

interface Opened {
  readonly address: Address;
  readonly adminUrl: string;
  readonly lock: pg.Client;
  /** The lock's connection is gone, and with it, nearly always, the server. */
  readonly ended: Promise<unknown>;
  /** Undefined for a server whose portal died and that was taken over. */
  readonly process: ServerProcess | undefined;
}

/** Starts the embedded server or takes over one whose portal died. The lock is held until `stop`. */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const user = serverUser();
  const usual = placeFor(options.folder, user);
  const place: Place = options.binaries ? { ...usual, binaries: options.binaries } : usual;
  mkdirSync(options.folder, { recursive: true });
  const cluster: Cluster = { place, password: passwordIn(options.folder), user, durable: options.durable };
  if (!existsSync(join(place.data, "PG_VERSION"))) initialise(place, cluster.password, user);
  const first = await open(cluster);
  const kept = options.revival && keepUp(first, (last) => reopen(cluster, last), { ...options.revival, name: "Die Datenbank" });
  return {
    adminUrl: first.adminUrl,
    moved: place.moved && user ? movedSentence(place.moved, user) : undefined,
    pid: () => serverPid(place.data),
    async stop() {
      await stopServer(place.data, await kept?.stop() ?? first);
      // A throw-away cluster whose folder is deleted by its owner must not stay where it had to go.
      if (place.moved && !options.durable) rmSync(place.moved, { recursive: true, force: true });
    },
  };
}

function movedSentence(place: string, user: ServerUser): string {
  const left = abandonedPlaces(user);
  return `Die Datenbank liegt in ${place}, weil der Benutzer ${user.name} den Projektordner nicht betreten darf.${left.length === 0 ? "" : `\nOrdner von gelöschten Installationen, die niemand mehr braucht: ${left.slice(0, 5).join(" ")}${left.length > 5 ? ` und ${left.length - 5} weitere` : ""}`}`;
}

/** At the address of the last one, which everybody has been told; the server itself may have lived on. */
async function reopen(cluster: Cluster, last: Opened): Promise<Opened> {
  const now = await open(cluster, last);
  if (now.process !== last.process) console.error("Die Datenbank ist beendet worden und wird neu gestartet.");
  return now;
}

async function open(cluster: Cluster, last?: Opened): Promise<Opened> {
  const { place, password, user, durable } = cluster;
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const running = runningServer(place.data);
    const address = running ?? last?.address ?? { port: await freePort(), socketFolder: socketFolderFor(place.data) };
    const adminUrl = `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${address.port}/postgres${address.socketFolder ? `?host=${encodeURIComponent(address.socketFolder)}` : ""}`;
    const process = running ? last?.process : launch(place, { ...address, durable }, user);
    const hasEnded = running ? lifeOf(place.data) : () => process!.hasEnded();
    try {
      const lock = await holdLock(adminUrl, hasEnded);
      return { address, adminUrl, process, ...lock };
    } catch (error) {
      if (!running) process?.end();
      if (error instanceof AlreadyRunning) throw error;
      // Right after a kill the old server may still be going down, or its shared memory may still be there.
      if (Date.now() > deadline) throw new Sentence(`Die Datenbank startet nicht: ${process?.lastWords() || (error instanceof Error ? error.message : "")}`, { cause: error });
      await wait(300);
    }
  }
}

function lifeOf(data: string): () => boolean {
  const pid = serverPid(data);
  return () => !isAlive(pid);
}

async function holdLock(adminUrl: string, hasEnded: () => boolean): Promise<Pick<Opened, "lock" | "ended">> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const lock = new pg.Client({ connectionString: adminUrl, application_name: "kommunalportal instance", connectionTimeoutMillis: 5_000 });
    lock.on("error", () => {});
    const ended = new Promise((resolve) => { lock.once("end", resolve); });
    try {
      await lock.connect();
    } catch (error) {
      if (hasEnded() || Date.now() > deadline) throw error;
      await wait(60);
      continue;
    }
    const { rows } = await lock.query<{ held: boolean }>("select pg_try_advisory_lock($1) as held", [instanceLock]);
    if (rows[0]?.held) return { lock, ended };
    await lock.end();
    throw new AlreadyRunning("In diesem Ordner läuft schon ein Kommunalportal. Beenden Sie es zuerst (Strg-C), oder starten Sie das zweite in einem eigenen Ordner.");
  }
}

async function stopServer(data: string, { lock, process: server }: Opened): Promise<void> {
  await lock.end().catch(() => {});
  server?.end();
  if (!existsSync(join(data, "postmaster.pid"))) return;
  const pid = serverPid(data);
  try { process.kill(pid, "SIGINT"); } catch { return; }
  for (let i = 0; i < 200; i += 1) {
    if (!isAlive(pid) || server?.hasEnded()) return;
    await wait(50);
  }
}
