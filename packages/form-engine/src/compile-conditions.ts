import type { Logic } from "./definition.ts";
import { type FormIndex, type IndexedNode, isRepeated, resolvePath } from "./form-index.ts";
import { compileLogic, type Reference } from "./logic/compile-logic.ts";
import { limits } from "./limits.ts";
import type { CompiledLogic } from "./logic/scope.ts";
import type { DefinitionProblem } from "./problems.ts";

/** Compiles a condition; reports unknown operators and paths. Returns the nodes it reads. */
export function compileCondition(
  logic: Logic,
  at: { readonly path: string; readonly repeated: IndexedNode | undefined },
  index: FormIndex,
  problems: DefinitionProblem[],
): { readonly run: CompiledLogic; readonly reads: readonly IndexedNode[] } {
  const { run, references, problems: found } = compileLogic(logic);
  for (const problem of found) problems.push({ path: at.path, problem });
  const reads: IndexedNode[] = [];
  for (const reference of references) {
    const target = targetOf(reference, at.repeated, index);
    if (target === "unchecked") continue;
    if (target === undefined) problems.push({ path: at.path, problem: `the condition reads "${reference.path}", which does not exist here` });
    else reads.push(target);
  }
  return { run, reads };
}

function targetOf(reference: Reference, repeated: IndexedNode | undefined, index: FormIndex): IndexedNode | "unchecked" | undefined {
  const { path, scoped, within } = reference;
  if (path === "$today" || (path === "" && scoped)) return "unchecked";
  if (!scoped) return fromItem(path, repeated, index);
  // Entries of a computed list can be anything; entries of a repeated group have its fields.
  const list = within === undefined ? undefined : fromItem(within, repeated, index);
  if (list === undefined || list.node.kind !== "group" || !isRepeated(list.node)) return "unchecked";
  return resolvePath(index, path, list);
}

function fromItem(path: string, repeated: IndexedNode | undefined, index: FormIndex): IndexedNode | undefined {
  if (path !== "item" && !path.startsWith("item.")) return resolvePath(index, path);
  if (repeated === undefined || path === "item") return repeated;
  return resolvePath(index, path.slice("item.".length), repeated);
}

/** A step or node with a condition, and what the condition reads. */
export interface Conditional {
  readonly path: string;
  /** Undefined for a step. */
  readonly node: IndexedNode | undefined;
  readonly stepId: string;
  readonly order: number;
  readonly reads: readonly IndexedNode[];
}

function chainOf(node: IndexedNode): readonly IndexedNode[] {
  const chain: IndexedNode[] = [];
  for (let current: IndexedNode | undefined = node; current !== undefined; current = current.parent) chain.push(current);
  return chain;
}

/** Finds the conditionals on whose outcome the value of a node hangs: its own, those around it, those inside it, its step's. */
function decidersBy(conditionals: readonly Conditional[]): (target: IndexedNode) => readonly Conditional[] {
  const ofNode = new Map(conditionals.map((c) => [c.node?.path ?? `step:${c.stepId}`, c]));
  const known = new Map<IndexedNode, readonly Conditional[]>();
  const find = (target: IndexedNode): readonly Conditional[] => {
    const around = [`step:${target.step.id}`, ...chainOf(target).map(({ path }) => path)].flatMap((path) => ofNode.get(path) ?? []);
    const inside = target.node.kind === "group" ? conditionals.filter((c) => c.node?.path.startsWith(`${target.path}.`)) : [];
    return [...around, ...inside];
  };
  return (target) => {
    const found = known.get(target) ?? find(target);
    known.set(target, found);
    return found;
  };
}

/**
 * Reports conditions that hang on themselves, and tells how many more passes the visibility needs because conditions read
 * fields that come later (0 when all look back): the longest chain of looking ahead.
 */
export function orderOfConditions(conditionals: readonly Conditional[], problems: DefinitionProblem[]): number {
  const decidersOf = decidersBy(conditionals);
  const passes = new Map<Conditional, number | "open">();
  const passesOf = (conditional: Conditional): number => {
    const known = passes.get(conditional);
    if (known === "open") problems.push({ path: conditional.path, problem: "the condition hangs on itself" });
    if (known !== undefined) return known === "open" ? 0 : known;
    passes.set(conditional, "open");
    let most = 0;
    for (const read of conditional.reads) {
      const ahead = read.order > conditional.order ? 1 : 0;
      most = Math.max(most, ahead, ...decidersOf(read).map((decider) => passesOf(decider) + ahead));
    }
    passes.set(conditional, most);
    if (most === limits.lookAhead + 1) problems.push({ path: conditional.path, problem: `conditions look ahead more than ${limits.lookAhead} times in a row` });
    return most;
  };
  return Math.max(0, ...conditionals.map(passesOf));
}
