import { join } from "node:path";
import { signWebhook } from "../../apps/portal/src/platform/crypto/index.ts";
import { sql } from "../../apps/portal/src/platform/database/index.ts";
import { newId } from "../../apps/portal/src/platform/ids/index.ts";
import { startChild } from "../../scripts/demo/children.ts";
import { openDestinations, queueDeliveries, submitOne } from "../delivery-rows.ts";
import { inParallel, rounded, spreadOf } from "../figures.ts";
import { openConnection, requestText } from "../lean-client.ts";
import { cpuSecondsOf } from "../processes.ts";
import type { Line } from "../report.ts";
import type { Stage } from "../stage.ts";

const inFlight = 16;
const patienceSeconds = 120;
const actor = { kind: "system", what: "bench" } as const;

/**
 * Deliveries of 20 KB by webhook through a real worker to the sandbox, which writes down each effect; in turn with the same signed bodies posted bare
 * over as many connections. Then the same number for 396 towns with a destination each, and the way from the submission to the receipt.
 */
export async function hub(stage: Stage): Promise<Line[]> {
  const { house, quick } = stage;
  const all = house.tenants.all().filter(({ kind }) => kind === "municipality").map(({ id }) => id);
  const [count, rounds, towns] = quick ? [40, 1, all.slice(0, 20)] : [396, 3, all.slice(0, 396)];
  const one = [stage.town.id];
  const worker = startChild({ name: "worker", file: join(import.meta.dirname, "..", "..", "apps", "portal", "src", "main.ts"), env: { ...stage.installation.settings, ROLE: "worker" }, onFailedStart: () => { throw new Error("the worker did not start"); } });
  await worker.ready;
  try {
    const bodyBytes = 20_000;
    // As long as the JIT compiler of a process that has just begun takes.
    await run(stage, worker.pid()!, one, quick ? 20 : 800);
    const [single, spread, bare]: [Run[], Run[], number[]] = [[], [], []];
    for (let round = 0; round < rounds; round += 1) {
      single.push(await run(stage, worker.pid()!, one, count));
      bare.push(await postBare(stage, count, bodyBytes));
      spread.push(await run(stage, worker.pid()!, towns, count));
    }
    const [oneTown, manyTowns, raw] = [median(single.map(({ perSecond }) => perSecond)), median(spread.map(({ perSecond }) => perSecond)), median(bare)];
    const cpu = (runs: readonly Run[]): number => median(runs.map(({ workerMs }) => workerMs));
    const arrival = spreadOf(await arrivals(stage, quick ? 10 : 100));
    return [
      { id: "hub-rate", title: "Zustellungen von 20 KB per Webhook", measured: rounded(oneTown, 0), unit: "/s", aim: { at: "least", value: 200 }, details: { "CPU Worker ms": rounded(cpu(single)), "CPU PostgreSQL ms": rounded(median(single.map(({ postgresMs }) => postgresMs))), "SQL-Anweisungen je Zustellung": rounded(median(single.map(({ statements }) => statements)), 1), "Zustellungen": count } },
      { id: "hub-ratio", title: "Zustellungen im Verhältnis zum bloßen Senden", measured: rounded(oneTown / raw), unit: "", details: { "bloß gesendet /s": rounded(raw, 0) } },
      { id: "hub-towns", title: `Zustellungen für ${towns.length} Städte im Verhältnis zu einer`, measured: rounded(manyTowns / oneTown), unit: "", details: { "/s": rounded(manyTowns, 0), "CPU Worker ms": rounded(cpu(spread)), "CPU im Verhältnis": rounded(cpu(spread) / cpu(single)) } },
      { id: "hub-arrival", title: "Vom Absenden zur Quittung, p95", measured: rounded(arrival.p95, 0), unit: "ms", aim: { at: "most", value: 500 }, details: { p50: rounded(arrival.p50, 0), max: rounded(arrival.max, 0), "Anträge": arrival.count } },
    ];
  } finally {
    await worker.stop();
  }
}

interface Run { readonly perSecond: number; readonly workerMs: number; readonly postgresMs: number; readonly statements: number }

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)]!;

