import type { Datenfeld, Datenfeldgruppe, Stammdatenschema } from "../model.ts";
import { namesIn } from "../rules/names.ts";
import { elementsIn } from "./check-structure.ts";
import type { Findings } from "./finding.ts";

/** The rules of one element: what they name must stand below the element they belong to. */
export function checkRules(owner: Stammdatenschema | Datenfeldgruppe | Datenfeld, out: Findings): void {
  if (owner.regel.length === 0) return;
  const within = new Set([owner.identifikation.id, ...(owner.art === "datenfeld" ? [] : [...elementsIn(owner.struktur)].map(({ identifikation }) => identifikation.id))]);
  for (const regel of owner.regel) {
    if (regel.identifikation.id === "") continue;
    if (regel.freitextRegel === "") out.add(1024, regel);
    for (const name of new Set(namesIn(regel.freitextRegel).flatMap((path) => path.split(".")))) if (!within.has(name)) out.add(1001, regel, name);
    if (/[FG]\d{11}V\d/.test(regel.freitextRegel)) out.add(1019, regel);
    if (/(?<![\p{L}\d])[FG]\d{8}(?!\d)/u.test(regel.freitextRegel)) out.add(1041, regel);
  }
}
