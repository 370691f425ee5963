import type { Option } from "@kommunalportal/form-engine";
import { codelistEntries } from "../codelist.ts";
import type { CodelistEntry, CodelistLookup } from "../codelist.ts";
import type { Datenfeld } from "../model.ts";

/** What can be chosen in a select field; `missing` names the list that is not loaded or does not fit. */
export type Choices = { readonly entries: readonly CodelistEntry[] } | { readonly missing: string };

export function choicesOf(feld: Datenfeld, lookup: CodelistLookup): Choices {
  if (feld.werte !== undefined && feld.werte.length > 0) return { entries: feld.werte };
  const reference = feld.codelisteReferenz;
  if (reference === undefined) return { missing: "Das Auswahlfeld hat weder Werte noch eine Codeliste." };
  const { canonicalIdentification: uri, version } = reference;
  const named = `${uri}${version === undefined ? " (ohne Version)" : `, Version ${version}`}`;
  const list = lookup(uri, version);
  if (list === undefined) return { missing: `Die Codeliste ${named} ist nicht geladen.` };
  const entries = codelistEntries(list, feld);
  if (entries === undefined) return { missing: `Die Codeliste ${named} hat die verlangten Spalten nicht.` };
  return entries.length === 0 ? { missing: `Die Codeliste ${named} ist leer.` } : { entries };
}

export function optionsOf(entries: readonly CodelistEntry[]): readonly Option[] {
  return entries.map(({ code, name, hilfe, iso }) => ({ value: code, label: { de: name }, ...(iso === undefined ? {} : { also: iso }), ...(hilfe === undefined ? {} : { hint: { de: hilfe } }) }));
}
