import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { makeDataFolder } from "./data-folder.ts";

const base = mkdtempSync(join(tmpdir(), "data-folder-"));
after(() => { rmSync(base, { recursive: true, force: true }); });
const root = join(import.meta.dirname, "..", "..");

test("a folder is made with all above it, and one that is there stays", async () => {
  const folder = join(base, "Ämter und Städte", "daten");
  await makeDataFolder(folder);
  writeFileSync(join(folder, "etwas"), "");
  await makeDataFolder(folder);
  assert.ok(existsSync(join(folder, "etwas")));
  assert.equal(statSync(folder).mode & 0o777, 0o755 & ~process.umask());
});

test("npm start with a data folder that cannot be made says so in a sentence within seconds", { skip: existsSync("/proc/self") ? false : "kein /proc" }, () => {
  for (const folder of ["/proc/nirgends", "/proc/nirgends/daten"]) {
    const { status, signal, stderr } = spawnSync(process.execPath, ["--conditions=kommunalportal-source", join(root, "scripts", "demo", "demo.ts")], { cwd: root, encoding: "utf8", timeout: 30_000, env: { ...process.env, DATA_DIR: folder } });
    assert.deepEqual({ status, signal }, { status: 1, signal: null }, stderr);
    assert.match(stderr, new RegExp(`^\\s*Der Ordner ${folder} lässt sich nicht anlegen \\(ENOENT\\)\\. Wählen Sie mit DATA_DIR=<Ordner> einen anderen\\.\\s*$`));
  }
});

test("a way through a file, and a disk that refuses, have sentences of their own", async () => {
  writeFileSync(join(base, "datei"), "");
  await assert.rejects(makeDataFolder(join(base, "datei", "daten")), /ist kein Ordner, oder etwas auf dem Weg dorthin ist keiner/);
  const refusing = (code: string) => ({ make: () => Promise.reject(Object.assign(new Error(code), { code })) });
  await assert.rejects(makeDataFolder(join(base, "neu"), refusing("EROFS")), /darf nicht geschrieben werden/);
  await assert.rejects(makeDataFolder(join(base, "neu"), refusing("ENOSPC")), /Platte ist voll/);
});

test("a disk that does not answer is not waited for without end", async () => {
  await assert.rejects(makeDataFolder(join(base, "fern"), { make: () => new Promise(() => {}), patienceMs: 20 }), /antwortet nicht/);
});
