import { type Comparison, type ConditionRow, type ConditionRows, type Logic, rowsOfLogic } from "@kommunalportal/form-engine";
import type { Option } from "../controls.ts";
import type { ReadableField } from "./readable-fields.ts";

export const comparisons: readonly (Option & { readonly value: Comparison })[] = [
  { value: "is", text: "ist" }, { value: "is-not", text: "ist nicht" }, { value: "filled", text: "ist beantwortet" }, { value: "empty", text: "ist nicht beantwortet" }, { value: "less", text: "ist kleiner oder früher als" },
  { value: "at-most", text: "ist höchstens" }, { value: "more", text: "ist größer oder später als" }, { value: "at-least", text: "ist mindestens" }, { value: "contains", text: "enthält" },
];

export const isComparison = (value: string): value is Comparison => comparisons.some((one) => one.value === value);

/** How a value of a row stands in its input. */
export function valueWords(row: ConditionRow, field: ReadableField["field"] | undefined): string {
  const { value } = row;
  if (value === undefined) return "";
  if (typeof value === "object") return value.path === "$today" ? "heute" : "";
  if (typeof value === "boolean") return value ? "ja" : "nein";
  if (typeof value === "number") return field !== undefined && isAmount(field) ? (value / 100).toFixed(2).replace(".", ",") : String(value).replace(".", ",");
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return value.split("-").toReversed().join(".");
  return field !== undefined && "options" in field ? field.options.find((option) => option.value === value)?.label.de ?? value : value;
}

export type ReadValue = { readonly value: NonNullable<ConditionRow["value"]> } | { readonly problem: string };

/** What was typed, as a value of the question it is compared with. */
export function readValue(typed: string, field: ReadableField["field"]): ReadValue {
  const text = typed.trim();
  if (/^heute$/i.test(text)) return { value: { path: "$today" } };
  if ("options" in field) {
    const option = field.options.find(({ value, label }) => label.de.toLowerCase() === text.toLowerCase() || value === text);
    return option ? { value: option.value } : { problem: `Diese Möglichkeit gibt es nicht. Möglich: ${field.options.slice(0, 12).map(({ label }) => label.de).join(", ")}.` };
  }
  const { type } = field;
  if (type === "yesno" || type === "declaration") return /^(?:ja|nein)$/i.test(text) ? { value: text.toLowerCase() === "ja" } : { problem: "Schreiben Sie »ja« oder »nein«." };
  if (type === "integer" || type === "number" || type === "amount" || type === "computed") {
    const number = Number(text.replace(/\.(?=\d{3}\b)/g, "").replace(",", "."));
    return text === "" || !Number.isFinite(number) ? { problem: "Schreiben Sie eine Zahl." } : { value: isAmount(field) ? Math.round(number * 100) : number };
  }
  if (type === "date" || type === "partial-date") {
    const [, day = "", month = "", year = ""] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text) ?? [];
    return year === "" ? { problem: "Schreiben Sie ein Datum wie 31.12.2026 oder »heute«." } : { value: `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` };
  }
  return text === "" ? { problem: "Schreiben Sie, womit verglichen wird." } : { value: text };
}

const isAmount = (field: ReadableField["field"]): boolean => field.type === "amount" || (field.type === "computed" && field.as === "amount");

/** A condition as a sentence; other logic as its JSON. */
export function conditionWords(logic: Logic, fields: readonly ReadableField[]): string {
  const rows = rowsOfLogic(logic);
  if (rows === undefined) return JSON.stringify(logic);
  return rows.rows.map((row) => rowWords(row, fields)).join(rows.join === "all" ? " und " : " oder ");
}

export function rowWords(row: ConditionRow, fields: readonly ReadableField[]): string {
  const found = fields.find(({ path }) => path === row.path);
  const other = typeof row.value === "object" && row.value.path !== "$today" ? ` »${fields.find(({ path }) => path === (row.value as { path: string }).path)?.label ?? row.value.path}«` : row.value === undefined ? "" : ` ${valueWords(row, found?.field)}`;
  return `»${found?.label ?? row.path}« ${comparisons.find(({ value }) => value === row.comparison)?.text ?? ""}${other}`;
}

export type { ConditionRows };
