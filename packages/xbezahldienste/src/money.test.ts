import assert from "node:assert/strict";
import { test } from "node:test";
import { MAX_CENTS, toCents, toDecimal } from "./money.ts";

test("every amount up to 10,000 euros and many above survive the way to a decimal, through JSON and back", () => {
  const check = (cents: number): void => {
    const text = JSON.stringify(toDecimal(cents));
    assert.match(text, /^\d+(\.\d{1,2})?$/);
    assert.equal(toCents(Number(text)), cents);
  };
  for (let cents = 0; cents <= 1_000_000; cents += 1) check(cents);
  for (let cents = 1_000_001; cents <= MAX_CENTS; cents += 9_973) check(cents);
  check(MAX_CENTS);
});

test("a sum with a floating-point error is refused, not rounded", () => {
  for (const amount of [0.1 + 0.2, 1.005, 30.555, 1e-9]) assert.throws(() => toCents(amount), RangeError, String(amount));
});

test("amounts outside the interface's range are refused in both directions", () => {
  for (const amount of [-0.01, 999_999.01, Number.NaN, Number.POSITIVE_INFINITY]) assert.throws(() => toCents(amount), RangeError);
  for (const cents of [-1, 0.5, MAX_CENTS + 1, Number.NaN]) assert.throws(() => toDecimal(cents), RangeError);
});

test("minus zero becomes zero", () => {
  assert.ok(Object.is(toCents(-0), 0));
});
