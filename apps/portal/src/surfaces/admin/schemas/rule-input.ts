import { isDay, logicOfRows, type Comparison, type ConditionRow, type Logic } from "@kommunalportal/form-engine";
import type { RuleDecision } from "@kommunalportal/xdatenfelder";
import type { StaffVisit } from "../../frame/index.ts";
import { type Errors, lineOf, linesOf } from "../form-state.ts";
import type { Place } from "./places.ts";

/** Lines of a condition that the page offers. */
export const mostRows = 4;
const longestLogic = 20_000;

export interface RowInput { readonly field: string; readonly comparison: string; readonly value: string }

/** What stands in the form. */
export interface RuleInput {
  readonly kind: string;
  readonly because: string;
  readonly at: string;
  readonly join: string;
  readonly rows: readonly RowInput[];
  readonly message: string;
  readonly logic: string;
}

export const emptyInput: RuleInput = { kind: "", because: "", at: "", join: "all", rows: [], message: "", logic: "" };

export const comparisons: readonly { readonly value: Comparison; readonly text: string }[] = [
  { value: "is", text: "ist" }, { value: "is-not", text: "ist nicht" }, { value: "filled", text: "ist ausgefüllt" }, { value: "empty", text: "ist nicht ausgefüllt" },
  { value: "less", text: "ist kleiner als / liegt vor" }, { value: "at-most", text: "ist höchstens / liegt nicht nach" }, { value: "more", text: "ist größer als / liegt nach" },
  { value: "at-least", text: "ist mindestens / liegt nicht vor" }, { value: "contains", text: "enthält (bei Mehrfachauswahl)" },
];

export function readRuleInput(visit: StaffVisit): RuleInput {
  const rows = Array.from({ length: mostRows }, (_, index): RowInput => ({ field: visit.field(`feld-${index + 1}`), comparison: visit.field(`vergleich-${index + 1}`), value: lineOf(visit, `wert-${index + 1}`) }));
  return { kind: visit.field("art"), because: linesOf(visit, "grund"), at: visit.field("stelle"), join: visit.field("verknuepfung"), rows, message: lineOf(visit, "meldung"), logic: linesOf(visit, "logik") };
}

/** The decision that the form says, or what is wrong with it, by the name of the input. */
export function decisionOf(input: RuleInput, places: readonly Place[]): { readonly decision: RuleDecision } | { readonly errors: Errors } {
  if (input.kind === "accept") return { decision: { kind: "accept" } };
  if (input.kind === "decline") return input.because === "" || input.because.length > 1000 ? { errors: { grund: "Schreiben Sie in höchstens 1.000 Zeichen, warum die Regel nicht gilt. Andere sollen es verstehen." } } : { decision: { kind: "decline", because: input.because } };
  if (input.kind !== "show-when" && input.kind !== "check") return { errors: { art: "Wählen Sie, was mit der Regel geschehen soll." } };
  const place = places.find(({ path }) => path === input.at);
  if (place === undefined) return { errors: { stelle: "Wählen Sie die Stelle im Formular." } };
  const read = logicOf(input, place, places);
  if ("errors" in read) return read;
  if (input.kind === "show-when") return { decision: { kind: "show-when", at: place.path, when: read.logic } };
  return input.message === "" || input.message.length > 300 ? { errors: { meldung: "Schreiben Sie in höchstens 300 Zeichen, was die Person tun soll." } } : { decision: { kind: "check", at: place.path, holds: read.logic, message: { de: input.message } } };
}

function logicOf(input: RuleInput, place: Place, places: readonly Place[]): { readonly logic: Logic } | { readonly errors: Errors } {
  if (input.logic !== "") return expertLogic(input.logic);
  const rows: ConditionRow[] = [];
  const errors: Record<string, string> = {};
  for (const [index, row] of input.rows.entries()) {
    if (row.field === "" && row.value === "") continue;
    const read = rowOf(row, place, places);
    if ("problem" in read) errors[`${read.input}-${index + 1}`] = read.problem;
    else rows.push(read.row);
  }
  if (Object.keys(errors).length > 0) return { errors };
  const logic = logicOfRows({ join: input.join === "one" ? "one" : "all", rows });
  return logic === undefined ? { errors: { "feld-1": "Wählen Sie mindestens ein Feld, von dem die Bedingung abhängt." } } : { logic };
}

