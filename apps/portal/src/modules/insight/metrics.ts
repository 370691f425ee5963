import { Gauge, type Registry } from "prom-client";
import type { Alarm, Hub } from "#modules/hub";
import { addDays, type Clock, legalDate } from "#platform/clock";
import { sql, type Database } from "#platform/database";
import { backlog, itself, lastHeartbeat } from "./figures.ts";

export interface MetricParts { readonly db: Database; readonly clock: Clock; readonly hub: Pick<Hub, "alarms" | "queueFigures"> }

const alarmKinds = ["dead-letters", "queue-too-old", "destination-failing", "destination-paused", "no-answer", "certificate-ending", "no-route", "no-receiver"] as const satisfies readonly Alarm["kind"][];

/** Numbers for Prometheus, asked of the database when they are fetched. By service, state and destination (its id, no name), never by town or person. */
export function addMetrics(registry: Registry, parts: MetricParts): void {
  const { db, clock, hub } = parts;
  addDestinationMetrics(registry, parts);
  const age = (at: Date | undefined): number => (at === undefined ? 0 : Math.max(0, (clock.now().getTime() - at.getTime()) / 1000));
  const registers = [registry];
  const queue = onceAScrape(() => db.asOperator("metrics", (tx) => hub.queueFigures(tx)));
  new Gauge({
    name: "kp_delivery_oldest_queued_seconds", help: "Age of the oldest delivery that is on its way", registers,
    async collect() { this.set(age((await queue()).oldestQueuedAt)); },
  });
  new Gauge({
    name: "kp_deliveries", help: "Deliveries of the hub by state", labelNames: ["state"], registers,
    async collect() {
      for (const [state, count] of Object.entries((await queue()).byState)) this.set({ state }, count);
    },
  });
  new Gauge({
    name: "kp_alarms", help: "Open alarms of the hub", labelNames: ["kind"], registers,
    async collect() {
      const open = await db.asOperator("metrics", (tx) => hub.alarms(tx));
      for (const kind of alarmKinds) this.set({ kind }, open.filter((alarm) => alarm.kind === kind).length);
    },
  });
  new Gauge({
    name: "kp_jobs_waiting", help: "Jobs that wait, by name", labelNames: ["job"], registers,
    async collect() {
      this.reset();
      for (const { name, waiting } of await db.asOperator("metrics", backlog)) this.set({ job: name }, waiting);
    },
  });
  new Gauge({ name: "kp_worker_silent_seconds", help: "Since the worker's last round", registers, async collect() { this.set(age(await db.asOperator("metrics", lastHeartbeat))); } });
  for (const [name, half, most, help] of [
    ["kp_arrival_seconds", sql`arrival_p50`, sql`arrival_p95`, "From submission to the receipt of the destination, last seven days"], ["kp_answer_seconds", sql`answer_p50`, sql`answer_p95`, "From submission to the office's first word, last seven days"],
  ] as const) {
    new Gauge({
      name, help, labelNames: ["service", "quantile"], registers,
      async collect() {
        this.reset();
        const from = addDays(legalDate(clock.now()), -6);
        const rows = await db.asOperator("metrics", (tx) => tx.rows<{ service: string; p50: number | null; p95: number | null }>(sql`select service, percentile_cont(0.5) within group (order by ${half}) as p50, max(${most}) as p95
          from insight.figure where day >= ${from}::date and (${name !== "kp_answer_seconds"} or destination_id = ${itself}::uuid) group by service`));
        for (const { service, p50, p95 } of rows) {
          if (p50 !== null) this.set({ service, quantile: "0.5" }, p50);
          if (p95 !== null) this.set({ service, quantile: "0.95" }, p95);
        }
      },
    });
  }
  new Gauge({
    name: "kp_events", help: "Counted events of applications and deliveries", labelNames: ["service", "what"], registers,
    async collect() {
      this.reset();
      const rows = await db.asOperator("metrics", (tx) => tx.rows<Record<string, string | number>>(sql`select service, sum(submitted)::int as submitted, sum(withdrawn)::int as withdrawn, sum(answered) filter (where destination_id = ${itself}::uuid)::int as answered,
        sum(decided)::int as decided, sum(queued)::int as queued, sum(accepted)::int as accepted, sum(rejected)::int as rejected, sum(dead)::int as dead from insight.figure group by service`));
      for (const { service, ...counts } of rows) for (const [what, count] of Object.entries(counts)) this.set({ service: String(service), what }, Number(count));
    },
  });
}

/** All gauges of a scrape are asked at the same time: those that ask while one answer is still to come share it. */
function onceAScrape<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => asked ??= ask().finally(() => { asked = undefined; });
}

/** What became of the deliveries of each destination in the last seven days. `/betrieb/ziele/<id>` says which one it is. */
function addDestinationMetrics(registry: Registry, { db, clock }: MetricParts): void {
  const registers = [registry];
  interface LastDays {
    readonly destination: string; readonly service: string; readonly queued: number; readonly accepted: number; readonly rejected: number; readonly dead: number; readonly answered: number;
    readonly p50: number | null; readonly p95: number | null; readonly answer50: number | null; readonly answer95: number | null;
  }
  const lastDays = onceAScrape(() => db.asOperator("metrics", (tx) => tx.rows<LastDays>(sql`select destination_id as destination, service, sum(queued)::int as queued, sum(accepted)::int as accepted,
      sum(rejected)::int as rejected, sum(dead)::int as dead, sum(answered)::int as answered, percentile_cont(0.5) within group (order by arrival_p50) as p50, max(arrival_p95) as p95,
      percentile_cont(0.5) within group (order by answer_p50) as answer50, max(answer_p95) as answer95
    from insight.figure where destination_id <> ${itself}::uuid and day >= ${addDays(legalDate(clock.now()), -6)}::date group by 1, 2`)));
  new Gauge({
    name: "kp_destination_events", help: "Deliveries to a destination by what became of them, last seven days", labelNames: ["destination", "service", "what"], registers,
    async collect() {
      this.reset();
      for (const { destination, service, queued, accepted, rejected, dead, answered } of await lastDays()) for (const [what, count] of Object.entries({ queued, accepted, rejected, dead, answered })) this.set({ destination, service, what }, count);
    },
  });
  const times = [
    ["kp_destination_arrival_seconds", "From submission to the receipt of a destination, last seven days", ({ p50, p95 }: LastDays) => ({ "0.5": p50, "0.95": p95 })],
    ["kp_destination_answer_seconds", "From submission to the first word that the person heard after a destination had taken it, last seven days", ({ answer50, answer95 }: LastDays) => ({ "0.5": answer50, "0.95": answer95 })],
  ] as const;
  for (const [name, help, quantiles] of times) {
    new Gauge({
      name, help, labelNames: ["destination", "service", "quantile"], registers,
      async collect() {
        this.reset();
        for (const row of await lastDays()) for (const [quantile, seconds] of Object.entries(quantiles(row))) if (seconds !== null) this.set({ destination: row.destination, service: row.service, quantile }, seconds);
      },
    });
  }
}
