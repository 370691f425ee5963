import type { Clock } from "#platform/clock";
import { sql, type Database, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import { probeTexts, type Component, type Disturbance } from "./disturbance.ts";

export interface NewDisturbance {
  readonly component: Component;
  readonly tenant?: string;
  readonly service?: string;
  readonly kind: "disturbance" | "maintenance";
  readonly text: { readonly de: string; readonly en: string };
  readonly startsAt: Date;
  readonly endsAt?: Date;
}

interface Row { id: string; component: Component; tenant_id: string | null; service: string | null; kind: "disturbance" | "maintenance"; source: "probe" | "operator"; text_de: string; text_en: string; starts_at: Date; ends_at: Date | null }

/** Held in memory in every process, so each page can show them without asking; refreshed by NOTIFY. */
export async function createDisturbances({ db, clock }: { readonly db: Database; readonly clock: Clock }) {
  let list: readonly Disturbance[] = [];
  async function refresh(): Promise<void> {
    const rows = await db.published((tx) => tx.rows<Row>(sql`select * from disturbances.disturbance where ends_at is null or ends_at > ${clock.now()} order by starts_at`));
    list = rows.map((row) => ({
      id: row.id, component: row.component, tenant: row.tenant_id ?? undefined, service: row.service ?? undefined, kind: row.kind, source: row.source,
      text: { de: row.text_de, en: row.text_en }, startsAt: row.starts_at, endsAt: row.ends_at ?? undefined,
    }));
  }
  await refresh();

  return {
    refresh,
    /** Everything set and not over, also what lies ahead: the operator's list. */
    all: (): readonly Disturbance[] => list,
    /** What a page has to show now: for a town (undefined: Leitportal) and, where given, one service and the parts it uses. */
    current(place: { readonly tenant: string | undefined; readonly service?: string; readonly components?: readonly Component[] }): readonly Disturbance[] {
      const now = clock.now().getTime();
      return list.filter((d) => d.startsAt.getTime() <= now && (d.endsAt === undefined || d.endsAt.getTime() > now)
        && (d.tenant === undefined || d.tenant === place.tenant)
        && (d.service === undefined || d.service === place.service)
        && (place.components === undefined || d.component === "portal" || place.components.includes(d.component)));
    },
    async announce(tx: Tx, given: NewDisturbance): Promise<string> {
      const id = newId();
      await tx.run(sql`insert into disturbances.disturbance (id, component, tenant_id, service, kind, source, text_de, text_en, starts_at, ends_at)
        values (${id}, ${given.component}, ${given.tenant ?? null}, ${given.service ?? null}, ${given.kind}, 'operator', ${given.text.de}, ${given.text.en}, ${given.startsAt}, ${given.endsAt ?? null})`);
      return id;
    },
    async end(tx: Tx, id: string): Promise<boolean> {
      return (await tx.run(sql`update disturbances.disturbance set ends_at = greatest(${clock.now()}, starts_at) where id = ${id} and (ends_at is null or ends_at > ${clock.now()})`)) > 0;
    },
    /** A probe's verdict: a failing part is shown until the probe succeeds again. Says whether anything changed. */
    async probed(component: Component, works: boolean): Promise<boolean> {
      const shown = list.some((d) => d.component === component && d.source === "probe" && d.endsAt === undefined);
      if (works !== shown) return false;
      return db.asOperator("verdict of a probe", async (tx) => {
        const now = clock.now();
        const changed = works
          ? await tx.run(sql`update disturbances.disturbance set ends_at = greatest(${now}, starts_at) where component = ${component} and source = 'probe' and ends_at is null`)
          : await tx.run(sql`insert into disturbances.disturbance (id, component, kind, source, text_de, text_en, starts_at)
              values (${newId()}, ${component}, 'disturbance', 'probe', ${probeTexts[component].de}, ${probeTexts[component].en}, ${now}) on conflict do nothing`);
        return changed > 0;
      });
    },
  };
}

export type Disturbances = Awaited<ReturnType<typeof createDisturbances>>;
