import { choicesOf } from "../form/options.ts";
import type { Position } from "../form/position.ts";
import { fieldsOf, not } from "./condition.ts";
import type { Condition, Sign } from "./condition.ts";
import { expectReferences, takeReference } from "./parser.ts";
import type { Parser } from "./parser.ts";
import { normaliseRule, NotUnderstood } from "./scanner.ts";

type Operator = "=" | "<>" | "<" | "<=" | ">" | ">=";
/** A name that the schema spells differently by now, in front of the operator: the id counts. Words that carry meaning end it. */
const OUTDATED_NAME = /(?:(?!(?:nicht|und|oder|wenn|dann|leer|ist|befüllt|ausgefüllt|angegeben|auswahl)(?!\p{L})|[GF]\d{11})[\p{L}\p{N}()/:,-]+ ){1,15}(?=={1,3}|<>|!=|≠)/u;

interface Subject { readonly field: Position; readonly operator: Operator }

/**
 * The part between WENN and DANN. UND and ODER are never mixed without brackets: such a text is not understood.
 * `previous` is the condition of the sentence before: »…, wenn <> "Ja", dann …« means its field.
 */
export function parseCondition(parser: Parser, previous: Condition | undefined): Condition {
  const { scanner } = parser;
  const earlier = previous === undefined ? [] : [...new Set(fieldsOf(previous))];
  const only = earlier.length === 1 ? earlier[0] : undefined;
  let [condition, subject] = parseTerm(parser, only === undefined ? undefined : { field: only, operator: "=" });
  const parts = [condition];
  let joint: "and" | "or" | undefined;
  for (;;) {
    const before = scanner.at;
    const word = scanner.take(/(?:und|oder)(?!\p{L})/u)?.[0].trim().toLowerCase();
    if (word === undefined) break;
    const next = scanner.try(() => parseTermOrNothing(parser, subject));
    if (next === undefined) {
      scanner.at = before;
      break;
    }
    const kind = word === "und" ? "and" : "or";
    if (joint !== undefined && joint !== kind) throw new NotUnderstood("UND und ODER ohne Klammern gemischt");
    joint = kind;
    [condition, subject] = next;
    parts.push(condition);
  }
  if (joint === undefined) return condition;
  if (joint === "or" && parts.some((part) => part.is === "not")) throw new NotUnderstood("»ungleich … ODER« ist immer wahr oder anders gemeint");
  return { is: joint, of: parts };
}

function parseTermOrNothing(parser: Parser, previous: Subject | undefined): [Condition, Subject | undefined] | undefined {
  const { scanner } = parser;
  const before = scanner.at;
  try {
    return parseTerm(parser, previous);
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    scanner.at = before;
    return undefined;
  }
}

function parseTerm(parser: Parser, previous: Subject | undefined): [Condition, Subject | undefined] {
  const { scanner } = parser;
  const several = severalFilled(parser);
  if (several !== undefined) return [several, undefined];
  const named = takeReference(parser);
  const field = named ?? previous?.field;
  if (field === undefined) throw new NotUnderstood("die Bedingung nennt kein Feld");
  const age = ageOf(parser, field);
  if (age !== undefined) return [age, undefined];
  if (field.element.art === "datenfeldgruppe" || field.parent?.partialDate === true) return [emptiness(parser, field), undefined];
  const answered = named === undefined ? undefined : answer(parser, field);
  if (answered !== undefined) return [answered, undefined];
  scanner.take(/auswahl(?!\p{L})/u);
  if (named !== undefined) scanner.take(OUTDATED_NAME);
  const sign = scanner.take(/={1,3}|<>|!=|≠|<=|>=|<|>|ungleich(?!\p{L})|gleich(?!\p{L})/u)?.[0].trim().toLowerCase();
  const operator = sign === undefined ? undefined : operatorOf(sign);
  if (operator === undefined && previous === undefined) return [emptiness(parser, field), undefined];
  const subject: Subject = { field, operator: operator ?? previous?.operator ?? "=" };
  if (operator === undefined && previous?.field !== field) return [emptiness(parser, field), undefined];
  const condition = parseValues(parser, subject);
  scanner.take(/ist(?!\p{L})/u);
  return [condition, subject];
}

