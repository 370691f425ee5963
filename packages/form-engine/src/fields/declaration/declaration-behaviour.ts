import type { SimpleField } from "../../definition.ts";
import { empty, type FieldFactory, valued } from "../field-behaviour.ts";
import { say, wrongType } from "../messages.ts";
import { yes } from "../yesno/yesno-behaviour.ts";

/** A declaration to be confirmed with a checkbox that posts `yes`. Answer: true, or nothing. */
export const declarationBehaviour: FieldFactory<SimpleField> = (field) => {
  const { label } = field;
  return {
    inputs: [""],
    missing: say(label, (l) => `Bestätigen Sie: ${l}.`, (l) => `Confirm: ${l}.`),
    parse: (submitted) => (yes.has(submitted("")[0] ?? "") ? valued(true) : empty),
    check: (value) => (value === true ? undefined : wrongType(label)),
    shown: () => ({ "": ["yes"] }),
    summary: (_value, lang) => (lang === "en" ? "Confirmed" : "Bestätigt"),
    // The sentence itself stands as the label of the line.
    document: (_value, lang) => (lang === "en" ? "Confirmed" : "Bestätigt"),
    exported: () => true,
    schema: () => ({ const: true }),
  };
};
