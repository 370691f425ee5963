import assert from "node:assert/strict";
import { fork, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, stat, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { startSandbox } from "../start-sandbox.ts";
import { checkPage } from "../testing/check-page.ts";
import { localRequest } from "../testing/local-request.ts";
import { temporaryFolder, testSandbox } from "../testing/test-sandbox.ts";
import { credentialsPath, loadCredentials } from "./credentials.ts";
import { readSettings } from "./settings.ts";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));

async function busyPort(t: TestContext): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => { server.close(); });
  return (server.address() as AddressInfo).port;
}

async function endOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return child.exitCode;
}

test("the index explains the sandbox and links to every system, each of which answers at its own host", async (t) => {
  const sandbox = await testSandbox(t);
  const index = await sandbox.call("", "/");
  const source = await index.clone().text();
  await checkPage(index);
  for (const site of ["bundid", "staff", "payment", "fachverfahren", "xta", "mail"]) {
    assert.ok(source.includes(`href="http://${site}.sandbox.localhost:${sandbox.port}/"`), site);
    await checkPage(await sandbox.call(site, "/"));
    assert.match((await sandbox.call(site, "/sandbox.css")).headers.get("content-type") ?? "", /^text\/css/);
    await checkPage(await sandbox.call(site, "/gibt-es-nicht"), 404);
  }
});

test("health answers on every host, an unknown host is refused", async (t) => {
  const sandbox = await testSandbox(t);
  assert.equal((await fetch(`http://127.0.0.1:${sandbox.port}/health`)).status, 200);
  assert.equal((await sandbox.call("payment", "/health")).status, 200);
  for (const host of ["127.0.0.1", "evil.example", "x.sandbox.localhost", "sandbox.localhost.evil.example", "?.sandbox.localhost"]) {
    assert.equal((await localRequest(`http://localhost:${sandbox.port}/`, { headers: { host } })).status, 421, host);
  }
});

test("keys are made on the first start, kept on the next, and readable by their owner only", async (t) => {
  const dataFolder = await temporaryFolder(t);
  const first = await loadCredentials(dataFolder);
  assert.deepEqual(await loadCredentials(dataFolder), first);
  assert.notEqual((await loadCredentials(await temporaryFolder(t))).payment.clientSecret, first.payment.clientSecret);
  assert.equal((await stat(credentialsPath(dataFolder))).mode & 0o077, 0);
});

test("a damaged file of keys, a busy port and a folder that is a file end the start with a sentence", async (t) => {
  const dataFolder = await temporaryFolder(t);
  const port = await busyPort(t);
  const sentence = (pattern: RegExp) => (error: unknown): boolean =>
    error instanceof Error && "sentence" in error && typeof error.sentence === "string" && pattern.test(error.sentence);
  await assert.rejects(startSandbox({ dataFolder, port }), sentence(/belegt/));
  await assert.rejects(startSandbox({ dataFolder, port: 0, smtpPort: port }), sentence(/Mail.*belegt/));
  await assert.rejects(startSandbox({ dataFolder, port: 0, smtpPort: 0, clamdPort: port }), sentence(/Virenprüfung.*belegt/));
  await writeFile(credentialsPath(dataFolder), "{");
  await assert.rejects(startSandbox({ dataFolder, port: 0, smtpPort: 0 }), sentence(/beschädigt/));
  const file = join(dataFolder, "file");
  await writeFile(file, "");
  await assert.rejects(startSandbox({ dataFolder: join(file, "x"), port: 0, smtpPort: 0 }), sentence(/anlegen/));
});

test("a failed start leaves no port open behind it", async (t) => {
  const dataFolder = await temporaryFolder(t);
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => { server.close(resolve); });
  await assert.rejects(startSandbox({ dataFolder, port, smtpPort: await busyPort(t) }));
  const sandbox = await startSandbox({ dataFolder, port, smtpPort: 0 });
  await sandbox.close();
});

test("settings come from arguments before variables, and all mistakes are named at once", () => {
  const read = readSettings(["--port", "1", "--data", "/x"], { SANDBOX_PORT: "2", PORTAL_PORT: "3", SANDBOX_SMTP_PORT: "", SANDBOX_CLAMD_PORT: "off" });
  assert.deepEqual(read, { ok: true, exitWithStdin: false, options: { port: 1, portalPort: 3, smtpPort: 8025, dataFolder: "/x" } });
  const wrong = readSettings(["--port", "x", "--smtp-port=70000"], { PORTAL_PORT: "-1" });
  assert.equal(wrong.ok ? 0 : wrong.problems.length, 3);
  assert.equal(readSettings(["--unknown"], {}).ok, false);
});

test("the program says a busy port in one sentence, without a stack", async (t) => {
  const child = spawn(process.execPath, ["--conditions=kommunalportal-source", MAIN, "--port", String(await busyPort(t)), "--data", await temporaryFolder(t)], { stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  child.stderr.on("data", (chunk: Buffer) => { text += chunk.toString(); });
  assert.equal(await endOf(child), 1);
  assert.match(text, /^Der Port \d+ \(Sandbox\) ist schon belegt\. [^\n]+\n$/);
});

test("the program tells its parent when it is ready and ends with it", async (t) => {
  const folder = await temporaryFolder(t);
  const child = fork(MAIN, ["--port", "0", "--smtp-port", "0", "--data", folder], { execArgv: ["--conditions=kommunalportal-source"], stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const [ready]: unknown[] = await once(child, "message");
  assert.ok(typeof ready === "object" && ready !== null && "port" in ready && typeof ready.port === "number");
  assert.equal((await fetch(`http://127.0.0.1:${ready.port}/health`)).status, 200);
  child.disconnect();
  assert.equal(await endOf(child), 0);
});

test("the program ends when its standard input does, if it was asked to", async (t) => {
  const folder = await temporaryFolder(t);
  await mkdir(folder, { recursive: true });
  const child = spawn(process.execPath, ["--conditions=kommunalportal-source", MAIN, "--port", "0", "--smtp-port", "0", "--data", folder, "--exit-with-stdin"], { stdio: ["pipe", "pipe", "inherit"] });
  await once(child.stdout, "data");
  child.stdin.end();
  assert.equal(await endOf(child), 0);
});
