import type { CodelistLookup } from "../codelist.ts";
import { fixedValue } from "./fixed-value.ts";
import type { Position } from "./position.ts";

/** True when the position becomes a node of the form: what is left out there can be neither read nor aimed at by a rule. */
export function isShown(position: Position, lookup: CodelistLookup): boolean {
  for (let at = position.parent; at !== undefined; at = at.parent) if (at.partialDate) return false;
  return hasContent(position, lookup);
}

/** A group has content when anything in it has. */
export function hasContent(position: Position, lookup: CodelistLookup): boolean {
  const { element } = position;
  if (element.art === "datenfeldgruppe") return position.partialDate || position.children.some((child) => hasContent(child, lookup));
  if (element.datentyp === "obj") return false;
  if (element.feldart === "label") return (element.inhalt ?? element.hilfetextEingabe) !== undefined;
  if (element.feldart !== "locked" && element.feldart !== "hidden") return true;
  // Nobody can fill a locked field: without fitting content it waits for a component of the issuing system (an address search, say).
  return position.anzahl.max === 1 && element.inhalt !== undefined && fixedValue(element, element.inhalt, lookup) !== undefined;
}
