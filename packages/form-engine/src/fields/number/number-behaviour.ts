import type { Answer, NumberField } from "../../definition.ts";
import type { Problem } from "../../problems.ts";
import type { Language } from "../../text.ts";
import { empty, faulty, type FieldFactory, valued } from "../field-behaviour.ts";
import { enterMessage, problem, wrongType } from "../messages.ts";
import { numberInWords } from "./number-in-words.ts";

// Thousands in groups of three with dots (German) or blanks, then a decimal comma; or plain digits with comma or dot.
const grouped = /^([+-]?)(\d{1,3}(?:[. ]\d{3})+)(?:,(\d+))?$/;
const plain = /^([+-]?)(\d+)(?:[.,](\d+))?$/;

interface Decimal { readonly negative: boolean; readonly whole: string; readonly fraction: string }

/** Reads a number as people in Germany write it: `1.234,56`, `1 234,56`, `1234,56`, and with a decimal dot `12.5`. */
function readDecimal(typed: string): Decimal | undefined {
  const match = grouped.exec(typed) ?? plain.exec(typed);
  if (match === null) return undefined;
  return { negative: match[1] === "-", whole: (match[2] ?? "").replace(/[. ]/g, ""), fraction: match[3] ?? "" };
}

/** The value as the answer holds it (amounts in integer cents), or undefined when it has too many digits or decimals. */
function valueOf(decimal: Decimal, type: NumberField["type"]): number | undefined {
  const fraction = decimal.fraction.replace(/0+$/, "");
  if (decimal.whole.length > 15 || fraction.length > (type === "amount" ? 2 : type === "integer" ? 0 : 10)) return undefined;
  const digits = type === "amount" ? `${decimal.whole}${fraction.padEnd(2, "0")}` : `${decimal.whole}.${fraction === "" ? "0" : fraction}`;
  const value = Number(digits);
  const signed = decimal.negative && value !== 0 ? -value : value;
  return type !== "number" && !Number.isSafeInteger(signed) ? undefined : signed;
}

/** `integer` and `number` (answer: the number), `amount` (answer: integer cents, never a fraction). */
export const numberBehaviour: FieldFactory<NumberField> = (field, report) => {
  const { label, type, min, max } = field;
  if (min !== undefined && max !== undefined && min > max) report("min is larger than max");
  if (type !== "number" && [min, max].some((bound) => bound !== undefined && !Number.isSafeInteger(bound))) report("min and max must be whole numbers (amounts in cents)");
  const inWords = (value: number, lang: Language) => numberInWords(value, type, field.unit, lang);

  const wrong: Problem = {
    integer: problem("wrong-format", label, (l) => `Geben Sie ${l} als ganze Zahl ein, zum Beispiel 12.`, (l) => `Enter ${l} as a whole number, for example 12.`),
    number: problem("wrong-format", label, (l) => `Geben Sie ${l} als Zahl ein, zum Beispiel 12,5.`, (l) => `Enter ${l} as a number, for example 12.5.`),
    amount: problem("wrong-format", label, (l) => `Geben Sie ${l} als Betrag in Euro ein, zum Beispiel 12,50.`, (l) => `Enter ${l} as an amount in euros, for example 12.50.`),
  }[type];
  const small = min === undefined ? undefined : problem("too-small", label, (l) => `Geben Sie bei ${l} mindestens ${inWords(min, "de")} ein.`, (l) => `Enter ${inWords(min, "en")} or more for ${l}.`);
  const large = max === undefined ? undefined : problem("too-large", label, (l) => `Geben Sie bei ${l} höchstens ${inWords(max, "de")} ein.`, (l) => `Enter ${inWords(max, "en")} or less for ${l}.`);
  const asNumber = (value: Answer): number => (typeof value === "number" ? value : Number.NaN);

  return {
    inputs: [""],
    missing: enterMessage(label),
    parse(submitted) {
      const typed = (submitted("")[0] ?? "").slice(0, 100).replace(/[\u00A0\u202F]/g, " ").replace(/^−/, "-").trim();
      const bare = type === "amount" ? typed.replace(/ ?(?:€|EUR|Euro)$/i, "").replace(/^€ ?/, "") : typed;
      if (typed === "") return empty;
      const decimal = readDecimal(bare);
      const value = decimal === undefined ? undefined : valueOf(decimal, type);
      return value === undefined ? faulty(wrong) : valued(value);
    },
    check(value) {
      if (typeof value !== "number" || !Number.isFinite(value)) return wrongType(label);
      if (type !== "number" && !Number.isSafeInteger(value)) return wrongType(label);
      if (min !== undefined && value < min) return small;
      return max !== undefined && value > max ? large : undefined;
    },
    shown: (value) => ({ "": [type === "amount" ? centsAsTyped(asNumber(value)) : plainDigits(asNumber(value))] }),
    summary: (value, lang) => inWords(asNumber(value), lang),
    document: (value, lang) => inWords(asNumber(value), lang),
    exported: (value) => asNumber(value),
    schema: () => ({ type: type === "number" ? "number" : "integer", ...(min === undefined ? {} : { minimum: min }), ...(max === undefined ? {} : { maximum: max }) }),
  };
};

function centsAsTyped(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, "0");
  return `${cents < 0 ? "-" : ""}${digits.slice(0, -2)},${digits.slice(-2)}`;
}

// No exponent, decimal comma; a comma keeps 1.234 from being read as 1234.
function plainDigits(value: number): string {
  const digits = String(value);
  return (digits.includes("e") ? value.toFixed(10).replace(/\.?0+$/, "") : digits).replace(".", ",");
}
