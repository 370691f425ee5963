import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:http";
import { createInterface } from "node:readline";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pino from "pino";
import { signWebhook } from "#platform/crypto";
import { sql } from "#platform/database";
import { eventHandlers } from "#platform/events";
import { newId } from "#platform/ids";
import { startWorker, type Worker } from "#platform/jobs";
import { pdf, smallDog } from "../../modules/extensions/testing/world.ts";
import { apiWorld } from "./testing/api-world.ts";
import { freePort } from "../../testing/free-port.ts";
import { until } from "../../testing/until.ts";

const program = fileURLToPath(new URL("../../../../../examples/hundesteuer-extension/src/main.ts", import.meta.url));
const [portalPort, programPort] = [await freePort(), await freePort()];
const apex = `http://portal.localhost:${portalPort}`;
const folder = mkdtempSync(join(tmpdir(), "hundesteuer-"));
// Hooks run in the order in which they were registered: the worker has to end before its database goes.
let worker: Worker | undefined;
after(async () => { await worker?.stop(); rmSync(folder, { recursive: true, force: true }); });
const world = await apiWorld({ clock: "real", trustedHosts: [`127.0.0.1:${programPort}`], apex });
const { extensions, applications, answers, musterstadt, db } = world;
await world.app.listen({ port: portalPort, host: "127.0.0.1" });

const rooms = [applications, answers, extensions];
worker = await startWorker({
  url: world.t.urls.worker, concurrency: 4, log: pino({ level: "silent" }),
  handlers: Object.assign(eventHandlers(rooms.flatMap(({ subscriptions }) => [...subscriptions]), (reason, work) => db.asOperator(reason, work)), ...rooms.map(({ jobs }) => jobs)),
});

const manifest: unknown = JSON.parse(readFileSync(fileURLToPath(new URL("../../../../../examples/hundesteuer-extension/manifest.json", import.meta.url)), "utf8"));
const registered = await extensions.registerClient({ manifest, actor: { kind: "system", what: "test" } });
assert.ok(registered.ok, JSON.stringify(registered));
const client = registered.client.id;
const secret = await extensions.addSecret({ client, actor: { kind: "system", what: "test" } });
assert.ok(secret.ok);
await world.permit({ client, tenant: musterstadt, scopes: registered.client.manifest.scopes.map(({ scope }) => scope), services: ["hund-anmelden"], offices: ["steueramt"] });

/** The example as a process of its own, with nothing of ours in it but addresses and its credentials. */
async function startProgram(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["--conditions=kommunalportal-source", program], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env["PATH"], NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"], PORTAL_URL: apex, TENANT: "musterstadt", CLIENT_ID: client, CLIENT_SECRET: secret.ok ? secret.secret : "", DATA_FOLDER: folder, PORT: String(programPort), PUBLIC_URL: `http://127.0.0.1:${programPort}/webhook` },
  });
  after(() => child.kill("SIGKILL"));
  const faults: string[] = [];
  child.stderr.on("data", (data: Buffer) => faults.push(data.toString()));
  await new Promise<void>((resolve, reject) => {
    createInterface(child.stdout).on("line", (line) => { if (line.includes("listening")) resolve(); });
    child.once("exit", () => { reject(new Error(`the example ended: ${faults.join("")}`)); });
  });
  return child;
}
const statusOf = async (application: string) => (await db.inTenant(musterstadt.id, (tx) => applications.view(tx, application)))?.status;
/** Its port and its folder are the next one's. */
async function end(child: ChildProcess, signal: "SIGTERM" | "SIGKILL"): Promise<void> {
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
}
const logOf = (application: string) => db.inTenant(musterstadt.id, async (tx) => (await applications.timeline(tx, application, { kind: "tenant" }, "office")).map(({ type }) => type).filter((type) => type !== "rendered"));

