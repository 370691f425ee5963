import { ancestors } from "../form/position.ts";
import type { Position } from "../form/position.ts";

/**
 * A place whose visibility would hang on itself, or undefined. The value of a field hangs on the conditions of the field, of
 * everything around it and, for a group, of everything inside.
 */
export function findCycle(reads: ReadonlyMap<Position, readonly Position[]>, hasCondition: (position: Position) => boolean): Position | undefined {
  const conditional = [...reads.keys()].filter(hasCondition);
  const deciders = (field: Position): readonly Position[] => conditional.filter((candidate) => candidate === field || ancestors(field).includes(candidate) || candidate.path.startsWith(`${field.path}.`));
  const state = new Map<Position, "open" | "done">();
  const visit = (position: Position): Position | undefined => {
    if (state.get(position) === "done") return undefined;
    if (state.get(position) === "open") return position;
    state.set(position, "open");
    for (const next of (reads.get(position) ?? []).flatMap(deciders)) {
      const found = visit(next);
      if (found !== undefined) return found;
    }
    state.set(position, "done");
    return undefined;
  };
  for (const position of conditional) {
    const found = visit(position);
    if (found !== undefined) return found;
  }
  return undefined;
}
