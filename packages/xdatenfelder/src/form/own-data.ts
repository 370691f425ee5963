import { BAUKASTEN } from "./baukasten.ts";
import { ancestors, isRepeated, walk } from "./position.ts";
import type { Position } from "./position.ts";

/** Groups about somebody else: their fields never get the applicant's data. */
const OTHERS = /weitere|vertret|bevollmächtigt|ehegatt|ehepartner|lebenspartner|\bkind(er)?\b|\bvater|\bmutter|eltern|haushalt|gesellschafter|mitarbeit|zeug|arbeitgeber|früher/i;
const NAME_IDS: ReadonlySet<string> = new Set(["F60000000227", "F60000000228"]);

/**
 * Which positions ask the applicant about herself. Autocomplete (WCAG 1.3.5) and prefill are only right there: in the first
 * top-level group that asks for a person's name (without any name in the schema: everywhere), outside repeated groups and groups
 * about others, and only at the first place of each element.
 */
export function ownDataOf(positions: readonly Position[]): ReadonlySet<Position> {
  const own = new Set<Position>();
  const seen = new Set<string>();
  const applicant = positions.find((top) => !isAboutOthers(top) && [...walk([top])].some((position) => NAME_IDS.has(position.element.identifikation.id)));
  for (const position of walk(applicant === undefined ? positions : [applicant])) {
    const id = position.element.identifikation.id;
    if (!BAUKASTEN.has(id) && !position.partialDate) continue;
    if (seen.has(id) || [position, ...ancestors(position)].some(isAboutOthers)) continue;
    seen.add(id);
    own.add(position);
  }
  return own;
}

function isAboutOthers(position: Position): boolean {
  if (position.element.art === "datenfeld") return false;
  return isRepeated(position) || OTHERS.test(position.element.name) || OTHERS.test(position.element.bezeichnungEingabe);
}
