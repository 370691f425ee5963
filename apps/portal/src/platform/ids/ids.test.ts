import assert from "node:assert/strict";
import { test } from "node:test";
import { isId, newId } from "./index.ts";

test("ids are version 7 UUIDs, unique, and sort by the time they were made", () => {
  const ids = Array.from({ length: 5000 }, (_, i) => newId(1_800_000_000_000 + i));
  assert.equal(new Set(ids).size, ids.length);
  assert.deepEqual([...ids].sort(), ids);
  for (const id of ids.slice(0, 50)) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
test("only a lower-case UUID is an id", () => {
  assert.ok(isId(newId()));
  for (const bad of ["", "x", newId().toUpperCase(), `${newId()} `, 7, null]) assert.equal(isId(bad), false);
});
test("ids of one millisecond still sort in the order they were made", () => {
  const ids = Array.from({ length: 20_000 }, () => newId());
  assert.ok(ids.every((id, i) => i === 0 || ids[i - 1]! < id));
  assert.equal(newId(1_000).slice(0, 13), "00000000-03e8");
});
test("an id says its time to the millisecond, however far away", () => {
  for (const time of [0, 1_000, 0xffff_ffff, 0x1_0000_0000, 1_800_000_000_123, 0xffff_ffff_ffff]) {
    assert.equal(Number.parseInt(newId(time).slice(0, 13).replace("-", ""), 16), time);
  }
});
