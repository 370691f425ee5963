import type { Answers, PrefillSource } from "./definition.ts";
import { answerAt, withAnswer } from "./answer-path.ts";
import type { CompiledField, CompiledForm } from "./compiled-form.ts";
import { normaliseLine } from "./characters.ts";
import type { Parsed } from "./fields/field-behaviour.ts";

export interface Filled { readonly path: string; readonly source: PrefillSource }

/** Attributes of the signed-in person, as the account gave them; `birthdate` as `YYYY-MM-DD`. */
export type PersonAttributes = Partial<Readonly<Record<PrefillSource, string>>>;

/**
 * Fills empty fields from the account, after the person has agreed. What does not fit its field (too long, not one of the
 * options, a day out of bounds) is left for the person to enter. `filled` says what came from where, in the order of the form.
 */
export function applyPrefill(form: CompiledForm, answers: Answers, attributes: PersonAttributes, today: string): { readonly answers: Answers; readonly filled: readonly Filled[] } {
  let result = answers;
  const filled: Filled[] = [];
  for (const node of form.nodes.values()) {
    if (node.kind !== "field" || node.definition.prefill === undefined || node.definition.fixed !== undefined) continue;
    const source = node.definition.prefill;
    const given = attributes[source];
    if (given === undefined || given.trim() === "" || answerAt(result, node.path) !== undefined) continue;
    const parsed = readAttribute(node, normaliseLine(given));
    if (parsed.kind !== "value" || node.behaviour.check(parsed.value, today) !== undefined) continue;
    result = withAnswer(result, node.path, parsed.value);
    filled.push({ path: node.path, source });
  }
  return { answers: result, filled };
}

/** What was answered where the account would fill in this attribute: the first such field that is not blank. */
export function answerFor(form: CompiledForm, answers: Answers, source: PrefillSource): string | undefined {
  for (const node of form.nodes.values()) {
    if (node.kind !== "field" || node.definition.prefill !== source) continue;
    const answer = answerAt(answers, node.path);
    if (typeof answer === "string" && answer.trim() !== "") return answer.trim();
  }
  return undefined;
}

/**
 * What of `filled` still stands as the account gave it, after answers were changed or left out. A value that the person typed or changed is
 * vouched for by nobody but the person (TR-03160-1, 2.3), also when it was typed back.
 */
export function stillFilled<Entry extends Filled>(filled: readonly Entry[], before: Answers, after: Answers): readonly Entry[] {
  const at = (answers: Answers, path: string): string | undefined => JSON.stringify(answerAt(answers, path));
  return filled.filter(({ path }) => at(after, path) !== undefined && at(before, path) === at(after, path));
}

function readAttribute({ definition, behaviour }: CompiledField, given: string): Parsed {
  if (definition.type === "date" || definition.type === "partial-date") return { kind: "value", value: given };
  const known = definition.type === "choice" ? definition.options.find(({ value, also }) => value === given || also?.includes(given))?.value ?? given : given;
  return behaviour.parse((suffix) => (suffix === "" ? [known] : []), undefined);
}
