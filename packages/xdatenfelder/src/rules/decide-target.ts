import type { Position } from "../form/position.ts";
import { ALWAYS, exclude, not, or, sameCondition } from "./condition.ts";
import type { Condition } from "./condition.ts";
import type { Action } from "./statement.ts";

export interface Wish {
  readonly action: Action;
  readonly condition: Condition;
}

/** What all rules together mean for one place. */
export type Decision =
  | { readonly contradiction: true }
  | {
      readonly contradiction: false;
      /** Shown only while this holds; undefined: always. */
      readonly when?: Condition;
      /** Undefined: as the position says. */
      readonly required?: boolean;
      /** Required only while this holds, although it is always shown. */
      readonly requiredIf?: Condition;
      /** The text says only when the place must be filled in, and the position says it always must: then it is not asked otherwise. */
      readonly assumed: boolean;
    };

/**
 * The decision for a place that a rule names which nobody understood: it may be wanted where the understood rules are silent. So it
 * is hidden only where a sentence says so, and never required unless one does.
 */
function decideOpen(musts: readonly Condition[], hidden: readonly Condition[]): Decision {
  return {
    contradiction: false,
    assumed: false,
    required: false,
    ...(hidden.length > 0 ? { when: not(or(hidden)) } : {}),
    ...(musts.length > 0 ? { requiredIf: or(musts) } : {}),
  };
}

/**
 * Brings the wishes of all rules for one place together (semantics: required = visible and required, hidden = not visible and empty).
 * Wishes that can contradict each other for any answer are not guessed at. `open`: another rule about this place was not understood.
 */
export function decideTarget(target: Position, wishes: readonly Wish[], open: boolean): Decision {
  const of = (...actions: readonly Action[]): readonly Condition[] => wishes.filter(({ action }) => actions.includes(action)).map(({ condition }) => condition);
  const [shown, musts, hidden] = [of("show", "require"), of("require"), of("hide")];
  if (shown.some((show) => hidden.some((hide) => !exclude(show, hide)))) return { contradiction: true };
  if (open) return decideOpen(musts, hidden);
  const onlyMusts = hidden.length === 0 && musts.length === shown.length;
  const compulsory = target.anzahl.min > 0;
  if (shown.some((condition) => sameCondition(condition, ALWAYS))) {
    // Shown in any case; a shown place may still be required only sometimes.
    if (musts.length === 0) return { contradiction: false, assumed: false };
    if (musts.some((condition) => sameCondition(condition, ALWAYS))) return { contradiction: false, required: true, assumed: false };
  }
  if (onlyMusts && !compulsory) return { contradiction: false, requiredIf: or(musts), assumed: false };
  if (shown.length === 0) return { contradiction: false, when: not(or(hidden)), assumed: false };
  const when = or(shown);
  if (musts.length === 0) return { contradiction: false, when, assumed: false };
  if (sameCondition(or(musts), when)) return { contradiction: false, when, required: true, assumed: onlyMusts };
  return { contradiction: false, when, assumed: false, ...(compulsory ? {} : { requiredIf: or(musts) }) };
}
