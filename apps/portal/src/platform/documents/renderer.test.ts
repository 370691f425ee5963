import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createRenderer, DocumentRefused, type Renderer, RendererFailed, type RendererOptions } from "./index.ts";

const fontsDir = fileURLToPath(new URL("../../../templates/fonts", import.meta.url));
const HEAD = '#let data = json(bytes(sys.inputs.data))\n#set document(title: "Titel", date: auto)\n#set text(lang: "de", font: "Noto Sans", fallback: false)\n';
const SVG = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>";
const TEMPLATES = {
  plain: `${HEAD}= Titel\n#data.at("text", default: "")`,
  "no-alt": `${HEAD}= Titel\n#image(bytes("${SVG}"), format: "svg")`,
  "heading-skip": `${HEAD}= Titel\n=== Zu tief`,
  "no-title": "#set document(date: auto)\n= Titel",
  outside: `${HEAD}#read("/../../../../../../etc/hostname")`,
  heavy: `${HEAD}= Titel\n#for i in range(data.n) [Absatz #i #lorem(20)\n\n]`,
};
const UA = { standard: "ua-1" } as const;

async function rendererFor(t: TestContext, options: Partial<RendererOptions> = {}, more: Readonly<Record<string, string>> = {}): Promise<Renderer> {
  const templatesDir = await mkdtemp(join(tmpdir(), "templates-"));
  for (const [name, source] of Object.entries({ ...TEMPLATES, ...more })) await writeFile(join(templatesDir, `${name}.typ`), source);
  const renderer = createRenderer({ templatesDir, fontsDir, recycleAfter: 1_000, timeoutMs: 20_000, ...options });
  t.after(async () => {
    await renderer.close();
    await rm(templatesDir, { recursive: true });
  });
  return renderer;
}
const isGone = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
};
async function gone(pid: number): Promise<void> {
  for (let i = 0; i < 200 && !isGone(pid); i += 1) await sleep(25);
  assert.equal(isGone(pid), true, "the process has ended");
}
const failedWith = (reason: string) => (error: unknown) => error instanceof RendererFailed && error.reason === reason;

test("a missing alternative text, a skipped heading level and a missing title are refused in both standards where they count", async (t) => {
  const renderer = await rendererFor(t);
  const refused = (pattern: RegExp) => (error: unknown) => error instanceof DocumentRefused && pattern.test(error.problems.join());
  await assert.rejects(renderer.render("no-alt", {}, UA), refused(/missing alt text/));
  await assert.rejects(renderer.render("no-alt", {}, { standard: "a-3a" }), refused(/missing alt text/));
  await assert.rejects(renderer.render("heading-skip", {}, UA), refused(/skipped from heading level 1 to 3/));
  await assert.rejects(renderer.render("no-title", {}, UA), refused(/title/));
  assert.ok((await renderer.render("plain", {}, UA)).length > 1_000, "and the renderer goes on");
  assert.equal(renderer.status().started, 1);
});

test("a template reads nothing outside its folder, and a package is refused before anything is rendered", async (t) => {
  const renderer = await rendererFor(t);
  await assert.rejects(renderer.render("outside", {}, UA), (error) => error instanceof DocumentRefused && /outside of project root|access denied/.test(error.message));
  const other = await rendererFor(t, {}, { packaged: '#import "@preview/cetz:0.3.0": canvas' });
  await assert.rejects(other.render("plain", {}, UA), failedWith("broken"));
});

test("text from people is a value and never template source", async (t) => {
  const renderer = await rendererFor(t);
  assert.ok((await renderer.render("plain", { text: '#read("/etc/hostname") #panic("x") \\' }, UA)).length > 1_000);
});

test("a template name is no path", async (t) => {
  const renderer = await rendererFor(t);
  for (const name of ["../plain", "plain.typ", "", "a/b"]) await assert.rejects(renderer.render(name, {}, UA), /named by/);
  await assert.rejects(renderer.render("absent", {}, UA), DocumentRefused);
});

test("attachments travel only in PDF/A-3, with different names and within their limit", async (t) => {
  const renderer = await rendererFor(t);
  const one = { name: "a.json", mime: "application/json", bytes: Buffer.from("{}"), description: "d", relationship: "data" } as const;
  await assert.rejects(renderer.render("plain", {}, { standard: "ua-1", attachments: [one] }), /PDF\/A-3/);
  await assert.rejects(renderer.render("plain", {}, { standard: "a-3a", attachments: [one, one] }), /different names/);
  await assert.rejects(renderer.render("plain", {}, { standard: "a-3a", attachments: [{ ...one, name: "../a" }] }), /without a path/);
  await assert.rejects(renderer.render("plain", {}, { standard: "a-3a", attachments: [{ ...one, bytes: Buffer.alloc(50_000_001) }] }), /50 MB/);
  await assert.rejects(renderer.render("plain", { text: "x".repeat(5_000_001) }, UA), /5 MB/);
});

