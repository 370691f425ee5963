import type { Datenfeld } from "../model.ts";
import type { Findings } from "./finding.ts";
import type { MessageNumber } from "./messages.ts";
import { comparable, isOfType } from "./typed-text.ts";

const NUMBERS: Readonly<Record<string, readonly [lower: MessageNumber, upper: MessageNumber]>> = {
  num: [1062, 1063], num_currency: [1062, 1063], num_int: [1065, 1066], date: [1067, 1068], datetime: [1079, 1080], time: [1081, 1082],
};

export function checkRange(feld: Datenfeld, out: Findings): void {
  const { datentyp, praezisierung: { minValue, maxValue } } = feld;
  if (minValue === undefined && maxValue === undefined) return;
  const numbers = NUMBERS[datentyp];
  if (numbers === undefined) return out.add(1016, feld);
  const [lower, upper] = [minValue, maxValue].map((value) => value === undefined || isOfType(datentyp, value));
  if (lower === false) out.add(numbers[0], feld, String(minValue).slice(0, 40));
  if (upper === false) out.add(numbers[1], feld, String(maxValue).slice(0, 40));
  if (minValue !== undefined && maxValue !== undefined && lower === true && upper === true && comparable(datentyp, minValue) > comparable(datentyp, maxValue)) out.add(1064, feld);
}
