import type { Logic } from "../definition.ts";

/** A condition as an editor makes it: a list of comparisons that must all hold, or of which one must hold. */
export interface ConditionRows { readonly join: "all" | "one"; readonly rows: readonly ConditionRow[] }

export type Comparison = "is" | "is-not" | "less" | "at-most" | "more" | "at-least" | "contains" | "filled" | "empty";

export interface ConditionRow {
  /** Path as the condition reads it: `halter.vorname`, `item.rasse`, `$today`. */
  readonly path: string;
  readonly comparison: Comparison;
  /** Absent for `filled` and `empty`. Another field: `{ path }`. */
  readonly value?: string | number | boolean | { readonly path: string };
}

const signs: Readonly<Record<"is" | "is-not" | "less" | "at-most" | "more" | "at-least", string>> = { is: "===", "is-not": "!==", less: "<", "at-most": "<=", more: ">", "at-least": ">=" };
const bySign = new Map(Object.entries(signs).map(([comparison, sign]) => [sign, comparison as keyof typeof signs]));

/** Rows → JSON Logic; undefined for no rows. Nothing is smaller or larger than a missing answer, so a comparison with one does not hold. */
export function logicOfRows({ join, rows }: ConditionRows): Logic | undefined {
  const [first, ...others] = rows.map(logicOfRow);
  if (first === undefined || others.length === 0) return first;
  return { [join === "all" ? "and" : "or"]: [first, ...others] };
}

function logicOfRow({ path, comparison, value }: ConditionRow): Logic {
  const left: Logic = { var: path };
  const right: Logic = typeof value === "object" ? { var: value.path } : value ?? null;
  if (comparison === "filled") return { "!": [{ missing: [path] }] };
  if (comparison === "empty") return { "!!": [{ missing: [path] }] };
  return comparison === "contains" ? { in: [right, left] } : { [signs[comparison]]: [left, right] };
}

/** JSON Logic → rows, where it has this form; undefined otherwise: then it is shown and changed as JSON only. */
export function rowsOfLogic(logic: Logic): ConditionRows | undefined {
  const joined = operation(logic);
  const many = joined !== undefined && (joined.operator === "and" || joined.operator === "or");
  const rows = (many ? joined.operands : [logic]).map(rowOfLogic);
  const whole = rows.filter((row) => row !== undefined);
  return whole.length === rows.length ? { join: many && joined.operator === "or" ? "one" : "all", rows: whole } : undefined;
}

function rowOfLogic(logic: Logic): ConditionRow | undefined {
  const found = operation(logic);
  if (found === undefined) return undefined;
  const { operator, operands } = found;
  const [a = null, b = null] = operands;
  if (operator === "!" || operator === "!!") {
    const missing = operation(a);
    const path = missing?.operator === "missing" && missing.operands.length === 1 ? missing.operands[0] : undefined;
    if (typeof path === "string") return { path, comparison: operator === "!" ? "filled" : "empty" };
    // Truth of an answer, as hand-written forms have it: of a yes-no question.
    const plain = variable(a);
    return plain === undefined ? undefined : operator === "!!" ? { path: plain, comparison: "is", value: true } : undefined;
  }
  if (operands.length !== 2) return undefined;
  if (operator === "in") {
    const path = variable(b);
    return path !== undefined && typeof a === "string" ? { path, comparison: "contains", value: a } : undefined;
  }
  const comparison = bySign.get(operator === "==" ? "===" : operator === "!=" ? "!==" : operator);
  const path = variable(a);
  const value = valueOf(b);
  return comparison === undefined || path === undefined || value === undefined ? undefined : { path, comparison, value };
}

function valueOf(logic: Logic): ConditionRow["value"] {
  if (typeof logic === "string" || typeof logic === "number" || typeof logic === "boolean") return logic;
  const path = variable(logic);
  return path === undefined ? undefined : { path };
}

function variable(logic: Logic): string | undefined {
  const found = operation(logic);
  const path = found?.operator === "var" && found.operands.length === 1 ? found.operands[0] : undefined;
  return typeof path === "string" && path !== "" ? path : undefined;
}

function operation(logic: Logic): { readonly operator: string; readonly operands: readonly Logic[] } | undefined {
  if (typeof logic !== "object" || logic === null || Array.isArray(logic)) return undefined;
  const [entry, ...more] = Object.entries(logic as { readonly [operator: string]: Logic });
  if (entry === undefined || more.length > 0) return undefined;
  const [operator, operand] = entry;
  return { operator, operands: Array.isArray(operand) ? operand as readonly Logic[] : [operand] };
}

/** A fee as an editor makes it, in integer cents: a base, and amounts that are added or that apply instead. */
export interface FeeRows {
  readonly base: number;
  /** `add`: every amount whose condition holds is added. `first`: the first whose condition holds applies instead of the base. */
  readonly mode: "add" | "first";
  readonly rows: readonly { readonly cents: number; readonly when: ConditionRow }[];
  /** The amount is multiplied with the answer to this question. */
  readonly times?: string;
}

export function logicOfFee({ base, mode, rows, times }: FeeRows): Logic {
  const amount: Logic = rows.length === 0 ? base
    : mode === "first" ? { if: [...rows.flatMap(({ cents, when }): readonly Logic[] => [logicOfRow(when), cents]), base] }
    : { "+": [base, ...rows.map(({ cents, when }): Logic => ({ if: [logicOfRow(when), cents, 0] }))] };
  return times === undefined ? amount : { "*": [amount, { var: times }] };
}

export function feeOfLogic(logic: Logic): FeeRows | undefined {
  const found = operation(logic);
  if (typeof logic === "number") return { base: logic, mode: "add", rows: [] };
  if (found === undefined) return undefined;
  const { operator, operands } = found;
  if (operator === "*" && operands.length === 2) {
    const [amount = null, factor = null] = operands;
    const inner = feeOfLogic(amount);
    const times = variable(factor);
    return inner === undefined || inner.times !== undefined || times === undefined ? undefined : { ...inner, times };
  }
  if (operator === "if") {
    const pairs = Array.from({ length: Math.floor(operands.length / 2) }, (_, i) => rowOfFee(operands[2 * i] ?? null, operands[2 * i + 1] ?? null));
    const rows = pairs.filter((row) => row !== undefined);
    const base = operands.at(-1);
    return operands.length % 2 === 1 && rows.length === pairs.length && typeof base === "number" ? { base, mode: "first", rows } : undefined;
  }
  if (operator !== "+") return undefined;
  const [base, ...rest] = operands;
  const rows = rest.flatMap((one) => {
    const branch = operation(one);
    const [when = null, cents = null, otherwise = null] = branch?.operator === "if" && branch.operands.length === 3 ? branch.operands : [];
    const row = otherwise === 0 ? rowOfFee(when, cents) : undefined;
    return row === undefined ? [] : [row];
  });
  return typeof base === "number" && rows.length === rest.length ? { base, mode: "add", rows } : undefined;
}

function rowOfFee(condition: Logic, cents: Logic): FeeRows["rows"][number] | undefined {
  const when = rowOfLogic(condition);
  return when === undefined || typeof cents !== "number" ? undefined : { cents, when };
}
