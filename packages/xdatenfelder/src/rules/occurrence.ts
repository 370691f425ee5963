import type { Position } from "../form/position.ts";
import { walk } from "../form/position.ts";
import type { Regel, Stammdatenschema } from "../model.ts";
import type { RuleDecision } from "./decision.ts";
import type { Statement } from "./statement.ts";

/** One rule at one place. The same rule text occurs wherever its element does. */
export interface Occurrence {
  readonly regel: Regel;
  /** The group or field that carries the rule; undefined for the schema. */
  readonly owner: Position | undefined;
}

/** A rule that was understood, as long as nothing speaks against it. */
export interface Understood extends Occurrence {
  readonly statements: readonly Statement[];
}

/** What became of a rule. */
export interface RuleOutcome extends Occurrence {
  /** `decided`: an editor declined it or put logic in its place. `translated`: the form enforces it. `covered`: a field type does so by itself. `review`: it stays a sentence for a person. */
  readonly status: "translated" | "covered" | "review" | "decided";
  /** What an editor decided. */
  readonly decision?: RuleDecision;
  /** Why it was not translated, in German. */
  readonly reason?: string;
  /** What was assumed in translating it. */
  readonly assumption?: string;
}

export function occurrencesOf(schema: Stammdatenschema, top: readonly Position[]): readonly Occurrence[] {
  const own = schema.regel.map((regel) => ({ regel, owner: undefined }));
  return [...own, ...[...walk(top)].flatMap((position) => position.element.regel.map((regel) => ({ regel, owner: position })))];
}

/** Names a rule at one place of one schema version: the path of the element that carries it, and its id. */
export function ruleKey({ regel, owner }: Occurrence): string {
  return `${owner?.path ?? ""}#${regel.identifikation.id}`;
}
