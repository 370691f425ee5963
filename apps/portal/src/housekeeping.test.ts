import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { manualClock } from "#platform/clock";
import { createDiskStore } from "#platform/files";
import { createHousekeeping } from "./housekeeping.ts";

const folder = mkdtempSync(join(tmpdir(), "kommunalportal-housekeeping-"));
after(() => { rmSync(folder, { recursive: true, force: true }); });

test("what an upload has left that was cut off the day before is removed, one that runs is not", async () => {
  const now = new Date("2026-03-02T02:41:00Z");
  const unfinished = join(folder, "unfinished");
  mkdirSync(unfinished);
  const left = (name: string, hoursAgo: number): void => {
    writeFileSync(join(unfinished, name), "sealed");
    const at = new Date(now.getTime() - hoursAgo * 3_600_000);
    utimesSync(join(unfinished, name), at, at);
  };
  left("cut-off", 25);
  left("running", 23);
  const housekeeping = createHousekeeping({ files: await createDiskStore({ folder, reserveBytes: 0 }), clock: manualClock(now) });
  await housekeeping.jobs["files.remove-unfinished"]();
  await housekeeping.jobs["files.remove-unfinished"]();
  assert.deepEqual(readdirSync(unfinished), ["running"]);
  for (const line of housekeeping.crontab) assert.ok(line.split(" ")[5]! in housekeeping.jobs, line);
});
