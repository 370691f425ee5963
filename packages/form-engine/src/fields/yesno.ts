import type { SimpleField } from "../definition.ts";
import { empty, faulty, type FieldFactory, valued } from "./field-behaviour.ts";
import { problem, say, wrongType } from "./messages.ts";

const yes = new Set(["yes", "on", "true", "ja"]);
const no = new Set(["no", "false", "nein"]);

/** A question to be answered with yes or no. Inputs post `yes` or `no`; answer: boolean. */
export const yesnoField: FieldFactory<SimpleField> = (field) => {
  const { label } = field;
  const wrong = problem("unknown-option", label, (l) => `Wählen Sie bei ${l} Ja oder Nein.`, (l) => `Select yes or no for ${l}.`);
  return {
    inputs: [""],
    missing: say(label, (l) => `Wählen Sie bei ${l} Ja oder Nein.`, (l) => `Select yes or no for ${l}.`),
    parse(submitted) {
      const typed = submitted("")[0] ?? "";
      if (typed === "") return empty;
      if (yes.has(typed)) return valued(true);
      return no.has(typed) ? valued(false) : faulty(wrong);
    },
    check: (value) => (typeof value === "boolean" ? undefined : wrongType(label)),
    shown: (value) => ({ "": [value === true ? "yes" : "no"] }),
    summary: (value, lang) => (lang === "en" ? (value === true ? "Yes" : "No") : value === true ? "Ja" : "Nein"),
    exported: (value) => value === true,
    schema: () => ({ type: "boolean" }),
  };
};

/** A declaration to be confirmed with a checkbox that posts `yes`. Answer: true, or nothing. */
export const declarationField: FieldFactory<SimpleField> = (field) => {
  const { label } = field;
  return {
    inputs: [""],
    missing: say(label, (l) => `Bestätigen Sie: ${l}.`, (l) => `Confirm: ${l}.`),
    parse: (submitted) => (yes.has(submitted("")[0] ?? "") ? valued(true) : empty),
    check: (value) => (value === true ? undefined : wrongType(label)),
    shown: () => ({ "": ["yes"] }),
    summary: (_value, lang) => (lang === "en" ? "Confirmed" : "Bestätigt"),
    exported: () => true,
    schema: () => ({ const: true }),
  };
};
