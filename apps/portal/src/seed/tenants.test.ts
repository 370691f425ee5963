import assert from "node:assert/strict";
import { test } from "node:test";
import { loadSeeds } from "../../seeds/index.ts";
import { tenantsFromSeeds } from "./tenants.ts";

test("each invented town says when its accessibility statement was last reviewed, and no real town claims a day", () => {
  for (const { isDemo, name, profile } of tenantsFromSeeds(loadSeeds())) assert.equal(profile.accessibilityReviewedOn !== undefined, isDemo, name);
});
