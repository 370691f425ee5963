import assert from "node:assert/strict";
import { test } from "node:test";
import { contractWords } from "./efa-words.ts";

test("the end of a contract is said by the last day on which it is in force", () => {
  assert.equal(contractWords({ inForce: true, kind: "in-force", until: "2026-11-01" }), "abgerufen, gilt bis 31. Oktober 2026");
  assert.equal(contractWords({ inForce: true, kind: "in-force" }), "abgerufen");
  assert.equal(contractWords({ inForce: false, kind: "ended", on: "2027-01-01" }), "beendet, galt bis 31. Dezember 2026");
  assert.equal(contractWords({ inForce: false, kind: "ended" }), "beendet");
  assert.equal(contractWords({ inForce: false, kind: "framework-ended", on: "2028-03-01" }), "Rahmenvereinbarung ist ausgelaufen, galt bis 29. Februar 2028");
  assert.equal(contractWords({ inForce: false, kind: "begins-later", on: "2026-11-01" }), "beginnt später (1. November 2026)");
});
