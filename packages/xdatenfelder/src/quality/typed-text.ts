import type { Datentyp } from "../model.ts";

/** Whether a text of a schema (a limit, a content) is a value of the datatype; text is always text. */
export function isOfType(datentyp: Datentyp, text: string): boolean {
  switch (datentyp) {
    case "num":
    case "num_currency":
      return /^[+-]?\d+(?:[.,]\d+)?$/.test(text);
    case "num_int":
      return /^[+-]?\d+$/.test(text);
    case "date":
      return isDay(text);
    case "time":
      return TIME.test(text);
    case "datetime":
      return isDay(text.slice(0, 10)) && text.charAt(10) === "T" && TIME.test(text.slice(11));
    case "bool":
      return text === "true" || text === "false";
    case "text":
    case "text_latin":
    case "file":
    case "obj":
      return true;
  }
}

const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?$/;

function isDay(text: string): boolean {
  const parsed = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  return parsed !== undefined && !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
}

/** A number for numbers; dates and times of one form compare as texts. Both sides must be of the type. */
export function comparable(datentyp: Datentyp, text: string): number | string {
  return datentyp.startsWith("num") ? Number(text.replace(",", ".")) : text;
}
