/** One entry of a code list: what is stored, what is shown, what helps. */
export interface CodelistEntry {
  readonly code: string;
  readonly name: string;
  readonly hilfe?: string;
  /** The same in ISO 3166-1 (two and three letters), where the list says it, and `D`, which ICAO documents write for DEU. */
  readonly iso?: readonly string[];
}

/** A code list with all its columns, as read from Genericode. */
export interface Codelist {
  readonly canonicalUri: string;
  readonly version: string;
  readonly canonicalVersionUri: string;
  readonly name: string;
  /** Column ids in file order. */
  readonly columns: readonly string[];
  /** Column that the list recommends as key. */
  readonly keyColumn: string;
  /** One map from column id to value per row; an optional value may be absent. */
  readonly rows: readonly ReadonlyMap<string, string>[];
}

/** Finds a list by canonical URN and version; without version the one that is current. Undefined when it is not loaded. */
export type CodelistLookup = (canonicalIdentification: string, version: string | undefined) => Codelist | undefined;

/** A lookup over loaded lists. Without a version the highest one wins (numbers and dates both compare naturally). */
export function codelistLookup(lists: readonly Codelist[]): CodelistLookup {
  return (uri, version) => {
    const known = lists.filter((list) => list.canonicalUri === uri);
    if (version !== undefined) return known.find((list) => list.version === version);
    return known.toSorted((a, b) => b.version.localeCompare(a.version, "de", { numeric: true }))[0];
  };
}

/** The columns a field names; absent ones take the defaults of the official stylesheets. */
export interface CodelistKeys {
  readonly codeKey?: string;
  readonly nameKey?: string;
  readonly helpKey?: string;
}

/**
 * Entries of a list: code from `codeKey` or the list's key, name from `nameKey` or the first other column, help only when named.
 * Rows without a code are left out; a row without a name shows its code. Undefined when a named column does not exist.
 */
export function codelistEntries(list: Codelist, keys: CodelistKeys = {}): readonly CodelistEntry[] | undefined {
  const code = keys.codeKey ?? list.keyColumn;
  const name = keys.nameKey ?? list.columns.find((column) => column !== code) ?? code;
  if ([code, name, keys.helpKey ?? code].some((column) => !list.columns.includes(column))) return undefined;
  const isoColumns = list.columns.filter((column) => /^iso-?[23]$/i.test(column) && column !== code && column !== name);
  const entries = new Map<string, CodelistEntry>();
  for (const row of list.rows) {
    const value = row.get(code);
    if (value === undefined || value === "" || entries.has(value)) continue;
    const hilfe = keys.helpKey === undefined ? undefined : row.get(keys.helpKey);
    const iso = isoColumns.flatMap((column) => row.get(column) || []);
    entries.set(value, { code: value, name: row.get(name) || value, ...(iso.length === 0 ? {} : { iso: iso.includes("DEU") ? [...iso, "D"] : iso }), ...(hilfe === undefined || hilfe === "" ? {} : { hilfe }) });
  }
  return [...entries.values()];
}
