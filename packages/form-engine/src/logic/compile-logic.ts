import type { Logic } from "../definition.ts";
import { limits } from "../limits.ts";
import { operators } from "./operators.ts";
import { type CompiledLogic, lookUp, type Scope, truthy } from "./scope.ts";

/** A path that a condition reads, and where it is read. */
export interface Reference {
  readonly path: string;
  /** Inside `map`, `filter`, `all` … the path starts at the entry of this list (undefined: of a computed list). */
  readonly within?: string | undefined;
  readonly scoped: boolean;
}

export interface LogicAnalysis {
  readonly run: CompiledLogic;
  readonly references: readonly Reference[];
  readonly problems: readonly string[];
}

interface Context { readonly references: Reference[]; readonly problems: string[]; readonly list?: { readonly path: string | undefined }; size: { count: number } }

const nothing: CompiledLogic = () => null;
const lazy = new Set(["var", "if", "?:", "and", "or", "missing", "map", "filter", "all", "some", "none", "reduce"]);

/**
 * Compiles JSON Logic (jsonlogic.com) into a function. Unknown operators, wrong numbers of operands and computed variable
 * names are problems; with problems `run` must not be used.
 */
export function compileLogic(logic: Logic): LogicAnalysis {
  const context: Context = { references: [], problems: [], size: { count: 0 } };
  const run = compile(logic, context, 0);
  return { run: context.problems.length === 0 ? run : nothing, references: context.references, problems: context.problems };
}

function isList(logic: Logic): logic is readonly Logic[] {
  return Array.isArray(logic);
}

function fail(context: Context, problem: string): CompiledLogic {
  if (!context.problems.includes(problem)) context.problems.push(problem);
  return nothing;
}

function compile(logic: Logic, context: Context, depth: number): CompiledLogic {
  context.size.count += 1;
  if (depth > limits.logicDepth || context.size.count > limits.logicSize) return fail(context, "the condition is too large");
  if (logic === null || typeof logic !== "object") return () => logic;
  if (isList(logic)) {
    const entries = logic.map((entry) => compile(entry, context, depth + 1));
    return (scope) => entries.map((entry) => entry(scope));
  }
  const [entry, ...others] = Object.entries(logic);
  if (entry === undefined || others.length > 0) return fail(context, "a condition has exactly one operator per object");
  const [operator, operand] = entry;
  const operands = isList(operand) ? operand : [operand];
  if (lazy.has(operator)) return compileLazy(operator, operands, context, depth);
  const known = operators.get(operator);
  if (known === undefined) return fail(context, `unknown operator "${operator}"`);
  if (operands.length < known.arity[0] || operands.length > known.arity[1]) return fail(context, `"${operator}" has the wrong number of operands`);
  const values = operands.map((o) => compile(o, context, depth + 1));
  const { apply } = known;
  return (scope) => apply(values.map((value) => value(scope)));
}

function compileLazy(operator: string, operands: readonly Logic[], context: Context, depth: number): CompiledLogic {
  if (operator === "var") return compileVariable(operands, context, depth);
  if (operator === "missing") return compileMissing(operands, context);
  if (operator === "if" || operator === "?:" || operator === "and" || operator === "or") {
    if (operands.length === 0) return fail(context, `"${operator}" has the wrong number of operands`);
    const parts = operands.map((o) => compile(o, context, depth + 1));
    if (operator === "and") return (scope) => firstOf(parts, scope, false);
    if (operator === "or") return (scope) => firstOf(parts, scope, true);
    return (scope) => choose(parts, scope);
  }
  return compileOverList(operator, operands, context, depth);
}

function firstOf(parts: readonly CompiledLogic[], scope: Scope, wanted: boolean): unknown {
  let value: unknown = null;
  for (const part of parts) {
    value = part(scope);
    if (truthy(value) === wanted) return value;
  }
  return value;
}

function choose(parts: readonly CompiledLogic[], scope: Scope): unknown {
  let i = 0;
  for (; i + 1 < parts.length; i += 2) if (truthy(parts[i]?.(scope))) return parts[i + 1]?.(scope);
  return parts[i]?.(scope) ?? null;
}

function compileVariable(operands: readonly Logic[], context: Context, depth: number): CompiledLogic {
  const [name, fallback] = operands;
  if (typeof name !== "string" && typeof name !== "number" && name !== undefined && name !== null) return fail(context, '"var" needs a path that is written out');
  const path = String(name ?? "");
  context.references.push({ path, scoped: context.list !== undefined, within: context.list?.path });
  const or = fallback === undefined ? nothing : compile(fallback, context, depth + 1);
  const read = reader(path, context.list !== undefined);
  return (scope) => read(scope) ?? or(scope);
}

function reader(path: string, scoped: boolean): CompiledLogic {
  if (path === "") return (scope) => scope.root;
  if (path === "$today") {
    return (scope) => {
      if (scope.today === undefined) throw new Error("This condition needs today's date; give it as YYYY-MM-DD.");
      return scope.today;
    };
  }
  const keys = path.split(".");
  if (scoped) return (scope) => lookUp(scope.root, keys);
  const rest = keys.slice(1);
  if (keys[0] === "item") return (scope) => lookUp(scope.item, rest);
  return (scope) => lookUp(scope.root, keys);
}

function compileMissing(operands: readonly Logic[], context: Context): CompiledLogic {
  const names: string[] = [];
  for (const name of operands) {
    if (typeof name !== "string") return fail(context, '"missing" needs paths that are written out');
    names.push(name);
    context.references.push({ path: name, scoped: context.list !== undefined, within: context.list?.path });
  }
  const reads = names.map((name) => ({ name, read: reader(name, context.list !== undefined) }));
  return (scope) => reads.filter(({ read }) => (read(scope) ?? "") === "").map(({ name }) => name);
}

function listPath(source: Logic, context: Context): string | undefined {
  if (context.list !== undefined || source === null || typeof source !== "object" || isList(source)) return undefined;
  const operand = source["var"];
  return typeof operand === "string" ? operand : undefined;
}

function compileOverList(operator: string, operands: readonly Logic[], context: Context, depth: number): CompiledLogic {
  const [source, body, start] = operands;
  if (source === undefined || body === undefined || operands.length > (operator === "reduce" ? 3 : 2)) return fail(context, `"${operator}" has the wrong number of operands`);
  const list = compile(source, context, depth + 1);
  const inner: Context = { ...context, list: { path: operator === "reduce" ? undefined : listPath(source, context) } };
  const each = compile(body, inner, depth + 1);
  const initial = start === undefined ? nothing : compile(start, context, depth + 1);
  const entriesOf = (scope: Scope): readonly unknown[] => {
    const value = list(scope);
    return Array.isArray(value) ? value : [];
  };
  const on = (scope: Scope, root: unknown): Scope => ({ ...scope, root });
  const test = (scope: Scope) => (entry: unknown) => truthy(each(on(scope, entry)));
  switch (operator) {
    case "map": return (scope) => entriesOf(scope).map((entry) => each(on(scope, entry)));
    case "filter": return (scope) => entriesOf(scope).filter(test(scope));
    case "some": return (scope) => entriesOf(scope).some(test(scope));
    case "none": return (scope) => !entriesOf(scope).some(test(scope));
    case "all": return (scope) => { const entries = entriesOf(scope); return entries.length > 0 && entries.every(test(scope)); };
    default: return (scope) => entriesOf(scope).reduce((accumulator: unknown, current) => each(on(scope, { current, accumulator })), initial(scope));
  }
}