/** »alle drei Felder A, B und C befüllt sind«, »mindestens eines der Felder A, B befüllt ist«, »keines der Felder …«. */
function severalFilled(parser: Parser): Condition | undefined {
  const { scanner } = parser;
  return scanner.try(() => {
    const quantity = scanner.take(/(?:alle|beide|sämtliche)(?: (?:zwei|drei|vier|fünf|sechs|genannten|folgenden))*(?!\p{L})|(?:mindestens )?eine?[sr]? (?:der|von den)(?!\p{L})|keine?[sr]? (?:der|von den)(?!\p{L})/u)?.[0].trim().toLowerCase();
    if (quantity === undefined) return undefined;
    const fields = expectReferences(parser);
    const empty = scanner.take(/(?:ist |sind )?(nicht leer|leer|befüllt|ausgefüllt|angegeben)(?: (?:ist|sind|wird|werden|wurde|wurden))?(?!\p{L})/u)?.[1]?.toLowerCase();
    if (empty === undefined) return undefined;
    const filled = fields.map((field): Condition => ({ is: "filled", field }));
    const each = empty === "leer" ? filled.map(not) : filled;
    if (/^(?:alle|beide|sämtliche)/.test(quantity)) return { is: "and", of: each };
    const some: Condition = { is: "or", of: each };
    return quantity.startsWith("kein") ? not(some) : some;
  });
}

/** »< 18 Jahre«, »jünger als 18 Jahre« of a birth date. */
function ageOf({ scanner }: Parser, field: Position): Condition | undefined {
  if (!isBirthDate(field)) return undefined;
  const match = scanner.take(/(?:ist )?=? ?(<=|>=|<|>|unter|über|jünger als|älter als|mindestens|höchstens) (\d{1,3}) (?:vollendete )?(?:Lebensj|J)ahren?(?: alt)?(?: ist)?(?!\p{L})/u);
  const [, word = "", years] = match ?? [];
  if (years === undefined) return undefined;
  const sign = AGE_SIGNS[word.toLowerCase()] ?? "<";
  return { is: "age", field, sign, value: Number(years) };
}

const AGE_SIGNS: Readonly<Record<string, Sign>> = { "<": "<", "<=": "<=", ">": ">", ">=": ">=", unter: "<", "jünger als": "<", über: ">", "älter als": ">", mindestens: ">=", höchstens: "<=" };

function isBirthDate({ element, partialDate, anzahl }: Position): boolean {
  return anzahl.max === 1 && (partialDate || (element.art === "datenfeld" && element.datentyp === "date" && /geburt/i.test(element.name)));
}

function operatorOf(sign: string): Operator {
  if (sign === "<" || sign === "<=" || sign === ">" || sign === ">=") return sign;
  return sign.startsWith("=") || sign === "gleich" ? "=" : "<>";
}

