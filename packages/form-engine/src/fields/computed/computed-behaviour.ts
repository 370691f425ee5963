import type { Answer, ComputedField } from "../../definition.ts";
import type { Language } from "../../text.ts";
import { empty, type FieldFactory } from "../field-behaviour.ts";
import { enterMessage, wrongType } from "../messages.ts";
import { numberInWords } from "../number/number-in-words.ts";

/** A number that the form works out itself (`compute`, run by `reach`). Nothing of it is ever read from a post or kept in a draft. */
export const computedBehaviour: FieldFactory<ComputedField> = ({ label, as, unit }) => {
  const inWords = (value: Answer, lang: Language) => numberInWords(Number(value), as, unit, lang);
  return {
    origin: "logic",
    inputs: [],
    missing: enterMessage(label),
    parse: () => empty,
    check: (value) => (typeof value === "number" && (as === "number" ? Number.isFinite(value) : Number.isSafeInteger(value)) ? undefined : wrongType(label)),
    shown: () => ({}),
    summary: inWords,
    document: inWords,
    exported: (value) => Number(value),
    schema: () => ({ type: as === "number" ? "number" : "integer" }),
  };
};
