import type { Answers } from "./definition.ts";
import { answerAt, templateOf, withAnswer } from "./answer-path.ts";
import type { CompiledForm, CompiledNode, CompiledStep } from "./compiled-form.ts";
import { listValue } from "./reach.ts";
import type { PostedFields } from "./read-step.ts";
import type { RawInput } from "./step-view.ts";

/** A button inside the form. `remove` and `rows` (turn the page of a long list to this entry): the path ends with the number of the entry, value or file. `fetch`: the page on which evidence is retrieved for this field. */
export interface StepAction { readonly kind: "add" | "remove" | "rows" | "fetch"; readonly path: string }

const buttonName = /^(add|remove|rows|fetch):([A-Za-z][A-Za-z0-9_.-]{0,600})$/;

/** The button that was pressed (`add:<path>`, `remove:<path>.<i>`), when it can do something on this step; any other name is ignored. */
export function findAction(form: CompiledForm, step: CompiledStep, fields: PostedFields): StepAction | undefined {
  for (const name of fields.keys()) {
    const match = buttonName.exec(name);
    const [, kind, path = ""] = match ?? [];
    if (kind !== "add" && kind !== "remove" && kind !== "rows" && kind !== "fetch") continue;
    const node = form.nodes.get(templateOf(path));
    if (node === undefined || !step.nodes.some(({ id }) => id === path.split(".")[0])) continue;
    if (kind === "fetch") {
      if (node.kind === "field" && node.definition.type === "upload" && node.definition.fetched !== undefined) return { kind, path };
      continue;
    }
    const numbered = /\.\d{1,4}$/.test(path);
    if (kind === "add" ? !numbered && repeatOf(node) !== undefined : numbered && (repeatOf(node) !== undefined || (kind === "remove" && isUpload(node)))) return { kind, path };
  }
  return undefined;
}

function repeatOf(node: CompiledNode): { readonly min: number; readonly max: number } | undefined {
  return node.definition.repeat;
}

function isUpload(node: CompiledNode): boolean {
  return node.kind === "field" && node.definition.type === "upload";
}

/** Applies the button to the answers, and moves what was typed to the new numbers. Beyond the bounds nothing changes. */
export function applyAction(form: CompiledForm, action: StepAction, answers: Answers, raw: RawInput): { readonly answers: Answers; readonly raw: RawInput } {
  const node = form.nodes.get(templateOf(action.path));
  if (node === undefined || action.kind === "rows" || action.kind === "fetch") return { answers, raw };
  const repeat = repeatOf(node);
  const least = repeat === undefined || (node.kind === "group" && !node.required) ? 0 : Math.max(repeat.min, node.kind === "field" ? 1 : 0);
  const blank = node.kind === "field" ? null : {};
  if (action.kind === "add") {
    const list = [...listValue(answerAt(answers, action.path))];
    while (list.length < least) list.push(blank);
    if (repeat === undefined || list.length >= repeat.max) return { answers, raw };
    return { answers: withAnswer(answers, action.path, [...list, blank]), raw };
  }
  const dot = action.path.lastIndexOf(".");
  const [listPath, number] = [action.path.slice(0, dot), Number(action.path.slice(dot + 1))];
  const list = listValue(answerAt(answers, listPath));
  if (number >= list.length && number >= least) return { answers, raw };
  const rest = list.filter((_, i) => i !== number);
  return { answers: withAnswer(answers, listPath, rest.length === 0 ? undefined : rest), raw: renumber(raw, listPath, number) };
}

function renumber(raw: RawInput, listPath: string, removed: number): RawInput {
  const moved = new Map<string, readonly string[]>();
  for (const [name, values] of raw) {
    const number = name.startsWith(`${listPath}.`) ? /^\d+/.exec(name.slice(listPath.length + 1))?.[0] : undefined;
    if (number === undefined || Number(number) < removed) moved.set(name, values);
    else if (Number(number) > removed) moved.set(`${listPath}.${Number(number) - 1}${name.slice(listPath.length + 1 + number.length)}`, values);
  }
  return moved;
}
