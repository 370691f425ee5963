import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { sql } from "#platform/database";
import { testDatabase } from "./testing/index.ts";
import { until } from "./testing/until.ts";
import { watchChanges } from "./watch-changes.ts";

const { db, adminUrl } = await testDatabase({ max: 6 });
const commit = (what: string): Promise<unknown> => db.asOperator("test", (tx) => tx.run(sql`select pg_notify('kp_changed', ${what})`));

/** A process that takes its time to read: some milliseconds, or until it is let go on. */
async function slowProcess({ ms = 60, goOn = () => wait(ms), faulty = () => false }: { readonly ms?: number; readonly goOn?: () => Promise<void>; readonly faulty?: (what: string | undefined) => boolean } = {}) {
  const read: (string | undefined)[] = [];
  const told: (string | undefined)[] = [];
  const faults: unknown[] = [];
  const listen: typeof db.listen = (channel, heard) => db.listen(channel, (what) => { told.push(what); heard(what); });
  const changes = await watchChanges({ db: { ...db, listen }, log: { error: (fault: unknown) => { faults.push(fault); } } }, async (what) => {
    await goOn();
    if (faulty(what)) throw new Error("cannot be read");
    read.push(what);
  });
  return { changes, read, told, faults };
}

test("whoever waits finds what another process had committed before, though reading takes long", async () => {
  const { changes, read } = await slowProcess();
  for (const town of ["tenants.a", "catalogue.b", "forms.c"]) {
    await commit(town);
    await changes.caughtUp();
    assert.equal(read.at(-1), town);
  }
  assert.deepEqual(read, [undefined, "tenants.a", "catalogue.b", "forms.c"], "everything at first, for it may have changed before the listening");
  await changes.stop();
});

test("what is told many times while something is read is read once more, and one thing after the other", async () => {
  let letGo = Promise.withResolvers<void>();
  letGo.resolve();
  const { changes, read, told } = await slowProcess({ goOn: () => letGo.promise });
  await changes.caughtUp();
  letGo = Promise.withResolvers<void>();
  for (let n = 0; n < 20; n += 1) await commit(n % 2 === 0 ? "tenants.a" : "forms.c");
  await until("all twenty are told while the first of them is being read", () => told.filter((what) => what === "tenants.a" || what === "forms.c").length === 20);
  letGo.resolve();
  await changes.caughtUp();
  // The first, and each thing once more.
  assert.deepEqual(read, [undefined, "tenants.a", "forms.c", "tenants.a"]);
  await changes.stop();
});

test("a reading that fails is logged, and stops neither those who wait nor the next one", async () => {
  const { changes, read, faults } = await slowProcess({ ms: 1, faulty: (what) => what === "tenants.a" });
  await commit("tenants.a");
  await commit("forms.c");
  await changes.caughtUp();
  assert.deepEqual([read.at(-1), faults], ["forms.c", [{ err: "cannot be read" }]]);
  await changes.stop();
});

test("a listening connection that breaks is made again and everything is read; who waits meanwhile is not left waiting", async () => {
  const { changes, read } = await slowProcess({ ms: 1 });
  await changes.caughtUp();
  const admin = new pg.Client(adminUrl);
  await admin.connect();
  await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen kp_changed' and datname = current_database()");
  await admin.end();
  await commit("tenants.a");
  const began = performance.now();
  await changes.caughtUp();
  // Three seconds are the patience of the house; without it the word that went under with the connection would be waited for without end.
  assert.ok(performance.now() - began < 15_000);
  assert.deepEqual(read.at(-1), undefined, "what was told meanwhile is among everything");
  await changes.stop();
});

test("the words of one process to itself make no other read", async () => {
  const [one, other] = [await slowProcess({ ms: 1 }), await slowProcess({ ms: 1 })];
  for (let n = 0; n < 5; n += 1) await one.changes.caughtUp();
  await other.changes.caughtUp();
  assert.deepEqual([one.read, other.read], [[undefined], [undefined]]);
  await Promise.all([one.changes.stop(), other.changes.stop()]);
});
