import assert from "node:assert/strict";
import { test } from "node:test";
import pg from "pg";
import { pino } from "pino";
import { testDatabase } from "../../testing/index.ts";
import { announceLife, lockClass } from "./life.ts";

const t = await testDatabase();

async function asAdmin<T extends object>(query: string, values: readonly unknown[]): Promise<T[]> {
  const client = new pg.Client({ connectionString: t.adminUrl });
  await client.connect();
  try { return (await client.query<T>(query, [...values])).rows; } finally { await client.end(); }
}

test("a process whose connection the server ends lives on and announces itself again", async () => {
  const life = await announceLife(t.urls.worker, pino({ level: "silent" }));
  const holder = () => asAdmin<{ pid: number }>("select pid from pg_locks where locktype = 'advisory' and classid = $1 and objid = $2 and granted", [lockClass, life.process]);
  try {
    const [first] = await holder();
    assert.ok(first);
    await asAdmin("select pg_terminate_backend($1)", [first.pid]);
    let again: { pid: number } | undefined;
    for (const began = Date.now(); Date.now() - began < 20_000 && (again === undefined || again.pid === first.pid);) [again] = await holder();
    assert.ok(again);
    assert.notEqual(again.pid, first.pid);
  } finally {
    await life.end();
  }
});
