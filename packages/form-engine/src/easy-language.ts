import type { Text } from "./definition.ts";

/**
 * The same data with every text that exists in easy language (Leichte Sprache) in the place of the German one: for a page whose reader has asked
 * for it. What has no such text stays as it is. Of a view of a step the texts of compounds are changed, too.
 */
export function inEasyLanguage<T>(value: T): T {
  return changed(value) as T;
}

function changed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(changed);
  if (typeof value !== "object" || value === null) return value;
  if (isText(value)) return value.easy === undefined || value.easy.trim() === "" ? value : { ...value, de: value.easy };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, changed(inner)]));
}

const textKeys = new Set(["de", "en", "easy"]);
function isText(value: object): value is Text {
  return "de" in value && typeof value.de === "string" && Object.entries(value).every(([key, text]) => textKeys.has(key) && typeof text === "string");
}

/** Whether anything in it is written in easy language. */
export function hasEasyLanguage(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (!Array.isArray(value) && isText(value)) return (value.easy ?? "").trim() !== "";
  return Object.values(value).some(hasEasyLanguage);
}
