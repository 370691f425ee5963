import type { Answer, Answers } from "./definition.ts";
import type { CompiledField, CompiledForm, CompiledGroup, CompiledNode, CompiledStep } from "./compiled-form.ts";
import { InexactNumberError } from "./logic/operators.ts";
import { type CompiledLogic, truthy } from "./logic/scope.ts";

/** What of the answers counts: everything on steps that are reached, in fields that are visible. */
export interface Reached {
  readonly steps: readonly CompiledStep[];
  /** Without hidden, unknown and not chosen values, without the engine's own marks; fixed values filled in. */
  readonly answers: Answers;
  /** Paths (with entry numbers) of nodes whose condition does not hold or that were not chosen. Nodes inside are not listed. */
  readonly hidden: ReadonlySet<string>;
  /** Optional groups for which nothing is to be stated. */
  readonly absent: ReadonlySet<string>;
  /** The chosen child of each oneOf group. */
  readonly chosen: ReadonlyMap<string, string>;
}

type Target = Record<string, Answer | undefined>;
interface Run {
  readonly root: Target;
  /** True after the first pass: conditions on later nodes then see what the last pass left of them. */
  readonly again: boolean;
  readonly today: string;
  readonly hidden: Set<string>;
  readonly absent: Set<string>;
  readonly chosen: Map<string, string>;
}

/** Marks the engine keeps inside the answers of a group: what was chosen, whether anything is stated. */
export const choiceMark = "$choice";
export const presentMark = "$present";

