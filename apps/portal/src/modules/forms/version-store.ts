import { sql, type Tx } from "#platform/database";

export interface VersionRow { readonly slug: string; readonly version: string; readonly package: { readonly service: unknown; readonly form: unknown; readonly tests?: unknown }; readonly published_at: Date }

export function findVersion(tx: Tx, slug: string, version: string): Promise<VersionRow | undefined> {
  return tx.maybe<VersionRow>(sql`select slug, version, package, published_at from forms.version where slug = ${slug} and version = ${version}`);
}

/** Stores a version unless it is there; says what stands there now. */
export async function insertVersion(tx: Tx, version: {
  readonly slug: string; readonly version: string; readonly leika: string; readonly packageJson: string; readonly sha256: Buffer; readonly at: Date;
}): Promise<{ readonly inserted: boolean; readonly sha256: Buffer }> {
  const inserted = await tx.run(sql`insert into forms.version (slug, version, leika_key, package, sha256, published_at)
    values (${version.slug}, ${version.version}, ${version.leika}, ${version.packageJson}, ${version.sha256}, ${version.at}) on conflict (slug, version) do nothing`);
  if (inserted === 1) return { inserted: true, sha256: version.sha256 };
  const { sha256 } = await tx.one<{ sha256: Buffer }>(sql`select sha256 from forms.version where slug = ${version.slug} and version = ${version.version}`);
  return { inserted: false, sha256 };
}