test("200 documents run through four processes, and no process outlives its share", async (t) => {
  const renderer = await rendererFor(t, { recycleAfter: 50 });
  const pids = new Set<number>();
  await Promise.all(
    Array.from({ length: 200 }, async (_, i) => {
      const pdf = await renderer.render("plain", { text: `Nummer ${i}` }, UA);
      assert.ok(pdf.length > 1_000);
      const { pid } = renderer.status();
      if (pid !== undefined) pids.add(pid);
    }),
  );
  assert.equal(renderer.status().started, 4);
  assert.equal(renderer.status().pid, undefined, "the fourth has done its share too");
  for (const pid of pids) await gone(pid);
});

test("a process that grows over its memory limit is replaced", async (t) => {
  const renderer = await rendererFor(t, { maxMemoryBytes: 1 });
  for (let i = 0; i < 3; i += 1) await renderer.render("plain", {}, UA);
  assert.equal(renderer.status().started, 3);
});

test("after kill -9 of an idle process the next document is rendered", async (t) => {
  const renderer = await rendererFor(t);
  await renderer.render("plain", {}, UA);
  const { pid } = renderer.status();
  assert.ok(pid);
  process.kill(pid, "SIGKILL");
  await gone(pid);
  await sleep(50);
  assert.ok((await renderer.render("plain", {}, UA)).length > 1_000);
  assert.equal(renderer.status().started, 2);
});

test("kill -9 in the middle of a document fails that one, and the waiting ones are rendered", async (t) => {
  const renderer = await rendererFor(t);
  const struck = renderer.render("heavy", { n: 200_000 }, UA);
  const waiting = renderer.render("plain", {}, UA);
  const { pid } = renderer.status();
  assert.ok(pid);
  await sleep(300);
  process.kill(pid, "SIGKILL");
  await assert.rejects(struck, failedWith("crashed"));
  assert.ok((await waiting).length > 1_000);
});

test("a document that takes too long is ended with its process, and the next one is rendered", async (t) => {
  const renderer = await rendererFor(t, { timeoutMs: 60_000 });
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const slow = renderer.render("heavy", { n: 200_000 }, UA);
  const { pid } = renderer.status();
  t.mock.timers.tick(60_000);
  t.mock.timers.reset();
  await assert.rejects(slow, failedWith("timeout"));
  assert.ok(pid);
  await gone(pid);
  assert.ok((await renderer.render("plain", {}, UA)).length > 1_000);
});

test("more waiting documents than allowed are refused at once", async (t) => {
  const renderer = await rendererFor(t, { maxWaiting: 2 });
  const taken = Array.from({ length: 3 }, () => renderer.render("plain", {}, UA));
  await assert.rejects(renderer.render("plain", {}, UA), failedWith("busy"));
  assert.equal((await Promise.all(taken)).length, 3);
});

test("closing ends the process, refuses what waits and every later document", async (t) => {
  const renderer = await rendererFor(t);
  await renderer.render("plain", {}, UA);
  const { pid } = renderer.status();
  const open = [renderer.render("plain", {}, UA), renderer.render("plain", {}, UA)].map((document) => assert.rejects(document, failedWith("closed")));
  await renderer.close();
  await Promise.all(open);
  assert.ok(pid);
  assert.equal(isGone(pid), true);
  await assert.rejects(renderer.render("plain", {}, UA), failedWith("closed"));
});

test("the process ends when its parent is killed", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "templates-"));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, "plain.typ"), TEMPLATES.plain);
  const program = `
    import { createRenderer } from ${JSON.stringify(new URL("./index.ts", import.meta.url).href)};
    const renderer = createRenderer({ templatesDir: ${JSON.stringify(folder)}, fontsDir: ${JSON.stringify(fontsDir)}, recycleAfter: 10, timeoutMs: 20000 });
    await renderer.render("plain", {}, { standard: "ua-1" });
    console.log(renderer.status().pid);
  `;
  const parent = spawn(process.execPath, ["--input-type=module", "--eval", program], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(parent.stdout, "data");
  const pid = Number(String(line).trim());
  assert.equal(isGone(pid), false);
  parent.kill("SIGKILL");
  await gone(pid);
});
