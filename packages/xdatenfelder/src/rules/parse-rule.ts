import type { Position } from "../form/position.ts";
import { ALWAYS, not } from "./condition.ts";
import type { Condition } from "./condition.ts";
import { parseCondition } from "./parse-condition.ts";
import { parseConsequences } from "./parse-consequences.ts";
import { parseRelation } from "./parse-relation.ts";
import { parsePreset } from "./parse-preset.ts";
import { expectReferences } from "./parser.ts";
import type { Parser } from "./parser.ts";
import { NotUnderstood } from "./scanner.ts";
import type { Consequence, Statement } from "./statement.ts";

const WENN = /wenn(?!\p{L})/u;
const STOP = /[.;,]/;
/** »D. h. …«, »Zum Beispiel …« behind a rule, up to the end: it says the same again, as long as it names no field. */
const EXPLANATION = /(?:D\. ?h\.|Das heißt|Z\. ?B\.|Zum Beispiel)(?!\p{L})(?![^]*[GF]\d{6})[^]*$/u;
/** Looked for first, so that a sentence of another form fails with its own reason. */
const ONLY_IF = /^[^.]*(?:ist|sind) nur (?:dann )?(?:zu|aus|an)/u;

/** All statements of one rule text. Throws {@link NotUnderstood} as soon as any part of it is not understood: no half rules. */
export function parseRule(parser: Parser): readonly Statement[] {
  const { scanner } = parser;
  const statements: Statement[] = [];
  while (!scanner.end) {
    if (scanner.take(STOP) !== undefined) continue;
    if (statements.length > 0 && scanner.take(EXPLANATION) !== undefined) continue;
    if (scanner.take(WENN) !== undefined) {
      const last = statements.at(-1);
      statements.push(...parseConditional(parser, last?.kind === "effect" ? last.condition : undefined));
    } else statements.push(...parseUnconditional(parser));
  }
  if (statements.length === 0) throw new NotUnderstood("der Text ist leer");
  return statements;
}

/** A choice, a preset value, or a plain order (»Das Datenfeld X muss befüllt werden«). */
function parseUnconditional(parser: Parser): readonly Statement[] {
  const choice = parseChoice(parser);
  if (choice !== undefined) return [choice];
  const only = parser.scanner.try(() => parseOnlyIf(parser));
  if (only !== undefined) return only;
  const relation = parseRelation(parser, ALWAYS);
  if (relation !== undefined) return [{ kind: "relation", relation, condition: ALWAYS }];
  const before = parser.scanner.at;
  try {
    return [parsePreset(parser)];
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    parser.scanner.at = before;
    return effects(ALWAYS, parseConsequences(parser));
  }
}

/** »A und B sind nur dann zu befüllen, wenn …«: hidden otherwise; whether they must be filled in, the position says. */
function parseOnlyIf(parser: Parser): readonly Statement[] | undefined {
  const { scanner } = parser;
  if (!ONLY_IF.test(scanner.text.slice(scanner.at))) return undefined;
  const targets = expectReferences(parser);
  if (scanner.take(/(?:ist|sind) nur(?: dann)? (?:zu befüllen|auszufüllen|anzugeben|anzuzeigen)(?!\p{L})/u) === undefined) return undefined;
  scanner.take(/,/);
  scanner.expect(WENN, "»wenn«");
  const otherwise = not(parseCondition(parser, undefined));
  return targets.map((target) => ({ kind: "effect", action: "hide", target, condition: otherwise }));
}

function parseConditional(parser: Parser, previous: Condition | undefined): readonly Statement[] {
  const { scanner } = parser;
  const condition = parseCondition(parser, previous);
  scanner.take(/,/);
  scanner.take(/dann(?!\p{L})/u);
  const relation = parseRelation(parser, condition);
  if (relation !== undefined) return [{ kind: "relation", relation, condition }];
  const consequences = parseConsequences(parser);
  const otherwise = scanner.try(() => {
    scanner.take(/[,.]/);
    return scanner.take(/(?:sonst|ansonsten)(?!\p{L})/u) === undefined ? undefined : parseOtherwise(parser, consequences);
  });
  return [...effects(condition, consequences), ...effects(not(condition), otherwise ?? [])];
}

/** »ansonsten nicht« turns the consequences round; »SONST …« names its own. */
function parseOtherwise(parser: Parser, consequences: readonly Consequence[]): readonly Consequence[] {
  if (parser.scanner.take(/nicht(?= *(?:[.]|$))/) === undefined) return parseConsequences(parser);
  if (consequences.some(({ action }) => action === "hide")) throw new NotUnderstood("»ansonsten nicht« nach einer Verneinung");
  return consequences.map(({ target }) => ({ action: "hide", target }));
}

function effects(condition: Condition, consequences: readonly Consequence[]): readonly Statement[] {
  return consequences.map(({ action, target }) => ({ kind: "effect", action, target, condition }));
}

/** »Es muss mindestens eines der Felder A, B oder C befüllt sein.« and »Es muss entweder A oder B befüllt werden.« */
function parseChoice(parser: Parser): Statement | undefined {
  const { scanner } = parser;
  const opening = scanner.take(/Es muss mindestens (?:eines|eine|ein) (?:der|von den)(?!\p{L})|Es muss entweder(?!\p{L})|Entweder muss(?!\p{L})/u);
  if (opening === undefined) return undefined;
  const targets: readonly Position[] = expectReferences(parser);
  scanner.expect(/(?:befüllt|ausgefüllt|angegeben) (?:werden|sein)(?!\p{L})/u, "»befüllt werden«");
  if (targets.length < 2) throw new NotUnderstood("es werden mindestens zwei Felder erwartet");
  const exactly = /entweder/i.test(opening[0]);
  if (exactly && targets.length > 2) throw new NotUnderstood("»entweder … oder« mit mehr als zwei Feldern");
  return { kind: exactly ? "exactlyOne" : "atLeastOne", targets };
}
