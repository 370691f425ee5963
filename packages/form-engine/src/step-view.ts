import type { Answer, Answers, ExpandedGroup, Field } from "./definition.ts";
import { type CompiledField, type CompiledForm, type CompiledGroup, type CompiledNode, type CompiledStep, stepOf } from "./compiled-form.ts";
import { answerAt } from "./answer-path.ts";
import { choiceMark, chosenOf, groupValue, isPresent, listValue, own, pathOf, presentMark, reach, type Reached } from "./reach.ts";
import { rowsMark, type RowWindow, singleMark, windowOf, type Windows, windowsFor } from "./row-window.ts";

/** What was typed and could not become an answer: name of the input → what stood in it. Shown again as it was. */
export type RawInput = ReadonlyMap<string, readonly string[]>;

/** One input of a field: its `name` and what stands in it. For radio buttons and checkboxes the values that are ticked. */
export interface InputView { readonly name: string; readonly suffix: string; readonly values: readonly string[] }

/** One value of a field; a field that repeats has several. */
export interface ValueView {
  readonly path: string;
  readonly value: Answer | undefined;
  readonly inputs: readonly InputView[];
  /** A computed value in words. */
  readonly words?: { readonly de: string; readonly en: string };
  /** Name of the button that takes this value out (repeated values). Uploads: `remove:<path>.<number of the file>`. */
  readonly removeName?: string;
}

interface NodeViewBase {
  readonly path: string;
  readonly required: boolean;
  /** False: its condition does not hold now, or it was not chosen. It is there so that a script can reveal it. */
  readonly visible: boolean;
  /** True when it has a condition; the condition is in `definition.when`. */
  readonly conditional: boolean;
}

export interface FieldView extends NodeViewBase {
  readonly kind: "field";
  readonly definition: Field;
  /** At least one, so that there is something to fill in. */
  readonly values: readonly ValueView[];
  /** Name of the button for another value; only while there may be one. */
  readonly addName?: string;
}

/** An entry of a repeated group. */
export interface EntryView {
  readonly path: string;
  readonly index: number;
  readonly nodes: readonly NodeView[];
  readonly choice?: { readonly name: string; readonly value: string | undefined };
  readonly removeName?: string;
}

export interface GroupView extends NodeViewBase {
  readonly kind: "group";
  readonly definition: ExpandedGroup;
  /** Optional group: the radio buttons (`yes`, `no`) that ask whether anything is to be stated. */
  readonly present?: { readonly name: string; readonly value: boolean | undefined };
  /** oneOf: the radio buttons; their values are the ids of the children. In a repeated group one per entry, see `entries`. */
  readonly choice?: { readonly name: string; readonly value: string | undefined };
  /** Children; empty for a repeated group. */
  readonly nodes: readonly NodeView[];
  readonly entries?: readonly EntryView[];
  /** Only when the entries do not all fit on a page. Post `name` with `value`; a button `rows:<path>.<entry>` stores and turns the page. */
  readonly window?: RowWindow & { readonly name: string; readonly value: string; /** Name of the mark of a list shown one entry at a time. */ readonly singleName?: string };
  readonly addName?: string;
}

export type NodeView = FieldView | GroupView;

export interface StepView { readonly step: CompiledStep; readonly nodes: readonly NodeView[] }

interface Viewing { readonly reached: Reached; readonly raw: RawInput; readonly windows: Windows }

/**
 * The tree a step is rendered from, with names, values and what stands in the inputs (`raw` before the answers).
 * Of a long repeated group one window is shown: `windows` names an entry of it by the path of the list, what was typed wrongly wins.
 * Hidden fields (`fixed: "hidden"`) are left out. Throws when the form has no such step.
 */
export function stepView(form: CompiledForm, stepId: string, answers: Answers, today: string, raw: RawInput = new Map(), windows: Windows = windowsFor([])): StepView {
  const step = stepOf(form, stepId);
  return { step, nodes: viewNodes(step.nodes, answers, "", { reached: reach(form, answers, today), raw, windows: { entries: new Map([...windows.entries, ...windowsFor(raw.keys()).entries]), singles: windows.singles } }) };
}

