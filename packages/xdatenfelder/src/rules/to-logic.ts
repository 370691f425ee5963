import type { Logic } from "@kommunalportal/form-engine";
import { repeatedAncestor } from "../form/position.ts";
import type { Position } from "../form/position.ts";
import { holdsSeveral } from "./condition.ts";
import type { Condition } from "./condition.ts";
import { NotUnderstood } from "./scanner.ts";

/**
 * A condition as JSON Logic, asked from the place `from`. Inside a repeated group a field of the same entry is `item.…`; a field of
 * another repeated group cannot be named from here and throws {@link NotUnderstood}.
 */
export function toLogic(condition: Condition, from: Position): Logic {
  switch (condition.is) {
    case "and":
    case "or":
      if (condition.of.length === 0) return condition.is === "and";
      return { [condition.is]: condition.of.map((part) => toLogic(part, from)) };
    case "not":
      return negated(condition.of, from);
    case "filled":
      return isYesNo(condition.field) ? { "!==": [variable(condition.field, from), null] } : { "!!": [variable(condition.field, from)] };
    case "age":
      return { [condition.sign]: [{ age_on: [variable(condition.field, from), { var: "$today" }] }, condition.value] };
    case "compare":
      return { [condition.sign]: [variable(condition.field, from), condition.value] };
    case "equal":
      return holdsSeveral(condition.field)
        ? { in: [condition.value, variable(condition.field, from)] }
        : { "===": [variable(condition.field, from), condition.value] };
  }
}

/**
 * »ungleich 001« of a question that must be answered is only true once it is answered: nothing pops up before the person has chosen.
 * For a yes/no question that is simply the other answer.
 */
function negated(condition: Condition, from: Position): Logic {
  if (condition.is === "equal" && condition.field.anzahl.min > 0) {
    if (isYesNo(condition.field) && typeof condition.value === "boolean") return toLogic({ ...condition, value: !condition.value }, from);
    return { and: [toLogic({ is: "filled", field: condition.field }, from), { "!": [toLogic(condition, from)] }] };
  }
  if (condition.is === "and" && condition.of.length === 0) return false;
  return { "!": [toLogic(condition, from)] };
}

export function variable(field: Position, from: Position): Logic {
  const repeated = repeatedAncestor(field);
  if (repeated === undefined) return { var: field.path };
  if (repeated !== repeatedAncestor(from)) throw new NotUnderstood(`${field.element.identifikation.id} steht in einer anderen wiederholbaren Gruppe`);
  return { var: `item.${field.path.slice(repeated.path.length + 1)}` };
}

function isYesNo({ element, anzahl }: Position): boolean {
  return element.art === "datenfeld" && element.datentyp === "bool" && element.feldart !== "select" && anzahl.max === 1;
}

