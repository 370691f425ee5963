import type { Datenfeld } from "../model.ts";

/** What a field of a bank account is, by its label: the Baukasten has no ids for them that schemas use. */
export function bankPart({ bezeichnungEingabe, feldart, datentyp }: Datenfeld): "holder" | "iban" | "bic" | "bankName" | undefined {
  if (feldart !== "input" || (datentyp !== "text" && datentyp !== "text_latin")) return undefined;
  if (/(^|[^\p{L}])IBAN([^\p{L}]|$)/u.test(bezeichnungEingabe)) return "iban";
  if (/(^|[^\p{L}])(BIC|SWIFT)([^\p{L}]|$)/u.test(bezeichnungEingabe)) return "bic";
  if (/Kontoinhab/i.test(bezeichnungEingabe)) return "holder";
  return /Kreditinstitut|Geldinstitut|Name der Bank/i.test(bezeichnungEingabe) ? "bankName" : undefined;
}

/** An IBAN whose check digits the form may check: every right one, 15 to 34 characters, is right for the schema, too, and a label that names more than the IBAN is none. */
export function isIban(feld: Datenfeld): boolean {
  const { minLength, maxLength, pattern } = feld.praezisierung;
  if (bankPart(feld) !== "iban" || /oder|und|BIC|Kontonummer/i.test(feld.bezeichnungEingabe)) return false;
  return pattern === undefined && Number(minLength ?? 0) <= 15 && Number(maxLength ?? 34) >= 34;
}
