import { codelistEntries } from "../codelist.ts";
import type { CodelistLookup } from "../codelist.ts";
import type { Datenfeld } from "../model.ts";
import type { Findings } from "./finding.ts";
import type { MessageNumber } from "./messages.ts";
import { comparable, isOfType } from "./typed-text.ts";

const WRONG_TYPE: Readonly<Record<string, MessageNumber>> = { num: 1069, num_currency: 1069, num_int: 1070, date: 1071, bool: 1077, datetime: 1083, time: 1084 };

/** `inhalt`, the value a field begins with, against what the field allows. */
export function checkContent(feld: Datenfeld, lookup: CodelistLookup, out: Findings): void {
  const { inhalt, datentyp, feldart, praezisierung: { minLength, maxLength, minValue, maxValue } } = feld;
  if (inhalt === undefined) return;
  if (feldart === "select") return checkCode(feld, inhalt, lookup, out);
  const wrong = WRONG_TYPE[datentyp];
  if (wrong !== undefined && !isOfType(datentyp, inhalt)) return out.add(wrong, feld, inhalt.slice(0, 40));
  if (wrong !== undefined && datentyp !== "bool") {
    const value = comparable(datentyp, inhalt);
    if (minValue !== undefined && isOfType(datentyp, minValue) && value < comparable(datentyp, minValue)) out.add(1072, feld);
    if (maxValue !== undefined && isOfType(datentyp, maxValue) && value > comparable(datentyp, maxValue)) out.add(1073, feld);
  }
  if (feldart === "label" || (datentyp !== "text" && datentyp !== "text_latin")) return;
  const { length } = [...inhalt];
  if (length < Number(minLength)) out.add(1074, feld);
  if (length > Number(maxLength)) out.add(1075, feld);
}

function checkCode(feld: Datenfeld, inhalt: string, lookup: CodelistLookup, out: Findings): void {
  if (feld.werte !== undefined && !feld.werte.some(({ code }) => code === inhalt)) out.add(1085, feld, inhalt.slice(0, 40));
  const reference = feld.codelisteReferenz;
  const list = reference === undefined ? undefined : lookup(reference.canonicalIdentification, reference.version);
  const entries = list === undefined ? undefined : codelistEntries(list, feld);
  if (entries !== undefined && !entries.some(({ code }) => code === inhalt)) out.add(1076, feld, inhalt.slice(0, 40));
}
