import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { request } from "node:http";
import { Readable } from "node:stream";
import { test, type TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { loadCredentials } from "../frame/credentials.ts";
import { localRequest, type LocalInit } from "../testing/local-request.ts";
import { temporaryFolder } from "../testing/test-sandbox.ts";
import { until } from "../testing/until.ts";
import { handIn } from "./testing/online-service.ts";
import { seal } from "./testing/seal.ts";
import { assertProblem, claimsOf, fitWorld, LEIKA, type ServiceCall } from "./testing/test-world.ts";
import { EVENT_PREFIX } from "./event-uris.ts";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));
const clock = (): Date => new Date();

/** The sandbox as a process of its own, in a folder where its keys are, at the port whose URL stands in its events. */
async function program(t: TestContext, dataFolder: string, onPort: number) {
  const child = fork(MAIN, ["--port", String(onPort), "--smtp-port", "0", "--xta-port", "0", "--data", dataFolder], { execArgv: ["--conditions=kommunalportal-source"], stdio: ["ignore", "ignore", "inherit", "ipc"] });
  t.after(() => { child.kill("SIGKILL"); });
  // The port beside may be somebody else's by now: told at once instead of waited for.
  const [said]: unknown[] = await Promise.race([once(child, "message"), once(child, "exit").then(([code]) => assert.fail(`the sandbox ended with ${String(code)} before it was ready`))]);
  const { port } = z.object({ port: z.number() }).parse(said);
  const site = (name: string, path: string, init?: LocalInit): Promise<Response> => localRequest(`http://${name}.sandbox.localhost:${port}${path}`, init);
  const call: ServiceCall = (path, { method, token, json, body, type } = {}) => site("fit-connect", path, {
    method: method ?? (json === undefined && body === undefined ? "GET" : "POST"),
    headers: { "user-agent": "test", ...(token !== undefined && { authorization: `Bearer ${token}` }), ...((json !== undefined || type !== undefined) && { "content-type": type ?? "application/json" }) },
    ...((json !== undefined || body !== undefined) && { body: body ?? JSON.stringify(json) }),
  });
  const sandbox = {
    credentials: await loadCredentials(dataFolder),
    submit: (name: string, path: string, form: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) =>
      site(name, path, { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded", ...headers }, body: new URLSearchParams(form).toString() }),
  };
  return { child, port, call, sandbox };
}

test("what was acknowledged before a kill -9 is there afterwards, and every application is accepted in the end with one effect", async (t) => {
  const dataFolder = await temporaryFolder(t);
  const first = await fitWorld(t, { dataFolder, clock });
  await first.sandbox.close();
  const { child, call, sandbox } = await program(t, dataFolder, first.sandbox.port);
  const acknowledged: { reference: string; caseId: string }[] = [];
  const lane = async (number: number): Promise<void> => {
    for (let count = 0; ; count += 1) {
      const reference = `A-${number}-${count}`;
      const sent = await handIn({ call, sandbox }, "musterstadt", { attachments: [["Nachweis"]], metadata: { additionalReferenceInfo: { senderReference: reference } } }).catch(() => undefined);
      if (!sent) return;
      if (acknowledged.push({ reference, caseId: sent.caseId }) === 12) child.kill("SIGKILL");
    }
  };
  await Promise.all(Array.from({ length: 4 }, (_, number) => lane(number)));
  assert.ok(acknowledged.length >= 12);

  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  const world = await fitWorld(t, { dataFolder, clock, port: first.sandbox.port });
  const sent = await handIn(world, "musterstadt");
  for (const { caseId, reference } of acknowledged) {
    const names = await until(async () => {
      const found = (await world.log(caseId, sent.token)).map((set) => Object.keys(claimsOf(set).events)[0]!.slice(EVENT_PREFIX.length));
      return found.includes("accept-submission") && found;
    }, `${reference} is accepted`);
    assert.deepEqual(names.filter((name) => name !== "notify-submission"), ["create-submission", "submit-submission", "accept-submission"], reference);
  }
  const { applications } = z.object({ applications: z.array(z.looseObject({ reference: z.string(), effects: z.number(), duplicates: z.number() })) }).parse(await (await world.sandbox.call("fit-fachverfahren", "/_effects")).json());
  const seen = new Map(applications.map((entry) => [entry.reference, entry]));
  for (const { reference } of acknowledged) assert.deepEqual([seen.get(reference)?.effects, seen.get(reference)?.duplicates], [1, 0], reference);
});

test("a large attachment goes through the service without being whole in memory", { skip: !existsSync("/proc/self/status") && "this system does not tell the memory of a process" }, async (t) => {
  const dataFolder = await temporaryFolder(t);
  const first = await fitWorld(t, { dataFolder, clock });
  const own = { clientId: first.sender.clientId, clientSecret: first.sender.clientSecret };
  await first.sandbox.close();
  const { child, port, call, sandbox } = await program(t, dataFolder, first.sandbox.port);
  const peak = async (): Promise<number> => Number(/VmHWM:\s+(\d+) kB/.exec(await readFile(`/proc/${child.pid}/status`, "utf8"))?.[1]) * 1024;
  const { access_token: token } = z.object({ access_token: z.string() }).parse(await (await sandbox.submit("fit-connect", "/auth/token", { grant_type: "client_credentials", client_id: own.clientId, client_secret: own.clientSecret }, { "user-agent": "test" })).json());
  const attachment = randomUUID();
  const announced = await call("/submission-api/v2/submissions", { token, json: { destinationId: first.destinationId, announcedAttachments: [attachment], publicService: { identifier: LEIKA } } });
  const { submissionId } = z.object({ submissionId: z.string() }).parse(await announced.json());
  const [head, wrapped, iv, , tag] = seal("", first.encryption.publicJwk).split(".");
  const block = Buffer.alloc(1_000_000, "A");
  async function* jwe(megabytes: number): AsyncGenerator<Buffer> {
    yield Buffer.from(`${head}.${wrapped}.${iv}.`);
    for (let count = 0; count < megabytes; count += 1) yield block;
    yield Buffer.from(`.${tag}`);
  }
  const upload = (megabytes: number): Promise<number> => new Promise((resolve, reject) => {
    const outgoing = request({ host: "127.0.0.1", port, method: "PUT", path: `/submission-api/v2/submissions/${submissionId}/attachments/${attachment}`, agent: false,
      headers: { host: `fit-connect.sandbox.localhost:${port}`, "user-agent": "test", authorization: `Bearer ${token}`, "content-type": "application/jose" } }, (answer) => { answer.resume(); resolve(answer.statusCode ?? 0); });
    outgoing.on("error", reject);
    Readable.from(jwe(megabytes)).pipe(outgoing);
  });
  // Until the garbage collector has found its pace.
  assert.equal(await upload(50), 204);
  const before = await peak();
  assert.equal(await upload(300), 204);
  const grown = await peak() - before;
  assert.ok(grown <= 100_000_000, `${grown} bytes more for 300 MB`);
  await assertProblem(await call(`/submission-api/v2/submissions/${submissionId}`, { method: "PUT", token, json: {} }), 422, "schema-violation");
});