function isGroupValue(value: Answer | undefined): value is Answers {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function groupValue(value: Answer | undefined): Answers {
  return isGroupValue(value) ? value : {};
}

export function listValue(value: Answer | undefined): readonly Answer[] {
  return Array.isArray(value) ? value : [];
}

export function own(answers: Answers, id: string): Answer | undefined {
  return Object.hasOwn(answers, id) ? answers[id] : undefined;
}

export function pathOf(base: string, id: string | number): string {
  return base === "" ? String(id) : `${base}.${id}`;
}

/** The child that was chosen, or the only one with a value (answers that came from software have no mark). */
export function chosenOf(group: CompiledGroup, value: Answers): string | undefined {
  const mark = own(value, choiceMark);
  const byMark = group.nodes.find((node) => node.id === mark);
  return (byMark ?? group.nodes.find((node) => own(value, node.id) !== undefined))?.id;
}

/** Whether an optional group is to be filled in: as marked, or when it is there at all. */
export function isPresent(group: CompiledGroup, value: Answer | undefined): boolean {
  if (group.required || group.definition.repeat !== undefined) return true;
  const mark = own(groupValue(value), presentMark);
  return typeof mark === "boolean" ? mark : isGroupValue(value);
}

interface Known { readonly form: CompiledForm; readonly today: string; readonly reached: Reached }
const known = new WeakMap<Answers, Known>();

/**
 * Finds out what is reached and visible. `today` is `YYYY-MM-DD`. A page asks for it half a dozen times with the same answers (steps, view, errors,
 * task list), so the last outcome is kept for as long as the answers are: answers are never written to.
 */
export function reach(form: CompiledForm, answers: Answers, today: string): Reached {
  const before = known.get(answers);
  if (before?.form === form && before.today === today) return before.reached;
  const reached = passes(form, answers, today);
  known.set(answers, { form, today, reached });
  return reached;
}

function passes(form: CompiledForm, answers: Answers, today: string): Reached {
  let previous: Reached | undefined;
  for (let pass = 0; ; pass += 1) {
    const reached = onePass(form, answers, today, previous?.answers);
    // A condition on a later field may now see that field gone; no condition hangs on itself, so this comes to rest.
    if (pass >= form.extraPasses || (!form.computes && previous !== undefined && sameOutcome(previous, reached))) return reached;
    previous = reached;
  }
}

function sameOutcome(a: Reached, b: Reached): boolean {
  return a.steps.length === b.steps.length && a.hidden.size === b.hidden.size && [...a.hidden].every((path) => b.hidden.has(path));
}

function onePass(form: CompiledForm, answers: Answers, today: string, previous: Answers | undefined): Reached {
  const run: Run = { root: {}, again: previous !== undefined, today, hidden: new Set(), absent: new Set(), chosen: new Map() };
  for (const step of form.steps) copyKnown(step.nodes, previous ?? answers, run.root);
  const steps = form.steps.filter((step) => {
    if (step.when !== undefined && !truthy(step.when({ root: run.root, today }))) {
      for (const node of step.nodes) delete run.root[node.id];
      return false;
    }
    for (const node of step.nodes) visit(node, answers, run.root, previous ?? {}, node.id, undefined, run);
    return true;
  });
  return { steps, answers: run.root, hidden: run.hidden, absent: run.absent, chosen: run.chosen };
}

function copyKnown(nodes: readonly CompiledNode[], source: Answers, target: Target): void {
  for (const { id } of nodes) {
    const value = own(source, id);
    if (value !== undefined && value !== null) target[id] = value;
  }
}

/** `previous`: what the last pass left of the answers around this node. */
function visit(node: CompiledNode, source: Answers, target: Target, previous: Answers, path: string, item: Answers | undefined, run: Run): void {
  const { id } = node;
  if (node.when !== undefined && !truthy(node.when({ root: run.root, item, today: run.today }))) {
    run.hidden.add(path);
    delete target[id];
    return;
  }
  const value = own(source, id);
  const last = own(previous, id);
  if (node.kind === "group") visitGroup(node, value, target, last, path, item, run);
  else if (node.definition.fixed !== undefined) target[id] = node.definition.value;
  else if (node.compute !== undefined) setComputed(node, node.compute, target, item, run);
  else if (node.behaviour.origin === "nowhere" || value === undefined || value === null) delete target[id];
  else target[id] = value;
}

/** What cannot be computed (an answer is missing, a number too large to be exact) is no value. */
function setComputed({ id, behaviour }: CompiledField, compute: CompiledLogic, target: Target, item: Answers | undefined, run: Run): void {
  const value = numberOf(() => compute({ root: run.root, item, today: run.today }));
  if (value === undefined || behaviour.check(value, run.today) !== undefined) delete target[id];
  else target[id] = value;
}

function numberOf(compute: () => unknown): number | undefined {
  try {
    const value = compute();
    return typeof value === "number" ? value : undefined;
  } catch (error) {
    if (error instanceof InexactNumberError) return undefined;
    throw error;
  }
}

function visitGroup(group: CompiledGroup, value: Answer | undefined, target: Target, last: Answer | undefined, path: string, item: Answers | undefined, run: Run): void {
  const { repeat } = group.definition;
  if (repeat === undefined) {
    const source = groupValue(value);
    if (!isPresent(group, value)) {
      run.absent.add(path);
      delete target[group.id];
      return;
    }
    const inner: Target = {};
    target[group.id] = inner;
    fill(group, source, inner, groupValue(last), path, item, run);
    return;
  }
  // One more than allowed is kept, so that the check can say it is too many.
  const sources = listValue(value).slice(0, repeat.max + 1).map(groupValue);
  const entries = sources.map((): Target => ({}));
  if (entries.length === 0) {
    delete target[group.id];
    return;
  }
  target[group.id] = entries;
  const lasts = listValue(last);
  sources.forEach((source, i) => {
    const entry = entries[i] ?? {};
    fill(group, source, entry, groupValue(lasts[i]), pathOf(path, i), entry, run);
  });
}

function fill(group: CompiledGroup, source: Answers, target: Target, previous: Answers, path: string, item: Answers | undefined, run: Run): void {
  const chosen = group.definition.oneOf === true ? chosenOf(group, source) : undefined;
  if (chosen !== undefined) run.chosen.set(path, chosen);
  copyKnown(group.nodes, run.again ? previous : source, target);
  for (const node of group.nodes) {
    const inner = pathOf(path, node.id);
    if (group.definition.oneOf === true && node.id !== chosen) {
      run.hidden.add(inner);
      delete target[node.id];
    } else visit(node, source, target, previous, inner, item, run);
  }
}

/** Steps that are reached, in order. */
export function visibleSteps(form: CompiledForm, answers: Answers, today: string): readonly CompiledStep[] {
  return reach(form, answers, today).steps;
}

