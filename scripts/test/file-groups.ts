import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isJourney, longest } from "./running-order.ts";

/** So many files at most share a process: what they load is loaded once, and yet it stays below a gigabyte. */
export const mostTogether = 10;

/**
 * Says, with its reason, that a test file needs a process of its own: it changes what the whole process shares, looks at the process as a whole, or has suites
 * (`describe`), for which node:test does not wait inside of another test.
 */
const ownProcess = /^\/\/ own process: \S/m;

/**
 * The files, put together to be run one after the other in one process: neighbours in the order of their names, from the same part of the house. Files that take
 * long stay alone, since they begin first; so do those that say so.
 */
export function fileGroups(files: readonly string[], root: string): string[][] {
  const alone = (file: string): boolean => file.replaceAll("\\", "/") in longest || ownProcess.test(readFileSync(join(root, file), "utf8"));
  const together = Map.groupBy(files.filter((file) => !alone(file)).toSorted(), partOf);
  return [...files.filter(alone).map((file) => [file]), ...[...together.values()].flatMap(inEqualParts)];
}

/** apps/portal/src/modules, apps/sandbox/src, packages/xta … Journeys each begin with a fresh house and stay alone. */
function partOf(file: string): string {
  const [floor = "", ...rest] = file.replaceAll("\\", "/").split("/");
  if (isJourney(file)) return file;
  return [floor, ...rest.slice(0, floor === "apps" && rest[0] === "portal" && rest.length > 3 ? 3 : 1)].join("/");
}

function inEqualParts(files: readonly string[]): string[][] {
  const parts = Math.ceil(files.length / mostTogether);
  return Array.from({ length: parts }, (_, at) => files.slice(Math.floor(at * files.length / parts), Math.floor((at + 1) * files.length / parts)));
}
