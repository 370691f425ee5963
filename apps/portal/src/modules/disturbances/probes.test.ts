import assert from "node:assert/strict";
import { test } from "node:test";
import { createTenants, type Tenant } from "#modules/tenants";
import { manualClock } from "#platform/clock";
import { createKeyring, newKey } from "#platform/crypto";
import { newId } from "#platform/ids";
import { createLog } from "#platform/log";
import { testDatabase } from "../../testing/index.ts";
import { createDisturbances } from "./index.ts";
import { createProbes } from "./probes.ts";

const t = await testDatabase();
const clock = manualClock(new Date("2026-05-04T10:00:00Z"));
const disturbances = await createDisturbances({ db: t.db, clock });
const tenants = await createTenants({ db: t.db, keyring: createKeyring({ keys: [{ version: 1, key: newKey() }], current: 1 }) });
const towns = ["059990001001", "059990002002"].map((ars, i): Tenant => ({
  id: newId(), slug: `ort-${i}`, kind: "municipality", ars, ags: undefined, name: `Ort ${i}`, officialName: `Ort ${i}`, typeName: "Stadt", districtPrefix: "05999", districtName: undefined,
  regbezPrefix: "059", regbezName: "", population: 1, isDemo: true, postcodes: [], profile: {},
}));
await tenants.found(towns);
let works = true;
let failing: string[] = [];
const parts = { db: t.db, clock, log: createLog("fatal", "test"), disturbances, probes: { bundid: () => (works ? Promise.resolve(true) : Promise.reject(new Error("a fault in the probe"))) }, townProbes: { fachverfahren: () => Promise.resolve(failing) } };
const round = async () => {
  clock.advance(60_000);
  // Each round in a process of its own, as it may be.
  await createProbes(parts).jobs["probes:run"]();
  await disturbances.refresh();
};
const shown = (tenant?: string) => disturbances.current({ tenant }).map(({ component }) => component);

test("one failure is chance, two in a row are shown, one success ends it", async () => {
  works = false;
  await round();
  assert.deepEqual(shown(), []);
  await round();
  assert.deepEqual(shown(), ["bundid"]);
  await round();
  assert.deepEqual(shown(), ["bundid"]);
  works = true;
  await round();
  assert.deepEqual(shown(), []);
  works = false;
  await round();
  assert.deepEqual(shown(), []);
  works = true;
  await round();
  const [result] = await createProbes(parts).results();
  assert.deepEqual([result?.component, result?.failures, result?.lastSuccessAt], ["bundid", 0, clock.now()]);
});
test("a town's Fachverfahren that fails is shown in that town only, and each town recovers by itself", async () => {
  const [a, b] = towns.map(({ id }) => id);
  failing = [a!, b!];
  await round();
  await round();
  assert.deepEqual([shown(a), shown(b), shown()], [["fachverfahren"], ["fachverfahren"], []]);
  failing = [b!];
  await createProbes(parts).runTowns();
  await disturbances.refresh();
  assert.deepEqual([shown(a), shown(b)], [[], ["fachverfahren"]]);
  failing = [];
  await round();
  assert.deepEqual(shown(b), []);
});
