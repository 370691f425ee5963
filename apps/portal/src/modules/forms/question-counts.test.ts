import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock } from "#platform/clock";
import { testDatabase } from "../../testing/index.ts";
import { createQuestionCounts, type QuestionEvent } from "./question-counts.ts";
import { newTown } from "./testing/new-town.ts";

const t = await testDatabase();

test("counts are kept by town and day, added up when they are read, and never mixed with another version or town", async () => {
  const clock = manualClock(new Date("2026-11-26T10:00:00Z"));
  const counts = createQuestionCounts({ db: t.db, clock });
  const [one, other] = [await newTown(t.db, "zaehlstadt"), await newTown(t.db, "nebenzahl")];
  const event = { tenant: one, slug: "hund", version: "1.0.0", step: "halter", path: "", kind: "seen" } as const satisfies QuestionEvent;
  counts.count(event);
  counts.count(event);
  counts.count({ ...event, kind: "error", path: "halter.name" });
  counts.count({ ...event, tenant: other });
  counts.count({ ...event, version: "1.1.0" });
  await counts.flush();
  clock.set(new Date("2026-11-27T10:00:00Z"));
  counts.count(event);
  await counts.flush();
  await counts.flush();
  const read = (tenants: "all" | readonly string[], since = "2026-11-01") => counts.read({ slug: "hund", version: "1.0.0", since, tenants });
  assert.deepEqual((await read([one])).map(({ path, kind, count }) => [path, kind, count]), [["", "seen", 3], ["halter.name", "error", 1]]);
  assert.deepEqual((await read([one], "2026-11-27")).map(({ count }) => count), [1]);
  assert.deepEqual((await read("all")).map(({ count }) => count), [4, 1]);
  assert.deepEqual(await read([]), []);
});
