import { newId } from "#platform/ids";
import { sql, type Tx } from "#platform/database";

/** A version that is offered: everywhere (`tenant` undefined) or in one town, from a day on. */
export interface Release {
  readonly id: string;
  readonly slug: string;
  readonly version: string;
  readonly tenant: string | undefined;
  readonly validFrom: Date;
  readonly endedAt: Date | undefined;
  /** The publisher's version that this town's own version stands on. */
  readonly adapts: string | undefined;
}

interface ReleaseRow { readonly id: string; readonly slug: string; readonly version: string; readonly tenant_id: string | null; readonly valid_from: Date; readonly ended_at: Date | null; readonly adapts: string | null }

/** Every release that has not ended, or those of one service; the greatest version first. */
export async function openReleases(tx: Tx, slug?: string): Promise<readonly Release[]> {
  return (await tx.rows<ReleaseRow>(sql`select r.id, r.slug, r.version, r.tenant_id, r.valid_from, r.ended_at, r.adapts from forms.release r
    join forms.version v using (slug, version) where r.ended_at is null and (${slug ?? null}::text is null or r.slug = ${slug ?? null}) order by v.ordinal desc, r.valid_from desc`)).map(releaseOf);
}

/** All releases of a service, ended ones too, the newest first. */
export async function releasesOf(tx: Tx, slug: string): Promise<readonly Release[]> {
  return (await tx.rows<ReleaseRow>(sql`select id, slug, version, tenant_id, valid_from, ended_at, adapts from forms.release where slug = ${slug} order by valid_from desc, id desc`)).map(releaseOf);
}

function releaseOf({ id, slug, version, tenant_id, valid_from, ended_at, adapts }: ReleaseRow): Release {
  return { id, slug, version, tenant: tenant_id ?? undefined, validFrom: valid_from, endedAt: ended_at ?? undefined, adapts: adapts ?? undefined };
}

export interface NewRelease { readonly slug: string; readonly version: string; readonly tenants: "all" | readonly string[]; readonly validFrom: Date; readonly by?: string; readonly adapts?: string }

/** Offers a version. The same again is no second row. Needs an operator's transaction. */
export async function insertReleases(tx: Tx, { slug, version, tenants, validFrom, by, adapts }: NewRelease): Promise<void> {
  for (const tenant of tenants === "all" ? [null] : tenants) {
    await tx.run(sql`insert into forms.release (id, slug, version, tenant_id, valid_from, released_by, adapts) select ${newId()}, ${slug}, ${version}, ${tenant}, ${validFrom}, ${by ?? null}, ${adapts ?? null}
      where not exists (select from forms.release where slug = ${slug} and version = ${version} and tenant_id is not distinct from ${tenant}::uuid and ended_at is null and valid_from <= ${validFrom})`);
  }
}

/** Ends releases of one version, everywhere or in some towns; says how many. Needs an operator's transaction. */
export function endReleases(tx: Tx, { slug, version, tenants, at }: { readonly slug: string; readonly version: string; readonly tenants: "all" | readonly string[]; readonly at: Date }): Promise<number> {
  return tenants === "all"
    ? tx.run(sql`update forms.release set ended_at = ${at} where slug = ${slug} and version = ${version} and ended_at is null`)
    : tx.run(sql`update forms.release set ended_at = ${at} where slug = ${slug} and version = ${version} and ended_at is null and tenant_id = any(${tenants as string[]}::uuid[])`);
}

/**
 * What a town offers now: its own adaptation, else the greatest version that is offered in it or everywhere. Without a town: what all towns are offered, or, of a service
 * that only some have, the greatest version there is, for whoever only needs its title. `releases` with the greatest version first.
 */
export function releaseNow(releases: readonly Release[], tenant: string | undefined, now: Date): Release | undefined {
  const live = releases.filter(({ validFrom }) => validFrom <= now);
  if (tenant === undefined) return live.find((one) => one.tenant === undefined) ?? live.find((one) => one.adapts === undefined) ?? live[0];
  return live.find((one) => one.tenant === tenant && one.adapts !== undefined) ?? publishedFor(live, tenant);
}

/** What the publisher offers a town, whether or not the town has adapted it. `live`: the greatest version first. */
export function publishedFor(live: readonly Release[], tenant: string): Release | undefined {
  return live.find((one) => one.adapts === undefined && (one.tenant === tenant || one.tenant === undefined));
}
