import type { Position } from "../form/position.ts";
import { fieldsOf } from "./condition.ts";
import type { Condition, Sign } from "./condition.ts";
import { takeReference } from "./parser.ts";
import type { Parser } from "./parser.ts";
import type { Relation } from "./relation.ts";
import { NotUnderstood } from "./scanner.ts";

const MODAL = /(?:muss|müssen|darf|dürfen|soll|ist|sind|liegt|liegen)(?!\p{L})/u;
const NOT = /nicht(?!\p{L})/u;
const VERB = /(?:liegen|sein|betragen|ergeben|entsprechen|haben)(?!\p{L})/u;
const OR_EQUAL = "(?:(?: oder|/) ?gleich)?(?: (?:als|wie))?";
const LESS = `(?:kleiner|niedriger|geringer|weniger|früher)${OR_EQUAL}|(?:zeitlich )?vor`;
const MORE = `(?:größer|höher|mehr|später)${OR_EQUAL}|(?:zeitlich )?nach`;
const COMPARISON = new RegExp(`(?:${LESS}|${MORE}|höchstens|maximal|mindestens|minimal|genau|gleich(?: groß wie)?)(?!\\p{L})|<=|>=|<|>|={1,3}`, "u");

/**
 * »A muss (zeitlich) vor B liegen«, »A darf nicht größer als B sein«, »die Summe der Felder A, B und C darf 100 nicht überschreiten«,
 * »… muss die Gültigkeit des Datums sichergestellt werden«. Undefined when the text is of another form; nothing is consumed then.
 */
export function parseRelation(parser: Parser, condition: Condition): Relation | undefined {
  return parser.scanner.try(() => realDate(parser, condition) ?? comparison(parser));
}

/** The date is that of the fields the condition speaks of; which is the day, the month and the year, their names say. */
function realDate({ scanner }: Parser, condition: Condition): Relation | undefined {
  const said = scanner.take(/muss (?:die )?(?:Validität|Gültigkeit|Plausibilität|Existenz) des (?:sich )?(?:daraus )?(?:(?:ergebenden|entstehenden) )?(?:Kalenderd|D)atums (?:sichergestellt|gewährleistet|geprüft) (?:werden|sein)(?!\p{L})/u)
    ?? scanner.take(/(?:muss|müssen) (?:sich |sie )?(?:daraus |zusammen )?ein (?:gültiges|mögliches|existierendes|korrektes) (?:Kalenderd|D)atum (?:ergeben|sein|bilden)(?!\p{L})/u);
  if (said === undefined) return undefined;
  const fields = [...new Set(fieldsOf(condition))];
  const part = (word: RegExp): Position => {
    const [only, ...others] = fields.filter(({ element }) => word.test(element.name));
    if (only === undefined || others.length > 0) throw new NotUnderstood("es ist nicht zu erkennen, welche Felder Tag, Monat und Jahr sind");
    return only;
  };
  if (fields.length !== 3) throw new NotUnderstood("ein Datum braucht drei Felder: Tag, Monat und Jahr");
  return { is: "realDate", day: part(/^Tag(?!\p{L})/u), month: part(/^Monat(?!\p{L})/u), year: part(/^Jahr(?!\p{L})/u) };
}

function comparison(parser: Parser): Relation | undefined {
  const { scanner } = parser;
  const modalFirst = scanner.take(MODAL)?.[0].trim().toLowerCase();
  const sum = scanner.take(/(?:die )?Summe (?:aller |der (?:Werte (?:der|in den) )?|aus (?:den )?|von )?(?!\p{L}*zahl)/u) !== undefined;
  const terms = sum ? references(parser) : listOfOne(takeReference(parser));
  if (terms.length === 0) return undefined;
  const modal = modalFirst ?? scanner.take(MODAL)?.[0].trim().toLowerCase();
  if (modal === undefined) return undefined;
  const direct = sum ? exceeding(parser, modal) : undefined;
  if (direct !== undefined) return { is: "sum", of: terms, ...direct };
  let negated = scanner.take(NOT) !== undefined;
  const word = scanner.take(COMPARISON)?.[0].trim().toLowerCase();
  const equals = word === undefined && sum;
  if (word === undefined && !equals) return undefined;
  const right = operand(parser);
  if (right === undefined) return undefined;
  negated = scanner.take(NOT) !== undefined || negated;
  const verb = scanner.take(VERB);
  if (verb === undefined && !/^(?:ist|sind|liegt|liegen)$/.test(modal)) return undefined;
  const sign = word === undefined ? "===" : signOf(word);
  if (negated && sign === "===") throw new NotUnderstood("»nicht gleich« zwischen zwei Feldern");
  const holds = negated ? opposite(sign) : sign;
  if (sum) return { is: "sum", of: terms, sign: holds, right };
  const [left] = terms;
  return left === undefined ? undefined : { is: "order", left, sign: holds, right };
}

/** »darf 100 nicht überschreiten«, »muss 100 ergeben« is read by the general form. */
function exceeding(parser: Parser, modal: string): { readonly sign: Sign; readonly right: Position | number } | undefined {
  const { scanner } = parser;
  return scanner.try(() => {
    const right = operand(parser);
    if (right === undefined || !/^(?:darf|dürfen|soll)$/.test(modal)) return undefined;
    const word = scanner.take(/nicht (überschreiten|übersteigen|unterschreiten)(?!\p{L})/u)?.[1]?.toLowerCase();
    return word === undefined ? undefined : { sign: word.startsWith("ü") ? "<=" : ">=", right };
  });
}

function operand(parser: Parser): Position | number | undefined {
  const named = takeReference(parser);
  if (named !== undefined) return named;
  const number = parser.scanner.take(/(?:dem )?(?:Wert )?(-?\d{1,12}(?:,\d{1,6}|\.\d{1,6})?)(?![\p{L}\p{N}])(?: ?(?:€|Euro|EUR|%|Prozent)(?!\p{L}))?/u)?.[1];
  return number === undefined ? undefined : Number(number.replace(",", "."));
}

function references(parser: Parser): readonly Position[] {
  const found: Position[] = [];
  for (;;) {
    const next = parser.scanner.try(() => {
      if (found.length > 0) parser.scanner.take(/,(?: und(?!\p{L}))?|und(?!\p{L})|\+/u);
      return takeReference(parser);
    });
    if (next === undefined) return found;
    found.push(next);
  }
}

function listOfOne(position: Position | undefined): readonly Position[] {
  return position === undefined ? [] : [position];
}

function signOf(word: string): Sign {
  if (/^(?:genau|gleich|=)/.test(word)) return "===";
  const orEqual = /gleich|=/.test(word) || /^(?:höchstens|maximal|mindestens|minimal)$/.test(word);
  const less = /^(?:kleiner|niedriger|geringer|weniger|früher|höchstens|maximal|<)/.test(word) || word.endsWith("vor");
  return less ? (orEqual ? "<=" : "<") : orEqual ? ">=" : ">";
}

function opposite(sign: Sign): Sign {
  const other: Readonly<Record<Sign, Sign>> = { "<": ">=", "<=": ">", ">": "<=", ">=": "<", "===": "===" };
  return other[sign];
}
