import type { Answer, Answers } from "./definition.ts";
import type { CompiledField, CompiledGroup, CompiledNode, CompiledStep } from "./compiled-form.ts";
import type { Submitted } from "./fields/field-behaviour.ts";
import type { Problem } from "./problems.ts";
import { choiceMark, groupValue, listValue, own, pathOf, presentMark, type Reached } from "./reach.ts";
import { readRows, rowsMark } from "./row-window.ts";
import { readShown, shownMark } from "./shown-questions.ts";
import { presetOf } from "./step-view.ts";

export type PostedFields = ReadonlyMap<string, readonly string[]>;

/** A post read into typed answers, before anything is checked. */
export interface ReadStep {
  readonly answers: Answers;
  /** Values that could not be read, by path. */
  readonly problems: ReadonlyMap<string, Problem>;
  /** Paths of visible nodes that were not visible when the page was shown. */
  readonly fresh: ReadonlySet<string>;
  /** Of these the questions and texts that nobody touched: in what was posted stands what the server had put there. */
  readonly untouched: ReadonlySet<string>;
  /** Of these the questions that somebody answered, so that they were seen whatever the page says of itself. */
  readonly touched: ReadonlySet<string>;
}

interface Reading {
  readonly fields: PostedFields;
  readonly names: readonly string[];
  readonly before: Reached;
  readonly after: Reached | undefined;
  /** What the page says it showed; without it `before` has to tell. */
  readonly shown: ReadonlySet<string> | undefined;
  readonly problems: Map<string, Problem>;
  readonly fresh: Set<string>;
  readonly untouched: Set<string>;
  readonly touched: Set<string>;
}

/** `before`: visibility when the page was shown. `after`: visibility with the new values, once known; what it hides stays as it was. */
export function readStep(step: CompiledStep, fields: PostedFields, answers: Answers, before: Reached, after?: Reached): ReadStep {
  const reading: Reading = { fields, names: [...fields.keys()], before, after, shown: readShown(fields.get(shownMark)), problems: new Map(), fresh: new Set(), untouched: new Set(), touched: new Set() };
  const read = readNodes(step.nodes, answers, "", true, reading);
  return { answers: read, problems: reading.problems, fresh: reading.fresh, untouched: reading.untouched, touched: reading.touched };
}

type Target = Record<string, Answer | undefined>;

/** `shown`: whether the parent was on the page that was posted. `choice`: these are the children of a group of choice. */
function readNodes(nodes: readonly CompiledNode[], source: Answers, base: string, shown: boolean, reading: Reading, choice = false): Answers {
  const target: Target = { ...source };
  for (const node of nodes) {
    const path = pathOf(base, node.id);
    if (reading.after?.hidden.has(path) === true) continue;
    const comesAndGoes = choice || node.when !== undefined;
    const wasShown = shown && (reading.shown === undefined ? !reading.before.hidden.has(path) : !comesAndGoes || reading.shown.has(path));
    if (!wasShown) reading.fresh.add(path);
    const old = own(source, node.id);
    const value = node.kind === "field" ? readField(node, old, path, wasShown, reading) : readGroup(node, old, path, wasShown, reading);
    if (value === undefined) delete target[node.id];
    else target[node.id] = value;
  }
  return target;
}

function readField(field: CompiledField, old: Answer | undefined, path: string, wasShown: boolean, reading: Reading): Answer | undefined {
  const { definition, behaviour } = field;
  if (definition.fixed !== undefined || (behaviour.origin ?? "post") !== "post") {
    if (!wasShown) reading.untouched.add(path);
    return old;
  }
  if (definition.repeat === undefined) return readValue(field, old, path, wasShown, reading);
  const list = listValue(old);
  const count = countOf(path, Math.max(1, definition.repeat.min, list.length), definition.repeat.max, reading);
  const values = Array.from({ length: count }, (_, i) => readValue(field, list[i] ?? undefined, pathOf(path, i), wasShown, reading) ?? null);
  // Blank places at the end go; one in the middle, or one with something unreadable in it, keeps its number.
  while (values.at(-1) === null && !reading.problems.has(pathOf(path, values.length - 1))) values.pop();
  return values.length === 0 ? undefined : values;
}

