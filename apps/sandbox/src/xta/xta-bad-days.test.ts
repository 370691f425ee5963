import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { inMemory, transportStatus, XtaException, XtaUnreachable } from "@kommunalportal/xta";
import { z } from "zod";
import { temporaryFolder, testSandbox } from "../testing/test-sandbox.ts";
import { until } from "../testing/until.ts";
import { application, order, send, xtaClient } from "../testing/xta-client.ts";
import { loadIdentities } from "./identities.ts";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));
const sink = inMemory(1e6);
const MB = 1024 * 1024;

test("every disturbance ends in an error of its kind, and is over after the number of times it was set for", async (t) => {
  const sandbox = await testSandbox(t);
  const [portal, impatient] = [xtaClient(t, sandbox, "portal"), xtaClient(t, sandbox, "portal", { timeoutMs: 2000 })];
  const kinds: string[] = [];
  for (const mode of ["down", "slow", "error", "garbage", "cutAnswer", "dropAnswer", "redirect", "technicalProblem", "wrongCertificate"]) {
    assert.equal((await sandbox.send("xta", "/_control", { mode, times: 1, delayMs: 4000 })).status, 200);
    const error = await (mode === "slow" ? impatient : portal).createMessageId().then(() => assert.fail(mode), (thrown: unknown) => thrown);
    kinds.push(error instanceof XtaUnreachable ? `${mode} ${error.reason} ${error.status ?? ""}`.trim() : error instanceof XtaException ? `${mode} ${error.code}` : String(error));
    await portal.createMessageId();
  }
  assert.deepEqual(kinds, [
    "down http 503", "slow timeout", "error http 500", "garbage bad-answer", "cutAnswer bad-answer", "dropAnswer network", "redirect http 302", "technicalProblem 9030", "wrongCertificate network",
  ]);
});

test("a message whose acknowledgement was lost is there once, and sending it again says so", async (t) => {
  const sandbox = await testSandbox(t);
  const portal = xtaClient(t, sandbox, "portal");
  await sandbox.send("xta", "/_control", { reader: "off" });
  const messageId = await portal.createMessageId();
  await sandbox.send("xta", "/_control", { mode: "dropAnswer", times: 1 });
  const metaData = order(messageId, "MUS-1");
  await assert.rejects(portal.sendMessage({ metaData, container: application }), XtaUnreachable);
  await assert.rejects(portal.sendMessage({ metaData, container: application }), (error) => error instanceof XtaException && error.advice === "check-report");
  assert.equal((await portal.getTransportReport(messageId)).metaData.msgIdentification.messageId, messageId);
});

test("what was acknowledged before the program was killed is there with its content, and has one effect", async (t) => {
  const dataFolder = await temporaryFolder(t);
  const child = fork(MAIN, ["--port", "0", "--smtp-port", "0", "--xta-port", "0", "--data", dataFolder], { execArgv: ["--conditions=kommunalportal-source"], stdio: ["ignore", "ignore", "inherit", "ipc"] });
  t.after(() => { child.kill("SIGKILL"); });
  const { xtaPort } = z.object({ xtaPort: z.number() }).parse((await once(child, "message"))[0]);
  const xtaIdentities = await loadIdentities(dataFolder);
  const acknowledged = new Map<string, string>();
  const lane = async (number: number): Promise<void> => {
    const portal = xtaClient(t, { xtaPort, xtaIdentities }, "portal");
    for (let count = 0; ; count += 1) {
      const reference = `MUS-${number}-${count}`;
      const content = { kind: "plain", message: { contentType: "text/plain", bytes: Buffer.from(reference.repeat(100)) } } as const;
      const messageId = await send(portal, reference, {}, content).catch(() => undefined);
      if (messageId === undefined) return;
      if (acknowledged.set(messageId, reference).size === 60) child.kill("SIGKILL");
    }
  };
  await Promise.all([1, 2, 3, 4, 5, 6].map(lane));
  assert.ok(acknowledged.size >= 60);

  const sandbox = await testSandbox(t, { dataFolder });
  const reader = xtaClient(t, sandbox, "fachverfahren");
  for (const [messageId, reference] of acknowledged) {
    const { container } = await reader.getMessage({ selector: { messageIds: [messageId] } }, sink);
    assert.equal(container?.kind === "plain" && Buffer.from(container.message.content).toString(), reference.repeat(100));
  }
  await sandbox.send("xta", "/_fetch", {});
  const { cases } = z.object({ cases: z.array(z.object({ messageId: z.string(), answers: z.array(z.object({ sent: z.boolean() })) })) }).parse(await (await sandbox.call("xta", "/_effects")).json());
  const effects = new Map(cases.map((found) => [found.messageId, found.answers.length]));
  for (const messageId of acknowledged.keys()) assert.equal(effects.get(messageId), 1, messageId);
  const portal = xtaClient(t, sandbox, "portal");
  for (const messageId of acknowledged.keys()) assert.equal(transportStatus(await portal.getTransportReport(messageId)), "green");
});

