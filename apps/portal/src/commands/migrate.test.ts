import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { testDatabase } from "../testing/index.ts";

const t = await testDatabase();

function migrate(env: Readonly<Record<string, string>>): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, ["--conditions=kommunalportal-source", join(import.meta.dirname, "..", "migrate.ts")], { env: { PATH: process.env["PATH"] ?? "", NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] ?? "", ...env } }, (_error, out, err) => { resolve({ code: child.exitCode ?? -1, out, err }); });
  });
}

test("a database that is on this state is left alone, and the command says so", async () => {
  assert.deepEqual(await migrate({ OWNER_DATABASE_URL: t.urls.owner, WORKER_DATABASE_URL: t.urls.worker }), { code: 0, out: "Die Datenbank ist schon auf diesem Stand.\n", err: "" });
});

test("without addresses, with the wrong role or password and without database it refuses in a sentence", async () => {
  const wrong = Object.assign(new URL(t.urls.owner), { password: "wrong" }).href;
  const none = "postgres://kp_owner:x@127.0.0.1:1/none";
  for (const [owner, why] of [["", /Nötig sind OWNER_DATABASE_URL/], [t.urls.app, /Einer Rolle fehlen Rechte/], [wrong, /Rolle und Kennwort/], [none, /Die Datenbank antwortet nicht/]] as const) {
    const { code, out, err } = await migrate({ OWNER_DATABASE_URL: owner, WORKER_DATABASE_URL: t.urls.worker });
    assert.deepEqual([code, out], [1, ""], err);
    assert.match(err, why);
    assert.doesNotMatch(err, /\n\s+at /);
  }
});
