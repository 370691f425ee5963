import { sql, type Database } from "#platform/database";

/** What nobody has filled in yet: how often somebody asked for the office of a service in a town. */
export interface CatalogueGap { readonly tenant: string; readonly leikaKey: string; readonly times: number; readonly firstAt: Date; readonly lastAt: Date }

/** Counted in memory and written now and then, so a page that is read costs no statement. */
export function createGapCounter(db: Database) {
  let pending = new Map<string, { tenant: string; leikaKey: string; times: number; firstAt: Date; lastAt: Date }>();
  const most = 10_000;

  return {
    count(tenant: string, leikaKey: string, at: Date): void {
      const key = `${tenant} ${leikaKey}`;
      const known = pending.get(key);
      if (known) { known.times += 1; known.lastAt = at; return; }
      if (pending.size < most) pending.set(key, { tenant, leikaKey, times: 1, firstAt: at, lastAt: at });
    },
    /** Writes what was counted; after a failure it is still there for the next time. */
    async flush(): Promise<number> {
      if (pending.size === 0) return 0;
      const rows = pending;
      pending = new Map();
      try {
        return await db.asOperator("catalogue gaps", (tx) => tx.run(sql`insert into catalogue.gap as old (tenant_id, leika_key, times, first_at, last_at)
          select tenant, key, times, first_at, last_at from jsonb_to_recordset(${JSON.stringify([...rows.values()].map((g) => ({ tenant: g.tenant, key: g.leikaKey, times: g.times, first_at: g.firstAt, last_at: g.lastAt })))}::jsonb)
            as given (tenant uuid, key text, times bigint, first_at timestamptz, last_at timestamptz) join catalogue.service on leika_key = key
          on conflict (tenant_id, leika_key) do update set times = old.times + excluded.times, last_at = greatest(old.last_at, excluded.last_at)`));
      } catch (error) {
        for (const [key, gap] of rows) {
          const newer = pending.get(key);
          pending.set(key, newer ? { ...newer, times: newer.times + gap.times, firstAt: gap.firstAt } : gap);
        }
        throw error;
      }
    },
    /** The gaps people met most, of one town or (as operator) of all. */
    async list(tenant: string | undefined, limit: number): Promise<CatalogueGap[]> {
      const statement = sql`select tenant_id, leika_key, times, first_at, last_at from catalogue.gap order by times desc, leika_key limit ${limit}`;
      type Row = { tenant_id: string; leika_key: string; times: number; first_at: Date; last_at: Date };
      const rows = tenant === undefined ? await db.asOperator("list of catalogue gaps", (tx) => tx.rows<Row>(statement)) : await db.inTenant(tenant, (tx) => tx.rows<Row>(statement));
      return rows.map((row) => ({ tenant: row.tenant_id, leikaKey: row.leika_key, times: row.times, firstAt: row.first_at, lastAt: row.last_at }));
    },
  };
}
