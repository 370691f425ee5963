import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { loadCredentials } from "../frame/credentials.ts";
import { localRequest } from "../testing/local-request.ts";
import { lendKeys } from "../testing/ready-keys.ts";
import { temporaryFolder, testSandbox } from "../testing/test-sandbox.ts";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));

test("every delivery that was acknowledged before the program was killed is there, with one effect", async (t) => {
  const dataFolder = await temporaryFolder(t);
  await lendKeys(dataFolder);
  const child = fork(MAIN, ["--port", "0", "--smtp-port", "0", "--data", dataFolder], { execArgv: ["--conditions=kommunalportal-source"], stdio: ["ignore", "ignore", "inherit", "ipc"] });
  t.after(() => { child.kill("SIGKILL"); });
  const { port } = z.object({ port: z.number() }).parse((await once(child, "message"))[0]);
  const { fachverfahren: { webhookSecret } } = await loadCredentials(dataFolder);
  const send = (id: string, to: number): Promise<Response> => {
    const body = JSON.stringify({ type: "application.submitted", data: { applicationId: id } });
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = createHmac("sha256", Buffer.from(webhookSecret.slice(6), "base64")).update(`${id}.${timestamp}.${body}`).digest("base64");
    return localRequest(`http://fachverfahren.sandbox.localhost:${to}/webhook`, { method: "POST", body, headers: {
      "content-type": "application/json", "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` } });
  };

  const acknowledged: string[] = [];
  const sender = async (lane: number): Promise<void> => {
    for (let count = 0; ; count += 1) {
      const id = `a-${lane}-${count}`;
      const answer = await send(id, port).catch(() => undefined);
      if (answer?.status !== 200) return;
      if (acknowledged.push(id) === 60) child.kill("SIGKILL");
    }
  };
  await Promise.all(Array.from({ length: 8 }, (_, lane) => sender(lane)));
  assert.ok(acknowledged.length >= 60);

  const sandbox = await testSandbox(t, { dataFolder });
  for (const id of acknowledged) assert.equal((await send(id, sandbox.port)).status, 200);
  const { applications } = z.object({ applications: z.array(z.object({ applicationId: z.string(), effects: z.number(), repeats: z.number() })) })
    .parse(await (await sandbox.call("fachverfahren", "/_effects")).json());
  const seen = new Map(applications.map((entry) => [entry.applicationId, entry]));
  for (const id of acknowledged) assert.deepEqual([seen.get(id)?.effects, seen.get(id)?.repeats], [1, 1], id);
});
