import type { CodelistLookup } from "../codelist.ts";
import type { Datenfeld } from "../model.ts";
import { choicesOf } from "./options.ts";

/** Content of a locked, hidden or preset field in the type of its answer; undefined when it does not fit the field. */
export function fixedValue(feld: Datenfeld, text: string, lookup: CodelistLookup): string | number | boolean | undefined {
  if (feld.feldart === "select") {
    const choices = choicesOf(feld, lookup);
    return "missing" in choices || choices.entries.some(({ code }) => code === text) ? text : undefined;
  }
  switch (feld.datentyp) {
    case "bool":
      return /^(true|wahr|ja|1)$/i.test(text) ? true : /^(false|falsch|nein|0)$/i.test(text) ? false : undefined;
    case "num_int":
      return /^-?\d{1,15}$/.test(text) ? within(feld, Number(text), 1) : undefined;
    case "num":
      return /^-?\d{1,15}([.,]\d{1,10})?$/.test(text) ? within(feld, Number(text.replace(",", ".")), 1) : undefined;
    case "num_currency":
      return /^-?\d{1,12}([.,]\d{1,2})?$/.test(text) ? within(feld, Math.round(Number(text.replace(",", ".")) * 100), 100) : undefined;
    case "date":
      return /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : undefined;
    case "text":
    case "text_latin":
      return text;
    case "time":
    case "datetime":
    case "file":
    case "obj":
      return undefined;
  }
}

function within({ praezisierung: { minValue, maxValue } }: Datenfeld, value: number, factor: number): number | undefined {
  const fits = (minValue === undefined || value >= Number(minValue) * factor) && (maxValue === undefined || value <= Number(maxValue) * factor);
  return fits ? value : undefined;
}
