import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock } from "#platform/clock";
import { newId } from "#platform/ids";
import { testDatabase } from "../../testing/index.ts";
import { createDisturbances } from "./index.ts";

const t = await testDatabase();
const clock = manualClock(new Date("2026-05-04T10:00:00Z"));
const disturbances = await createDisturbances({ db: t.db, clock });

test("a failing probe is shown once until it succeeds again", async () => {
  assert.equal(await disturbances.probed("bundid", false), true);
  assert.equal(await disturbances.probed("bundid", false), false, "told twice before the refresh: still one");
  await disturbances.refresh();
  assert.deepEqual(disturbances.current({ tenant: undefined, components: ["bundid"] }).map((d) => d.component), ["bundid"]);
  assert.deepEqual(disturbances.current({ tenant: undefined, components: ["payment"] }), []);
  assert.equal(await disturbances.probed("bundid", true), true);
  await disturbances.refresh();
  assert.deepEqual(disturbances.current({ tenant: undefined }), []);
});
test("a planned pause of one service shows only there and only while it lasts", async () => {
  await t.db.asOperator("test", (tx) => disturbances.announce(tx, { component: "portal", service: "hund-anmelden", kind: "maintenance", text: { de: "Pause", en: "Pause" },
    startsAt: new Date("2026-05-04T12:00:00Z"), endsAt: new Date("2026-05-04T13:00:00Z") }));
  await disturbances.refresh();
  const shown = (service?: string) => disturbances.current({ tenant: newId(), ...(service ? { service } : {}) }).length;
  assert.equal(shown("hund-anmelden"), 0);
  clock.set(new Date("2026-05-04T12:30:00Z"));
  assert.equal(shown("hund-anmelden"), 1);
  assert.equal(shown("geburtsurkunde"), 0);
  assert.equal(shown(), 0);
  clock.set(new Date("2026-05-04T13:00:00Z"));
  assert.equal(shown("hund-anmelden"), 0);
});
test("nobody but the operator sets one", async () => {
  await assert.rejects(t.db.published((tx) => disturbances.announce(tx, { component: "portal", kind: "disturbance", text: { de: "x", en: "x" }, startsAt: clock.now() })), /row-level security/);
});