/** The form engine says later whether it fits the form. */
function expertLogic(text: string): { readonly logic: Logic } | { readonly errors: Errors } {
  if (text.length > longestLogic) return { errors: { logik: `Höchstens ${longestLogic} Zeichen.` } };
  try {
    return { logic: JSON.parse(text) as Logic };
  } catch {
    return { errors: { logik: "Das ist kein JSON. Prüfen Sie Klammern und Anführungszeichen." } };
  }
}

type ReadRow = { readonly row: ConditionRow } | { readonly input: "feld" | "vergleich" | "wert"; readonly problem: string };

function rowOf({ field, comparison: wanted, value }: RowInput, at: Place, places: readonly Place[]): ReadRow {
  const subject = places.find(({ path }) => path === field);
  if (subject === undefined) return { input: "feld", problem: "Wählen Sie das Feld." };
  const path = pathFrom(subject, at);
  if (path === undefined) return { input: "feld", problem: "Dieses Feld steht in einer anderen Liste mit mehreren Einträgen; von hier aus ist nicht klar, welcher Eintrag gemeint ist." };
  const comparison = comparisons.find((known) => known.value === wanted)?.value;
  if (comparison === undefined) return { input: "vergleich", problem: "Wählen Sie den Vergleich." };
  if (comparison === "filled" || comparison === "empty") return { row: { path, comparison } };
  const read = valueOf(subject, value);
  return "problem" in read ? { input: "wert", problem: read.problem } : { row: { path, comparison, value: read.value } };
}

/** How a condition at `at` reads the field: inside the same repeated group it is the entry's own. */
function pathFrom(subject: Place, at: Place): string | undefined {
  if (subject.repeatedIn === undefined) return subject.path;
  const inside = at.path === subject.repeatedIn ? undefined : at.repeatedIn;
  return inside === subject.repeatedIn ? `item.${subject.path.slice(inside.length + 1)}` : undefined;
}

/** What was typed, as the field's answers are kept. */
function valueOf({ node }: Place, text: string): { readonly value: string | number | boolean } | { readonly problem: string } {
  if (text === "") return { problem: "Geben Sie den Wert ein." };
  if (node.kind !== "field") return { problem: "Eine Gruppe hat keinen Wert; sie kann nur ausgefüllt sein oder nicht." };
  switch (node.type) {
    case "yesno": case "declaration":
      return /^(?:ja|wahr)$/i.test(text) ? { value: true } : /^(?:nein|falsch)$/i.test(text) ? { value: false } : { problem: "Geben Sie Ja oder Nein ein." };
    case "integer": case "number": case "amount": case "computed": {
      const number = Number(text.replace(/\.(?=\d{3}(?:\D|$))/g, "").replace(",", ".").replace(/ ?(?:€|Euro)$/, ""));
      return Number.isFinite(number) ? { value: node.type === "amount" ? Math.round(number * 100) : number } : { problem: "Geben Sie eine Zahl ein, zum Beispiel 1.500 oder 2,5." };
    }
    case "choice": case "choices": {
      const option = node.options.find(({ value, label }) => value === text || label.de.toLowerCase() === text.toLowerCase());
      return option === undefined ? { problem: `Geben Sie einen Wert der Liste ein: ${node.options.slice(0, 8).map(({ label }) => label.de).join(" · ")}${node.options.length > 8 ? " …" : ""}` } : { value: option.value };
    }
    case "date": case "partial-date": {
      const [, day = "", month = "", year = ""] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text) ?? [];
      const iso = year === "" ? text : `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
      return isDay(iso) ? { value: iso } : { problem: "Geben Sie ein Datum ein, zum Beispiel 31.12.2026." };
    }
    case "upload": case "place": case "area": case "appointment": case "info":
      return { problem: "Dieses Feld lässt sich nicht mit einem Wert vergleichen, nur auf ausgefüllt prüfen." };
    case "text": case "longtext": case "email": case "phone": case "iban": case "time": case "datetime":
      return { value: text };
  }
}
