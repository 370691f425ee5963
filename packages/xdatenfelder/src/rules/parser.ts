import type { CodelistLookup } from "../codelist.ts";
import type { Position } from "../form/position.ts";
import { resolve } from "./resolve.ts";
import { normaliseRule, NotUnderstood } from "./scanner.ts";
import type { Scanner } from "./scanner.ts";

/** What every part of the rule parser needs: where it reads, and what the ids in the text mean. */
export interface Parser {
  readonly scanner: Scanner;
  readonly lookup: CodelistLookup;
  readonly owner: Position | undefined;
  readonly top: readonly Position[];
}

const NOISE = /(?:das|die|der|den|dem|in|im|feld|felder|datenfeld|datenfelder|feldgruppe|datenfeldgruppe|datengruppe|gruppe)(?![\p{L}\p{N}])/u;
const ID = /[GF]\d{11}(?:\.[GF]\d{11})*/;
/** Id and name in one pair of quotes, as rules of XDatenfelder 2 have it. */
const QUOTED_REFERENCE = /"([GF]\d{11}(?:\.[GF]\d{11})*)(?: [^"]*)?"/;
const QUOTED = /"[^"]*"|'[^']*'/;

/** An id with its noise before (»das Datenfeld«) and its name behind, quoted or as the schema spells it. */
export function takeReference(parser: Parser): Position | undefined {
  const { scanner } = parser;
  return scanner.try(() => {
    while (scanner.take(NOISE) !== undefined);
    const quoted = scanner.take(QUOTED_REFERENCE);
    const id = quoted?.[1] ?? scanner.take(ID)?.[0].trim();
    if (id === undefined) return undefined;
    const resolved = resolve(id.split("."), parser.owner, parser.top);
    if ("reason" in resolved) throw new NotUnderstood(resolved.reason);
    if (quoted === undefined) takeName(scanner, resolved.position);
    return resolved.position;
  });
}

function takeName(scanner: Scanner, position: Position): void {
  if (scanner.take(QUOTED) !== undefined) return;
  const { name, bezeichnungEingabe, bezeichnungAusgabe } = position.element;
  const names = [name, bezeichnungEingabe, bezeichnungAusgabe ?? ""].map(normaliseRule).filter((text) => text !== "");
  names.toSorted((a, b) => b.length - a.length).some((text) => scanner.takeText(text));
}

export function expectReference(parser: Parser): Position {
  const position = takeReference(parser);
  if (position !== undefined) return position;
  throw new NotUnderstood(`Feld oder Gruppe erwartet bei »${parser.scanner.text.slice(parser.scanner.at, parser.scanner.at + 40).trim()}«`);
}

/** One or more references: »A, B und C«. Items may follow each other without a comma, as some texts do. */
export function expectReferences(parser: Parser): readonly Position[] {
  const found = [expectReference(parser)];
  for (;;) {
    const next = parser.scanner.try(() => {
      parser.scanner.take(/,(?: (?:und|oder)(?!\p{L}))?|(?:und|oder)(?!\p{L})/u);
      return takeReference(parser);
    });
    if (next === undefined) return found;
    found.push(next);
  }
}
