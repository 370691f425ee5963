import type { Position } from "../form/position.ts";
import { expectReference, expectReferences, takeReference } from "./parser.ts";
import type { Parser } from "./parser.ts";
import { NotUnderstood } from "./scanner.ts";
import type { Action, Consequence } from "./statement.ts";

const BE = /(?:werden|sein)(?!\p{L})/u;
const FILL = /(?:befüllt|ausgefüllt|angegeben)(?!\p{L})/u;
const SHOW = /(?:als Pflicht(?:feld|feldgruppe|angabe)? )?angezeigt(?!\p{L})/u;
const AND = /,? ?und(?!\p{L})|,/u;

/** The part behind DANN: one or more actions joined by UND. At least one is expected. */
export function parseConsequences(parser: Parser): readonly Consequence[] {
  const all: Consequence[] = [];
  for (;;) {
    all.push(...parseAction(parser, all.at(-1)?.target));
    const more = parser.scanner.try(() => (parser.scanner.take(AND) !== undefined && startsAction(parser) ? true : undefined));
    if (more === undefined) return all;
  }
}

/** Looks ahead only: a comma can also end the sentence before the next »wenn«. */
function startsAction(parser: Parser): boolean {
  const before = parser.scanner.at;
  const starts = parser.scanner.take(/(?:mache|muss|müssen|darf|dürfen|aktiviere|deaktiviere|zeige|blende|erscheint|ist|sind)(?!\p{L})/u) !== undefined || takeReference(parser) !== undefined;
  parser.scanner.at = before;
  return starts;
}

function parseAction(parser: Parser, previous: Position | undefined): readonly Consequence[] {
  const { scanner } = parser;
  if (scanner.take(/mache (?:sie|es|ihn|dieses|diese) zu (?:einer|einem) (?:Pflichtangabe|Pflichtfeld|Pflichtfeldgruppe)(?!\p{L})/u) !== undefined) {
    if (previous === undefined) throw new NotUnderstood("»mache es zu einer Pflichtangabe« ohne Feld davor");
    return [{ action: "require", target: previous }];
  }
  if (scanner.take(/aktiviere(?!\p{L})/u) !== undefined) return each("show", expectReferences(parser));
  if (scanner.take(/deaktiviere(?!\p{L})/u) !== undefined) return each("hide", expectReferences(parser));
  if (scanner.take(/zeige(?!\p{L})/u) !== undefined) return parseZeige(parser);
  if (scanner.take(/blende(?!\p{L})/u) !== undefined) {
    const targets = expectReferences(parser);
    scanner.expect(/aus(?!\p{L})/u, "»aus«");
    return each("hide", targets);
  }
  if (scanner.take(/erscheint(?!\p{L})/u) !== undefined) {
    const target = expectReference(parser);
    const must = scanner.take(/und muss(?: (?:befüllt|ausgefüllt|angegeben)) (?:werden|sein)(?!\p{L})/u) !== undefined;
    return must ? [{ action: "show", target }, { action: "require", target }] : [{ action: "show", target }];
  }
  if (scanner.take(/muss(?!\p{L})|müssen(?!\p{L})/u) !== undefined) return parseMuss(parser, expectReferences(parser));
  if (scanner.take(/darf(?!\p{L})|dürfen(?!\p{L})/u) !== undefined) return parseDarf(parser, expectReferences(parser));
  if (scanner.take(/(?:ist|sind)(?!\p{L})/u) !== undefined) return parseIst(parser, expectReferences(parser));
  return parseSubjectFirst(parser);
}

/** »Das Datenfeld X muss befüllt werden«: the verb stands behind the reference. */
function parseSubjectFirst(parser: Parser): readonly Consequence[] {
  const targets = expectReferences(parser);
  if (parser.scanner.take(/(?:muss|müssen)(?!\p{L})/u) !== undefined) return parseMuss(parser, targets);
  if (parser.scanner.take(/(?:darf|dürfen)(?!\p{L})/u) !== undefined) return parseDarf(parser, targets);
  if (parser.scanner.take(/(?:ist|sind)(?!\p{L})/u) !== undefined) return parseIst(parser, targets);
  throw new NotUnderstood(`Verb erwartet bei »${parser.scanner.text.slice(parser.scanner.at, parser.scanner.at + 40).trim()}«`);
}

function parseZeige(parser: Parser): readonly Consequence[] {
  const { scanner } = parser;
  const compulsory = /als Pflicht(?:feld|feldgruppe|angabe)?(?!\p{L})/u;
  let must = scanner.take(compulsory) !== undefined;
  const targets = expectReferences(parser);
  must = scanner.take(compulsory) !== undefined || must;
  const hidden = scanner.take(/nicht(?!\p{L})/u) !== undefined;
  scanner.take(/an(?!\p{L})/u);
  return each(hidden ? "hide" : must ? "require" : "show", targets);
}

function parseMuss(parser: Parser, targets: readonly Position[]): readonly Consequence[] {
  const { scanner } = parser;
  if (scanner.take(FILL) !== undefined) {
    scanner.expect(BE, "»werden« oder »sein«");
    return each("require", targets);
  }
  const shown = scanner.expect(SHOW, "»befüllt« oder »angezeigt«")[0];
  const filled = scanner.take(/und (?:befüllt|ausgefüllt|angegeben)(?!\p{L})/u) !== undefined;
  const first = each(filled || /Pflicht/i.test(shown) ? "require" : "show", targets);
  const second = scanner.try(() => {
    if (scanner.take(/und(?!\p{L})/u) === undefined) return undefined;
    const others = takeReference(parser);
    return others !== undefined && scanner.take(/ausgeblendet(?!\p{L})/u) !== undefined ? each("hide", [others]) : undefined;
  });
  scanner.expect(BE, "»werden« oder »sein«");
  return [...first, ...(second ?? [])];
}

function parseDarf(parser: Parser, targets: readonly Position[]): readonly Consequence[] {
  const { scanner } = parser;
  scanner.expect(/nicht(?!\p{L})/u, "»nicht«");
  const [word] = scanner.expect(/(?:befüllt|ausgefüllt|angegeben|angezeigt|eingeblendet|leer)(?!\p{L})/u, "»befüllt« oder »angezeigt«");
  scanner.expect(BE, "»werden« oder »sein«");
  return each(/leer/i.test(word) ? "require" : "hide", targets);
}

function parseIst(parser: Parser, targets: readonly Position[]): readonly Consequence[] {
  const [word] = parser.scanner.expect(/zu befüllen|auszufüllen|anzugeben|anzuzeigen|einzublenden|auszublenden|ausgeblendet/, "»zu befüllen« oder »auszublenden«");
  if (/ausgeblendet|auszublenden/i.test(word)) return each("hide", targets);
  return each(/anzuzeigen|einzublenden/i.test(word) ? "show" : "require", targets);
}

function each(action: Action, targets: readonly Position[]): readonly Consequence[] {
  return targets.map((target) => ({ action, target }));
}
