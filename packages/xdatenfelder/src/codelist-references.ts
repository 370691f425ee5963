import type { CodelisteReferenz, Stammdatenschema, Struktur } from "./model.ts";

/** The code lists that the fields of a schema refer to, each once. */
export function codelistReferences({ struktur }: Stammdatenschema): readonly CodelisteReferenz[] {
  const found = new Map<string, CodelisteReferenz>();
  const visit = (strukturen: readonly Struktur[]): void => {
    for (const { enthaelt } of strukturen) {
      if (enthaelt.art === "datenfeldgruppe") visit(enthaelt.struktur);
      else if (enthaelt.codelisteReferenz !== undefined) found.set(`${enthaelt.codelisteReferenz.canonicalIdentification} ${enthaelt.codelisteReferenz.version ?? ""}`, enthaelt.codelisteReferenz);
    }
  };
  visit(struktur);
  return [...found.values()];
}
