import { PARTIAL_DATE } from "../form/partial-date.ts";
import type { Position } from "../form/position.ts";
import type { Statement } from "./statement.ts";

/**
 * Whether a rule of a partly known birth date says only what its field type checks anyway: no day without a month, and only days that
 * exist. Anything else that is said there goes the normal way.
 */
export function coveredByField(owner: Position | undefined, statements: readonly Statement[]): boolean {
  return owner?.partialDate === true && statements.every((statement) => isOwn(statement, owner));
}

function isOwn(statement: Statement, owner: Position): boolean {
  const is = (position: Position, id: string): boolean => position.parent === owner && position.element.identifikation.id === id;
  if (statement.kind === "relation") {
    const { relation } = statement;
    return relation.is === "realDate" && is(relation.day, PARTIAL_DATE.day) && is(relation.month, PARTIAL_DATE.month) && is(relation.year, PARTIAL_DATE.year);
  }
  if (statement.kind !== "effect" || statement.action !== "require" || !is(statement.target, PARTIAL_DATE.month)) return false;
  return statement.condition.is === "filled" && is(statement.condition.field, PARTIAL_DATE.day);
}
