import assert from "node:assert/strict";
import { test } from "node:test";
import { type LandLaw, readLandLaw } from "./land-law.ts";
import { holidaysOf, monthTermEnd } from "./legal-calendar.ts";
import { knownRule, notifiedByFiction, ruleFor } from "./notification-date.ts";

// Invented: lines as an operator would write them, not the law of any Land.
const holidays = { fixed: ["01-01", "10-31"], fromEaster: [-2, 1], weekdayBefore: [{ weekday: 3, before: "11-23" }], once: ["2026-05-08"] };
const line = { id: "land-16-own-mailbox", area: "vwvfg", way: "own-mailbox", land: "16", from: "2026-01-01", count: { kind: "retrieval", days: 1 }, lapsesAfterDays: 10, weekend: "stays", source: "§ 1 Beispielgesetz" };
const land = { land: "16", source: "§ 2 Beispielgesetz", holidays };
const file = (changes: object = {}): string => JSON.stringify({ lands: [land], rules: [line], ...changes });
function law(text: string): LandLaw {
  const read = readLandLaw(text);
  assert.ok(read.ok, JSON.stringify(read));
  return read.law;
}

test("the law of NRW counts in NRW alone, that of the Federation everywhere, and where holidays are needed that nobody knows no day is named", () => {
  const day = "2026-03-02";
  assert.equal(knownRule({ area: "vwvfg", way: "own-mailbox", land: "05" }, day)?.id, "vwvfg-own-mailbox-2017");
  for (const other of ["01", undefined]) {
    for (const area of ["vwvfg", "ao"] as const) assert.equal(knownRule({ area, way: "own-mailbox", land: other }, day), undefined);
    assert.equal(knownRule({ area: "vwvfg", way: "post", land: other }, day), undefined);
    assert.equal(knownRule({ area: "vwvfg", way: "account-mailbox", land: other }, day)?.id, "vwvfg-account-mailbox-2025");
    assert.equal(knownRule({ area: "ao", way: "account-mailbox", land: other }, day), undefined, "its day moves over holidays");
  }
  assert.throws(() => ruleFor({ area: "vwvfg", way: "own-mailbox", land: "06" }, day), /no rule .* Land 06/);
});

test("an operator adds lines and holidays of a Land, and its days are counted by them", () => {
  const added = law(file());
  assert.equal(knownRule({ area: "vwvfg", way: "own-mailbox", land: "16" }, "2026-03-02", added)?.id, line.id);
  assert.equal(knownRule({ area: "vwvfg", way: "own-mailbox", land: "16" }, "2025-12-31", added), undefined);
  assert.equal(knownRule({ area: "vwvfg", way: "own-mailbox", land: "05" }, "2026-03-02", added)?.id, "vwvfg-own-mailbox-2017");
  const there = added.holidays.get("16");
  assert.deepEqual([...holidaysOf(2026, there)].toSorted(), ["2026-01-01", "2026-04-03", "2026-04-06", "2026-05-08", "2026-10-31", "2026-11-18"]);
  assert.ok(holidaysOf(2023, there).has("2023-11-22"), "the Wednesday before a Thursday");
  assert.ok(holidaysOf(2022, there).has("2022-11-16"), "before a Wednesday: the one of the week before");
  assert.equal(monthTermEnd("2026-05-04", 1), "2026-06-05", "Corpus Christi in NRW");
  assert.equal(monthTermEnd("2026-05-04", 1, there), "2026-06-04");
  const moving = knownRule({ area: "ao", way: "account-mailbox", land: "16" }, "2026-10-27", added);
  assert.equal(moving && notifiedByFiction(moving, "2026-05-04", there), "2026-05-11", "a holiday of one year, then a weekend");
});

test("a file that is wrong is refused in words, and nothing that the portal brings along can be changed by it", () => {
  const wrong: readonly (readonly [string, RegExp])[] = [
    ["{", /kein JSON/], [file({ rules: [{ ...line, land: "5" }] }), /rules\.0\.land: .*zwei Ziffern/], [file({ rules: [{ ...line, land: "00" }] }), /zwei Ziffern/], [file({ rules: [{ ...line, source: "so ist es" }] }), /Rechtsgrundlage fehlt/],
    [file({ lands: [] }), /Feiertage des Landes 16 fehlen/], [file({ lands: [land, land] }), /16 steht zweimal da/], [file({ lands: [{ ...land, land: "05" }] }), /05 steht zweimal da/], [file({ rules: [line, { ...line, from: "2027-01-01" }] }), /land-16-own-mailbox steht zweimal da/],
    [file({ rules: [{ ...line, id: "vwvfg-own-mailbox-2017" }] }), /steht zweimal da/], [file({ rules: [line, { ...line, id: "land-16-again" }] }), /16 vwvfg own-mailbox 2026-01-01 steht zweimal da/], [file({ more: 1 }), /Datei: /], [file({ lands: [{ ...land, holidays: { ...holidays, fixed: ["13-01"] } }] }), /Monat und Tag/],
  ];
  for (const [text, problem] of wrong) {
    const read = readLandLaw(text);
    assert.ok(!read.ok && problem.test(read.problem), JSON.stringify(read));
  }
});
