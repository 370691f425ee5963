import { ageOn, isDay } from "../calendar.ts";
import { truthy } from "./scope.ts";

/** Thrown when arithmetic leaves the numbers that are exact: whoever asked for a fee must not get a wrong one. */
export class InexactNumberError extends Error {
  constructor(operator: string) {
    super(`The result of "${operator}" is not an exact number.`);
    this.name = "InexactNumberError";
  }
}

const asWords = (value: unknown): string => (typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "");
const asNumber = (value: unknown): number => (typeof value === "string" || typeof value === "number" ? Number.parseFloat(String(value)) : Number.NaN);

/** Whole numbers stay exact or the evaluation fails; a missing or non-numeric operand gives null, never NaN. */
function exact(operator: string, operands: readonly number[], result: number): number | null {
  if (operands.some(Number.isNaN)) return null;
  const whole = operands.every(Number.isInteger);
  if (!Number.isFinite(result) || (whole && operator !== "/" && !Number.isSafeInteger(result))) throw new InexactNumberError(operator);
  return result;
}

function fold(operator: string, values: readonly unknown[], start: number, step: (a: number, b: number) => number): number | null {
  const numbers = values.map(asNumber);
  return exact(operator, numbers, numbers.reduce(step, start));
}

function pair(operator: string, values: readonly unknown[], step: (a: number, b: number) => number): number | null {
  const [a, b] = [asNumber(values[0]), asNumber(values[1])];
  return exact(operator, [a, b], step(a, b));
}

// JSON Logic's == converts as JavaScript does; only scalars are compared here, so that the result never hangs on toString().
function looselyEqual(a: unknown, b: unknown): boolean {
  const [left, right] = [a ?? null, b ?? null];
  if (left === right) return true;
  if (left === null || right === null || typeof left === "object" || typeof right === "object") return false;
  return typeof left === typeof right ? false : Number(left) === Number(right);
}

function ordered(values: readonly unknown[], holds: (a: string | number, b: string | number) => boolean): boolean {
  for (let i = 0; i + 1 < values.length; i += 1) {
    const [a, b] = [values[i], values[i + 1]];
    // Unlike JavaScript, nothing is smaller or larger than an answer that is not there.
    if ((typeof a !== "string" && typeof a !== "number") || (typeof b !== "string" && typeof b !== "number")) return false;
    if (typeof a === "string" && typeof b === "string" ? !holds(a, b) : !holds(Number(a), Number(b))) return false;
  }
  return true;
}

function inside(needle: unknown, haystack: unknown): boolean {
  if (typeof haystack === "string") return typeof needle === "string" && haystack.includes(needle);
  return Array.isArray(haystack) && haystack.includes(needle);
}

function substring(values: readonly unknown[]): string {
  const characters = [...asWords(values[0])];
  const start = asNumber(values[1]);
  const length = values[2] === undefined ? undefined : asNumber(values[2]);
  const rest = characters.slice(Number.isNaN(start) ? 0 : start);
  if (length === undefined) return rest.join("");
  return rest.slice(0, length).join("");
}

function daysBetween(from: unknown, to: unknown): number | null {
  if (typeof from !== "string" || typeof to !== "string" || !isDay(from) || !isDay(to)) return null;
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000;
}

interface Operator {
  readonly arity: readonly [min: number, max: number];
  readonly apply: (values: readonly unknown[]) => unknown;
}

const many = 200;

/** Operators whose operands are all evaluated first. The rest (`var`, `if`, `and`, `or`, `map` …) stands in compile-logic.ts. */
export const operators: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ["==", { arity: [2, 2], apply: ([a, b]) => looselyEqual(a, b) }],
  ["!=", { arity: [2, 2], apply: ([a, b]) => !looselyEqual(a, b) }],
  ["===", { arity: [2, 2], apply: ([a, b]) => (a ?? null) === (b ?? null) }],
  ["!==", { arity: [2, 2], apply: ([a, b]) => (a ?? null) !== (b ?? null) }],
  ["<", { arity: [2, 3], apply: (values) => ordered(values, (a, b) => a < b) }],
  ["<=", { arity: [2, 3], apply: (values) => ordered(values, (a, b) => a <= b) }],
  [">", { arity: [2, 2], apply: (values) => ordered(values, (a, b) => a > b) }],
  [">=", { arity: [2, 2], apply: (values) => ordered(values, (a, b) => a >= b) }],
  ["!", { arity: [1, 1], apply: ([a]) => !truthy(a) }],
  ["!!", { arity: [1, 1], apply: ([a]) => truthy(a) }],
  ["in", { arity: [2, 2], apply: ([a, b]) => inside(a, b) }],
  ["cat", { arity: [1, many], apply: (values) => values.map(asWords).join("") }],
  ["substr", { arity: [2, 3], apply: substring }],
  ["merge", { arity: [1, many], apply: (values) => values.flat() }],
  ["+", { arity: [1, many], apply: (values) => fold("+", values, 0, (a, b) => a + b) }],
  ["*", { arity: [1, many], apply: (values) => fold("*", values, 1, (a, b) => a * b) }],
  ["-", { arity: [1, 2], apply: (values) => (values.length === 1 ? pair("-", [0, values[0]], (a, b) => a - b) : pair("-", values, (a, b) => a - b)) }],
  ["/", { arity: [2, 2], apply: (values) => pair("/", values, (a, b) => a / b) }],
  ["%", { arity: [2, 2], apply: (values) => pair("%", values, (a, b) => a % b) }],
  ["min", { arity: [1, many], apply: (values) => fold("min", values, Number.POSITIVE_INFINITY, (a, b) => Math.min(a, b)) }],
  ["max", { arity: [1, many], apply: (values) => fold("max", values, Number.NEGATIVE_INFINITY, (a, b) => Math.max(a, b)) }],
  // Our own, beyond jsonlogic.com:
  ["age_on", { arity: [2, 2], apply: ([birth, day]) => (typeof birth === "string" && typeof day === "string" ? ageOn(birth, day) : null) }],
  ["days_between", { arity: [2, 2], apply: ([from, to]) => daysBetween(from, to) }],
  ["count", { arity: [1, 1], apply: ([list]) => (Array.isArray(list) ? list.filter((entry) => entry !== null).length : 0) }],
]);
