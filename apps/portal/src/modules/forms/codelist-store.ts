import { createHash } from "node:crypto";
import { sql, type Tx } from "#platform/database";
import { readGenericode, type Codelist, type CodelisteReferenz } from "@kommunalportal/xdatenfelder";

/** A code list as it came, with its file. */
export interface CodelistFile { readonly codelist: Codelist; readonly genericode: string }

/** Keeps a list under its URN and version. `differs`: it stands there already and says something else; what stands there stays. Needs an operator's transaction. */
export async function storeCodelist(tx: Tx, { codelist: { canonicalUri, version }, genericode }: CodelistFile, at: Date): Promise<"stored" | "known" | "differs"> {
  const sha256 = createHash("sha256").update(genericode).digest();
  const stored = await tx.run(sql`insert into forms.codelist (urn, version, genericode, sha256, read_at)
    values (${canonicalUri}, ${version}, ${genericode}, ${sha256}, ${at}) on conflict (urn, version) do nothing`);
  if (stored === 1) return "stored";
  const known = await tx.one<{ sha256: Buffer }>(sql`select sha256 from forms.codelist where urn = ${canonicalUri} and version = ${version}`);
  return known.sha256.equals(sha256) ? "known" : "differs";
}

/** The stored lists that the references name: of one without version every version, because the newest is meant. */
export async function findCodelists(tx: Tx, references: readonly CodelisteReferenz[]): Promise<readonly Codelist[]> {
  const found = new Map<string, Codelist>();
  for (const { canonicalIdentification, version } of references) {
    const rows = await tx.rows<{ genericode: string }>(version === undefined
      ? sql`select genericode from forms.codelist where urn = ${canonicalIdentification}`
      : sql`select genericode from forms.codelist where urn = ${canonicalIdentification} and version = ${version}`);
    for (const { genericode } of rows) {
      const read = readGenericode(genericode);
      if (!read.ok) throw new Error(`The stored code list ${canonicalIdentification} is not readable any more.`);
      found.set(`${read.codelist.canonicalUri} ${read.codelist.version}`, read.codelist);
    }
  }
  return [...found.values()];
}
