import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";

const folder = mkdtempSync(join(tmpdir(), "kommunalportal-npm-"));
after(() => { rmSync(folder, { recursive: true, force: true }); });
writeFileSync(join(folder, "package.json"), JSON.stringify({ scripts: { watched: "node watched.mjs", direct: "exec node watched.mjs" } }));
writeFileSync(join(folder, "watched.mjs"), `import { writeFileSync } from "node:fs";
import { whenNpmEnds } from ${JSON.stringify(import.meta.resolve("../when-npm-ends.mjs"))};
whenNpmEnds(() => { writeFileSync(process.env.TOLD, "told"); process.exit(); });
setTimeout(() => { process.exit(); }, 30_000);
writeFileSync(process.env.BEGAN, String(process.pid));`);

const appears = async (file: string, seconds: number): Promise<boolean> => {
  for (let i = 0; i < seconds * 20 && !existsSync(file); i += 1) await wait(50);
  return existsSync(file);
};

for (const signal of ["SIGTERM", "SIGKILL"] as const) {
  test(`a program that npm began notices when npm is ended by ${signal}`, { skip: signal === "SIGKILL" && process.platform !== "linux" ? "only Linux tells whose shell it is" : false }, async () => {
    const [began, told] = [join(folder, `began-${signal}`), join(folder, `told-${signal}`)];
    const npm = spawn("npm", ["run", "--silent", "watched"], { cwd: folder, env: { ...process.env, BEGAN: began, TOLD: told }, stdio: "ignore" });
    try {
      assert.ok(await appears(began, 30), "npm began nothing");
      await wait(1_200);
      assert.equal(existsSync(told), false, "npm lives");
      npm.kill(signal);
      assert.ok(await appears(told, 15), "nothing was told");
    } finally {
      npm.kill("SIGKILL");
      if (!existsSync(told) && existsSync(began)) process.kill(Number(readFileSync(began, "utf8")), "SIGKILL");
    }
  });
}

test("who began npm may go, also where npm's shell gave way to the program", { skip: process.platform === "win32" }, async () => {
  const [began, told] = [join(folder, "began-direct"), join(folder, "told-direct")];
  const starter = spawn("sh", ["-c", "npm run --silent direct & read _"], { cwd: folder, env: { ...process.env, BEGAN: began, TOLD: told }, stdio: ["pipe", "ignore", "ignore"] });
  try {
    assert.ok(await appears(began, 30), "npm began nothing");
    const gone = once(starter, "exit");
    starter.stdin?.end();
    await gone;
    await wait(1_500);
    assert.equal(existsSync(told), false, "npm lives");
  } finally {
    if (existsSync(began) && !existsSync(told)) process.kill(Number(readFileSync(began, "utf8")), "SIGKILL");
  }
});

test("whatever runs until somebody ends it listens for the end of npm", () => {
  for (const name of ["start", "production", "example", "test"]) assert.match(readFileSync(join(import.meta.dirname, "..", `${name}.mjs`), "utf8"), /^whenNpmEnds\(/m, `${name}.mjs`);
});
