import { walk } from "../form/position.ts";
import type { Position } from "../form/position.ts";

export type Resolved = { readonly position: Position } | { readonly reason: string };

/**
 * Finds the place a rule means by an id or a dotted path of ids (`G1.F2`): first below the element the rule belongs to, then below
 * each element around it. Within one element the highest place wins; two at the same height are ambiguous and stay unresolved.
 */
export function resolve(path: readonly string[], owner: Position | undefined, top: readonly Position[]): Resolved {
  for (let at = owner; at !== undefined; at = at.parent) {
    const found = within([at], path);
    if (found !== undefined) return found;
  }
  return within(top, path) ?? { reason: `${path.join(".")} kommt im Schema nicht vor` };
}

/** Every place a name can mean: the one it resolves to, or all of them while it is ambiguous. */
export function candidates(path: readonly string[], owner: Position | undefined, top: readonly Position[]): readonly Position[] {
  const resolved = resolve(path, owner, top);
  return "position" in resolved ? [resolved.position] : [...walk(top)].filter((position) => endsWith(position.idPath, path));
}

function within(positions: readonly Position[], path: readonly string[]): Resolved | undefined {
  const matching = [...walk(positions)].filter((position) => endsWith(position.idPath, path));
  const depth = Math.min(...matching.map((position) => position.idPath.length));
  const highest = matching.filter((position) => position.idPath.length === depth);
  const [first, second] = highest;
  if (first === undefined) return undefined;
  return second === undefined ? { position: first } : { reason: `${path.join(".")} steht an mehreren Stellen` };
}

/** The last id must be the last one; the others must occur before it in this order, not necessarily side by side. */
function endsWith(idPath: readonly string[], path: readonly string[]): boolean {
  if (idPath.at(-1) !== path.at(-1)) return false;
  let wanted = path.length - 2;
  for (let at = idPath.length - 2; at >= 0 && wanted >= 0; at -= 1) if (idPath[at] === path[wanted]) wanted -= 1;
  return wanted < 0;
}
