import assert from "node:assert/strict";
import { test } from "node:test";
import { workers } from "./workers.ts";

const gigabytes = (count: number): number => count * 1024 ** 3;

test("two test processes for each core, as many as memory and the database's connections allow, and never fewer than two", () => {
  assert.equal(workers({ cores: 2, memory: gigabytes(24) }), 4);
  assert.equal(workers({ cores: 2, memory: gigabytes(8) }), 4);
  assert.equal(workers({ cores: 2, memory: gigabytes(4) }), 2);
  assert.equal(workers({ cores: 1, memory: gigabytes(24) }), 2);
  assert.equal(workers({ cores: 32, memory: gigabytes(64) }), 6);
});
