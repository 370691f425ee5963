import assert from "node:assert/strict";
import { test } from "node:test";
import { legalDate } from "#platform/clock";
import { notifiedByFiction, notifiedByRetrieval, retrievableUntil, ruleFor } from "./notification-date.ts";
import { remedyUntil } from "./legal-remedy.ts";
import { notificationRules, nrw } from "./notification-rules.ts";

test("post counts by the law that was in force on the day of posting", () => {
  const cases: readonly (readonly ["vwvfg" | "ao", string, string, string])[] = [
    ["vwvfg", "2024-12-31", "2025-01-03", "third day until the end of 2024"],
    ["vwvfg", "2025-01-01", "2025-01-05", "fourth day since 2025; a Sunday stays"],
    ["vwvfg", "2026-03-03", "2026-03-07", "a Saturday stays under the VwVfG"],
    ["ao", "2026-03-03", "2026-03-09", "a Saturday moves to Monday under the AO"],
    ["ao", "2026-12-21", "2026-12-28", "Christmas Day, Boxing Day on a Saturday, Sunday"],
    ["ao", "2026-03-02", "2026-03-06", "a Friday stays"],
    ["ao", "2024-12-30", "2025-01-02", "third day until the end of 2024"],
    ["ao", "2028-02-26", "2028-03-01", "over the leap day"],
    ["vwvfg", "2027-02-26", "2027-03-02", "over the end of February"],
    ["vwvfg", "2026-03-27", "2026-03-31", "over the change to summer time"],
    ["vwvfg", "2026-10-23", "2026-10-27", "over the change to winter time"],
  ];
  for (const [area, posted, notified, why] of cases) assert.equal(notifiedByFiction(ruleFor({ area, way: "post", land: nrw }, posted), posted), notified, why);
});
test("the account's mailbox counts the fourth day after provision, read or not", () => {
  const rule = ruleFor({ area: "vwvfg", way: "account-mailbox", land: nrw }, "2026-03-02");
  assert.equal(notifiedByFiction(rule, "2026-03-02"), "2026-03-06");
  assert.equal(notifiedByRetrieval(rule, "2026-03-02"), undefined);
  assert.equal(retrievableUntil(rule, "2026-03-02"), undefined);
});
test("the own mailbox counts the day after the retrieval and gives ten days for it", () => {
  const rule = ruleFor({ area: "vwvfg", way: "own-mailbox", land: nrw }, "2026-03-02");
  assert.equal(notifiedByFiction(rule, "2026-03-02"), undefined);
  assert.equal(notifiedByRetrieval(rule, "2026-02-28"), "2026-03-01");
  assert.equal(notifiedByRetrieval(rule, "2028-02-28"), "2028-02-29");
  assert.equal(retrievableUntil(rule, "2026-03-20"), "2026-03-30", "over the change to summer time ten days are ten days");
});
test("the day of a retrieval is the one of German legal time, in winter and in summer", () => {
  const rule = ruleFor({ area: "vwvfg", way: "own-mailbox", land: nrw }, "2026-01-01");
  assert.equal(notifiedByRetrieval(rule, legalDate(new Date("2026-01-15T22:59:59Z"))), "2026-01-16");
  assert.equal(notifiedByRetrieval(rule, legalDate(new Date("2026-01-15T23:00:00Z"))), "2026-01-17");
  assert.equal(notifiedByRetrieval(rule, legalDate(new Date("2026-07-15T21:59:59Z"))), "2026-07-16");
  assert.equal(notifiedByRetrieval(rule, legalDate(new Date("2026-07-15T22:00:00Z"))), "2026-07-17");
});
test("the term of the remedy is counted from the notification, not from the posting", () => {
  const notified = notifiedByFiction(ruleFor({ area: "ao", way: "post", land: nrw }, "2026-03-03"), "2026-03-03") ?? "";
  assert.equal(remedyUntil({ months: 1 }, notified), "2026-04-09");
});
test("a way without a rule on that day stops the decision", () => {
  assert.throws(() => ruleFor({ area: "vwvfg", way: "account-mailbox", land: nrw }, "2024-05-01"), /no rule/);
});
test("every rule has a source, a unique name and a day from which it applies", () => {
  assert.equal(new Set(notificationRules.map(({ id }) => id)).size, notificationRules.length);
  assert.equal(new Set(notificationRules.map(({ area, way, from }) => `${area} ${way} ${from}`)).size, notificationRules.length);
  for (const { source, from } of notificationRules) assert.ok(source.includes("§") && /^\d{4}-\d{2}-\d{2}$/.test(from));
});
