import { spawn, type ChildProcess } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { operation, record, type Json } from "../specification.ts";
import { handoverOf } from "./manifest-facts.ts";
import { fileContent, fileSha256, startStandIn, type StandIn } from "./stand-in.ts";
import type { Entries } from "./visitor.ts";

/** How an extension is started and what it is given to work on. */
export interface ExtensionSubject {
  readonly manifest: Json;
  /** Program and arguments, and where it runs. */
  readonly command: readonly [string, ...string[]];
  readonly folder: string;
  /** Answers of an application that it works on (`parts[].data`), and the service; `further` answers bring out what the first do not. */
  readonly sample?: { readonly service: string; readonly data: Json; readonly further?: readonly Json[] };
  /** Paths of its own pages. */
  readonly pages?: readonly string[];
  /** Looks at a page with a browser and names what stands in the way of people (axe); without it pages are not tried. */
  readonly lookAt?: (url: string, as?: { readonly cookie?: string }) => Promise<readonly string[]>;
  /** What somebody who was handed over fills into the form of its own page, by the names of the fields; without it submitting is not tried. */
  readonly entries?: Entries;
  /** How long what has to come of it may take. Default 20 seconds. */
  readonly patienceMs?: number;
  /** How long it may take to say that it listens. Default as `patienceMs`. */
  readonly startMs?: number;
  /** How long it has to ask nothing to count as done. Default 1 second. */
  readonly settleMs?: number;
}

/** What checks share: the stand-in, the extension as a process, and how messages are sent to it. */
export async function stage(subject: ExtensionSubject) {
  const clientId = String(subject.manifest["id"]);
  const clientSecret = "kps_conformance0_stand-in-secret-of-this-run-only";
  const data = mkdtempSync(join(tmpdir(), "conformance-"));
  const example = record(operation("getApplication").answerExample);
  const application = { ...example, ...(subject.sample ? { service: subject.sample.service, form: { service: subject.sample.service, version: "1.0.0" }, parts: [{ part: "whole", data: subject.sample.data }] } : {}), attachments: [{ id: "01890a5d-ac96-774b-bcce-b302099a8058", name: "nachweis.pdf", type: "application/pdf", size: fileContent.length, sha256: fileSha256, kind: "upload", scan: "clean", receivedAt: "2026-03-02T08:59:00.000Z" }] };
  const portal: StandIn = await startStandIn({ application, clientId, clientSecret, level: handoverOf(subject.manifest)?.level ?? "basis" });
  const port = await freePort();
  const output: string[] = [];
  let child: ChildProcess | undefined;

  async function start(): Promise<void> {
    const [program, ...rest] = subject.command;
    const started = spawn(program, rest, { cwd: subject.folder, stdio: ["ignore", "pipe", "pipe"], env: { PATH: process.env["PATH"], NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"], PORTAL_URL: portal.url, TENANT: "musterstadt", CLIENT_ID: clientId, CLIENT_SECRET: clientSecret, DATA_FOLDER: data, PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}/webhook`, PUBLIC_ORIGIN: `http://127.0.0.1:${port}` } });
    child = started;
    for (const stream of [started.stdout, started.stderr]) stream.on("data", (part: Buffer) => output.push(part.toString("utf8")));
    const listens = (): boolean => output.join("").includes("listening");
    await until("it says that it listens", () => listens() || started.exitCode !== null || started.signalCode !== null, subject.startMs);
    if (!listens()) throw new Error("it ended before it said that it listens");
  }
  async function kill(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    const running = child;
    child = undefined;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise((resolve) => { running.once("exit", resolve); });
    running.kill(signal);
    await Promise.race([ended, new Promise((resolve) => { setTimeout(resolve, 5_000); })]);
    running.kill("SIGKILL");
    output.length = signal === "SIGKILL" ? 0 : output.length;
  }
  async function until(what: string, holds: () => boolean, patienceMs = subject.patienceMs ?? 20_000): Promise<void> {
    const end = performance.now() + patienceMs;
    while (!holds()) {
      if (performance.now() > end) throw new Error(`it did not come to this: ${what}`);
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
  }

  return {
    subject, portal, output, start, kill, until,
    /** Applications with other answers than the first, of this run. */
    further: new Map<string, Json>(),
    address: `http://127.0.0.1:${port}`,
    alive: () => child !== undefined && child.exitCode === null && child.signalCode === null,
    /** A message as the portal sends it, or wrong in a chosen way. Status and milliseconds. */
    async send(given: { readonly id?: string; readonly type?: string; readonly application: string; readonly secret?: string; readonly at?: number; readonly changed?: boolean; readonly unsigned?: boolean }): Promise<{ readonly status: number; readonly milliseconds: number }> {
      const body = JSON.stringify({ type: given.type ?? "application.submitted", timestamp: new Date().toISOString(), data: { application: given.application, service: application["service"] } });
      const [id, timestamp] = [given.id ?? randomUUID(), String(Math.floor((given.at ?? Date.now()) / 1000))];
      const secret = given.secret ?? portal.webhookSecret() ?? "";
      const signature = `v1,${createHmac("sha256", Buffer.from(secret.slice(6), "base64")).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
      const began = performance.now();
      const answer = await fetch(`http://127.0.0.1:${port}/webhook`, { method: "POST", body: given.changed === true ? `${body} ` : body, signal: AbortSignal.timeout(30_000), headers: { "content-type": "application/json", ...(given.unsigned === true ? {} : { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature }) } });
      await answer.arrayBuffer();
      return { status: answer.status, milliseconds: performance.now() - began };
    },
    async close(): Promise<void> { await kill("SIGTERM"); await portal.close(); rmSync(data, { recursive: true, force: true }); },
  };
}

export type Stage = Awaited<ReturnType<typeof stage>>;

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => { const address = probe.address(); probe.close(() => { resolve(typeof address === "object" && address ? address.port : 0); }); });
  });
}
