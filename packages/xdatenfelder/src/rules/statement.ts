import type { Position } from "../form/position.ts";
import type { Condition } from "./condition.ts";
import type { Relation } from "./relation.ts";

/** What a rule wants of a place. `require` means shown and filled in; `hide` means not shown and empty. */
export type Action = "show" | "require" | "hide";

export interface Consequence {
  readonly action: Action;
  readonly target: Position;
}

/** One thing a rule text says, after parsing. */
export type Statement =
  | { readonly kind: "effect"; readonly action: Action; readonly target: Position; readonly condition: Condition }
  | { readonly kind: "preset"; readonly target: Position; readonly value: string }
  | { readonly kind: "relation"; readonly relation: Relation; readonly condition: Condition }
  /** Of these at least one (or exactly one) must be filled in, where the owner of the rule is present. */
  | { readonly kind: "atLeastOne" | "exactlyOne"; readonly targets: readonly Position[] };
