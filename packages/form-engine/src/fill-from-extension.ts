import type { Answer, Answers } from "./definition.ts";
import { answerAt, withAnswer } from "./answer-path.ts";
import { type CompiledField, type CompiledForm, stepOf } from "./compiled-form.ts";
import type { JsonObject, JsonValue } from "./fields/field-behaviour.ts";
import type { FieldError } from "./problems.ts";
import { reachableAnswers } from "./reachable-answers.ts";

export interface FilledFromExtension {
  readonly answers: Answers;
  /** Paths that hold the given value now, in the order in which the step names them. */
  readonly filled: readonly string[];
  /** Values that do not fit their fields; nothing of them was taken. */
  readonly errors: readonly FieldError[];
}

/** What a step hands over to its extension: the counting answers of the fields it names, exported, by path; those not answered are left out. */
export function givenToExtension(form: CompiledForm, stepId: string, answers: Answers, today: string): JsonObject {
  const { extension } = stepOf(form, stepId).definition;
  const counting = reachableAnswers(form, answers, today);
  return Object.fromEntries((extension?.sends ?? []).flatMap((path) => {
    const [field, value] = [fieldAt(form, path), answerAt(counting, path)];
    return field === undefined || value === undefined || value === null ? [] : [[path, field.behaviour.exported(value)]];
  }));
}

/** The fields that a step lets its extension fill, by path. */
export function extensionFields(form: CompiledForm, stepId: string): ReadonlyMap<string, CompiledField> {
  const paths = stepOf(form, stepId).definition.extension?.fills ?? [];
  return new Map(paths.flatMap((path) => { const field = fieldAt(form, path); return field === undefined ? [] : [[path, field] as const]; }));
}

/**
 * Puts values that an extension gave into the fields that the step lets it fill, each checked as if it had been typed; `null` clears one. A
 * value for another field is an error too. `today` is `YYYY-MM-DD`.
 */
export function fillFromExtension(form: CompiledForm, stepId: string, answers: Answers, values: Readonly<Record<string, unknown>>, today: string): FilledFromExtension {
  const fields = extensionFields(form, stepId);
  const errors: FieldError[] = [];
  const filled: string[] = [];
  let result = answers;
  for (const path of Object.keys(values)) if (!fields.has(path)) errors.push({ path, code: "unknown-option", message: { de: "Dieses Feld füllt die Erweiterung nicht.", en: "The extension does not fill this field." } });
  for (const [path, field] of fields) {
    const given = Object.hasOwn(values, path) ? values[path] : undefined;
    if (given === undefined) continue;
    if (given === null) { result = withAnswer(result, path, undefined); continue; }
    const read = readValue(field, given as JsonValue, today);
    if ("problem" in read) { errors.push({ ...read.problem, path }); continue; }
    result = withAnswer(result, path, read.value);
    filled.push(path);
  }
  return { answers: result, filled, errors };
}

/** Lines are read as if they had been typed (trimmed, NFC); everything else is checked as it came, its type first. */
function readValue({ definition, behaviour }: CompiledField, given: JsonValue, today: string): { readonly value: Answer } | { readonly problem: Omit<FieldError, "path"> } {
  let value = given as Answer;
  if (typeof given === "string" && ["text", "longtext", "email", "phone", "iban"].includes(definition.type)) {
    const parsed = behaviour.parse((suffix) => (suffix === "" ? [given] : []), undefined);
    if (parsed.kind === "problem") return { problem: parsed.problem };
    if (parsed.kind === "value") value = parsed.value;
  }
  const problem = behaviour.check(value, today);
  return problem === undefined ? { value } : { problem };
}

function fieldAt(form: CompiledForm, path: string): CompiledField | undefined {
  const node = form.nodes.get(path);
  return node?.kind === "field" ? node : undefined;
}
