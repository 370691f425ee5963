import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { hubRun } from "./hub-run.ts";
import { openInstallation } from "./installation.ts";
import { killRun } from "./kill-run.ts";

const folder = mkdtempSync(join(tmpdir(), "kommunalportal-kill-"));
const installation = await openInstallation(folder);
after(async () => { await installation.stop(); rmSync(folder, { recursive: true, force: true }); });

test("web and worker killed with -9 in between: every acknowledged application is there, once, with exactly one effect", async () => {
  const run = await killRun(installation, { submissions: 12, people: 3, seed: 20_261_122, killEveryMs: [400, 1_500] });
  assert.ok(run.kills.web >= 1 && run.kills.worker >= 1, `only ${JSON.stringify(run.kills)}`);
  assert.ok(run.acknowledged >= 12);
  assert.deepEqual(run.lost, []);
  assert.deepEqual([run.doubled, run.stuck], [0, 0]);
  assert.deepEqual(run.effects.missing, []);
  assert.equal(run.effects.duplicates, 0);
});

test("worker and the world outside killed with -9 while deliveries by webhook, FIT-Connect and XTA are on the way: each ends accepted with one effect or visibly rejected with none, and its log tells the story in order", async () => {
  const run = await hubRun(installation, { folder, deliveries: 24, seed: 7, killEveryMs: [200, 900], patienceSeconds: 240 });
  assert.ok(run.kills.worker >= 1 && run.kills.sandbox >= 1, `only ${JSON.stringify(run.kills)}`);
  assert.ok(run.deliveries >= 24);
  assert.deepEqual(run.unsettled, []);
  assert.deepEqual(run.wrongEffects, []);
  assert.deepEqual(run.wrongStories, []);
  assert.equal(run.accepted + run.rejected, run.deliveries);
  assert.ok(Object.values(run.acceptedBy).every((count) => count > 0), JSON.stringify(run.acceptedBy));
});
