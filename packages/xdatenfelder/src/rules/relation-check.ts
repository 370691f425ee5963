import type { Logic } from "@kommunalportal/form-engine";
import { repeatedAncestor } from "../form/position.ts";
import type { Position } from "../form/position.ts";
import type { Check } from "./checks.ts";
import type { Condition, Sign } from "./condition.ts";
import { fieldsOfRelation } from "./relation.ts";
import type { Relation } from "./relation.ts";
import { NotUnderstood } from "./scanner.ts";
import { toLogic, variable } from "./to-logic.ts";

/** The relation as a check at its first field. It only speaks when the condition holds and everything it names is filled in; a sum takes what is there. */
export function relationCheck(relation: Relation, condition: Condition): Check {
  const fields = fieldsOfRelation(relation);
  const [place] = fields;
  if (place === undefined || fields.some((field) => repeatedAncestor(field) !== repeatedAncestor(place))) throw new NotUnderstood("die Prüfung ginge über verschiedene wiederholbare Gruppen");
  mustCompare(fields);
  const waited = relation.is === "sum" ? fields.slice(relation.of.length) : fields;
  const unless = waited.map((field): Logic => ({ "!": [toLogic({ is: "filled", field }, place)] }));
  const open: readonly Logic[] = condition.is === "and" && condition.of.length === 0 ? unless : [{ "!": [toLogic(condition, place)] }, ...unless];
  return { position: place, at: place.path, holds: { or: [...open, logicOf(relation, place)] }, message: { de: messageOf(relation) } };
}

function logicOf(relation: Relation, place: Position): Logic {
  if (relation.is === "realDate") return isRealDate(variable(relation.day, place), variable(relation.month, place), variable(relation.year, place));
  const { sign, right } = relation;
  const [first] = relation.is === "order" ? [relation.left] : relation.of;
  const other: Logic = typeof right === "number" ? scaled(right, first) : variable(right, place);
  const own: Logic = relation.is === "order" ? variable(relation.left, place) : { "+": relation.of.map((field): Logic => ({ if: [{ "!!": [variable(field, place)] }, variable(field, place), 0] })) };
  return { [sign]: [own, other] };
}

/** Days of the month by the Gregorian calendar. */
function isRealDate(day: Logic, month: Logic, year: Logic): Logic {
  const divides = (by: number): Logic => ({ "===": [{ "%": [year, by] }, 0] });
  const leap: Logic = { or: [divides(400), { and: [divides(4), { "!": [divides(100)] }] }] };
  return { "<=": [1, day, { if: [{ "===": [month, 2] }, { if: [leap, 29, 28] }, { in: [month, [4, 6, 9, 11]] }, 30, 31] }] };
}

const DATES: ReadonlySet<string> = new Set(["date", "time", "datetime"]);
const NUMBERS: ReadonlySet<string> = new Set(["num", "num_int"]);

/** Only like things are compared: dates with dates, numbers with numbers, amounts with amounts. */
function mustCompare(fields: readonly Position[]): void {
  const kinds = new Set(fields.map((field) => kindOf(field)));
  if (kinds.size !== 1 || kinds.has(undefined)) throw new NotUnderstood("die Felder lassen sich nicht miteinander vergleichen");
}

function kindOf({ element, anzahl }: Position): string | undefined {
  if (element.art !== "datenfeld" || element.feldart === "select" || anzahl.max !== 1) return undefined;
  if (NUMBERS.has(element.datentyp)) return "number";
  return DATES.has(element.datentyp) || element.datentyp === "num_currency" ? element.datentyp : undefined;
}

/** A number in the sentence is euros; an amount in the answers is cents. A date is never compared with a number. */
function scaled(value: number, like: Position | undefined): Logic {
  const kind = like === undefined ? undefined : kindOf(like);
  if (kind === "num_currency") return Math.round(value * 100);
  if (kind === "number") return value;
  throw new NotUnderstood("ein Datum lässt sich nicht mit einer Zahl vergleichen");
}

function messageOf(relation: Relation): string {
  if (relation.is === "realDate") return "Diesen Tag gibt es in dem Monat nicht. Prüfen Sie Tag, Monat und Jahr.";
  const [first] = relation.is === "order" ? [relation.left] : relation.of;
  const right = typeof relation.right === "number" ? String(relation.right).replace(".", ",") : named(relation.right);
  const dates = first !== undefined && DATES.has(kindOf(first) ?? "");
  if (relation.is === "order") return `${named(relation.left)} muss ${(dates ? DATE_WORDS : WORDS)[relation.sign]} ${right} ${dates ? "liegen" : "sein"}.`;
  return `Die Summe aus ${relation.of.map(named).join(", ")} muss ${SUM_WORDS[relation.sign]} ${right} betragen.`;
}

const named = ({ element }: Position): string => `»${element.bezeichnungEingabe}«`;
const DATE_WORDS: Readonly<Record<Sign, string>> = { "<": "vor", "<=": "vor oder an", ">": "nach", ">=": "nach oder an", "===": "gleich" };
const WORDS: Readonly<Record<Sign, string>> = { "<": "kleiner als", "<=": "höchstens so groß wie", ">": "größer als", ">=": "mindestens so groß wie", "===": "gleich" };
const SUM_WORDS: Readonly<Record<Sign, string>> = { "<": "weniger als", "<=": "höchstens", ">": "mehr als", ">=": "mindestens", "===": "genau" };
