import type { Text } from "../../definition.ts";
import type { Problem } from "../../problems.ts";
import { problem } from "../messages.ts";

/** Length per country of the SEPA area (SWIFT IBAN registry). Other countries: 15 to 34. */
const lengths: ReadonlyMap<string, number> = new Map(
  ("AD24 AL28 AT20 BE16 BG22 CH21 CY28 CZ24 DE22 DK18 EE20 ES24 FI18 FR27 GB22 GI23 GR27 HR21 HU28 IE22 IS26 IT27 LI21 LT20 LU20 LV21 " +
    "MC27 MD24 ME22 MK19 MT31 NL18 NO15 PL28 PT25 RO24 RS22 SE24 SI19 SK24 SM27 VA22")
    .split(" ").map((entry) => [entry.slice(0, 2), Number(entry.slice(2))] as const),
);

function remainder97(value: string): number {
  let rest = 0;
  for (const character of value.slice(4) + value.slice(0, 4)) {
    const digits = String(Number.parseInt(character, 36));
    for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97;
  }
  return rest;
}

export function ibanFault(value: string, label: Text): Problem | undefined {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(value)) {
    return problem("wrong-format", label, (l) => `Geben Sie ${l} vollständig ein: zwei Buchstaben, dann Ziffern, zum Beispiel DE02 1203 0000 0000 2020 51.`, (l) => `Enter ${l} in full: two letters, then digits, for example DE02 1203 0000 0000 2020 51.`);
  }
  const length = lengths.get(value.slice(0, 2));
  if (length !== undefined && value.length !== length) {
    return problem(value.length < length ? "too-short" : "too-long", label, (l) => `Prüfen Sie ${l}: Eine IBAN mit ${value.slice(0, 2)} hat ${length} Stellen.`, (l) => `Check ${l}: an IBAN with ${value.slice(0, 2)} has ${length} characters.`);
  }
  if (remainder97(value) === 1) return undefined;
  return problem("wrong-format", label, (l) => `Prüfen Sie ${l}: Eine Ziffer stimmt nicht oder zwei sind vertauscht.`, (l) => `Check ${l}: a digit is wrong or two are swapped.`);
}
