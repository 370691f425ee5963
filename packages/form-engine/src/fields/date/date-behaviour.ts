import type { Answer, DateField } from "../../definition.ts";
import { dayInWords, daysInMonth, isDay, isoOf, isPartialDay, monthNumber } from "../../calendar.ts";
import type { Problem } from "../../problems.ts";
import type { Language } from "../../text.ts";
import { asText, empty, faulty, type FieldFactory, type Parsed, type Submitted, valued } from "../field-behaviour.ts";
import { enterMessage, problem, wrongType } from "../messages.ts";

const partNames = {
  day: { de: "den Tag", en: "a day" },
  month: { de: "den Monat", en: "a month" },
  year: { de: "das Jahr", en: "a year" },
} as const;

type Part = keyof typeof partNames;

export interface TypedDate { readonly day: string; readonly month: string; readonly year: string }

export function typedDate(submitted: Submitted): TypedDate {
  const part = (suffix: Part) => (submitted(suffix)[0] ?? "").slice(0, 40).normalize("NFC").trim().replace(/\.$/, "");
  return { day: part("day"), month: part("month"), year: part("year") };
}

/** Reads the three inputs of a date; the order of faults is missing, impossible, then (in `check`) the bounds. */
export function readDate(typed: TypedDate, label: DateField["label"], partial: boolean): Parsed {
  if (typed.day === "" && typed.month === "" && typed.year === "") return empty;
  const missing = firstMissing(typed, partial);
  if (missing !== undefined) {
    return faulty(problem("incomplete", label, (l) => `Ergänzen Sie bei ${l} ${partNames[missing].de}.`, (l) => `${l} must include ${partNames[missing].en}.`, missing));
  }
  const fault = firstImpossible(typed);
  if (fault !== undefined) {
    return faulty(problem("impossible", label, (l) => `Prüfen Sie ${l}: ${impossibleDe[fault]}`, (l) => `Check ${l}: ${impossibleEn[fault]}`, fault));
  }
  const [year, month, day] = [Number(typed.year), monthNumber(typed.month), typed.day === "" ? undefined : Number(typed.day)];
  return valued(isoOf(year, typed.month === "" ? undefined : month, day));
}

const impossibleDe: Readonly<Record<Part, string>> = {
  day: "Diesen Tag gibt es in dem Monat nicht.",
  month: "Geben Sie den Monat als Zahl von 1 bis 12 oder als Namen ein.",
  year: "Geben Sie das Jahr mit vier Ziffern ein, zum Beispiel 1984.",
};
const impossibleEn: Readonly<Record<Part, string>> = {
  day: "this day does not exist in that month.",
  month: "enter the month as a number from 1 to 12 or by its name.",
  year: "enter the year with four digits, for example 1984.",
};

function firstMissing(typed: TypedDate, partial: boolean): Part | undefined {
  if (partial) {
    if (typed.year === "") return "year";
    return typed.day !== "" && typed.month === "" ? "month" : undefined;
  }
  return (["day", "month", "year"] as const).find((part) => typed[part] === "");
}

function firstImpossible(typed: TypedDate): Part | undefined {
  const month = typed.month === "" ? 1 : monthNumber(typed.month);
  const year = /^\d{4}$/.test(typed.year) ? Number(typed.year) : undefined;
  const day = /^\d{1,2}$/.test(typed.day) ? Number(typed.day) : undefined;
  if (typed.day !== "" && (day === undefined || day < 1 || day > 31)) return "day";
  if (month === undefined || month < 1 || month > 12) return "month";
  if (year === undefined || year < 1) return "year";
  return day !== undefined && day > daysInMonth(year, month) ? "day" : undefined;
}

export function shownDate(value: string): Readonly<Record<Part, readonly string[]>> {
  const [year, month, day] = value.split("-");
  const bare = (digits: string | undefined) => [digits === undefined ? "" : String(Number(digits))];
  return { day: bare(day), month: bare(month), year: [year ?? ""] };
}

/** `date` and `partial-date`. Answer: `YYYY-MM-DD`, a partial date also `YYYY-MM` or `YYYY`. Bounds count days. */
export const dateBehaviour: FieldFactory<DateField> = (field, report) => {
  const { label, min, max } = field;
  const partial = field.type === "partial-date";
  for (const bound of [min, max]) if (bound !== undefined && bound !== "today" && !isDay(bound)) report(`"${bound}" is neither a day (YYYY-MM-DD) nor "today"`);
  if (min !== undefined && max !== undefined && min !== "today" && max !== "today" && min > max) report("min is later than max");

  const early = (bound: string): Problem => min === "today"
    ? problem("too-early", label, (l) => `${l} muss heute oder in der Zukunft liegen.`, (l) => `${l} must be today or in the future.`)
    : problem("too-early", label, (l) => `${l} darf nicht vor dem ${dayInWords(bound, "de")} liegen.`, (l) => `${l} must be on or after ${dayInWords(bound, "en")}.`);
  const late = (bound: string): Problem => max === "today"
    ? problem("too-late", label, (l) => `${l} muss heute oder in der Vergangenheit liegen.`, (l) => `${l} must be today or in the past.`)
    : problem("too-late", label, (l) => `${l} darf nicht nach dem ${dayInWords(bound, "de")} liegen.`, (l) => `${l} must be on or before ${dayInWords(bound, "en")}.`);

  const inWords = (value: Answer, lang: Language) => dayInWords(asText(value), lang === "en" ? "en" : "de");

  return {
    inputs: ["day", "month", "year"],
    missing: enterMessage(label),
    parse: (submitted) => readDate(typedDate(submitted), label, partial),
    check(value, today) {
      if (typeof value !== "string" || !(partial ? isPartialDay(value) : isDay(value))) return wrongType(label);
      // A partly known date is out of bounds only when every day it can mean is.
      const from = min === "today" ? today : min;
      if (from !== undefined && value < from.slice(0, value.length)) return early(from);
      const to = max === "today" ? today : max;
      return to !== undefined && value > to.slice(0, value.length) ? late(to) : undefined;
    },
    shown: (value) => shownDate(asText(value)),
    summary: inWords,
    document: inWords,
    exported: (value) => asText(value),
    schema: () => (partial ? { type: "string", pattern: "^\\d{4}(-\\d{2}(-\\d{2})?)?$" } : { type: "string", format: "date" }),
  };
};