function readValue({ behaviour, definition }: CompiledField, old: Answer | undefined, path: string, wasShown: boolean, reading: Reading): Answer | undefined {
  const nameOf = (suffix: string) => (suffix === "" ? path : `${path}.${suffix}`);
  const posted = behaviour.inputs.some((suffix) => reading.fields.has(nameOf(suffix)));
  // Radio buttons without a choice post nothing; that is only an answer when they were on the page.
  if (!posted && !wasShown) {
    // A file comes by itself, before the fields: whoever sent one has seen where.
    (Array.isArray(old) && old.length > 0 && definition.type === "upload" ? reading.touched : reading.untouched).add(path);
    return old;
  }
  const submitted: Submitted = (suffix) => reading.fields.get(nameOf(suffix)) ?? [];
  const parsed = behaviour.parse(submitted, old);
  if (!wasShown) (parsed.kind !== "problem" && sameAnswer(parsed.kind === "value" ? parsed.value : undefined, old ?? presetOf(definition)) ? reading.untouched : reading.touched).add(path);
  if (parsed.kind === "value") return parsed.value;
  if (parsed.kind === "problem") reading.problems.set(path, parsed.problem);
  return undefined;
}

/** What was read against what the server had put into the inputs. */
function sameAnswer(read: Answer | undefined, put: Answer | undefined): boolean {
  return read === (put ?? undefined) || JSON.stringify(read) === JSON.stringify(put ?? undefined);
}

function readGroup(group: CompiledGroup, old: Answer | undefined, path: string, wasShown: boolean, reading: Reading): Answer | undefined {
  const { repeat } = group.definition;
  if (repeat === undefined) {
    const value = readEntry(group, groupValue(old), path, wasShown, reading);
    return Object.keys(value).length === 0 ? undefined : value;
  }
  const list = listValue(old);
  const shown = Math.max(group.required ? repeat.min : 0, list.length);
  const count = countOf(path, shown, repeat.max, reading);
  // Of a long list only one window was on the page; what stood on the others stays as it is.
  const window = readRows(reading.fields.get(`${path}.${rowsMark}`)?.[0]) ?? { from: 0, to: count };
  const entries = Array.from({ length: count }, (_, i) => (i < window.from || i >= window.to ? groupValue(list[i]) : readEntry(group, groupValue(list[i]), pathOf(path, i), wasShown && i < shown, reading)));
  if (!wasShown && entries.length === 0) reading.untouched.add(path);
  return entries.length === 0 ? undefined : entries;
}

/** Entries on the page, and any that a script added behind them. */
function countOf(path: string, shown: number, max: number, reading: Reading): number {
  let count = Math.min(shown, max);
  while (count < max && reading.names.some((name) => name === pathOf(path, count) || name.startsWith(`${pathOf(path, count)}.`))) count += 1;
  return count;
}

function readEntry(group: CompiledGroup, old: Answers, path: string, wasShown: boolean, reading: Reading): Answers {
  const marks: Target = {};
  const choice = reading.fields.get(`${path}.${choiceMark}`)?.[0];
  if (group.definition.oneOf === true && group.nodes.some(({ id }) => id === choice)) marks[choiceMark] = choice;
  const present = reading.fields.get(`${path}.${presentMark}`)?.[0];
  if (!group.required && group.definition.repeat === undefined && (present === "yes" || present === "no")) marks[presentMark] = present === "yes";
  const marked: Answers = { ...old, ...marks };
  const asks = (group.definition.oneOf === true && marks[choiceMark] === undefined) || (!group.required && group.definition.repeat === undefined && marks[presentMark] === undefined);
  if (!wasShown && asks) reading.untouched.add(path);
  if (marks[presentMark] === false || reading.after?.absent.has(path) === true) return marked;
  const mayBeAbsent = !group.required && group.definition.repeat === undefined;
  const shownInside = wasShown && (reading.shown === undefined ? !reading.before.absent.has(path) : !mayBeAbsent || reading.shown.has(`${path}.${presentMark}`));
  return readNodes(group.nodes, marked, path, shownInside, reading, group.definition.oneOf === true);
}
