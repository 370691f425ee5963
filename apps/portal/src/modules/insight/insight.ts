import type { Hub } from "#modules/hub";
import type { Clock } from "#platform/clock";
import type { Database, Tx } from "#platform/database";
import type { Subscription } from "#platform/events";
import type { JobHandler } from "#platform/jobs";
import type { Registry } from "prom-client";
import { eventsOf } from "./fact.ts";
import { backlog, type FigureRange, figures, lastHeartbeat } from "./figures.ts";
import { addMetrics } from "./metrics.ts";
import { recordFacts } from "./record-fact.ts";
import { refreshFigures } from "./refresh-figures.ts";

export interface InsightDeps { readonly db: Database; readonly clock: Clock; readonly hub: Pick<Hub, "alarms" | "queueFigures"> }

/** Figures derived from events. */
export function createInsight(deps: InsightDeps) {
  const { db, clock } = deps;
  return {
    /** Of one town in its scope, of all as operator. */
    figures: (tx: Tx, range: FigureRange) => figures(tx, range),
    /** As operator. */
    backlog, lastHeartbeat,
    /** Adds the numbers to the registry that /metrik serves. */
    addMetrics: (registry: Registry) => { addMetrics(registry, deps); },
    jobs: { "insight:refresh": async () => { await refreshFigures(db, clock); } } satisfies Record<string, JobHandler>,
    crontab: ["* * * * * insight:refresh"] as readonly string[],
    subscriptions: [...Object.keys(eventsOf), "application.status-changed"].map((to): Subscription => ({ name: `insight.${to}`, to, handle: (event) => recordFacts(db, [event]), handleMany: (events) => recordFacts(db, events) })),
  };
}

export type Insight = ReturnType<typeof createInsight>;