/** Everything waits behind paused destinations; the clock runs from the moment they go on. */
async function run(stage: Stage, worker: number, towns: readonly string[], count: number): Promise<Run> {
  const { house } = stage;
  const destinations = await openDestinations(stage, towns, inFlight);
  await queueDeliveries(stage, towns, count);
  const [cpu, postgres, statements] = [cpuSecondsOf(worker), stage.postgresCpu(), await calls(stage)];
  const start = performance.now();
  // One after the other would be part of what is measured.
  await inParallel([...destinations], 8, ([tenant, destination]) => house.db.inTenant(tenant, async (tx) => { await house.hub.pauseDestination(tx, { destination, paused: false, actor }); }));
  const ids = [...destinations.values()];
  for (;;) {
    const { open } = await house.db.asOperator("what is still under way", (tx) => tx.one<{ open: number }>(sql`select count(*)::int as open from hub.delivery where destination_id = any(${ids}::uuid[]) and state in ('queued', 'sent')`));
    if (open === 0) break;
    if (performance.now() - start > patienceSeconds * 1000) throw new Error(`${open} deliveries are still open after ${patienceSeconds} s`);
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
  const seconds = (performance.now() - start) / 1000;
  const done = { perSecond: count / seconds, workerMs: (cpuSecondsOf(worker) - cpu) * 1000 / count, postgresMs: (stage.postgresCpu() - postgres) * 1000 / count, statements: (await calls(stage) - statements) / count };
  const { wrong } = await house.db.asOperator("nothing but receipts", (tx) => tx.one<{ wrong: number }>(sql`select count(*)::int as wrong from hub.delivery where destination_id = any(${ids}::uuid[]) and state <> 'accepted'`));
  if (wrong > 0) throw new Error(`${wrong} deliveries brought no receipt`);
  await stage.dropJobs();
  return done;
}

/** Transactions of the database, as a measure of its round trips: begin, commit and what stands between are each an exchange. */
async function calls({ house }: Stage): Promise<number> {
  return (await house.db.asOperator("transactions so far", (tx) => tx.one<{ done: number }>(sql`select (xact_commit + xact_rollback)::int as done from pg_stat_database where datname = current_database()`))).done;
}

async function postBare({ installation }: Stage, count: number, bytes: number): Promise<number> {
  const url = new URL(installation.settings["FACHVERFAHREN_URL"] ?? "");
  const secret = installation.settings["FACHVERFAHREN_SECRET"] ?? "";
  const filler = "x".repeat(bytes - 300);
  const requests = Array.from({ length: count }, () => {
    const id = newId();
    const body = JSON.stringify({ type: "application.submitted", timestamp: new Date().toISOString(), data: { applicationId: id, reference: "BNC-0000", part: "whole", office: "steueramt", service: "messung", content: { filler }, files: [] } });
    const signed = signWebhook([secret], { id, timestamp: Math.floor(Date.now() / 1000), body });
    return requestText("POST", url.host, url.pathname, { ...signed, "content-type": "application/json", "content-length": String(Buffer.byteLength(body)) }) + body;
  });
  const connections = Array.from({ length: inFlight }, () => openConnection(Number(url.port)));
  const seconds = await inParallel(requests, inFlight, async (request, hand) => {
    const { status } = await connections[hand]!.send(request);
    if (status !== 200) throw new Error(`the sandbox answered ${status}`);
  });
  for (const connection of connections) connection.close();
  return count / seconds;
}

/** Five a second, with everything that a submission sets off; milliseconds from its commit to the receipt written down. */
async function arrivals(stage: Stage, count: number): Promise<number[]> {
  const { house, town } = stage;
  const [destination] = [...(await openDestinations(stage, [town.id], inFlight)).values()];
  await house.db.inTenant(town.id, async (tx) => { await house.hub.pauseDestination(tx, { destination: destination!, paused: false, actor }); });
  const sent: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const next = performance.now() + 200;
    sent.push(await submitOne(stage, town.id));
    await new Promise((resolve) => { setTimeout(resolve, Math.max(0, next - performance.now())); });
  }
  const end = performance.now() + patienceSeconds * 1000;
  for (;;) {
    const rows = await house.db.asOperator("when it arrived", (tx) => tx.rows<{ ms: number }>(sql`select extract(epoch from finished_at - submitted_at)::float8 * 1000 as ms from hub.delivery
      where destination_id = ${destination!} and application_id = any(${sent}::uuid[]) and state = 'accepted'`));
    if (rows.length === count) return rows.map(({ ms }) => ms);
    if (performance.now() > end) throw new Error(`only ${rows.length} of ${count} arrived`);
    await new Promise((resolve) => { setTimeout(resolve, 200); });
  }
}
