import type { TextField } from "../../definition.ts";
import { firstForeignCharacter, hasControlCharacter, lengthOf, normaliseLine, normaliseLines } from "../../characters.ts";
import { limits } from "../../limits.ts";
import { compilePattern } from "../../pattern.ts";
import type { Problem } from "../../problems.ts";
import { asText, empty, faulty, type FieldFactory, type JsonObject, valued } from "../field-behaviour.ts";
import { enterMessage, problem, wrongType } from "../messages.ts";

/** `text` (one line) and `longtext` (several). Answer: the text, NFC, DIN 91379 type C. Lengths count code points. */
export const textBehaviour: FieldFactory<TextField> = (field, report) => {
  const { label } = field;
  const lines = field.type === "longtext";
  const most = field.maxLength ?? (lines ? 4000 : 255);
  const least = field.minLength ?? 0;
  if (most < 1 || most > limits.textLength || least > most || least < 0) report(`minLength and maxLength must be 0 ≤ min ≤ max ≤ ${limits.textLength}`);
  const pattern = patternOf(field, most, report);

  const tooLong: Problem = problem("too-long", label, (l) => `Kürzen Sie ${l} auf höchstens ${most} Zeichen.`, (l) => `Shorten ${l} to ${most} characters or fewer.`);
  const tooShort: Problem = problem("too-short", label, (l) => `Geben Sie bei ${l} mindestens ${least} Zeichen ein.`, (l) => `Enter at least ${least} characters for ${l}.`);
  const control: Problem = problem("characters", label, (l) => `Geben Sie ${l} neu ein: Der Text enthält unsichtbare Steuerzeichen.`, (l) => `Enter ${l} again: the text contains invisible control characters.`);
  const format: Problem = field.patternMessage === undefined
    ? problem("wrong-format", label, (l) => `Prüfen Sie ${l}: So, wie es da steht, passt es nicht.`, (l) => `Check ${l}: it does not have the expected form.`)
    : { code: "wrong-format", message: field.patternMessage };

  const foreign = (character: string): Problem =>
    problem("characters", label, (l) => `Ersetzen Sie bei ${l} das Zeichen ${character}.`, (l) => `Replace the character ${character} in ${l}.`);

  const check = (value: string): Problem | undefined => {
    // A text longer in UTF-16 units than twice the limit is too long in code points, too.
    if (value.length > most * 2) return tooLong;
    if (hasControlCharacter(value) || (!lines && value.includes("\n"))) return control;
    const character = firstForeignCharacter(value);
    if (character !== undefined) return foreign(character);
    const length = lengthOf(value);
    if (length > most) return tooLong;
    if (length < least) return tooShort;
    return pattern === undefined || pattern.test(value) ? undefined : format;
  };

  return {
    inputs: [""],
    missing: enterMessage(label),
    parse(submitted) {
      const raw = submitted("")[0] ?? "";
      // Normalising costs time; what is far too long is refused as it is.
      if (raw.length > most * 4 + 1000) return faulty(tooLong);
      const clean = lines ? normaliseLines(raw) : normaliseLine(raw);
      const value = field.characters === "upper" ? clean.toUpperCase() : clean;
      if (value === "") return empty;
      return valued(value);
    },
    check(value) {
      if (typeof value !== "string") return wrongType(label);
      return value === value.normalize("NFC") ? check(value) : wrongType(label);
    },
    shown: (value) => ({ "": [asText(value)] }),
    summary: (value) => asText(value),
    document: (value) => asText(value),
    exported: (value) => asText(value),
    schema: (): JsonObject => ({ type: "string", maxLength: most, ...(least > 0 ? { minLength: least } : {}), ...(pattern === undefined ? {} : { pattern: pattern.source }) }),
  };
};

function patternOf(field: TextField, most: number, report: (problem: string) => void): RegExp | undefined {
  if (field.pattern === undefined) return undefined;
  const checked = compilePattern(field.pattern, most);
  if ("pattern" in checked) return checked.pattern;
  report(checked.problem);
  return undefined;
}
