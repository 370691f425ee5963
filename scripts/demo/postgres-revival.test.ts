import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import pg from "pg";
import { startPostgres } from "./postgres-server.ts";

const folder = mkdtempSync(join(tmpdir(), "revival-"));
chmodSync(folder, 0o755);
after(() => { rmSync(folder, { recursive: true, force: true }); });
const givenUp: string[] = [];
const start = (deathsPerMinute: number) => startPostgres({ folder, durable: true, revival: { deathsPerMinute, onGivenUp: (sentence) => { givenUp.push(sentence); } } });

async function ask(url: string, query: string): Promise<unknown> {
  for (const began = Date.now(); ;) {
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => {});
    try {
      await client.connect();
      return (await client.query<{ answer: unknown }>(query)).rows[0]?.answer;
    } catch (error) {
      if (Date.now() - began > 20_000) throw error;
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    } finally {
      await client.end().catch(() => {});
    }
  }
}

async function until(reached: () => boolean): Promise<void> {
  for (const began = Date.now(); !reached();) {
    assert.ok(Date.now() - began < 20_000, "not reached");
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
}

const living = (pid: number): boolean => { try { process.kill(pid, 0); return true; } catch { return false; } };

test("a server that is killed is taken up again at the same address with all it had, and still belongs to this portal", async () => {
  const server = await start(2);
  try {
    await ask(server.adminUrl, "create table kept as select 42 as answer");
    for (let death = 1; death <= 2; death += 1) {
      const killed = server.pid();
      process.kill(killed, "SIGKILL");
      assert.equal(await ask(server.adminUrl, "select answer from kept"), 42);
      assert.notEqual(server.pid(), killed);
      // It answers a moment before its portal holds the lock again.
      assert.equal(await held(server.adminUrl), true);
      await assert.rejects(start(2), /läuft schon ein Kommunalportal/);
    }
    assert.deepEqual(givenUp, []);
    const last = server.pid();
    process.kill(last, "SIGKILL");
    await until(() => givenUp.length > 0);
    assert.match(givenUp[0]!, /Die Datenbank ist in einer Minute 3 Mal beendet worden und wird nicht noch einmal gestartet/);
  } finally {
    await server.stop();
  }
});

test("a server whose connections all end, but which lives, is left as it is, and the lock is taken again", async () => {
  const server = await start(2);
  try {
    const pid = server.pid();
    await ask(server.adminUrl, "select pg_terminate_backend(pid) as answer from pg_stat_activity where application_name = 'kommunalportal instance'");
    assert.equal(await held(server.adminUrl), true);
    assert.equal(server.pid(), pid);
    await server.stop();
    assert.equal(living(pid), false, "it ends with its portal");
  } finally {
    await server.stop();
  }
});

test("the mark of a server that is gone does not stop a start, even when its process number is somebody else's now", { skip: process.platform === "linux" ? false : "nur wo das System sagt, was ein Prozess ist" }, async () => {
  const first = await start(2);
  const file = join(folder, "postgres", "postmaster.pid");
  const mark = readFileSync(file, "utf8");
  await first.stop();
  writeFileSync(file, mark.replace(/^\d+/, String(process.pid)));
  const second = await start(2);
  try {
    assert.equal(await ask(second.adminUrl, "select answer from kept"), 42);
  } finally {
    await second.stop();
  }
});

/** Whether the portal holds its lock again. */
async function held(url: string): Promise<boolean> {
  for (const began = Date.now(); Date.now() - began < 20_000;) {
    if (await ask(url, "select count(*)::int as answer from pg_locks where locktype = 'advisory' and objid = 7300010") === 1) return true;
  }
  return false;
}
