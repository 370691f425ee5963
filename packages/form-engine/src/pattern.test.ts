import assert from "node:assert/strict";
import { test } from "node:test";
import { compilePattern } from "./pattern.ts";

const problem = (source: string, length = 255) => {
  const checked = compilePattern(source, length);
  return "problem" in checked ? checked.problem : undefined;
};

test("patterns of real forms are accepted and anchored", () => {
  const accepted = ["([0]{1}[1-9]{1}|[1-9]{1}[0-9]{1})[0-9]{3}", "[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{1,63}$", "[1-9][0-9]{12}", "\\p{L}+( \\p{L}+)?", "[A-Z]{2}(?:-[0-9]{2}){1,3}"];
  for (const source of accepted) assert.equal(problem(source), undefined, source);
  const checked = compilePattern("[0-9]{5}", 5);
  assert.ok("pattern" in checked);
  assert.ok(checked.pattern.test("00101"));
  assert.ok(!checked.pattern.test("x00101") && !checked.pattern.test("001011"));
});

test("an alternative does not escape the anchors", () => {
  const checked = compilePattern("a|b", 10);
  assert.ok("pattern" in checked && !checked.pattern.test("ax") && !checked.pattern.test("xb"));
});

test("patterns that could take exponential time are refused", () => {
  for (const source of ["(a+)+", "(a*)*b", "(a|a)*", "([a-z]+)*!", "(a|ab)+c", "((a?){30}){30}", "(.*a){20}", ".*.*.*.*.*x"]) {
    assert.equal(problem(source), "the pattern could take too long to match", source);
  }
});

test("patterns with what cannot be bounded are refused by name", () => {
  assert.match(problem("(a)\\1") ?? "", /refer back/);
  assert.match(problem("(?=a)b") ?? "", /look ahead/);
  assert.match(problem("(unclosed") ?? "", /not a regular expression/);
  assert.match(problem("a".repeat(501)) ?? "", /longer than 500/);
});

test("every accepted hostile-looking pattern answers quickly on hostile text", () => {
  for (const source of ["[a-z]+@[a-z]+\\.[a-z]+", "(?:ab?){1,8}c", "\\d*\\d*\\d*x"]) {
    const checked = compilePattern(source, 255);
    assert.ok("pattern" in checked, source);
    const start = process.cpuUsage().user;
    checked.pattern.test("a".repeat(255));
    checked.pattern.test("1".repeat(255));
    assert.ok(process.cpuUsage().user - start < 2_000_000, source);
  }
});
