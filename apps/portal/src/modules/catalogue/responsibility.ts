import type { ServiceLevel } from "./service.ts";

/** XZuFi rolle: 01 Zuständige Stelle, 02 Zuständige Stelle und Ansprechpunkt, 03 Ansprechpunkt. */
export type Rolle = "01" | "02" | "03";

export interface Responsibility {
  readonly leikaKey: string;
  /** Canonical: "" Bund, 2 Land, 3 Regierungsbezirk, 5 Kreis, 9 Verband, 12 Gemeinde. */
  readonly arsPrefix: string;
  readonly tenant: string;
  /** Role of the office in its town. */
  readonly office: string;
  readonly rolle: Rolle;
}

/**
 * Who is responsible at a place, best first: only the rows of the longest prefix that covers it (Gemeinde → Verband → Kreis →
 * Regierungsbezirk → Land → Bund), then rolle 01 before 02 before 03, then offices with an address, then by name.
 * @param prefixes all that cover the place, longest first (`parentPrefixes` of regional-keys)
 * @param order what is known of an office, for ties; undefined: the office is gone and its row is left out
 */
export function resolveResponsibility(rows: readonly Responsibility[], prefixes: readonly string[], order: (row: Responsibility) => { readonly hasAddress: boolean; readonly name: string } | undefined): readonly Responsibility[] {
  for (const prefix of prefixes) {
    const found = rows.filter((row) => row.arsPrefix === prefix).flatMap((row) => { const known = order(row); return known ? [{ row, known }] : []; });
    if (found.length > 0) {
      return found.toSorted((a, b) => a.row.rolle.localeCompare(b.row.rolle) || Number(b.known.hasAddress) - Number(a.known.hasAddress) || a.known.name.localeCompare(b.known.name, "de")).map(({ row }) => row);
    }
  }
  return [];
}

/** Which body a level stands for at a place, where no office is known. "municipality": asked at a Kreis for what its towns do. */
export type Body = "town" | "municipality" | "district" | "state" | "federation" | "unknown";

/**
 * A Kreis does for its towns what the Kreis executes; a kreisfreie Stadt does it itself. "KRS+" (Kreis and larger towns) cannot be told from
 * the key alone: the Kreis is named, which knows which of its towns do it themselves.
 */
export function bodyFor(level: ServiceLevel | undefined, place: { readonly kind: "municipality" | "district"; readonly hasDistrict: boolean }): Body {
  switch (level) {
    case "GEM": return place.kind === "district" ? "municipality" : "town";
    case "KRS": case "KRS+": return place.kind === "municipality" && place.hasDistrict ? "district" : "town";
    case "LAND": return "state";
    case "BUND": return "federation";
    case undefined: return "unknown";
  }
}
