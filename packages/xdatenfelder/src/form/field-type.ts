import type { Field } from "@kommunalportal/form-engine";
import { defined } from "../defined.ts";
import type { Datenfeld } from "../model.ts";
import { BAUKASTEN } from "./baukasten.ts";
import { maxOf, MOST_REPEATS, note } from "./context.ts";
import type { FormContext } from "./context.ts";
import { isIban } from "./bank.ts";
import { choicesOf, optionsOf } from "./options.ts";
import { unitOf } from "./unit.ts";
import { LONGEST_TEXT, longestText, patternProblem } from "./pattern.ts";
import type { Position } from "./position.ts";

type DistributedOmit<F, K extends PropertyKey> = F extends unknown ? Omit<F, K> : never;

/** The part of a form field that depends on datatype and Feldart; the rest is the same for all. */
export type FieldType = DistributedOmit<Field, "kind" | "id" | "label" | "hint" | "required" | "when" | "why" | "prefill" | "autocomplete" | "outputLabel" | "fixed" | "value">;

const LONG_LABEL = /beschreib|erläuter|begründ|schilder|bemerkung|stellungnahme|anmerkung/i;

/** Maps Feldart and Datentyp (reference: mapping 8.1). Undefined for what a form does not show (objects, texts without content). */
export function fieldTypeOf(position: Position, feld: Datenfeld, context: FormContext): FieldType | undefined {
  if (feld.feldart === "label") return undefined;
  if (feld.feldart === "select") return selectType(position, feld, context);
  const repeat = repeatOf(position, context);
  switch (feld.datentyp) {
    case "text":
    case "text_latin":
      return textType(position, feld, context);
    case "date":
      return { type: "date", ...dateLimits(position, feld, context), ...repeat };
    case "time":
    case "datetime":
      return { type: feld.datentyp, ...repeat };
    case "bool":
      return { type: "yesno", ...repeat };
    case "num_int":
      return { type: "integer", ...numberLimits(position, feld, context, 1), ...unitOf(feld), ...repeat };
    case "num":
      return { type: "number", ...numberLimits(position, feld, context, 1), ...unitOf(feld), ...repeat };
    case "num_currency":
      return { type: "amount", ...numberLimits(position, feld, context, 100), ...repeat };
    case "file":
      return uploadType(position, feld, context);
    case "obj":
      return undefined;
  }
}

function repeatOf(position: Position, context: FormContext): { readonly repeat?: { readonly min: number; readonly max: number } } {
  if (position.anzahl.max === 1) return {};
  return { repeat: { min: Math.min(position.anzahl.min, MOST_REPEATS), max: maxOf(position, context) } };
}

function selectType(position: Position, feld: Datenfeld, context: FormContext): FieldType {
  const choices = choicesOf(feld, context.lookup);
  if ("missing" in choices) {
    note(context, "codelist", position, `»${feld.bezeichnungEingabe}« ist ein Textfeld: ${choices.missing}`);
    return { type: "text", maxLength: 255, ...repeatOf(position, context) };
  }
  const options = optionsOf(choices.entries);
  const { min, max } = position.anzahl;
  if (max === 1) return { type: "choice", options };
  return { type: "choices", options, ...(min > 0 ? { minSelected: min } : {}), ...(max === "*" ? {} : { maxSelected: max }) };
}

function textType(position: Position, feld: Datenfeld, context: FormContext): FieldType {
  const anchor = BAUKASTEN.get(feld.identifikation.id);
  const repeat = repeatOf(position, context);
  const { minLength, maxLength, pattern } = feld.praezisierung;
  if (isIban(feld)) return { type: "iban", ...repeat };
  if (anchor?.type !== undefined && minLength === undefined && maxLength === undefined && pattern === undefined) return { type: anchor.type, ...repeat };
  const max = wholeNumber(position, "maxLength", maxLength, context);
  const min = wholeNumber(position, "minLength", minLength, context);
  const longest = longestText(feld);
  if (max !== undefined && max > LONGEST_TEXT) note(context, "limit", position, `Das Schema erlaubt ${max} Zeichen, das Formular ${LONGEST_TEXT}.`);
  const long = max === undefined ? LONG_LABEL.test(feld.bezeichnungEingabe) : max > 255;
  const problem = pattern === undefined ? undefined : patternProblem(pattern, longest ?? 255);
  if (problem !== undefined) note(context, "pattern", position, `Das Muster »${String(pattern).slice(0, 100)}« wird nicht geprüft: ${problem}.`);
  const checked = pattern !== undefined && problem === undefined;
  return {
    type: long ? "longtext" : "text",
    ...repeat,
    ...defined({
      minLength: min,
      maxLength: longest,
      pattern: checked ? pattern : undefined,
      patternMessage: checked && anchor?.patternMessage !== undefined ? { de: anchor.patternMessage } : undefined,
      width: anchor?.width ?? (longest !== undefined && longest <= 12 ? "short" : undefined),
      inputmode: anchor?.inputmode,
    }),
  };
}

function uploadType(position: Position, feld: Datenfeld, context: FormContext): FieldType {
  const { min, max } = position.anzahl;
  if (min > 1) note(context, "limit", position, `Das Schema verlangt mindestens ${min} Dateien; das Formular prüft nur, dass eine da ist.`);
  const accept = feld.mediaType.filter((type) => /^[a-z0-9.+-]+\/[a-z0-9.+-]+$/.test(type));
  return {
    type: "upload",
    ...(max === 1 ? {} : { maxFiles: max === "*" ? Math.min(context.maxRepeats, MOST_FILES) : Math.min(max, MOST_REPEATS) }),
    ...(accept.length > 0 ? { accept } : {}),
    ...(feld.maxSize === undefined ? {} : { maxSize: feld.maxSize }),
  };
}

function numberLimits(position: Position, feld: Datenfeld, context: FormContext, factor: 1 | 100): { readonly min?: number; readonly max?: number } {
  const limit = (name: "minValue" | "maxValue"): number | undefined => {
    const text = feld.praezisierung[name];
    if (text === undefined) return undefined;
    const value = Number(text.replace(",", "."));
    // Cents: 0.1 × 100 is not exactly 10 in floating point, so the product is rounded to the whole cent.
    const scaled = factor === 100 ? Math.round(value * 100) : value;
    if (Number.isFinite(value) && (feld.datentyp !== "num_int" || Number.isSafeInteger(value))) return scaled;
    note(context, "limit", position, `Der Grenzwert ${name} »${text.slice(0, 40)}« ist keine Zahl und wird nicht geprüft.`);
    return undefined;
  };
  return defined({ min: limit("minValue"), max: limit("maxValue") });
}

function dateLimits(position: Position, feld: Datenfeld, context: FormContext): { readonly min?: string; readonly max?: string } {
  const limit = (name: "minValue" | "maxValue"): string | undefined => {
    const text = feld.praezisierung[name];
    if (text === undefined) return undefined;
    const parsed = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
    if (parsed !== undefined && !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text)) return text;
    note(context, "limit", position, `Der Grenzwert ${name} »${text.slice(0, 40)}« ist kein Datum und wird nicht geprüft.`);
    return undefined;
  };
  return defined({ min: limit("minValue"), max: limit("maxValue") });
}

function wholeNumber(position: Position, name: string, text: string | undefined, context: FormContext): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  note(context, "limit", position, `Die Angabe ${name} »${text.slice(0, 40)}« ist keine ganze Zahl und wird nicht geprüft.`);
  return undefined;
}

const MOST_FILES = 20;
