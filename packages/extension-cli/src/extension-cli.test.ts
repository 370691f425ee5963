import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { checkExtension, kinds } from "./index.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const tool = fileURLToPath(new URL("main.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "tool-"));
after(() => rmSync(folder, { recursive: true, force: true }));

interface Said { readonly code: number; readonly text: string }
async function type(cwd: string, ...args: readonly string[]): Promise<Said> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ["--conditions=kommunalportal-source", tool, ...args], { cwd, env: { PATH: process.env["PATH"], HOME: folder, NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] } });
    return { code: 0, text: stdout + stderr };
  } catch (error) {
    const { code, stdout = "", stderr = "" } = error as { readonly code?: number; readonly stdout?: string; readonly stderr?: string };
    return { code: code ?? -1, text: stdout + stderr };
  }
}

async function made(kind: string, name: string): Promise<string> {
  const { code, text } = await type(folder, "new", kind, name);
  assert.equal(code, 0, text);
  const project = join(folder, name);
  // Stands for `npm install`: the packages lie in this repository.
  mkdirSync(join(project, "node_modules"));
  symlinkSync(join(root, "node_modules", "@kommunalportal"), join(project, "node_modules", "@kommunalportal"));
  return project;
}

test("there is a template of every kind", () => {
  assert.deepEqual(kinds, ["case-tab", "form-step", "online-service", "processor", "widget"]);
});

describe("every kind", { concurrency: 3 }, () => {
  for (const kind of kinds) {
    test(`${kind}: made, it keeps every rule of the conformance kit that needs no browser, and is packed without what is its own`, async () => {
      const project = await made(kind, `mein-${kind}`);
      writeFileSync(join(project, ".env"), "CLIENT_SECRET=geheim\n");
      const { code, text } = await type(project, "check");
      assert.equal(code, 0, text);
      const open = [...text.matchAll(/^[–✗] ([\w.-]+)/gm)].map(([, id]) => id);
      assert.deepEqual(open, { processor: [], "online-service": ["pages.sound"] }[kind] ?? ["places.for-all"], text);
      assert.match(text, kind === "processor" ? /level 3/ : /level 2/);
      const packed = await type(project, "pack");
      const archive = join(project, packed.text.trim());
      assert.ok(existsSync(archive), packed.text);
      const { stdout } = await promisify(execFile)("tar", ["-tzf", archive]);
      const files = stdout.split("\n").filter(Boolean).map((line) => line.replace("package/", ""));
      assert.ok(["manifest.json", "package.json", "src/main.ts"].every((file) => files.includes(file)), stdout);
      assert.deepEqual(files.filter((file) => /\.env|^data|node_modules/.test(file)), []);
    });
  }
});

test("an address where something else runs is said, with what to do about it, before anything is started", async () => {
  const project = await made("case-tab", "besetzt");
  const other = createServer();
  await new Promise<void>((done) => { other.listen(0, "127.0.0.1", done); });
  try {
    const { port } = other.address() as AddressInfo;
    writeFileSync(join(project, ".env"), `PORTAL_URL=http://127.0.0.1:1\nTENANT=t\nCLIENT_ID=besetzt\nCLIENT_SECRET=kps_x\nPORT=${port}\n`);
    const { code, text } = await type(project, "dev");
    assert.equal(code, 1);
    assert.match(text, new RegExp(`Port ${port} is in use`));
    assert.doesNotMatch(text, /EADDRINUSE|\bat /);
  } finally {
    other.close();
  }
});

test("what is wrong before it runs is said, and then nothing is run", async () => {
  const project = await made("widget", "kaputt");
  const path = join(project, "manifest.json");
  writeFileSync(path, readFileSync(path, "utf8").replace('"version": "0.1.0"', '"version": "0.2.0"'));
  const { code, text } = await type(project, "check");
  assert.deepEqual([code, /package\.json has version 0\.1\.0, manifest\.json 0\.2\.0/.test(text), /manifest\.shape/.test(text)], [1, true, false], text);
  assert.equal((await type(project, "pack")).code, 1);
});

test("an extension that misbehaves does not pass, and the rule that it breaks is named", async () => {
  const project = await made("widget", "offen");
  const path = join(project, "src", "main.ts");
  writeFileSync(path, readFileSync(path, "utf8").replace("{ headers: pageHeaders({ framedBy: portalAndTowns(settings.portal), publicFor: 60 }) }", '{ headers: { "content-type": "text/html" } }'));
  const { code, text } = await type(project, "check");
  assert.equal(code, 1);
  assert.match(text, /✗ places\.sound: .*\n {4}kachel: has no Content-Security-Policy/);
});

test("the examples have nothing wrong before they run", () => {
  for (const example of ["hundesteuer", "hausverwaltung", "terminwahl", "aktenabgleich", "wertstoffhof"]) assert.deepEqual(checkExtension(join(root, "examples", `${example}-extension`)), [], example);
});