test("the Fachverfahren that is stopped between case and answer sends the answer once", async (t) => {
  const dataFolder = await temporaryFolder(t);
  const first = await testSandbox(t, { dataFolder });
  await first.send("xta", "/_control", { reader: "keep" });
  const messageId = await send(xtaClient(t, first, "portal"), "MUS-1");
  await first.send("xta", "/_fetch", {});
  await first.close();
  const second = await testSandbox(t, { dataFolder });
  await second.send("xta", "/_control", { fetchEveryMs: 50 });
  const portal = xtaClient(t, second, "portal");
  const answers = async (): Promise<number> => (await portal.getStatusList({ selector: { relatesTo: [{ value: messageId }] } })).list.metaData?.length ?? 0;
  await until(async () => await answers() > 0, "the answer is sent");
  await second.send("xta", "/_fetch", {});
  assert.equal(await answers(), 1);
});

test("a 100 MB attachment goes to the mailbox and back over HTTPS, with bounded memory", async (t) => {
  const sandbox = await testSandbox(t);
  await sandbox.send("xta", "/_control", { reader: "off", maxMegabytes: 120 });
  const portal = xtaClient(t, sandbox, "portal");
  const reader = xtaClient(t, sandbox, "fachverfahren", { limits: { maxMessageBytes: 120 * MB } });
  const chunk = Buffer.alloc(64 * 1024, "Anlage ");
  const large = async function* () { for (let sent = 0; sent < 100 * MB; sent += chunk.length) yield chunk; };
  const expected = createHash("sha256");
  for await (const piece of large()) expected.update(piece);
  const held = (): number => { const { arrayBuffers, heapUsed } = process.memoryUsage(); return arrayBuffers + heapUsed; };
  const before = held();
  let peak = before;
  const watch = setInterval(() => { peak = Math.max(peak, held()); }, 5);
  const began = performance.now();
  const messageId = await send(portal, "MUS-1", {}, { kind: "plain", message: { contentType: "text/plain", bytes: Buffer.from("siehe Anlage") }, attachments: [{ contentType: "application/pdf", bytes: large }] });
  const digest = createHash("sha256");
  const { metaData } = await reader.getMessage({ selector: { messageIds: [messageId] } }, async (place, bytes) => {
    for await (const piece of bytes) if (place.role === "attachment") digest.update(piece);
  });
  clearInterval(watch);
  t.diagnostic(`${Math.round(200 / ((performance.now() - began) / 1000))} MB/s, ${Math.round((peak - before) / MB)} MB more memory`);
  assert.equal(digest.digest("hex"), expected.digest("hex"));
  assert.equal(metaData?.msgSize, 100 * MB + 12);
  // Sender, server and reader are this one process.
  assert.ok(peak - before < 96 * MB, `memory grew by ${Math.round((peak - before) / MB)} MB`);
});
