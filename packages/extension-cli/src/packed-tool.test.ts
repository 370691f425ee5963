import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { packTools } from "../../../scripts/pack-tools.ts";

const folder = mkdtempSync(join(tmpdir(), "packed-tool-"));
after(() => rmSync(folder, { recursive: true, force: true }));

test("the packed tool is installed from its archive alone, and what it begins finds the library beside it", () => {
  const { tool } = packTools(join(folder, "archives"));
  // As in an empty folder of somebody without our repository and without a registry that has these packages.
  const environment = { PATH: process.env["PATH"] ?? "", HOME: folder };
  const npm = (cwd: string, ...args: readonly string[]) => execFileSync("npm", [...args, "--offline", "--no-audit", "--no-fund"], { cwd, env: environment, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  npm(folder, "install", "--global", "--prefix", join(folder, "prefix"), tool);
  const program = join(folder, "prefix", "lib", "node_modules", "@kommunalportal", "extension-cli", "dist", "main.js");
  const run = (cwd: string, ...args: readonly string[]) => execFileSync(process.execPath, [program, ...args], { cwd, env: environment, encoding: "utf8" });
  assert.match(run(folder, "new", "processor", "hallo"), /hallo is ready/);
  const project = join(folder, "hallo");
  npm(project, "install");
  assert.ok(existsSync(join(project, "node_modules", "@kommunalportal", "extension-sdk", "dist", "index.js")));
  assert.equal(run(project, "check", "--static").trim(), "nothing is wrong");
  const archive = run(project, "pack").trim();
  const packed = execFileSync("tar", ["-tzf", archive], { cwd: project, encoding: "utf8" });
  for (const name of ["package/src/main.ts", "package/vendor/extension-sdk.tgz", "package/manifest.json"]) assert.ok(packed.includes(name), name);
  assert.match(readFileSync(join(project, "package.json"), "utf8"), /file:vendor\/extension-sdk\.tgz/);
});
