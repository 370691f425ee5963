import type { Position } from "../form/position.ts";

/** A condition over fields, before it is known from where it is asked. */
export type Condition =
  | { readonly is: "equal"; readonly field: Position; readonly value: string | boolean }
  | { readonly is: "compare"; readonly field: Position; readonly sign: Sign; readonly value: number }
  /** Completed years of a birth date, on the day the form is filled in. */
  | { readonly is: "age"; readonly field: Position; readonly sign: Sign; readonly value: number }
  | { readonly is: "filled"; readonly field: Position }
  | { readonly is: "and"; readonly of: readonly Condition[] }
  | { readonly is: "or"; readonly of: readonly Condition[] }
  | { readonly is: "not"; readonly of: Condition };

export type Sign = "<" | "<=" | ">" | ">=" | "===";

/** Holds whatever was answered: »Das Feld muss befüllt werden« without a WENN. */
export const ALWAYS: Condition = { is: "and", of: [] };

export const not = (condition: Condition): Condition => (condition.is === "not" ? condition.of : { is: "not", of: condition });

export function or(conditions: readonly Condition[]): Condition {
  const distinct = conditions.filter((condition, index) => conditions.findIndex((other) => sameCondition(other, condition)) === index);
  const [only] = distinct;
  return distinct.length === 1 && only !== undefined ? only : { is: "or", of: distinct };
}

export function sameCondition(a: Condition, b: Condition): boolean {
  return keyOf(a) === keyOf(b);
}

function keyOf(condition: Condition): string {
  switch (condition.is) {
    case "equal":
      return `${condition.field.path}=${typeof condition.value}:${condition.value}`;
    case "compare":
      return `${condition.field.path}${condition.sign}${condition.value}`;
    case "age":
      return `age(${condition.field.path})${condition.sign}${condition.value}`;
    case "filled":
      return `${condition.field.path}?`;
    case "not":
      return `!(${keyOf(condition.of)})`;
    case "and":
    case "or":
      return `${condition.is}(${condition.of.map(keyOf).join(",")})`;
  }
}

export function fieldsOf(condition: Condition): readonly Position[] {
  if (condition.is === "not") return fieldsOf(condition.of);
  if (condition.is === "and" || condition.is === "or") return condition.of.flatMap(fieldsOf);
  return [condition.field];
}

type Atom = Extract<Condition, { is: "equal" | "compare" | "age" | "filled" }>;

function atomsOf(condition: Condition): readonly Atom[] {
  if (condition.is === "not") return atomsOf(condition.of);
  if (condition.is === "and" || condition.is === "or") return condition.of.flatMap(atomsOf);
  return [condition];
}

/** Whether a field can hold several values at once; then two different values do not exclude each other. */
export function holdsSeveral(field: Position): boolean {
  return field.anzahl.max !== 1;
}

/**
 * True when no answer can make both conditions true. Undecided cases (comparisons, emptiness) count as compatible, so that a
 * contradiction in the schema is rather reported once too often than overlooked.
 */
export function exclude(a: Condition, b: Condition): boolean {
  const atoms = [...new Map([...atomsOf(a), ...atomsOf(b)].map((atom) => [keyOf(atom), atom])).values()];
  if (atoms.length > 12) return sameCondition(a, not(b)) || sameCondition(b, not(a));
  for (let bits = 0; bits < 2 ** atoms.length; bits += 1) {
    const truth = new Map(atoms.map((atom, index) => [keyOf(atom), (bits & (1 << index)) !== 0]));
    if (possible(atoms, truth) && holds(a, truth) && holds(b, truth)) return false;
  }
  return true;
}

/** A single-valued field equals at most one value; a yes/no field at least one of both when both are named. */
function possible(atoms: readonly Atom[], truth: ReadonlyMap<string, boolean>): boolean {
  const equal = new Map<Position, number>();
  for (const atom of atoms) {
    if (atom.is !== "equal" || holdsSeveral(atom.field) || truth.get(keyOf(atom)) !== true) continue;
    const count = (equal.get(atom.field) ?? 0) + 1;
    if (count > 1) return false;
    equal.set(atom.field, count);
  }
  return true;
}

function holds(condition: Condition, truth: ReadonlyMap<string, boolean>): boolean {
  if (condition.is === "not") return !holds(condition.of, truth);
  if (condition.is === "and") return condition.of.every((part) => holds(part, truth));
  if (condition.is === "or") return condition.of.some((part) => holds(part, truth));
  return truth.get(keyOf(condition)) === true;
}
