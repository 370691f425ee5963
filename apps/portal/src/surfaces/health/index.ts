import { AggregatorRegistry, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { sql, type Database } from "#platform/database";
import type { App, PageCache } from "#platform/http";
import { joinSiblings } from "#platform/processes";

export interface HealthParts { readonly db: Database; readonly pageCache: PageCache; readonly metricsToken: string | undefined; readonly servedFromMemory: () => number }

/**
 * For whoever runs the portal: alive (no database), ready (database answers), figures. Nothing personal, nothing about towns. Where several web processes share the port
 * their figures are one answer, whichever of them is asked; the registry that is returned is for what is the same for all (asked of the database) and counts once.
 */
export function healthSurface(app: App, { db, pageCache, metricsToken, servedFromMemory }: HealthParts): Registry {
  const registry = new Registry();
  const forAll = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({ name: "kp_http_request_seconds", help: "Duration of requests by route and status class", labelNames: ["route", "status"], buckets: [0.005, 0.01, 0.03, 0.06, 0.1, 0.3, 1, 3, 10], registers: [registry] });
  new Gauge({ name: "kp_sql_statements_total", help: "SQL statements since start", registers: [registry], collect() { this.set(db.statements()); } });
  new Gauge({ name: "kp_page_cache_bytes", help: "Bytes of cached public pages", registers: [registry], collect() { this.set(pageCache.size().bytes); } });
  new Gauge({ name: "kp_pages_from_memory_total", help: "Public pages answered from memory, before the framework", registers: [registry], collect() { this.set(servedFromMemory()); } });
  const siblings = joinSiblings(async () => registry.getMetricsAsJSON());
  const processes = new Gauge({ name: "kp_web_processes", help: "Web processes on this port that answered", registers: [forAll] });
  const figures = async (): Promise<string> => {
    const others = await siblings?.figures() ?? [];
    processes.set(1 + others.length);
    const all = others.length === 0 ? registry : AggregatorRegistry.aggregate([await registry.getMetricsAsJSON(), ...others]);
    return `${await all.metrics()}\n${await forAll.metrics()}`;
  };
  app.addHook("onResponse", async (request, reply) => {
    requests.observe({ route: request.routeOptions.url ?? "none", status: `${Math.floor(reply.statusCode / 100)}xx` }, reply.elapsedTime / 1000);
  });

  app.get("/gesundheit", async (_request, reply) => { await reply.header("cache-control", "no-store").send({ status: "alive" }); return reply; });
  app.get("/gesundheit/bereit", async (_request, reply) => {
    const ready = await db.published((tx) => tx.one(sql`select 1 as ok`)).then(() => true, () => false);
    await reply.status(ready ? 200 : 503).header("cache-control", "no-store").send({ status: ready ? "ready" : "database-unavailable" });
    return reply;
  });
  app.get("/metrik", async (request, reply) => {
    if (metricsToken === undefined || request.headers.authorization !== `Bearer ${metricsToken}`) { await reply.status(404).send({ status: "not-found" }); return reply; }
    await reply.type(registry.contentType).send(await figures());
    return reply;
  });
  return forAll;
}
