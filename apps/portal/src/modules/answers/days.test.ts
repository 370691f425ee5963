import assert from "node:assert/strict";
import { test } from "node:test";
import { workingDayIn } from "./days.ts";
import { readLandLaw } from "./land-law.ts";
import type { AnswersDeps } from "./ports.ts";

const read = readLandLaw(JSON.stringify({ lands: [{ land: "01", source: "§ 2 Beispielgesetz", holidays: { fixed: ["10-31"], fromEaster: [-2, 1] } }], rules: [] }));
assert.ok(read.ok);
const { law } = read;
const towns = { byId: (id: string) => ({ ars: `${id}0000000000` }) } as AnswersDeps["towns"];
const inLand = (land: string, day: string, known = true): string => workingDayIn({ towns, settings: { allowUnchecked: false, mailbox: "own-mailbox", ...(known ? { law } : {}) } }, land, day);

test("a day that an office sets goes by the holidays of its town's Land", () => {
  assert.equal(inLand("01", "2028-10-31"), "2028-11-01");
  assert.equal(inLand("05", "2028-10-31"), "2028-10-31");
  assert.equal(inLand("05", "2028-11-01"), "2028-11-02");
  assert.equal(inLand("01", "2028-11-01"), "2028-11-01");
  assert.equal(inLand("05", "2026-06-04"), "2026-06-05", "Corpus Christi in NRW");
  assert.equal(inLand("01", "2026-06-04"), "2026-06-04");
});

test("in a Land that nobody has entered, weekends and the holidays of every Land count, and none of NRW's", () => {
  for (const known of [true, false]) {
    assert.deepEqual(["2028-11-01", "2026-06-04", "2026-10-03", "2026-04-03", "2026-12-25"].map((day) => inLand("09", day, known)), ["2028-11-01", "2026-06-04", "2026-10-05", "2026-04-07", "2026-12-28"]);
  }
});
