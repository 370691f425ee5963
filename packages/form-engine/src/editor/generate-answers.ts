import { answerAt, templateOf, withAnswer } from "../answer-path.ts";
import { checkAll } from "../check-all.ts";
import type { CompiledField, CompiledForm, CompiledNode } from "../compiled-form.ts";
import type { Answer, Answers, Logic } from "../definition.ts";
import type { StepError } from "../problems.ts";
import { choiceMark, groupValue, listValue, own, pathOf, presentMark, reach } from "../reach.ts";
import { sampleValues } from "./sample-values.ts";

export interface Generating {
  /** Another number gives other answers, the same number the same: which option, yes or no, how a pattern is met. Default 0. */
  readonly variant?: number;
  /** Optional questions are answered, too. Default true. */
  readonly optional?: boolean;
  /** Answers that stay as they are. */
  readonly given?: Answers;
}

/** Answers to a whole form and what is still wrong with them: empty unless a rule or pattern could not be met by trying. */
export interface GeneratedAnswers { readonly answers: Answers; readonly errors: readonly StepError[] }

/** How often conditions may open new questions, and how many alternatives are tried for what is wrong. */
const mostRounds = 40;
const mostTries = 200;

/** Fills in a form with invented answers as a person would: what is shown is answered, and what that opens. `day` is today, `YYYY-MM-DD`. */
export function generateAnswers(form: CompiledForm, day: string, { variant = 0, optional = true, given = {} }: Generating = {}): GeneratedAnswers {
  let answers = given;
  for (let round = 0; round < mostRounds; round += 1) {
    const filled = fillVisible(form, answers, { day, variant, optional });
    if (filled === answers) break;
    answers = filled;
  }
  return mend(form, answers, { day, variant, optional });
}

interface Filling { readonly day: string; readonly variant: number; readonly optional: boolean }

function fillVisible(form: CompiledForm, answers: Answers, filling: Filling): Answers {
  const { hidden, steps } = reach(form, answers, filling.day);
  let made = answers;
  const visit = (nodes: readonly CompiledNode[], base: string): void => {
    for (const node of nodes) {
      const path = pathOf(base, node.id);
      if (hidden.has(path) || (!node.required && !filling.optional)) continue;
      if (node.kind === "field") fillField(node, path);
      else if (node.definition.repeat === undefined) fillGroup(node, path);
      else fillEntries(node, node.definition.repeat, path);
    }
  };
  const set = (path: string, value: Answer): void => { made = withAnswer(made, path, value); };
  const fillField = (field: CompiledField, path: string): void => {
    if (answerAt(made, path) !== undefined || field.definition.fixed !== undefined || field.compute !== undefined) return;
    const value = valueFor(field, filling);
    if (value === undefined) return;
    const { repeat } = field.definition;
    set(path, repeat === undefined ? value : Array.from({ length: Math.max(1, repeat.min) }, () => value));
  };
  const fillGroup = (group: Extract<CompiledNode, { kind: "group" }>, path: string): void => {
    const value = groupValue(answerAt(made, path));
    if (!group.required && own(value, presentMark) === undefined) set(pathOf(path, presentMark), true);
    if (own(groupValue(answerAt(made, path)), presentMark) === false) return;
    visit(choose(group, value, path), path);
  };
  const fillEntries = (group: Extract<CompiledNode, { kind: "group" }>, repeat: { readonly min: number }, path: string): void => {
    const count = Math.max(1, repeat.min, listValue(answerAt(made, path)).length);
    for (let i = 0; i < count; i += 1) {
      const at = pathOf(path, i);
      if (answerAt(made, at) === undefined) set(at, {});
      visit(choose(group, groupValue(answerAt(made, at)), at), at);
    }
  };
  /** Of a group of choice the one that is chosen; of others all. */
  const choose = (group: Extract<CompiledNode, { kind: "group" }>, value: Answers, path: string): readonly CompiledNode[] => {
    if (group.definition.oneOf !== true) return group.nodes;
    const chosen = own(value, choiceMark) ?? group.nodes[filling.variant % group.nodes.length]?.id;
    if (own(value, choiceMark) === undefined && chosen !== undefined) set(pathOf(path, choiceMark), chosen);
    // It counts from the next round on.
    return group.nodes.filter(({ id }) => id === chosen);
  };
  for (const step of steps) visit(step.nodes, "");
  return made;
}

function fitting(field: CompiledField, day: string): readonly Answer[] {
  return sampleValues(field.definition, day).filter((value) => field.behaviour.check(value, day) === undefined);
}

function valueFor(field: CompiledField, { day, variant }: Filling): Answer | undefined {
  const { type } = field.definition;
  const values = fitting(field, day);
  // Only where every answer is as likely as the others; elsewhere the first is the likeliest.
  return type === "choice" || type === "yesno" ? values[variant % Math.max(1, values.length)] : values[0];
}

/** Tries other answers where a check over several fields fails: of the question it stands at, then of those it reads. */
function mend(form: CompiledForm, start: Answers, filling: Filling): GeneratedAnswers {
  let answers = start;
  let errors = checkAll(form, answers, filling.day);
  let tries = 0;
  for (let better = true; better && errors.length > 0;) {
    better = false;
    for (const path of suspects(form, errors)) {
      const node = form.nodes.get(templateOf(path));
      if (node?.kind !== "field") continue;
      for (const value of fitting(node, filling.day)) {
        if ((tries += 1) > mostTries) return { answers, errors };
        let tried = withAnswer(answers, path, value);
        for (let round = 0; round < 5; round += 1) tried = fillVisible(form, tried, filling);
        const left = checkAll(form, tried, filling.day);
        if (left.length >= errors.length) continue;
        [answers, errors, better] = [tried, left, true];
        break;
      }
      if (better) break;
    }
  }
  return { answers, errors };
}

function suspects(form: CompiledForm, errors: readonly StepError[]): readonly string[] {
  const found = new Set<string>();
  for (const { path, code } of errors) {
    found.add(path);
    if (code !== "rule") continue;
    for (const rule of form.rules) {
      if (rule.definition.at !== templateOf(path)) continue;
      const entry = path.split(".").slice(0, -1).join(".");
      for (const read of variables(rule.definition.holds)) found.add(read.startsWith("item.") ? pathOf(entry, read.slice("item.".length)) : read);
    }
  }
  return [...found];
}

/** Paths that a condition reads. */
export function variables(logic: Logic): readonly string[] {
  if (typeof logic !== "object" || logic === null) return [];
  if (Array.isArray(logic)) return (logic as readonly Logic[]).flatMap(variables);
  return Object.entries(logic as { readonly [operator: string]: Logic }).flatMap(([operator, operand]) => {
    const first: unknown = Array.isArray(operand) ? operand[0] : operand;
    const own = operator === "var" && typeof first === "string" ? [first] : operator === "missing" ? (Array.isArray(operand) ? operand as readonly unknown[] : [operand]).filter((one) => typeof one === "string") : [];
    return [...own, ...variables(operand)];
  });
}
