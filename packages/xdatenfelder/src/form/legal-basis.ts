import type { Reason } from "@kommunalportal/form-engine";
import type { Bezug } from "../model.ts";

/**
 * The legal basis of a field for »Warum fragen wir das?«. References at the position come first, then those of the element.
 * Technical references (XÖV core components, other standards) are no reason for a citizen and are left out.
 */
export function reasonOf(position: readonly Bezug[], element: readonly Bezug[]): Reason | undefined {
  const legal = [position, element].map((list) => list.filter(isLegal)).find((list) => list.length > 0);
  if (legal === undefined) return undefined;
  const legalBasis = [...new Set(legal.map(({ text }) => text.replace(/\s+/g, " ")))].join("; ");
  return { text: { de: "Die Behörde braucht diese Angabe, um Ihren Antrag nach dem Gesetz zu prüfen." }, legalBasis };
}

function isLegal({ text }: Bezug): boolean {
  return /§|\bArt(ikel|\.)|Verordnung|Gesetz|Richtlinie|Satzung/.test(text) && !/\b(XOEV|XÖV|XUnternehmen|XInneres|XGewerbe\w*|XPersonenstand)\b/.test(text);
}
