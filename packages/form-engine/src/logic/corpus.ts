import type { Logic } from "../definition.ts";

/** One condition, what it looks at, and what it gives on the server and in a browser alike. `inexact`: it must refuse to give a number. */
export interface LogicCase { readonly logic: Logic; readonly data: object; readonly result: unknown }

export const inexact = "inexact";

const dogs = { hunde: [{ groesse: 45, rasse: "Boxer" }, { groesse: 20 }], $today: "2026-11-22" };

/** Conditions, rules and fees as services have them, with their edges. */
export const corpus: readonly LogicCase[] = [
  { logic: { var: "a.b" }, data: { a: { b: 7 } }, result: 7 },
  { logic: { var: "hunde.1.groesse" }, data: dogs, result: 20 },
  { logic: { var: ["fehlt", "Ersatz"] }, data: {}, result: "Ersatz" },
  { logic: { var: "constructor" }, data: {}, result: null },
  { logic: { var: "item.groesse" }, data: { item: { groesse: 3 } }, result: 3 },
  { logic: { missing: ["a", "b", "c"] }, data: { a: 1, b: "" }, result: ["b", "c"] },
  { logic: { if: [{ ">": [{ var: "n" }, 2] }, "viele", { "===": [{ var: "n" }, 1] }, "einer", "keiner"] }, data: { n: 1 }, result: "einer" },
  { logic: { and: [true, { var: "leer" }, true] }, data: { leer: [] }, result: [] },
  { logic: { or: [false, 0, "ja"] }, data: {}, result: "ja" },
  { logic: { "!": [[]] }, data: {}, result: true },
  { logic: { "!!": ["0"] }, data: {}, result: true },
  { logic: { "==": ["1", 1] }, data: {}, result: true },
  { logic: { "===": ["1", 1] }, data: {}, result: false },
  { logic: { "==": [{ var: "fehlt" }, 0] }, data: {}, result: false },
  { logic: { "<": [1, { var: "n" }, 3] }, data: { n: 2 }, result: true },
  { logic: { "<": [{ var: "fehlt" }, 3] }, data: {}, result: false },
  { logic: { ">=": ["2026-12-01", { var: "$today" }] }, data: dogs, result: true },
  { logic: { in: ["Box", "Boxer"] }, data: {}, result: true },
  { logic: { in: [{ var: "fehlt" }, [null, "DE"]] }, data: {}, result: true },
  { logic: { cat: ["Hund ", 2, null] }, data: {}, result: "Hund 2" },
  { logic: { substr: ["Musterstadt", -5] }, data: {}, result: "stadt" },
  { logic: { merge: [[1], 2, [3, 4]] }, data: {}, result: [1, 2, 3, 4] },
  { logic: { "+": [1500, { "*": [750, { "-": [{ var: "n" }, 1] }] }] }, data: { n: 4 }, result: 3750 },
  { logic: { "+": [1, { var: "fehlt" }] }, data: {}, result: null },
  { logic: { "*": [9007199254740991, 2] }, data: {}, result: inexact },
  { logic: { "/": [1, 0] }, data: {}, result: inexact },
  { logic: { "%": [7, 3] }, data: {}, result: 1 },
  { logic: { max: [3, { var: "n" }] }, data: { n: 5 }, result: 5 },
  { logic: { min: [3, { var: "n" }] }, data: { n: 5 }, result: 3 },
  { logic: { map: [{ var: "hunde" }, { var: "groesse" }] }, data: dogs, result: [45, 20] },
  { logic: { filter: [{ var: "hunde" }, { ">": [{ var: "groesse" }, 40] }] }, data: dogs, result: [{ groesse: 45, rasse: "Boxer" }] },
  { logic: { reduce: [{ var: "hunde" }, { "+": [{ var: "accumulator" }, { var: "current.groesse" }] }, 0] }, data: dogs, result: 65 },
  { logic: { all: [{ var: "hunde" }, { ">": [{ var: "groesse" }, 10] }] }, data: dogs, result: true },
  { logic: { all: [{ var: "fehlt" }, true] }, data: {}, result: false },
  { logic: { some: [{ var: "hunde" }, { "===": [{ var: "rasse" }, "Boxer"] }] }, data: dogs, result: true },
  { logic: { none: [{ var: "hunde" }, { ">": [{ var: "groesse" }, 90] }] }, data: dogs, result: true },
  { logic: { count: [{ var: "hunde" }] }, data: dogs, result: 2 },
  { logic: { age_on: [{ var: "geboren" }, { var: "$today" }] }, data: { geboren: "1984-11-23", $today: "2026-11-22" }, result: 41 },
  { logic: { age_on: ["2008-02-29", "2026-03-01"] }, data: {}, result: 18 },
  { logic: { days_between: ["2026-02-28", "2026-03-01"] }, data: {}, result: 1 },
];
