import { fixedValue } from "../form/fixed-value.ts";
import { expectReference } from "./parser.ts";
import type { Parser } from "./parser.ts";
import { NotUnderstood } from "./scanner.ts";
import type { Statement } from "./statement.ts";

/** »Das Feld X ist mit 001 "…" vorzubefüllen und (in der Antragsstrecke) auszublenden.« and its passive forms. */
export function parsePreset(parser: Parser): Statement {
  const { scanner } = parser;
  const target = expectReference(parser);
  scanner.expect(/(?:ist|muss|wird) mit(?!\p{L})/u, "»ist mit«");
  const { element } = target;
  if (element.art !== "datenfeld" || element.feldart === "label" || target.anzahl.max !== 1) throw new NotUnderstood("nur ein einzelnes Feld kann vorbefüllt werden");
  const [code] = scanner.expect(/[\p{L}\p{N}_.-]{1,20}/u, "Code");
  const value = code.trim();
  // The name of the code, quoted or not, says nothing the code does not.
  scanner.take(/=? ?(?:"[^"]*"|'[^']*')|= ?[^"'.;=<>]{1,120}?(?= (?:vorzubefüllen|vorbefüllt))/);
  scanner.expect(/(?:vorzubefüllen|vorbefüllt) und (?:in der Antragsstrecke )?(?:auszublenden|ausgeblendet)(?: werden)?(?!\p{L})/u, "»vorzubefüllen und auszublenden«");
  if (fixedValue(element, value, parser.lookup) === undefined) throw new NotUnderstood(`${value} ist kein Wert von ${element.identifikation.id}`);
  return { kind: "preset", target, value };
}
