import type { SimpleField } from "../definition.ts";
import { hasControlCharacter, normaliseLine } from "../characters.ts";
import type { Problem } from "../problems.ts";
import { asText, empty, faulty, type FieldBehaviour, type FieldFactory, type JsonObject, valued } from "./field-behaviour.ts";
import { ibanFault } from "./iban.ts";
import { enterMessage, problem, wrongType } from "./messages.ts";

interface Kind {
  readonly most: number;
  readonly normal: (typed: string) => string;
  readonly fault: (value: string) => Problem | undefined;
  readonly summary?: (value: string) => string;
  readonly schema: JsonObject;
}

function contactField(field: SimpleField, kind: Kind): FieldBehaviour {
  const { label } = field;
  const tooLong = problem("too-long", label, (l) => `Kürzen Sie ${l} auf höchstens ${kind.most} Zeichen.`, (l) => `Shorten ${l} to ${kind.most} characters or fewer.`);
  const check = (value: string): Problem | undefined => {
    if (value.length > kind.most) return tooLong;
    return hasControlCharacter(value) || value !== kind.normal(value) ? wrongType(label) : kind.fault(value);
  };
  return {
    inputs: [""],
    missing: enterMessage(label),
    parse(submitted) {
      const raw = submitted("")[0] ?? "";
      if (raw.length > kind.most * 4) return faulty(tooLong);
      const value = kind.normal(normaliseLine(raw));
      return value === "" ? empty : valued(value);
    },
    check: (value) => (typeof value === "string" ? check(value) : wrongType(label)),
    shown: (value) => ({ "": [asText(value)] }),
    summary: (value) => (kind.summary === undefined ? asText(value) : kind.summary(asText(value))),
    exported: (value) => asText(value),
    schema: () => ({ type: "string", maxLength: kind.most, ...kind.schema }),
  };
}

// RFC 5321 lengths; the local part without quotes, the domain with at least one dot, letters beyond ASCII allowed (RFC 6531).
const address = /^[^\s@<>()[\]\\,;:"]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,10}[\p{L}]{2,63}$/u;

/** Answer: the address with its domain in lower case. */
export const emailField: FieldFactory<SimpleField> = (field) => {
  const wrong = problem("wrong-format", field.label, (l) => `Geben Sie ${l} vollständig ein, zum Beispiel name@post.example.`, (l) => `Enter ${l} in full, for example name@post.example.`);
  return contactField(field, {
    most: 254,
    normal: (typed) => typed.replace(/@.*$/u, (domain) => domain.toLowerCase()),
    fault: (value) => (address.test(value) && !value.includes("..") && !value.startsWith(".") ? undefined : wrong),
    schema: { format: "email" },
  });
};

/** Answer: the number as it was typed (blanks and signs stay, they help reading), 5 to 20 digits. */
export const phoneField: FieldFactory<SimpleField> = (field) => {
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

/** Answer: without blanks, upper case. Checked by length of the country and check digits (ISO 13616, ISO 7064 mod 97-10). */
export const ibanField: FieldFactory<SimpleField> = (field) => contactField(field, {
  most: 34,
  normal: (typed) => typed.replace(/ /g, "").toUpperCase(),
  fault: (value) => ibanFault(value, field.label),
  summary: (value) => value.replace(/(.{4})(?=.)/g, "$1 "),
  schema: { pattern: "^[A-Z]{2}\\d{2}[A-Z0-9]{11,30}$" },
});
