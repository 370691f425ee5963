import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { createOutbound } from "#platform/http";
import { createClamdScanner, noScanner } from "#platform/scan";
import { startSandbox } from "../../../sandbox/src/start-sandbox.ts";
import { lendKeys } from "../../../sandbox/src/testing/ready-keys.ts";
import { bundidProbe } from "./bundid-probe.ts";
import { mailProbe } from "./mail-probe.ts";
import { uploadsProbe } from "./uploads-probe.ts";

const folder = mkdtempSync(join(tmpdir(), "probes-"));
await lendKeys(folder);
const sandbox = await startSandbox({ dataFolder: folder, port: 0, smtpPort: 0, clamdPort: 0 });
const closedPort = await new Promise<number>((resolve) => { const server = createServer().listen(0, "127.0.0.1", () => { const address = server.address(); server.close(() => { resolve(typeof address === "object" && address ? address.port : 0); }); }); });
after(async () => { await sandbox.close(); rmSync(folder, { recursive: true, force: true }); });

test("BundID works while its metadata can be fetched at its own name", async () => {
  const host = `bundid.sandbox.localhost:${sandbox.port}`;
  const outbound = createOutbound({ trustedHosts: [host, `127.0.0.1:${closedPort}`] });
  assert.equal(await bundidProbe(outbound, `http://${host}/idp`)(), true);
  assert.equal(await bundidProbe(outbound, `http://${host}/nowhere`)(), false);
  assert.equal(await bundidProbe(outbound, `http://127.0.0.1:${closedPort}/`)(), false);
});
test("mail works while the server greets, and a probe sends nothing", async () => {
  assert.equal(await mailProbe(`smtp://127.0.0.1:${sandbox.smtpPort}`)(), true);
  assert.equal(await mailProbe(`smtp://127.0.0.1:${closedPort}`)(), false);
  const rude = createServer((socket) => { socket.end("554 no\r\n"); });
  await new Promise<void>((resolve) => { rude.listen(0, "127.0.0.1", resolve); });
  const address = rude.address();
  assert.equal(await mailProbe(`smtp://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`)(), false);
  rude.close();
});
test("uploads work with room on the disk and a scanner that looks, or unchecked where that is allowed", async () => {
  const files = { hasRoomFor: () => Promise.resolve(true) };
  const scanner = createClamdScanner({ address: { host: "127.0.0.1", port: sandbox.clamdPort ?? 0 }, timeoutMs: 30_000 });
  const down = createClamdScanner({ address: { host: "127.0.0.1", port: closedPort }, timeoutMs: 30_000 });
  assert.equal(await uploadsProbe({ files, scanner, mayGoUnchecked: false })(), true);
  assert.equal(await uploadsProbe({ files, scanner: down, mayGoUnchecked: true })(), false);
  assert.equal(await uploadsProbe({ files, scanner: noScanner, mayGoUnchecked: true })(), true);
  assert.equal(await uploadsProbe({ files, scanner: noScanner, mayGoUnchecked: false })(), false);
  assert.equal(await uploadsProbe({ files: { hasRoomFor: () => Promise.resolve(false) }, scanner, mayGoUnchecked: true })(), false);
});
