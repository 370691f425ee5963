import type { SimpleField } from "../../definition.ts";
import type { FieldFactory } from "../field-behaviour.ts";
import { contactField } from "../email/contact-behaviour.ts";
import { problem } from "../messages.ts";

/** Answer: the number as it was typed (blanks and signs stay, they help reading), 5 to 20 digits. */
export const phoneBehaviour: FieldFactory<SimpleField> = (field) => {
  const wrong = problem("wrong-format", field.label, (l) => `Geben Sie ${l} mit Vorwahl ein, zum Beispiel 01234 555-678 oder +49 1234 555678.`, (l) => `Enter ${l} with its area code, for example 01234 555-678 or +49 1234 555678.`);
  return contactField(field, {
    most: 40,
    normal: (typed) => typed,
    fault(value) {
      const digits = value.replace(/\D/g, "").length;
      return /^\+?[\d ()/.-]+$/.test(value) && digits >= 5 && digits <= 20 ? undefined : wrong;
    },
    schema: { pattern: "^\\+?[\\d ()/.\\-]+$" },
  });
};
