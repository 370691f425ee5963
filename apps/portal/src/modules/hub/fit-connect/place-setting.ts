import { z } from "zod";

/** One answer or several together that name a place, e.g. postcode and town; several ways of saying it, the first that is answered counts. */
export type PlaceSetting = readonly (readonly string[])[];

const mostWays = 5;
const path = /^[a-z][a-zA-Z0-9_-]{0,60}(\.[a-zA-Z0-9_-]{1,60}){0,6}$/;

/** `anschrift.plz+anschrift.ort, geburtsort`: paths of answers, `+` joins what belongs together, a comma separates the ways. Undefined where it is none of that. */
export function placeSetting(text: string): PlaceSetting | undefined {
  const ways = text.split(",").map((way) => way.split("+").map((one) => one.trim()));
  return ways.length <= mostWays && ways.every((way) => way.length <= 3 && way.every((one) => path.test(one))) ? ways : undefined;
}

/** What the application says about the place: words to search with, or a key. Undefined: it says nothing. */
export function placeOf(setting: PlaceSetting, content: unknown): readonly string[] | undefined {
  for (const way of setting) {
    const words = way.map((one) => wordAt(content, one.split(".")));
    if (words.every((word) => word !== undefined && word !== "")) return words.flatMap((word) => word ?? []);
  }
  return undefined;
}

const named = z.looseObject({ words: z.string() });

function wordAt(content: unknown, steps: readonly string[]): string | undefined {
  let at = content;
  for (const step of steps) {
    if (typeof at !== "object" || at === null || Array.isArray(at) || !Object.hasOwn(at, step)) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[step];
  }
  // A point on a map comes with its words.
  const text = typeof at === "string" ? at : named.safeParse(at).data?.words;
  return text?.trim().slice(0, 100);
}
