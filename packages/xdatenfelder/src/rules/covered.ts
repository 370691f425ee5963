import { PARTIAL_DATE } from "../form/partial-date.ts";
import { namesIn } from "./names.ts";
import type { Occurrence } from "./occurrence.ts";

const OWN: ReadonlySet<string> = new Set([PARTIAL_DATE.day, PARTIAL_DATE.month, PARTIAL_DATE.year]);

/**
 * The two rules of the partly known birth date (no day without a month; only days that exist) are what its field type checks anyway.
 * Anything else that is said there goes the normal way.
 */
export function coveredByField({ regel, owner }: Occurrence): boolean {
  if (owner?.partialDate !== true || !namesIn(regel.freitextRegel).every((name) => OWN.has(name))) return false;
  const text = regel.freitextRegel.replace(/"[^"]*"/g, "").replace(/\s+/g, " ");
  return /^Wenn F60000000231 nicht leer, dann darf F60000000232 nicht leer sein\.?\s*$/.test(text) || /^Wenn alle drei Felder .* befüllt sind, muss die Validität des sich ergebenden Kalenderdatums sichergestellt werden\./.test(text);
}
