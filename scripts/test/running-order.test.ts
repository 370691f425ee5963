import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { longest, runningOrder } from "./running-order.ts";

const [first = "", second = ""] = Object.keys(longest);

test("files that take long begin first, all others stay in their order, and none is lost", () => {
  assert.deepEqual(runningOrder([["a.test.ts"], [second], ["b.test.ts"], [first]]), [[first], [second], ["a.test.ts"], ["b.test.ts"]]);
});

test("a group takes as long as its files together", () => {
  assert.deepEqual(runningOrder([["a.test.ts"], ["b.test.ts", "c.test.ts"]]), [["b.test.ts", "c.test.ts"], ["a.test.ts"]]);
});

test("journeys are spread over the whole run: at no time only they wait, and at its end none is left alone", () => {
  const journeys = Array.from({ length: 10 }, (_, at) => [`e2e/${at}.test.ts`]);
  const others = Array.from({ length: 300 }, (_, at) => [`packages/${at}.test.ts`]);
  const order = runningOrder([...journeys, ...others]);
  assert.deepEqual(new Set(order), new Set([...journeys, ...others]));
  assert.equal(order.length, 310);
  const places = order.flatMap(([file], at) => (file!.startsWith("e2e/") ? [at] : []));
  for (const [at, place] of places.entries()) assert.ok(Math.abs(place - at * 31) <= 31, places.join(" "));
});

test("every file that is said to take long is there", () => {
  assert.deepEqual(Object.keys(longest).filter((file) => !existsSync(join(import.meta.dirname, "..", "..", file))), []);
});
