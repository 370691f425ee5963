import type { Answers } from "./definition.ts";
import { answerAt, templateOf, withAnswer } from "./answer-path.ts";
import { checkStep } from "./check-nodes.ts";
import { type CompiledForm, stepOf } from "./compiled-form.ts";
import type { FieldError } from "./problems.ts";
import { reach } from "./reach.ts";
import { type PostedFields, readStep, type ReadStep } from "./read-step.ts";
import { outermost, shownMark, speaks, withAbove } from "./shown-questions.ts";
import { applyAction, findAction, type StepAction } from "./step-action.ts";
import type { RawInput } from "./step-view.ts";

export interface ParsedStep {
  /** The answers with this step's values merged in; only values that are right. Store them even when there are errors. */
  readonly answers: Answers;
  /** In the order of the page. Empty when a button for adding or removing was pressed; when the page of a long list was turned, only what would be lost. */
  readonly errors: readonly FieldError[];
  /** What was typed where it could not become an answer; give it to `stepView` to show it again. */
  readonly raw: RawInput;
  /** The button that was pressed, already applied: show the page again. */
  readonly action?: StepAction;
  /** True: nothing is wrong, but an answer made questions or texts visible that the person has not been shown. Show the page again; no error. */
  readonly reveal: boolean;
  /**
   * Paths of what became visible and was not shown yet, outermost first: a new group is one of them, not each of its fields. Of a post without
   * `$shown` (software, which is not asked again about what may be left out) the newly visible required fields that are still empty.
   */
  readonly revealed: readonly string[];
}

/**
 * Reads a posted step: strings become typed answers, everything visible is checked. Values of fields that are hidden
 * afterwards are not taken over; what the draft held there stays until it is visible again (and is never submitted).
 * `today` is `YYYY-MM-DD`. Throws when the form has no such step.
 */
export function parseStep(form: CompiledForm, stepId: string, fields: PostedFields, answers: Answers, today: string): ParsedStep {
  const step = stepOf(form, stepId);
  const before = reach(form, answers, today);
  const first = readStep(step, fields, answers, before);
  const after = reach(form, first.answers, today);
  // Once more, knowing what is hidden now: there the draft's values are left as they were.
  const read = after.hidden.size + after.absent.size === 0 ? first : readStep(step, fields, answers, before, after);
  const checked = checkStep(form, step, after, today, read.problems);

  const marked = fields.has(shownMark);
  const hidden = marked ? unseen(form, read) : [];
  const missing = checked.filter(({ code, path }) => code === "missing" && (marked ? isUnseen(path, hidden) : isFresh(read.fresh, path))).map(({ path }) => path);
  const errors = checked.filter(({ code, path }) => code !== "missing" || !missing.includes(path));
  const revealed = marked ? hidden : missing;
  const kept = keepTyped(form, errors, fields, read.answers);
  const action = findAction(form, step, fields);
  if (action !== undefined) return { ...applyAction(form, action, kept.answers, kept.raw), errors: action.kind === "rows" ? errors.filter(({ path }) => [...kept.raw.keys()].some((name) => name === path || name.startsWith(`${path}.`))) : [], action, reveal: false, revealed: [] };
  return { ...kept, errors, reveal: errors.length === 0 && revealed.length > 0, revealed };
}

/** What nobody has seen: newly visible, and nothing in it was touched. Whoever answered a part of it has seen it, whatever the page says. */
function unseen(form: CompiledForm, { fresh, untouched, touched }: ReadStep): readonly string[] {
  const outer = new Set(outermost(fresh));
  const outerOf = (paths: Iterable<string>): ReadonlySet<string> => new Set([...paths].flatMap((path) => withAbove(path).find((at) => outer.has(at)) ?? []));
  const [asked, seen] = [outerOf([...untouched].filter((path) => speaks(form, path))), outerOf(touched)];
  return [...outer].filter((path) => asked.has(path) && !seen.has(path));
}

/** Whether a required answer is missing where nobody has seen that it is asked for. */
function isUnseen(path: string, revealed: readonly string[]): boolean {
  return withAbove(path).some((at) => revealed.includes(at));
}

function isFresh(fresh: ReadonlySet<string>, path: string): boolean {
  // A repeated field is fresh as a whole; its error stands at one of its values.
  return fresh.has(path) || fresh.has(path.replace(/\.\d+$/, ""));
}

/** Takes wrong values out of the answers and keeps what was typed for them. */
function keepTyped(form: CompiledForm, errors: readonly FieldError[], fields: PostedFields, answers: Answers): { readonly answers: Answers; readonly raw: RawInput } {
  const raw = new Map<string, readonly string[]>();
  let kept = answers;
  for (const { path, code } of errors) {
    const node = form.nodes.get(templateOf(path));
    if (code === "missing" || code === "rule" || node?.kind !== "field") continue;
    // Stored files stay until they are taken out; the error says which.
    if (node.definition.type !== "upload" && (answerAt(kept, path) ?? null) !== null) kept = withAnswer(kept, path, undefined);
    for (const suffix of node.behaviour.inputs) {
      const name = suffix === "" ? path : `${path}.${suffix}`;
      const typed = fields.get(name);
      if (typed !== undefined) raw.set(name, typed);
    }
  }
  return { answers: kept, raw };
}
