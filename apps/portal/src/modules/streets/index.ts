export { createListDirectory } from "./list-directory.ts";
export { noStreets } from "./street-directory.ts";
export type { StreetAnswer, StreetDirectory, StreetQuestion } from "./street-directory.ts";