function viewNodes(nodes: readonly CompiledNode[], answers: Answers, base: string, viewing: Viewing): readonly NodeView[] {
  return nodes.flatMap((node) => {
    if (node.kind === "field" && node.definition.fixed === "hidden") return [];
    const path = pathOf(base, node.id);
    const value = own(answers, node.id);
    const common = { path, required: node.required, visible: !viewing.reached.hidden.has(path), conditional: node.when !== undefined };
    return [node.kind === "field" ? { ...common, ...viewField(node, value, path, viewing) } : { ...common, ...viewGroup(node, value, path, viewing) }];
  });
}

function viewField(field: CompiledField, answer: Answer | undefined, path: string, { raw, reached }: Viewing): Pick<FieldView, "kind" | "definition" | "values" | "addName"> {
  const { definition, behaviour } = field;
  const value = definition.fixed === "locked" ? definition.value : field.compute === undefined ? answer ?? presetOf(definition) : answerAt(reached.answers, path);
  const one = (at: string, current: Answer | undefined): ValueView => {
    const shown = current === undefined || current === null || behaviour.check(current, "9999-12-31")?.code === "wrong-type" ? {} : behaviour.shown(current);
    const names = behaviour.inputs.map((suffix) => ({ suffix, name: suffix === "" ? at : `${at}.${suffix}` }));
    const typed = names.some(({ name }) => raw.has(name));
    return { path: at, value: current ?? undefined, inputs: names.map(({ suffix, name }) => ({ suffix, name, values: typed ? raw.get(name) ?? [] : shown[suffix] ?? [] })), ...(field.compute === undefined || current === undefined || current === null ? {} : { words: { de: behaviour.summary(current, "de"), en: behaviour.summary(current, "en") } }) };
  };
  if (definition.repeat === undefined) return { kind: "field", definition, values: [one(path, value)] };
  const current = listValue(value);
  const { min, max } = definition.repeat;
  const count = Math.max(1, min, Math.min(current.length, max));
  const values = Array.from({ length: count }, (_, i) => ({ ...one(pathOf(path, i), current[i]), ...(count > Math.max(1, min) ? { removeName: `remove:${pathOf(path, i)}` } : {}) }));
  return { kind: "field", definition, values, ...(count < max ? { addName: `add:${path}` } : {}) };
}

/** What stands in a list before anything was chosen. */
export function presetOf(definition: Field): string | undefined {
  return definition.type === "choice" && definition.repeat === undefined ? definition.preset : undefined;
}

function viewGroup(group: CompiledGroup, answer: Answer | undefined, path: string, viewing: Viewing): Pick<GroupView, "kind" | "definition" | "nodes" | "present" | "choice" | "entries" | "window" | "addName"> {
  const { definition } = group;
  if (definition.repeat === undefined) {
    const value = groupValue(answer);
    const mark = own(value, presentMark);
    const present = group.required ? {} : { present: { name: `${path}.${presentMark}`, value: typeof mark === "boolean" ? mark : isPresent(group, answer) || undefined } };
    return { kind: "group", definition, nodes: viewNodes(group.nodes, value, path, viewing), ...present, ...choiceOf(group, value, path) };
  }
  const { min, max } = definition.repeat;
  const current = listValue(answer);
  const least = group.required ? min : 0;
  const count = Math.max(least, Math.min(current.length, max));
  const window = windowOf(count, viewing.windows.entries.get(path) ?? 0, viewing.windows.singles.has(path));
  const { from, to } = window ?? { from: 0, to: count };
  const entries = Array.from({ length: to - from }, (_, i): EntryView => {
    const index = from + i;
    const at = pathOf(path, index);
    const value = groupValue(current[index]);
    return { path: at, index, nodes: viewNodes(group.nodes, value, at, viewing), ...choiceOf(group, value, at), ...(count > least ? { removeName: `remove:${at}` } : {}) };
  });
  return { kind: "group", definition, nodes: [], entries, ...(window === undefined ? {} : { window: { ...window, name: `${path}.${rowsMark}`, value: `${from}-${to}`, ...(viewing.windows.singles.has(path) ? { singleName: `${path}.${singleMark}` } : {}) } }), ...(count < max ? { addName: `add:${path}` } : {}) };
}

function choiceOf(group: CompiledGroup, value: Answers, path: string): Pick<GroupView, "choice"> {
  return group.definition.oneOf === true ? { choice: { name: `${path}.${choiceMark}`, value: chosenOf(group, value) } } : {};
}
