import type { ExpandedNode, ExpandedStep, Field, FormDefinition } from "./definition.ts";
import { fieldTypes } from "./fields/field-types.ts";
import { limits } from "./limits.ts";
import { pageNames } from "./page-names.ts";
import type { DefinitionProblem } from "./problems.ts";

/** A node of the definition with where it stands, before anything is compiled. */
export interface IndexedNode {
  readonly node: ExpandedNode;
  readonly path: string;
  readonly step: ExpandedStep;
  readonly parent: IndexedNode | undefined;
  /** The nearest group around it that repeats. */
  readonly repeated: IndexedNode | undefined;
  /** Position in the order of the form. */
  readonly order: number;
}

export interface FormIndex {
  readonly byPath: ReadonlyMap<string, IndexedNode>;
  readonly list: readonly IndexedNode[];
}

const idPattern = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;
const reserved = new Set(["item", "constructor", "prototype", "hasOwnProperty", "toString", "valueOf"]);

const ofThePage: ReadonlySet<string> = new Set(pageNames);

export function isId(id: string): boolean {
  return idPattern.test(id) && !reserved.has(id);
}

/** Lists all nodes and reports bad and double ids, too many nodes, too much nesting. */
export function indexForm(form: FormDefinition, steps: readonly ExpandedStep[], problems: DefinitionProblem[]): FormIndex {
  const byPath = new Map<string, IndexedNode>();
  const list: IndexedNode[] = [];
  let tooMany = false;

  const visit = (nodes: readonly ExpandedNode[], step: ExpandedStep, parent: IndexedNode | undefined, depth: number): void => {
    for (const node of nodes) {
      const path = parent === undefined ? node.id : `${parent.path}.${node.id}`;
      if (list.length >= limits.nodes) tooMany = true;
      if (tooMany) return;
      if (!isId(node.id)) problems.push({ path, problem: `"${node.id}" is not an allowed id` });
      if (parent === undefined && node.kind !== "group" && ofThePage.has(node.id)) problems.push({ path, problem: `"${node.id}" is what the page around the form calls something of its own; another id, or a group around it` });
      if (byPath.has(path)) problems.push({ path, problem: "another field or group has the same path" });
      const repeated = parent?.node.kind === "group" && parent.node.repeat !== undefined ? parent : parent?.repeated;
      const indexed: IndexedNode = { node, path, step, parent, repeated, order: list.length };
      byPath.set(path, indexed);
      list.push(indexed);
      if (node.kind !== "group") continue;
      if (depth >= limits.depth) problems.push({ path, problem: `groups are nested more than ${limits.depth} deep` });
      else visit(node.nodes, step, indexed, depth + 1);
    }
  };
  for (const step of steps) visit(step.nodes, step, undefined, 1);
  if (tooMany) problems.push({ path: form.id, problem: `the form has more than ${limits.nodes} fields and groups` });
  return { byPath, list };
}

export function isRepeated(node: ExpandedNode): boolean {
  return node.repeat !== undefined;
}

/**
 * Finds the node that a path of a condition reads (`halter.vorname`, `hunde.0.rasse`, `foto.0.size`), starting below `base`.
 * Undefined when the path leads nowhere.
 */
export function resolvePath(index: FormIndex, path: string, base?: IndexedNode): IndexedNode | undefined {
  let current = base;
  const keys = path.split(".");
  for (let i = 0; i < keys.length; i += 1) {
    const key = keys[i] ?? "";
    const next = index.byPath.get(current === undefined ? key : `${current.path}.${key}`);
    if (next === undefined) return undefined;
    current = next;
    if (isRepeated(next.node) && i + 1 < keys.length) {
      if (!/^\d{1,4}$/.test(keys[i + 1] ?? "")) return undefined;
      i += 1;
    }
    if (next.node.kind === "field") return leadsInto(next.node, keys.slice(i + 1)) ? next : undefined;
  }
  return current;
}

function leadsInto({ type }: Field, rest: readonly string[]): boolean {
  return rest.length === 0 || fieldTypes[type].inside?.(rest) === true;
}
