import type { Datenfeldgruppe } from "../model.ts";

/** Central Baukasten: group »Geburtsdatum (teilbekannt)« and its three number fields. */
export const PARTIAL_DATE = { group: "G60000000083", day: "F60000000231", month: "F60000000232", year: "F60000000233" } as const;

/**
 * True when the group is the partly known birth date exactly as the Baukasten defines it: only then one date field says the same
 * as three number fields, and the answer `YYYY[-MM[-DD]]` can be taken apart again without loss.
 */
export function isPartialDate(group: Datenfeldgruppe): boolean {
  if (group.identifikation.id !== PARTIAL_DATE.group || group.struktur.length !== 3) return false;
  const anzahlOf = (id: string): string | undefined => {
    const found = group.struktur.find(({ enthaelt }) => enthaelt.identifikation.id === id && enthaelt.art === "datenfeld" && enthaelt.datentyp === "num_int" && enthaelt.feldart === "input");
    return found === undefined ? undefined : `${found.anzahl.min}:${found.anzahl.max}`;
  };
  return anzahlOf(PARTIAL_DATE.day) === "0:1" && anzahlOf(PARTIAL_DATE.month) === "0:1" && anzahlOf(PARTIAL_DATE.year) === "1:1";
}
