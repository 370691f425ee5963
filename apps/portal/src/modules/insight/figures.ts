import { sql, type Tx } from "#platform/database";

/** Counts of one service (destination undefined) or of its deliveries to one destination. Times in seconds. */
export interface Figure {
  readonly tenant: string;
  readonly service: string;
  readonly destination: string | undefined;
  readonly submitted: number;
  readonly withdrawn: number;
  /** Of a destination: applications that it has taken, and after that the person heard the first word. */
  readonly answered: number;
  readonly decided: number;
  readonly queued: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly dead: number;
  /** From submission to the destination's receipt: half of them within, and 95 of 100 within. */
  readonly arrival: { readonly p50: number; readonly p95: number } | undefined;
  /** From submission to the office's first word; of a destination to the first one after it had taken the application. */
  readonly answer: { readonly p50: number; readonly p95: number } | undefined;
}

interface Row {
  tenant_id: string; service: string; destination_id: string; submitted: number; withdrawn: number; answered: number; decided: number; queued: number; accepted: number; rejected: number; dead: number;
  arrival_p50: number | null; arrival_p95: number | null; answer_p50: number | null; answer_p95: number | null;
}
/** Stands for the service itself, beside its destinations. */
export const itself = "00000000-0000-0000-0000-000000000000";

export interface FigureRange { /** `YYYY-MM-DD`, both included. */ readonly from: string; readonly until: string; readonly tenant?: string }

/**
 * Sums over a range of legal days, from the counted days. Quantiles of days cannot be added up, so over several days each is the
 * middle (or the worst) of the days, weighed by nothing: the days' median of medians and the highest p95.
 */
export async function figures(tx: Tx, range: FigureRange): Promise<Figure[]> {
  const rows = await tx.rows<Row>(sql`select tenant_id, service, destination_id, sum(submitted)::int as submitted, sum(withdrawn)::int as withdrawn, sum(answered)::int as answered, sum(decided)::int as decided,
      sum(queued)::int as queued, sum(accepted)::int as accepted, sum(rejected)::int as rejected, sum(dead)::int as dead,
      percentile_cont(0.5) within group (order by arrival_p50) as arrival_p50, max(arrival_p95) as arrival_p95, percentile_cont(0.5) within group (order by answer_p50) as answer_p50, max(answer_p95) as answer_p95
    from insight.figure where day between ${range.from}::date and ${range.until}::date and (${range.tenant ?? null}::uuid is null or tenant_id = ${range.tenant ?? null}::uuid)
    group by 1, 2, 3 order by sum(submitted + queued) desc, 1, 2, 3 limit 2000`);
  return rows.map((row) => ({
    tenant: row.tenant_id, service: row.service, destination: row.destination_id === itself ? undefined : row.destination_id, submitted: row.submitted, withdrawn: row.withdrawn, answered: row.answered,
    decided: row.decided, queued: row.queued, accepted: row.accepted, rejected: row.rejected, dead: row.dead,
    arrival: row.arrival_p50 === null || row.arrival_p95 === null ? undefined : { p50: row.arrival_p50, p95: row.arrival_p95 },
    answer: row.answer_p50 === null || row.answer_p95 === null ? undefined : { p50: row.answer_p50, p95: row.answer_p95 },
  }));
}

/** Jobs that wait, by name. */
export async function backlog(tx: Tx): Promise<{ readonly name: string; readonly waiting: number; readonly oldest: Date }[]> {
  return tx.rows(sql`select identifier as name, waiting, oldest from jobs.backlog() order by waiting desc, identifier`);
}

/** When the worker last did its minute's round; undefined: never. */
export async function lastHeartbeat(tx: Tx): Promise<Date | undefined> {
  return (await tx.maybe<{ at: Date }>(sql`select at from insight.heartbeat where what = 'worker'`))?.at;
}
