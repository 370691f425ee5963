import { codelistEntries } from "../codelist.ts";
import type { CodelistLookup } from "../codelist.ts";
import type { Datenfeld } from "../model.ts";
import type { Findings } from "./finding.ts";
import { checkContent } from "./check-content.ts";
import { checkRange } from "./check-range.ts";

const TEXT: ReadonlySet<string> = new Set(["text", "text_latin"]);
const URN = /^urn:[a-z0-9][a-z0-9-]{0,31}:[a-z0-9()+,\-.:=@;$_!*'%/?#]+$/i;

export function checkField(feld: Datenfeld, lookup: CodelistLookup, out: Findings): void {
  const { feldart, datentyp, praezisierung: { minLength, maxLength, minValue, maxValue, pattern }, inhalt } = feld;
  const sized = minLength !== undefined || maxLength !== undefined;
  const list = feld.werte !== undefined || feld.codelisteReferenz !== undefined;
  if (feldart === "select" && datentyp !== "text") out.add(1011, feld);
  if (sized && (feldart === "select" || feldart === "label")) out.add(1012, feld);
  if (sized && !TEXT.has(datentyp)) out.add(1015, feld);
  if (list && feldart !== "select") out.add(1017, feld);
  if (!list && feldart === "select") out.add(1018, feld);
  if (feldart === "label" && datentyp !== "obj" && !TEXT.has(datentyp)) out.add(1090, feld);
  if (feldart === "label" && datentyp !== "obj" && inhalt === undefined) out.add(1109, feld);
  if (feldart === "input" && TEXT.has(datentyp) && (minLength === undefined || maxLength === undefined)) out.add(1102, feld);
  if (feldart === "input" && /^(num|num_int|num_currency|date)$/.test(datentyp) && minValue === undefined && maxValue === undefined) out.add(1103, feld);
  if (datentyp !== "file" && feld.maxSize !== undefined) out.add(1056, feld);
  if (datentyp !== "file" && feld.mediaType.length > 0) out.add(1057, feld);
  if ((datentyp === "file" || datentyp === "obj") && inhalt !== undefined) out.add(1100, feld);
  if ((datentyp === "file" || datentyp === "obj") && pattern !== undefined) out.add(1120, feld);
  if ((pattern ?? "").length > 500) out.add(1136, feld, "pattern");
  if (feld.codelisteReferenz === undefined && (feld.codeKey ?? feld.nameKey ?? feld.helpKey) !== undefined) out.add(1058, feld);
  checkSizes(feld, out);
  checkRange(feld, out);
  checkList(feld, lookup, out);
  checkContent(feld, lookup, out);
}

function checkSizes(feld: Datenfeld, out: Findings): void {
  const { minLength, maxLength } = feld.praezisierung;
  if (minLength !== undefined && !/^\d+$/.test(minLength)) out.add(1059, feld, minLength.slice(0, 40));
  if (maxLength !== undefined && !/^0*[1-9]\d*$/.test(maxLength)) out.add(1060, feld, maxLength.slice(0, 40));
  if (Number(minLength) > Number(maxLength)) out.add(1061, feld);
}

function checkList(feld: Datenfeld, lookup: CodelistLookup, out: Findings): void {
  const { werte, codelisteReferenz: reference } = feld;
  if (werte !== undefined) {
    if (werte.length < 2) out.add(1044, feld);
    if (new Set(werte.map(({ name }) => name)).size < werte.length) out.add(1093, feld);
    if (werte.some(({ code }) => code.length > 20)) out.add(1136, feld, "code");
  }
  if (reference === undefined || reference.canonicalIdentification === "") return;
  const { canonicalIdentification: uri, version } = reference;
  if (!/^urn:/i.test(uri)) out.add(1005, feld, uri.slice(0, 80));
  else if (!URN.test(uri)) out.add(1048, feld, uri.slice(0, 80));
  if (version !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(version)) out.add(1105, feld, version.slice(0, 40));
  const known = lookup(uri, version);
  if (known === undefined) return;
  const entries = codelistEntries(known, feld);
  if (entries === undefined) out.add(1122, feld);
  else if (entries.length < 2) out.add(1044, feld);
}
