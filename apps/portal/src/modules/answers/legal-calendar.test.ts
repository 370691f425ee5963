import assert from "node:assert/strict";
import { test } from "node:test";
import { easterSunday, holidaysOf, isWorkingDay, monthTermEnd, workingDayFrom } from "./legal-calendar.ts";

test("Easter falls where the church calendar has it", () => {
  const known = { 2019: "04-21", 2020: "04-12", 2024: "03-31", 2025: "04-20", 2026: "04-05", 2027: "03-28", 2028: "04-16", 2038: "04-25", 2285: "03-22" };
  for (const [year, day] of Object.entries(known)) assert.equal(easterSunday(Number(year)), `${year}-${day}`);
});
test("North Rhine-Westphalia has eleven public holidays", () => {
  assert.deepEqual([...holidaysOf(2026)].toSorted(), [
    "2026-01-01", "2026-04-03", "2026-04-06", "2026-05-01", "2026-05-14", "2026-05-25", "2026-06-04", "2026-10-03", "2026-11-01", "2026-12-25", "2026-12-26",
  ]);
  assert.equal(isWorkingDay("2026-12-24"), true);
  assert.equal(isWorkingDay("2026-06-04"), false, "Fronleichnam");
  assert.equal(isWorkingDay("2026-08-15"), false, "a Saturday; Mariä Himmelfahrt is none in NRW");
  assert.equal(isWorkingDay("2029-08-15"), true, "Mariä Himmelfahrt on a Wednesday");
});
test("a deadline moves over the weekend and the holidays behind it", () => {
  assert.equal(workingDayFrom("2026-04-03"), "2026-04-07", "Good Friday to Tuesday after Easter");
  assert.equal(workingDayFrom("2026-12-25"), "2026-12-28");
  assert.equal(workingDayFrom("2026-03-02"), "2026-03-02");
});
test("a term of a month ends on the day of the same number, on the last day of a shorter month, never on a free day", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["2026-03-10", "2026-04-10", "an ordinary month"],
    ["2026-01-30", "2026-03-02", "30 January: 28 February is a Saturday, so Monday"],
    ["2025-01-31", "2025-02-28", "31 January: last day of February, a Friday"],
    ["2028-01-31", "2028-02-29", "31 January in a leap year, a Tuesday"],
    ["2028-02-29", "2028-03-29", "leap day as the event"],
    ["2026-05-31", "2026-06-30", "31 May: June has 30 days"],
    ["2025-12-31", "2026-02-02", "over the year: 31 January is a Saturday"],
    ["2026-03-05", "2026-04-07", "5 April is Easter Sunday, the 6th Easter Monday"],
    ["2026-11-25", "2026-12-28", "Christmas and the weekend behind it"],
    ["2026-02-28", "2026-03-30", "28 March is a Saturday; the month counts by its number, not by its end"],
  ];
  for (const [day, end, why] of cases) assert.equal(monthTermEnd(day, 1), end, why);
  assert.equal(monthTermEnd("2026-08-31", 6), "2027-03-01", "six months: 28 February 2027 is a Sunday");
});