/** »… bejaht wurde«, »… verneint wird«, »… mit Ja beantwortet ist«: a yes/no field in words. */
function answer({ scanner }: Parser, field: Position): Condition | undefined {
  if (field.element.art !== "datenfeld" || field.element.datentyp !== "bool") return undefined;
  const said = scanner.take(/(?:(bejaht|mit ["']?ja["']? beantwortet)|verneint|mit ["']?nein["']? beantwortet) (?:wurde|wird|ist)(?!\p{L})/u);
  return said === undefined ? undefined : { is: "equal", field, value: said[1] !== undefined };
}

function emptiness(parser: Parser, field: Position): Condition {
  const filled: Condition = { is: "filled", field };
  if (parser.scanner.take(/(?:ist )?nicht leer(?: ist)?(?!\p{L})|(?:ist )?(?:befüllt|ausgefüllt|angegeben)(?: ist)?(?!\p{L})/u) !== undefined) return filled;
  if (parser.scanner.take(/(?:ist )?(?:leer|nicht (?:befüllt|ausgefüllt|angegeben))(?: ist)?(?!\p{L})/u) !== undefined) return not(filled);
  throw new NotUnderstood(`die Bedingung zu ${field.element.identifikation.id} ist unklar`);
}

function parseValues(parser: Parser, subject: Subject): Condition {
  const { scanner } = parser;
  if (scanner.take(/\(/) === undefined) return parseValue(parser, subject);
  const parts = [parseValue(parser, subject)];
  const joint = subject.operator === "=" ? /oder(?!\p{L})/u : /und(?!\p{L})/u;
  while (scanner.take(joint) !== undefined) parts.push(parseValue(parser, subject));
  scanner.expect(/\)/, "Klammer zu");
  return { is: subject.operator === "=" ? "or" : "and", of: parts };
}

function parseValue(parser: Parser, { field, operator }: Subject): Condition {
  parser.scanner.take(/auswahl(?!\p{L})/u);
  if (operator !== "=" && operator !== "<>") return { is: "compare", field, sign: operator, value: takeNumber(parser) };
  const equal = takeEqual(parser, field);
  return operator === "=" ? equal : not(equal);
}

function takeNumber(parser: Parser): number {
  const [text] = parser.scanner.expect(/-?\d{1,12}(?:[.,]\d{1,6})?(?![\p{L}\p{N}])/u, "Zahl");
  return Number(text.trim().replace(",", "."));
}

function takeEqual(parser: Parser, field: Position): Condition {
  const { element } = field;
  const { scanner } = parser;
  if (element.art !== "datenfeld") throw new NotUnderstood("eine Gruppe hat keinen Wert");
  if (element.feldart === "select") return { is: "equal", field, value: takeCode(parser, field) };
  if (element.datentyp === "bool") {
    const [word] = scanner.expect(/["']?(?:ja|nein|wahr|falsch|true|false)["']?(?!\p{L})/u, "JA oder NEIN");
    return { is: "equal", field, value: /ja|wahr|true/i.test(word) };
  }
  const sign: Sign = "===";
  if (element.datentyp === "num" || element.datentyp === "num_int") return { is: "compare", field, sign, value: takeNumber(parser) };
  throw new NotUnderstood(`${element.identifikation.id} ist kein Auswahlfeld`);
}

/** A code of the field's list, with its name before or behind, or the name alone. A code that the list does not know is not understood. */
function takeCode(parser: Parser, field: Position): string {
  const { scanner } = parser;
  const { element } = field;
  if (element.art !== "datenfeld") throw new NotUnderstood("eine Gruppe hat keinen Wert");
  const choices = choicesOf(element, parser.lookup);
  if ("missing" in choices) throw new NotUnderstood(choices.missing);
  const entries = choices.entries.map(({ code, name }) => ({ code, name: normaliseRule(name) }));
  const quoted = scanner.take(/"([^"]*)"|'([^']*)'/);
  if (quoted !== undefined) return codeOfQuoted(quoted[1] ?? quoted[2] ?? "", entries, element.identifikation.id);
  const byLength = entries.toSorted((a, b) => b.code.length - a.code.length);
  const entry = byLength.find(({ code }) => scanner.takeText(code)) ?? takeNumberCode(parser, entries) ?? byLength.find(({ name }) => scanner.takeText(name));
  if (entry === undefined) throw new NotUnderstood(`kein Code der Liste von ${element.identifikation.id} bei »${scanner.text.slice(scanner.at, scanner.at + 30).trim()}«`);
  takeLabel(parser, entry, entries);
  return entry.code;
}

interface Entry { readonly code: string; readonly name: string }

/** »"Ja"«, »"001"« or »"001 Ja"«: the name alone must be exact, behind a code it only must not be another entry's. */
function codeOfQuoted(quoted: string, entries: readonly Entry[], id: string): string {
  const text = normaliseRule(quoted).toLowerCase();
  const exact = entries.filter(({ code, name }) => code.toLowerCase() === text || name.toLowerCase() === text);
  const behind = entries.filter(({ code }) => text.startsWith(`${code.toLowerCase()} `) && !entries.some((other) => other.code !== code && text === `${code} ${other.name}`.toLowerCase()));
  const [only, ...others] = exact.length > 0 ? exact : behind;
  if (only === undefined || others.length > 0) throw new NotUnderstood(`»${quoted}« ist kein Wert der Liste von ${id}`);
  return only.code;
}

/** »01« for the code 001: leading zeros come and go between list and rule. Only when a single code is the same number. */
function takeNumberCode(parser: Parser, entries: readonly Entry[]): Entry | undefined {
  return parser.scanner.try(() => {
    const match = parser.scanner.take(/\d{1,9}(?![\p{L}\p{N}])/u);
    const same = match === undefined ? [] : entries.filter(({ code }) => /^\d{1,9}$/.test(code) && Number(code) === Number(match[0]));
    return same.length === 1 ? same[0] : undefined;
  });
}

function takeLabel(parser: Parser, entry: Entry, entries: readonly Entry[]): void {
  const { scanner } = parser;
  const label = scanner.take(/=? ?(?:"([^"]*)"|'([^']*)')/);
  if (label === undefined) {
    scanner.try(() => {
      scanner.take(/[-–]/);
      return scanner.takeText(entry.name) ? true : undefined;
    });
    return;
  }
  const text = normaliseRule(label[1] ?? label[2] ?? "").toLowerCase();
  const other = entries.find(({ code, name }) => code !== entry.code && name.toLowerCase() === text);
  if (other !== undefined) throw new NotUnderstood(`Code ${entry.code} und Name »${text}« meinen verschiedene Werte`);
}
