export { createListDirectory } from "./list-directory.ts";
export type { LineProblem, WrongLine } from "./read-list.ts";
export { noStreets } from "./street-directory.ts";
export type { StreetAnswer, StreetDirectory, StreetQuestion } from "./street-directory.ts";
export { createStreets, largestList } from "./town-lists.ts";
export type { StreetList, Streets, TownLists } from "./town-lists.ts";
