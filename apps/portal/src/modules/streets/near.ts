import { distance, spelled } from "./spelling.ts";
import type { StreetAnswer } from "./street-directory.ts";

const mostSuggestions = 3;

/** The answer out of the streets of one postcode: spelling that is compared → name as it is written. */
export function answerFrom(here: ReadonlyMap<string, string>, street: string): StreetAnswer {
  const wanted = spelled(street);
  return wanted === "" || here.has(wanted) ? { kind: "known" } : { kind: "unknown", suggestions: near(wanted, here) };
}

function near(wanted: string, streets: ReadonlyMap<string, string>): readonly string[] {
  const most = wanted.length < 6 ? 1 : wanted.length < 12 ? 2 : 3;
  const found: { readonly name: string; readonly far: number }[] = [];
  for (const [spelling, name] of streets) {
    const far = distance(wanted, spelling, most);
    if (far <= most) found.push({ name, far });
  }
  return found.toSorted((a, b) => a.far - b.far || a.name.localeCompare(b.name, "de")).slice(0, mostSuggestions).map(({ name }) => name);
}