test("the example takes over what came before it, is told of what comes, and answers up to the decision", async () => {
  const account = newId();
  const before = await world.submitted({ account });
  await world.answers.setConsent({ application: before.application, account, agreed: true });
  await until("the worker has told of it", async () => (await db.inTenant(musterstadt.id, (tx) => tx.rows(sql`select from extensions.event`))).length > 0);
  let child = await startProgram();
  await until("a decision for the earlier application", async () => await statusOf(before.application) === "decided");
  assert.deepEqual(await logOf(before.application), ["submitted", "acknowledged", "status-changed", "status-changed", "decision"]);

  // By webhook now. Without an account the letter goes by post.
  const visitor = await world.submitted();
  await until("a decision by post", async () => await statusOf(visitor.application) === "decided");
  const [decision] = await db.inTenant(musterstadt.id, (tx) => answers.decisions(tx, visitor.application));
  assert.deepEqual([decision?.way, decision?.state], ["post", "to-post"]);

  // With an attachment and a wish for a reduction a person decides.
  const reduced = await world.submitted({ account, answers: { ...smallDog, haltung: { weitere: 0, ermaessigung: true, grund: "assistenz", richtig: true } }, uploads: [{ path: "haltung.nachweis", bytes: pdf("Ausweis des Assistenzhundes") }] });
  await until("a message", async () => (await logOf(reduced.application)).includes("message"));
  assert.equal(await statusOf(reduced.application), "in-progress");
  const kept = JSON.parse(readFileSync(join(folder, "cases", reduced.application, "application.json"), "utf8")) as { attachments: { id: string }[]; parts: unknown };
  assert.deepEqual(readFileSync(join(folder, "cases", reduced.application, kept.attachments[0]?.id ?? "")), pdf("Ausweis des Assistenzhundes"));
  assert.deepEqual(world.delivered.filter((message) => message.account === account).map(({ kind }) => kind), ["status", "decision", "status", "status"]);

  // Killed and started again it does nothing twice.
  const counted = await logOf(visitor.application);
  await end(child, "SIGKILL");
  const missed = await world.submitted();
  child = await startProgram();
  await until("a decision for what came while it was away", async () => await statusOf(missed.application) === "decided");
  assert.deepEqual(await logOf(visitor.application), counted);
  await end(child, "SIGTERM");
});

function send(headers: Readonly<Record<string, string>>, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", port: programPort, path: "/webhook", method: "POST", headers }, (answer) => { answer.resume(); resolve(answer.statusCode ?? 0); }).once("error", reject).end(body);
  });
}

test("the example refuses forged and old messages and recognises a repeated one", async () => {
  const child = await startProgram();
  const lines = readFileSync(join(folder, "journal.jsonl"), "utf8").trim().split("\n").map((line) => JSON.parse(line) as [string, string]);
  const known = lines.find(([name]) => name === "webhook-secret")?.[1] ?? "";
  const body = JSON.stringify({ type: "application.withdrawn", timestamp: new Date().toISOString(), data: { application: newId() } });
  const now = Math.floor(Date.now() / 1000);
  const signed = (timestamp: number, key = known) => ({ ...signWebhook([key], { id: "message-1", timestamp, body }) });
  assert.equal(await send(signed(now, `whsec_${Buffer.alloc(32, 7).toString("base64")}`), body), 401, "signed by somebody else");
  assert.equal(await send(signed(now), body.replace("withdrawn", "submitted")), 401, "changed on the way");
  assert.equal(await send({ ...signed(now), "webhook-id": "message-2" }, body), 401, "under another id");
  assert.equal(await send(signed(now - 301), body), 401, "recorded and played again later");
  assert.equal(await send({}, body), 401, "not signed");
  assert.equal(await send(signed(now), body), 204);
  assert.equal(await send(signed(now), body), 204);
  const noted = readFileSync(join(folder, "journal.jsonl"), "utf8").split("\n").filter((line) => line.startsWith('["seen:message-1"') || line.startsWith('["todo:message-1","{'));
  assert.equal(noted.length, 2, "noted once, and to be done once");
  await end(child, "SIGTERM");
});

test("after the town has revoked the permission the example reads and is told nothing more", async () => {
  const child = await startProgram();
  assert.equal(await extensions.revokePermission({ tenant: musterstadt.id, client, actor: { kind: "staff", id: "sven-super" } }), true);
  const later = await world.submitted();
  await until("the feed has it", async () => (await db.inTenant(musterstadt.id, (tx) => tx.rows(sql`select from extensions.event where application_id = ${later.application}`))).length > 0);
  await wait(300);
  assert.equal(await statusOf(later.application), "submitted");
  assert.equal(existsSync(join(folder, "cases", later.application)), false);
  await end(child, "SIGTERM");
});
