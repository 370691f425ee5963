import type { Clock } from "#platform/clock";
import { sql, type Database } from "#platform/database";
import { newId } from "#platform/ids";
import type { JobHandler } from "#platform/jobs";
import type { Log } from "#platform/log";
import { probeTexts, type Component } from "./disturbance.ts";
import type { Disturbances } from "./disturbances.ts";

/** Whether a part works now. Throws nothing for what the other side does. */
export type Probe = () => Promise<boolean>;
/** The towns in which a part fails now; elsewhere it works. */
export type TownProbe = () => Promise<readonly string[]>;

export interface ProbesDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly disturbances: Pick<Disturbances, "probed">;
  readonly probes: Readonly<Partial<Record<Component, Probe>>>;
  readonly townProbes: Readonly<Partial<Record<Component, TownProbe>>>;
}

export interface ProbeResult { readonly component: Component; readonly failures: number; readonly lastAt: Date; readonly lastSuccessAt: Date | undefined }

/** One failure may be chance; the second in a row is shown. One success ends it. */
const failuresToShow = 2;

/** Asks every part each minute and shows what fails. The count of failures lies in the database: the next round may run in another process. */
export function createProbes(deps: ProbesDeps) {
  const { db, clock, log } = deps;

  async function ask(component: Component, probe: Probe): Promise<void> {
    const works = await probe().catch((error: unknown) => { log.error({ err: error, component }, "a probe has a fault"); return false; });
    const now = clock.now();
    const { failures } = await db.asOperator("result of a probe", (tx) => tx.one<{ failures: number }>(sql`
      insert into disturbances.probe_result (component, failures, last_at, last_success_at) values (${component}, ${works ? 0 : 1}, ${now}, ${works ? now : null})
      on conflict (component) do update set failures = case when ${works} then 0 else probe_result.failures + 1 end, last_at = excluded.last_at, last_success_at = coalesce(excluded.last_success_at, probe_result.last_success_at)
      returning failures`));
    if (works || failures >= failuresToShow) await deps.disturbances.probed(component, works);
  }

  async function askTowns(component: Component, probe: TownProbe): Promise<void> {
    const failing = await probe();
    await db.asOperator("verdict of a probe about towns", async (tx) => {
      const now = clock.now();
      await tx.run(sql`update disturbances.disturbance set ends_at = greatest(${now}, starts_at)
        where component = ${component} and source = 'probe' and ends_at is null and tenant_id is not null and tenant_id <> all(${failing}::uuid[])`);
      for (const tenant of failing) {
        await tx.run(sql`insert into disturbances.disturbance (id, component, tenant_id, kind, source, text_de, text_en, starts_at)
          values (${newId(now.getTime())}, ${component}, ${tenant}, 'disturbance', 'probe', ${probeTexts[component].de}, ${probeTexts[component].en}, ${now}) on conflict do nothing`);
      }
    });
  }

  const entries = <T>(of: Readonly<Partial<Record<Component, T>>>): [Component, T][] => Object.entries(of).flatMap(([component, probe]) => (isComponent(component) && probe !== undefined ? [[component, probe] as [Component, T]] : []));

  const runTowns = async (): Promise<void> => { for (const [component, probe] of entries(deps.townProbes)) await askTowns(component, probe); };

  return {
    /** For whoever knows at once that something changed; the next round would find it too. */
    runTowns,
    /** What was found last, as operator. */
    async results(): Promise<ProbeResult[]> {
      const rows = await db.asOperator("results of the probes", (tx) => tx.rows<{ component: Component; failures: number; last_at: Date; last_success_at: Date | null }>(sql`select component, failures, last_at, last_success_at from disturbances.probe_result order by component`));
      return rows.map((row) => ({ component: row.component, failures: row.failures, lastAt: row.last_at, lastSuccessAt: row.last_success_at ?? undefined }));
    },
    jobs: {
      "probes:run": async () => {
        // Side by side: one that waits for its time-out must not delay the others.
        const done = await Promise.allSettled([...entries(deps.probes).map(([component, probe]) => ask(component, probe)), runTowns()]);
        const fault = done.find((one) => one.status === "rejected");
        if (fault) throw fault.reason;
      },
    } satisfies Record<string, JobHandler>,
    crontab: ["* * * * * probes:run"] as readonly string[],
  };
}

export type Probes = ReturnType<typeof createProbes>;

function isComponent(text: string): text is Component {
  return Object.hasOwn(probeTexts, text);
}
