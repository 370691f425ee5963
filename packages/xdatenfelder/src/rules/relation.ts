import type { Position } from "../form/position.ts";
import type { Sign } from "./condition.ts";

/** What must hold between several fields. */
export type Relation =
  | { readonly is: "order"; readonly left: Position; readonly sign: Sign; readonly right: Position | number }
  | { readonly is: "sum"; readonly of: readonly Position[]; readonly sign: Sign; readonly right: Position | number }
  | { readonly is: "realDate"; readonly day: Position; readonly month: Position; readonly year: Position };

export function fieldsOfRelation(relation: Relation): readonly Position[] {
  if (relation.is === "realDate") return [relation.day, relation.month, relation.year];
  const right = typeof relation.right === "number" ? [] : [relation.right];
  return relation.is === "order" ? [relation.left, ...right] : [...relation.of, ...right];
}
