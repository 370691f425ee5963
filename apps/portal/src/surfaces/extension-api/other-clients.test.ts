import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { sql } from "#platform/database";
import { until } from "../../testing/until.ts";
import { conformanceWorld } from "./testing/conformance-world.ts";
import { documentPath } from "./contract/committed-document.ts";

// Peers, not parts: docs/extension-api/other-languages.md says how to get the generators. Without them nothing is tried here.
const generators = process.env["CLIENT_GENERATORS"] ?? "";
const python = join(generators, "python", "bin");
const goTool = join(generators, "go", "oapi-codegen");
const probes = fileURLToPath(new URL("testing/other-clients/", import.meta.url));
const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), "clients-"));
after(() => { rmSync(folder, { recursive: true, force: true }); });

const wanted = generators !== "";
const world = wanted ? await conformanceWorld() : undefined;

async function environment(): Promise<Record<string, string | undefined>> {
  assert.ok(world);
  const { clientId, clientSecret, tenant } = (await world.subject()).program;
  const { port, host } = new URL(world.portal);
  const one = await world.submitted();
  await until("the feed has it", async () => (await world.db.inTenant(one.tenant, (tx) => tx.rows(sql`select from extensions.event`))).length > 0);
  return { PATH: process.env["PATH"], HOME: process.env["HOME"], ADDRESS: `http://127.0.0.1:${port}`, HOST_NAME: host, TENANT: tenant, CLIENT_ID: clientId, CLIENT_SECRET: clientSecret };
}

test("openapi-python-client makes a client that works, without a warning", { skip: !wanted || !existsSync(python) }, async () => {
  writeFileSync(join(folder, "config.yml"), "content_type_overrides:\n  application/pdf: application/octet-stream\n  application/xml: application/octet-stream\npost_hooks: []\n");
  const { stdout, stderr } = await run(join(python, "openapi-python-client"), ["generate", "--path", documentPath, "--config", join(folder, "config.yml"), "--output-path", join(folder, "portal_client"), "--meta", "none"]);
  assert.doesNotMatch(stdout + stderr, /WARNING|Unable|Unsupported/);
  const done = await run(join(python, "python3"), [join(probes, "probe.py")], { env: { ...await environment(), PYTHONPATH: folder } });
  assert.match(done.stdout, /^usable /);
});

test("oapi-codegen makes a client in Go that compiles and works", { skip: !wanted || !existsSync(goTool) }, async () => {
  const project = join(folder, "go");
  mkdirSync(join(project, "portal"), { recursive: true });
  await run(goTool, ["-generate", "types,client", "-package", "portal", "-o", join(project, "portal", "client.gen.go"), documentPath]);
  writeFileSync(join(project, "go.mod"), "module probe\n\ngo 1.24\n");
  copyFileSync(join(probes, "probe.go.txt"), join(project, "main.go"));
  const env = { ...await environment(), GOPATH: process.env["GOPATH"], GOFLAGS: "-mod=mod" };
  await run("go", ["mod", "tidy"], { cwd: project, env });
  assert.match((await run("go", ["run", "."], { cwd: project, env })).stdout, /^usable /);
});
