import { legalDate, type Clock } from "#platform/clock";
import { type Database, sql, type Tx } from "#platform/database";

/** A step was shown to somebody who has not answered it yet, was answered, was come back to; or a question had an error. */
export type CountKind = "seen" | "done" | "back" | "error";

export interface QuestionEvent {
  readonly tenant: string;
  readonly slug: string;
  readonly version: string;
  readonly step: string;
  /** The question, without the numbers of entries; empty for the step. */
  readonly path: string;
  readonly kind: CountKind;
}

export interface QuestionCount { readonly step: string; readonly path: string; readonly kind: CountKind; readonly count: number }

/** How long counts wait to be written together, and how many different ones at most. */
const waitMs = 5_000;
const mostWaiting = 500;

/**
 * Counts by day what happens at each question; nothing about who. Counts wait a moment and are written together, so a request does not wait for
 * them; what waits when a process is killed is lost, and only a figure.
 */
export function createQuestionCounts({ db, clock, onFault = () => {} }: { readonly db: Database; readonly clock: Clock; readonly onFault?: (error: unknown) => void }) {
  let waiting = new Map<string, QuestionEvent & { readonly day: string; count: number }>();
  let timer: NodeJS.Timeout | undefined;

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const rows = [...waiting.values()];
    waiting = new Map();
    for (const [tenant, own] of Map.groupBy(rows, (row) => row.tenant)) await db.inTenant(tenant, (tx) => add(tx, tenant, own));
  }

  return {
    count(event: QuestionEvent): void {
      const day = legalDate(clock.now());
      const key = [event.tenant, event.slug, event.version, day, event.step, event.path, event.kind].join("\n");
      const known = waiting.get(key);
      if (known) known.count += 1;
      // Beyond the bound something is wrong, and figures are the last thing to matter.
      else if (waiting.size < mostWaiting) waiting.set(key, { ...event, day, count: 1 });
      timer ??= setTimeout(() => { flush().catch(onFault); }, waitMs).unref();
    },
    flush,
    /** The sums of a version since a day, in these towns. */
    read: (given: { readonly slug: string; readonly version: string; readonly since: string; readonly tenants: "all" | readonly string[] }): Promise<readonly QuestionCount[]> => db.asOperator("figures of a form", (tx) => sums(tx, given)),
  };
}

export type QuestionCounts = ReturnType<typeof createQuestionCounts>;

async function add(tx: Tx, tenant: string, rows: readonly (QuestionEvent & { readonly day: string; readonly count: number })[]): Promise<void> {
  const given = rows.map(({ slug, version, day, step, path, kind, count }) => ({ slug, version, day, step, path, kind, count }));
  await tx.run(sql`insert into forms.question_count as old (tenant_id, slug, version, day, step, path, kind, count)
    select ${tenant}::uuid, slug, version, day, step, path, kind, count from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as given (slug text, version text, day date, step text, path text, kind text, count bigint)
    order by slug, version, day, step, path, kind
    on conflict (tenant_id, slug, version, day, step, path, kind) do update set count = old.count + excluded.count`);
}

async function sums(tx: Tx, { slug, version, since, tenants }: Parameters<QuestionCounts["read"]>[0]): Promise<readonly QuestionCount[]> {
  const all = tenants === "all";
  return tx.rows<QuestionCount>(sql`select step, path, kind, sum(count)::int as count from forms.question_count
    where slug = ${slug} and version = ${version} and day >= ${since}::date and (${all} or tenant_id = any(${all ? [] : tenants as string[]}::uuid[])) group by step, path, kind order by step, path, kind`);
}
