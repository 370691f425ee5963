import type { Answer, ChoiceField } from "../../definition.ts";
import { hasControlCharacter } from "../../characters.ts";
import { limits } from "../../limits.ts";
import type { Problem } from "../../problems.ts";
import { type Language, text } from "../../text.ts";
import { asText, empty, type FieldFactory, valued } from "../field-behaviour.ts";
import { chooseMessage, problem, wrongType } from "../messages.ts";

/** `choice`: answer is the option's value. `choices`: answer is a list of values in the order of the options. */
export const choiceBehaviour: FieldFactory<ChoiceField> = (field, report) => {
  const { label, options } = field;
  const several = field.type === "choices";
  const labels = new Map(options.map((option) => [option.value, option.label]));
  if (options.length === 0 || options.length > limits.options) report(`a choice has 1 to ${limits.options} options`);
  if (labels.size !== options.length) report("two options have the same value");
  if (options.some(({ value }) => value === "" || value.length > 200 || hasControlCharacter(value))) report("an option's value has 1 to 200 visible characters");
  const { minSelected: least, maxSelected: most } = field;
  if ((least ?? 0) > (most ?? options.length) || (least ?? 0) > options.length) report("minSelected is larger than what can be selected");

  if (field.preset !== undefined && (several || !labels.has(field.preset))) report("the preset is not one of the options of a choice");

  const unknown: Problem = { code: "unknown-option", message: problem("unknown-option", label, (l) => `Wählen Sie bei ${l} einen der Einträge aus.`, (l) => `Select one of the options for ${l}.`).message };
  const few = problem("too-few", label, (l) => `Wählen Sie bei ${l} mindestens ${least ?? 0} Einträge aus.`, (l) => `Select at least ${least ?? 0} options for ${l}.`);
  const many = problem("too-many", label, (l) => `Wählen Sie bei ${l} höchstens ${most ?? 0} Einträge aus.`, (l) => `Select no more than ${most ?? 0} options for ${l}.`);

  const values = (value: Answer): readonly string[] => (Array.isArray(value) ? value.map(asText) : [asText(value)]);
  const inWords = (value: string, lang: Language) => {
    const words = labels.get(value);
    return words === undefined ? value : text(words, lang);
  };

  const allInWords = (value: Answer, lang: Language) => values(value).map((entry) => inWords(entry, lang)).join(", ");

  return {
    inputs: [""],
    missing: chooseMessage(label),
    parse(submitted) {
      const posted = submitted("").slice(0, limits.options).filter((value) => value !== "");
      if (posted.length === 0) return empty;
      if (!several) return valued(posted[0] ?? "");
      const chosen = new Set(posted);
      const known = options.map((option) => option.value).filter((value) => chosen.delete(value));
      return valued([...known, ...chosen]);
    },
    check(value) {
      if (!several) {
        if (typeof value !== "string") return wrongType(label);
        return labels.has(value) ? undefined : unknown;
      }
      if (!Array.isArray(value)) return wrongType(label);
      if (value.some((entry) => typeof entry !== "string" || !labels.has(entry)) || new Set(value).size !== value.length) return unknown;
      if (least !== undefined && value.length < least) return few;
      return most !== undefined && value.length > most ? many : undefined;
    },
    shown: (value) => ({ "": values(value) }),
    summary: allInWords,
    document: allInWords,
    exported: (value) => (several ? values(value) : asText(value)),
    schema() {
      const one = { type: "string", enum: options.map((option) => option.value) };
      if (!several) return one;
      return { type: "array", items: one, uniqueItems: true, minItems: Math.max(1, least ?? 1), ...(most === undefined ? {} : { maxItems: most }) };
    },
  };
};
