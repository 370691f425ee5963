export { canonicalJson, sameJson } from "./canonical-json.ts";
