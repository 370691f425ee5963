export { canonicalJson, sameJson } from "./canonical-json.ts";
export { inGerman } from "./in-german.ts";
