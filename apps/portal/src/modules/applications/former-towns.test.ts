import assert from "node:assert/strict";
import { test } from "node:test";
import { formerTowns } from "./former-towns.ts";

test("what happened before a hand-over was the doing of the town that had it then, through several towns", () => {
  const event = (id: string, type = "message", from = "") => ({ id, type, data: { from } });
  const events = [event("a", "submitted"), event("b", "office-involved", "steueramt"), event("c", "handed-over", "musterstadt"), event("d"), event("e", "handed-over", "beispielhausen"), event("f")];
  assert.deepEqual(Object.fromEntries(formerTowns(events)), { a: "musterstadt", b: "musterstadt", d: "beispielhausen" });
  assert.equal(formerTowns([event("a", "submitted")]).size, 0);
});
