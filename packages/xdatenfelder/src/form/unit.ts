import type { Text } from "@kommunalportal/form-engine";
import type { Datenfeld } from "../model.ts";

/** Words in which labels name units, and how they stand beside the input. */
const UNITS: readonly (readonly [RegExp, string])[] = [
  [/Quadratmetern?|m²|m2|qm/, "m²"], [/Kubikmetern?|m³/, "m³"], [/Quadratkilometern?|km²/, "km²"], [/Hektar|ha/, "ha"], [/Kilometern?|km/, "km"], [/Zentimetern?|cm/, "cm"], [/Millimetern?|mm/, "mm"], [/Metern?|m/, "m"],
  [/Kilogramm|kg/, "kg"], [/Gramm|g/, "g"], [/Tonnen|t/, "t"], [/Litern?|l/, "l"], [/Prozent|%/, "%"], [/Euro|EUR|€/, "€"], [/Kilowattstunden|kWh/, "kWh"], [/Kilowatt|kW/, "kW"],
  [/Minuten/, "Minuten"], [/Stunden/, "Stunden"], [/Tagen/, "Tage"], [/Wochen/, "Wochen"], [/Monaten/, "Monate"], [/Jahren/, "Jahre"],
];

const known: readonly (readonly [RegExp, string])[] = UNITS.map(([words, unit]) => [new RegExp(`(?:^|[\\s(\\[])in\\s+(?:${words.source})(?=$|[\\s)\\],.;:/])`), unit]);

/** XDatenfelder has no units: labels name them (»Fläche (in Quadratmetern)«). Said again beside the input, where people type the number. */
export function unitOf({ bezeichnungEingabe }: Datenfeld): { readonly unit?: Text } {
  const found = known.find(([words]) => words.test(bezeichnungEingabe));
  return found === undefined ? {} : { unit: { de: found[1] } };
}
