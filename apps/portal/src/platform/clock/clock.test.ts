import assert from "node:assert/strict";
import { test } from "node:test";
import { addDays, legalDate, legalDateTime, startOfLegalDay, startOfLegalYear } from "./index.ts";

test("an instant late in the UTC evening already belongs to the next legal day", () => {
  assert.equal(legalDate(new Date("2026-06-30T22:30:00Z")), "2026-07-01");
  assert.equal(legalDate(new Date("2026-01-31T22:30:00Z")), "2026-01-31");
});
test("legal days begin at Berlin midnight in winter and in summer", () => {
  assert.equal(startOfLegalDay("2026-01-15").toISOString(), "2026-01-14T23:00:00.000Z");
  assert.equal(startOfLegalDay("2026-07-15").toISOString(), "2026-07-14T22:00:00.000Z");
  assert.equal(startOfLegalDay("2026-03-29").toISOString(), "2026-03-28T23:00:00.000Z");
});
test("days are added across months, years and the change of summer time", () => {
  assert.equal(addDays("2026-12-30", 4), "2027-01-03");
  assert.equal(addDays("2026-03-28", 2), "2026-03-30");
  assert.equal(legalDateTime(new Date("2026-10-25T00:30:00Z")), "2026-10-25 02:30");
});
test("a term of years ends with the legal year, not with that of UTC", () => {
  assert.equal(startOfLegalYear(new Date("2026-11-26T12:00:00Z"), 10).toISOString(), "2015-12-31T23:00:00.000Z");
  assert.equal(startOfLegalYear(new Date("2026-12-31T23:30:00Z"), 10).toISOString(), "2016-12-31T23:00:00.000Z", "in Berlin it is 2027");
});
