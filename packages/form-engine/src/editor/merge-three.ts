import type { JsonObject, JsonValue } from "../fields/field-behaviour.ts";

/** Where two changed the same thing differently since their common ground. Missing values are undefined. */
export interface MergeConflict {
  /** Path to the thing: keys of objects, ids of list entries: `form.steps.person.nodes.name.label.de`. */
  readonly path: string;
  readonly base: JsonValue | undefined;
  readonly theirs: JsonValue | undefined;
  readonly mine: JsonValue | undefined;
}

/** `merged` holds for each conflict what was chosen, theirs where nothing was. */
export interface Merged { readonly merged: JsonValue; readonly conflicts: readonly MergeConflict[] }

type Maybe = JsonValue | undefined;
type Choices = ReadonlyMap<string, "theirs" | "mine">;

/**
 * Three-way merge of JSON: what only one side changed is taken over, what both changed differently is a conflict. Lists whose entries have an `id`
 * (steps, questions, rules), a `name` (tests) or a `value` (options) are merged entry by entry, in the order of theirs, what only mine has after
 * what it follows there; other lists are one thing.
 */
export function mergeThree(base: JsonValue, theirs: JsonValue, mine: JsonValue, choices: Choices = new Map()): Merged {
  const conflicts: MergeConflict[] = [];
  const merged = merge(base, theirs, mine, "", { conflicts, choices });
  return { merged: merged ?? null, conflicts };
}

interface Run { readonly conflicts: MergeConflict[]; readonly choices: Choices }

function merge(base: Maybe, theirs: Maybe, mine: Maybe, path: string, run: Run): Maybe {
  if (same(mine, base) || same(mine, theirs)) return theirs;
  if (same(theirs, base)) return mine;
  if (isObject(theirs) && isObject(mine)) return mergeObjects(isObject(base) ? base : {}, theirs, mine, path, run);
  if (isList(theirs) && isList(mine)) {
    const key = keyOf([...theirs, ...mine, ...(isList(base) ? base : [])]);
    if (key !== undefined) return mergeLists(isList(base) ? base : [], theirs, mine, path, { key, run });
  }
  run.conflicts.push({ path, base, theirs, mine });
  return run.choices.get(path) === "mine" ? mine : theirs;
}

function mergeObjects(base: JsonObject, theirs: JsonObject, mine: JsonObject, path: string, run: Run): JsonObject {
  const keys = [...new Set([...Object.keys(theirs), ...Object.keys(mine)])];
  return Object.fromEntries(keys.flatMap((key) => {
    const value = merge(at(base, key), at(theirs, key), at(mine, key), path === "" ? key : `${path}.${key}`, run);
    return value === undefined ? [] : [[key, value]];
  }));
}

function mergeLists(base: readonly JsonValue[], theirs: readonly JsonValue[], mine: readonly JsonValue[], path: string, { key, run }: { readonly key: string; readonly run: Run }): JsonValue {
  const [ofBase, ofTheirs, ofMine] = [base, theirs, mine].map((list) => new Map(list.map((entry) => [nameOf(entry, key), entry] as const))) as [Map<string, JsonValue>, Map<string, JsonValue>, Map<string, JsonValue>];
  const order = [...ofTheirs.keys()];
  let before: string | undefined;
  for (const name of ofMine.keys()) {
    if (!ofTheirs.has(name)) order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, name);
    before = name;
  }
  return order.flatMap((name) => {
    const value = merge(ofBase.get(name), ofTheirs.get(name), ofMine.get(name), path === "" ? name : `${path}.${name}`, run);
    return value === undefined ? [] : [value];
  });
}

/** The member by which every entry of a list is known. */
function keyOf(entries: readonly JsonValue[]): string | undefined {
  return ["id", "name", "value"].find((key) => entries.length > 0 && entries.every((entry) => isObject(entry) && typeof at(entry, key) === "string"));
}

function nameOf(entry: JsonValue, key: string): string {
  const name = isObject(entry) ? at(entry, key) : undefined;
  return typeof name === "string" ? name : "";
}
const at = (object: JsonObject, key: string): Maybe => (Object.hasOwn(object, key) ? object[key] : undefined);
const isList = (value: Maybe): value is readonly JsonValue[] => Array.isArray(value);
const isObject = (value: Maybe): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

function same(a: Maybe, b: Maybe): boolean {
  if (a === b) return true;
  if (isList(a) && isList(b)) return a.length === b.length && a.every((entry, i) => same(entry, b[i]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}
