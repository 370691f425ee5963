import assert from "node:assert/strict";
import { test } from "node:test";
import { xsdPattern } from "./xfall-xsd-pattern.ts";

for (const [pattern, xsd] of [
  ["[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{1,63}$", "[A-Za-z0-9\\._%\\+\\-]+@[A-Za-z0-9\\.\\-]+\\.[A-Za-z]{1,63}"],
  ["([0]{1}[1-9]{1}|[1-9]{1}[0-9]{1})[0-9]{3}", "([0]{1}[1-9]{1}|[1-9]{1}[0-9]{1})[0-9]{3}"],
  ["^(?:\\d|\\w)*$", "([0-9]|[A-Za-z0-9_])*"], ["[\\d\\-x]?", "[0-9\\-x]?"], ["a\\$", "a$"],
] as const) test(`in XML Schema ${pattern} is ${xsd}`, () => assert.equal(xsdPattern(pattern), xsd));

for (const pattern of ["(?=a)b", "a^b", "a*?", "\\p{L}", "\\bx", "[\\s]", "[\\d-z]", "(?<n>a)"]) {
  test(`XML Schema cannot say ${pattern}`, () => assert.equal(xsdPattern(pattern), undefined));
}
