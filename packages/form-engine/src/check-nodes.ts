import type { Answer, Answers, Group } from "./definition.ts";
import type { CompiledField, CompiledForm, CompiledGroup, CompiledNode, CompiledRule, CompiledStep } from "./compiled-form.ts";
import { chooseMessage, say, wrongType } from "./fields/messages.ts";
import { truthy } from "./logic/scope.ts";
import type { FieldError, Problem } from "./problems.ts";
import { choiceMark, groupValue, listValue, own, pathOf, type Reached } from "./reach.ts";

interface Checking {
  readonly reached: Reached;
  readonly today: string;
  /** Values that could not even be read, by path: told instead of »missing«. */
  readonly unread: ReadonlyMap<string, Problem>;
  readonly errors: FieldError[];
}

/** Checks what is visible of a step, in the order of the page. `today` is `YYYY-MM-DD`. */
export function checkStep(form: CompiledForm, step: CompiledStep, reached: Reached, today: string, unread: ReadonlyMap<string, Problem> = new Map()): readonly FieldError[] {
  const checking: Checking = { reached, today, unread, errors: [] };
  checkNodes(step.nodes, reached.answers, "", checking);
  for (const rule of form.rules) if (rule.definition.step === step.id) checkRule(rule, step, checking);
  return checking.errors;
}

function checkNodes(nodes: readonly CompiledNode[], answers: Answers, base: string, checking: Checking): void {
  const { reached } = checking;
  for (const node of nodes) {
    const path = pathOf(base, node.id);
    if (reached.hidden.has(path) || reached.absent.has(path)) continue;
    const value = own(answers, node.id);
    if (node.kind === "field") checkField(node, value, path, checking);
    else if (node.definition.repeat === undefined) checkGroup(node, groupValue(value), path, checking);
    else checkEntries(node, node.definition.repeat, value, path, checking);
  }
}

function checkField(field: CompiledField, value: Answer | undefined, path: string, checking: Checking): void {
  const { definition, behaviour } = field;
  if (definition.type === "info" || definition.fixed !== undefined) return;
  if (definition.repeat !== undefined) {
    checkValues(field, definition.repeat, value, path, checking);
    return;
  }
  const blank = value === undefined || value === null || (definition.type === "upload" && Array.isArray(value) && value.length === 0);
  const problem = checking.unread.get(path) ?? (blank ? undefined : behaviour.check(value, checking.today));
  if (problem !== undefined) checking.errors.push({ ...problem, path });
  else if (blank && field.required) checking.errors.push({ path, code: "missing", message: behaviour.missing });
}

/** A field with several values. An answer that is no list can only come from software; its type is wrong. */
function checkValues(field: CompiledField, repeat: { readonly min: number; readonly max: number }, value: Answer | undefined, path: string, checking: Checking): void {
  const { behaviour, definition: { label } } = field;
  const { errors, unread } = checking;
  if (value !== undefined && value !== null && !Array.isArray(value)) errors.push({ ...wrongType(label), path: pathOf(path, 0) });
  const entries = listValue(value);
  const count = entries.filter((entry, i) => entry !== null || unread.has(pathOf(path, i))).length + [...unread.keys()].filter((at) => isEntryBeyond(at, path, entries.length)).length;
  for (let i = 0; i < Math.max(entries.length, repeat.max); i += 1) {
    const entry = entries[i] ?? null;
    const problem = unread.get(pathOf(path, i)) ?? (entry === null ? undefined : behaviour.check(entry, checking.today));
    if (problem !== undefined) errors.push({ ...problem, path: pathOf(path, i) });
  }
  if (count === 0 && field.required && repeat.min > 0) errors.push({ path: pathOf(path, 0), code: "missing", message: behaviour.missing });
  else if (count > 0 && count < repeat.min) errors.push({ path: pathOf(path, count), code: "too-few", message: fewValues(label, repeat.min) });
  if (entries.length > repeat.max) errors.push({ path: pathOf(path, repeat.max), code: "too-many", message: manyValues(label, repeat.max) });
}

function isEntryBeyond(at: string, path: string, length: number): boolean {
  return at.startsWith(`${path}.`) && Number(at.slice(path.length + 1)) >= length;
}

const fewValues = (label: Group["title"], min: number) => say(label, (l) => `Geben Sie bei ${l} mindestens ${min} Angaben ein.`, (l) => `Enter at least ${min} values for ${l}.`);
const manyValues = (label: Group["title"], max: number) => say(label, (l) => `Geben Sie bei ${l} höchstens ${max} Angaben ein.`, (l) => `Enter no more than ${max} values for ${l}.`);

function checkGroup(group: CompiledGroup, value: Answers, path: string, checking: Checking): void {
  if (group.definition.oneOf === true && !checking.reached.chosen.has(path)) {
    checking.errors.push({ path, code: "missing", message: chooseMessage(group.definition.title), input: choiceMark });
    return;
  }
  checkNodes(group.nodes, value, path, checking);
}

function checkEntries(group: CompiledGroup, repeat: NonNullable<Group["repeat"]>, value: Answer | undefined, path: string, checking: Checking): void {
  const { title } = group.definition;
  const entries = listValue(value);
  const min = group.required ? repeat.min : 0;
  if (entries.length > repeat.max) {
    checking.errors.push({ path, code: "too-many", message: say(title, (l) => `Entfernen Sie bei ${l} Einträge: Höchstens ${repeat.max} sind möglich.`, (l) => `Remove entries from ${l}: no more than ${repeat.max} are possible.`) });
  }
  // Entries that have to be there are on the page although nothing was entered: their fields are missing, not they.
  const shown = Math.max(entries.length, min);
  for (let i = 0; i < Math.min(shown, repeat.max); i += 1) checkGroup(group, groupValue(entries[i]), pathOf(path, i), checking);
}

function checkRule(rule: CompiledRule, step: CompiledStep, checking: Checking): void {
  const { reached, today, errors } = checking;
  const { message } = rule.definition;
  const visit = (nodes: readonly CompiledNode[], keys: readonly string[], answers: Answers, base: string, item: Answers | undefined): void => {
    const [key = "", ...rest] = keys;
    const node = nodes.find(({ id }) => id === key);
    const path = pathOf(base, key);
    if (node === undefined || reached.hidden.has(path) || reached.absent.has(path)) return;
    const value = own(answers, key);
    if (rest.length === 0 || node.kind === "field") {
      // A value that is wrong by itself is told first.
      if (errors.some((error) => error.path === path || error.path.startsWith(`${path}.`))) return;
      if (!truthy(rule.holds({ root: reached.answers, item, today }))) errors.push({ path, code: "rule", message });
    } else if (node.definition.repeat === undefined) visit(node.nodes, rest, groupValue(value), path, item);
    else listValue(value).map(groupValue).forEach((entry, i) => visit(node.nodes, rest, entry, pathOf(path, i), entry));
  };
  visit(step.nodes, rule.at, reached.answers, "", undefined);
}
