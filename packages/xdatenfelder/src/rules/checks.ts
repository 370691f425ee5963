import type { Logic, Rule } from "@kommunalportal/form-engine";
import { repeatedAncestor } from "../form/position.ts";
import type { Position } from "../form/position.ts";
import { fieldsOf } from "./condition.ts";
import type { Condition } from "./condition.ts";
import type { Occurrence } from "./occurrence.ts";
import { NotUnderstood } from "./scanner.ts";
import { toLogic } from "./to-logic.ts";

/** A check over several fields, before it is known on which step its place ends up. */
export interface Check extends Omit<Rule, "id" | "step"> {
  readonly at: string;
  readonly position: Position;
}

/** »Es muss mindestens eines der Felder … befüllt sein« / »Es muss entweder … oder … befüllt werden«. */
export function choiceCheck(kind: "atLeastOne" | "exactlyOne", targets: readonly Position[], { owner }: Occurrence): Check {
  const [first] = targets;
  if (first === undefined) throw new NotUnderstood("es fehlen die Felder");
  // The engine runs a check only where its place is visible: the group around both stands even while one of them is hidden.
  const place = kind === "exactlyOne" && owner !== undefined && owner.element.art === "datenfeldgruppe" && owner.anzahl.max === 1 && !owner.partialDate ? owner : first;
  if (place === first && first.element.art === "datenfeldgruppe" && first.anzahl.min === 0) throw new NotUnderstood("die Prüfung hätte keinen festen Ort im Formular");
  const filled = targets.map((field): Logic => toLogic({ is: "filled", field }, inside(place, first)));
  const names = targets.map((target) => `»${target.element.bezeichnungEingabe}«`);
  if (kind === "atLeastOne") return { position: place, at: place.path, holds: { or: filled }, message: { de: `Füllen Sie mindestens eines dieser Felder aus: ${listed(names)}.` } };
  return { position: place, at: place.path, holds: { "!==": filled }, message: { de: `Füllen Sie entweder ${names.join(" oder ")} aus, nicht beides.` } };
}

/** »Wenn …, dann muss X befüllt werden« for an X that is always shown and otherwise optional. */
export function requiredCheck(target: Position, condition: Condition): Check {
  const [asked] = fieldsOf(condition);
  // An optional group that is not there cannot carry a message: then it stands at the question that makes it compulsory.
  const absent = target.element.art === "datenfeldgruppe" && !target.partialDate && target.anzahl.max === 1;
  const place = absent ? asked : target;
  if (place === undefined || repeatedAncestor(place) !== repeatedAncestor(target)) throw new NotUnderstood("die Prüfung ginge über verschiedene wiederholbare Gruppen");
  const holds: Logic = { or: [{ "!": [toLogic(condition, place)] }, toLogic({ is: "filled", field: target }, place)] };
  return { position: place, at: place.path, holds, message: { de: `Es fehlt noch: »${target.element.bezeichnungEingabe}«. Nach Ihren anderen Angaben wird das gebraucht.` } };
}

/** Where the variables are read from: a place that is a group asks like the fields in it, as long as it does not repeat. */
function inside(place: Position, first: Position): Position {
  return repeatedAncestor(place) === repeatedAncestor(first) ? place : first;
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} oder ${last}`;
}
