import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";

const here = import.meta.dirname;

/** Modules that each part brings, then those that the roles bring after them; told by a process of its own, since here most of them are loaded. */
function loadedBy(role: string, entry: string): readonly (readonly string[])[] {
  const script = `
    import { registerHooks } from "node:module";
    let seen = [];
    registerHooks({ load: (url, context, next) => { seen.push(url); return next(url, context); } });
    const { partsOf } = await import(${JSON.stringify(join(here, "load-in-steps.ts"))});
    const all = [];
    for (const load of [...partsOf(${JSON.stringify(role)}), () => import(${JSON.stringify(join(here, "start.ts"))}), () => import(${JSON.stringify(join(here, entry))})]) { seen = []; await load(); all.push(seen); }
    process.stdout.write(JSON.stringify(all));`;
  return JSON.parse(execFileSync(process.execPath, ["--conditions=kommunalportal-source", "--input-type=module", "--eval", script], { cwd: here, encoding: "utf8", maxBuffer: 16_000_000 })) as string[][];
}

test("no part of the web process brings more than a fourth of all modules, and after them hardly anything is left", () => {
  const parts = loadedBy("web", "web.ts").map((urls) => urls.filter((url) => url.startsWith("file:")).length);
  const all = parts.reduce((sum, count) => sum + count, 0);
  assert.ok(all > 1_000, `only ${all} modules seen`);
  assert.ok(Math.max(...parts) <= all / 4, `modules of each part: ${parts.join(", ")}`);
  assert.ok(parts.slice(-2).every((count) => count <= 10), `modules of each part: ${parts.join(", ")}`);
});

test("a worker loads no surface", () => {
  assert.deepEqual(loadedBy("worker", "work.ts").flat().filter((url) => url.includes("/src/surfaces/")), []);
});
