import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { startChild, type Child } from "../scripts/demo/children.ts";
import { databaseFor } from "../scripts/demo/database.ts";
import { portalSettings } from "../scripts/demo/portal-settings.ts";
import type { Revival } from "../scripts/demo/revival.ts";
import { bundidFiles, demoSecrets } from "../scripts/demo/secrets.ts";
import type { RoleUrls } from "../apps/portal/src/platform/database/index.ts";
import { freePort } from "../apps/portal/src/testing/free-port.ts";

export interface Installation {
  readonly ports: { readonly portal: number; readonly sandbox: number; readonly smtp: number; readonly xta: number };
  readonly urls: RoleUrls;
  readonly settings: Readonly<Record<string, string>>;
  readonly web: Child;
  readonly worker: Child;
  readonly sandbox: Child;
  /** Lets the database server die as hard as a server can. */
  killDatabase(): void;
  origin(label?: string): string;
  stop(): Promise<void>;
}

const root = join(import.meta.dirname, "..");

/**
 * Everything as `npm start` runs it, each part a process of its own that can be killed: for the bench, the bad days and the endurance runs. One web process unless `env` asks for more
 * (`WEB_PROCESSES`); then `web` is the one that leads them.
 */
export async function openInstallation(folder: string, options: { readonly env?: Readonly<Record<string, string>>; readonly worker?: boolean; /** Base domain below which the towns lie. Default `portal.localhost`. */ readonly domain?: string; /** As in `npm start`; without it a database that was killed stays dead. */ readonly revival?: Revival; /** The world outside makes all its keys anew, as in `npm start`; otherwise it has those of the test run, where it is one. */ readonly ownKeys?: boolean } = {}): Promise<Installation> {
  mkdirSync(folder, { recursive: true });
  // A `mkdtemp` lets nobody else in, and as root the server is somebody else: its data would go to a place that outlives the folder.
  chmodSync(folder, 0o755);
  const secrets = demoSecrets(folder);
  // In a test run others have loaded this code before, and keys are lent; what is measured or walked for hours starts as it does for everybody.
  const inTestRun = process.env["TEST_KEYS_FOLDER"] !== undefined;
  const database = await databaseFor({ folder, root, secrets, given: undefined, compiled: inTestRun, ...(options.revival ? { revival: options.revival } : {}) });
  const [portal, sandboxPort, smtp, xta] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const ports = { portal: portal!, sandbox: sandboxPort!, smtp: smtp!, xta: xta!, examples: 8_095 };
  const failed = (name: string): void => { throw new Error(`${name} did not start`); };
  const start = (name: string, file: string, env: Readonly<Record<string, string>>): Child => startChild({ name, file: join(root, file), env: { ...env, ...options.env }, onFailedStart: failed, deathsPerMinute: 10_000, onRestart: () => {} });
  if (!options.ownKeys && inTestRun) await (await import("../apps/sandbox/src/testing/ready-keys.ts")).lendKeys(join(folder, "sandbox"));
  const sandbox = start("sandbox", "apps/sandbox/src/main.ts", { SANDBOX_PORT: String(ports.sandbox), PORTAL_PORT: String(ports.portal), SANDBOX_SMTP_PORT: String(ports.smtp), SANDBOX_XTA_PORT: String(ports.xta), SANDBOX_DATA: join(folder, "sandbox") });
  await sandbox.ready;
  const domain = options.domain ?? "portal.localhost";
  const settings = { ...await portalSettings({ folder, ports, secrets, urls: database.urls, bundid: await bundidFiles(folder) }), PUBLIC_ORIGIN: `http://${domain}:${ports.portal}`, LOG_LEVEL: "fatal", TRUSTED_PROXIES: "127.0.0.1", WEB_PROCESSES: "1", ...options.env };
  await database.seedOnce(settings);
  const web = start("web", "apps/portal/src/main.ts", { ...settings, ROLE: "web" });
  const worker = options.worker === false ? web : start("worker", "apps/portal/src/main.ts", { ...settings, ROLE: "worker" });
  await Promise.all([web.ready, worker.ready]);
  return {
    killDatabase: () => { const pid = database.serverPid?.(); if (pid !== undefined) killFamily(pid); },
    ports, urls: database.urls, settings, web, worker, sandbox,
    origin: (label) => `http://${label ? `${label}.` : ""}${domain}:${ports.portal}`,
    async stop() {
      await Promise.all([web.stop(), worker.stop()]);
      await sandbox.stop();
      await database.stop();
    },
  };
}

/** Living processes that a process has begun itself: of the one that leads the web processes, these. */
export function childrenOf(pid: number | undefined): readonly number[] {
  const all = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n").map((line) => line.trim().split(/\s+/).map(Number));
  return all.flatMap(([child, parent]) => (parent === pid && child !== undefined ? [child] : []));
}

/** The server with its processes: those that serve a connection would live on for a moment, and on a busy machine commit what is being sent. */
function killFamily(pid: number): void {
  for (const one of [pid, ...childrenOf(pid)]) {
    try { process.kill(one, "SIGKILL"); } catch (error) { if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error; }
  }
}
