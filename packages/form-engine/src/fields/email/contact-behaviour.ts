import type { Answer, SimpleField } from "../../definition.ts";
import { hasControlCharacter, normaliseLine } from "../../characters.ts";
import type { Problem } from "../../problems.ts";
import { asText, empty, faulty, type FieldBehaviour, type JsonObject, valued } from "../field-behaviour.ts";
import { enterMessage, problem, wrongType } from "../messages.ts";

export interface Kind {
  readonly most: number;
  readonly normal: (typed: string) => string;
  readonly fault: (value: string) => Problem | undefined;
  readonly summary?: (value: string) => string;
  readonly schema: JsonObject;
}

/** One line with a normal form and a check: e-mail, telephone, IBAN. */
export function contactField(field: SimpleField, kind: Kind): FieldBehaviour {
  const { label } = field;
  const tooLong = problem("too-long", label, (l) => `Kürzen Sie ${l} auf höchstens ${kind.most} Zeichen.`, (l) => `Shorten ${l} to ${kind.most} characters or fewer.`);
  const check = (value: string): Problem | undefined => {
    if (value.length > kind.most) return tooLong;
    return hasControlCharacter(value) || value !== kind.normal(value) ? wrongType(label) : kind.fault(value);
  };
  const inWords = (value: Answer) => (kind.summary === undefined ? asText(value) : kind.summary(asText(value)));
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
    summary: inWords,
    document: inWords,
    exported: (value) => asText(value),
    schema: () => ({ type: "string", maxLength: kind.most, ...kind.schema }),
  };
}
