import { availableParallelism } from "node:os";
import { join } from "node:path";
import { sql } from "../../apps/portal/src/platform/database/index.ts";
import { createOutbound } from "../../apps/portal/src/platform/http/index.ts";
import { sandboxDestinations } from "../../apps/portal/src/seed/sandbox-destinations.ts";
import { startChild } from "../../scripts/demo/children.ts";
import { openDestinations, queueDeliveries } from "../delivery-rows.ts";
import { rounded } from "../figures.ts";
import { cpuSecondsOf } from "../processes.ts";
import type { Line } from "../report.ts";
import { rsaCostOnAllCores, type RsaCost } from "../rsa-cost.ts";
import type { Stage } from "../stage.ts";

const inFlight = 16;
const patienceSeconds = 180;
const actor = { kind: "system", what: "bench" } as const;

/**
 * Deliveries by FIT-Connect from the moment they may go until the office system has accepted the last: worker, delivery service and Fachverfahren share the machine. Against it what the RSA
 * operations alone of all three would allow on all cores, from their cost measured here (on all cores at once) and their number read from the logs of a hundred deliveries.
 */
export async function fitConnectRate(stage: Stage): Promise<Line[]> {
  const { house, quick, town } = stage;
  // Many enough that the last ones, which nothing follows, do not count for much.
  const [warmUp, count] = quick ? [5, 20] : [800, 2500];
  const worker = startChild({ name: "worker", file: join(import.meta.dirname, "..", "..", "apps", "portal", "src", "main.ts"), env: { ...stage.installation.settings, ROLE: "worker" }, onFailedStart: () => { throw new Error("the worker did not start"); } });
  await worker.ready;
  try {
    const destination = await openFitConnect(stage);
    await run(destination, warmUp);
    // Before and after: the cores of a virtual machine may come to lie elsewhere meanwhile, and RSA-4096 then costs up to 2.5 times as much, or as little.
    const before = await rsaCostOnAllCores(quick ? 20 : 150);
    const { perSecond, cpuMs: spent, transactions } = await run(destination, count);
    const costs = meanOf(before, await rsaCostOnAllCores(quick ? 20 : 150));
    const { signatures, contents } = await operationsOf(stage, destination);
    // Every content has a key of its own: wrapped by the sender, unwrapped by the receiver. Every event is signed once; the receiver proves what stands before its answer, the sender all of it, the service the answer.
    const checks = (signatures - 1) + signatures + 1;
    const rsaMs = contents * (costs.wrap + costs.unwrap) + signatures * costs.sign + checks * costs.verify;
    const limit = availableParallelism() * 1000 / rsaMs;
    const cpuMs = spent.worker + spent.web + spent.sandbox + spent.postgres;
    return [{
      id: "fit-connect-rate", title: "Zustellungen über FIT-Connect im Verhältnis zu dem, was RSA-4096 aller Beteiligten zulässt", measured: rounded(perSecond / limit), unit: "", aim: { at: "least", value: 0.5 },
      details: { "/s": rounded(perSecond, 1), "RSA allein /s": rounded(limit, 1), "RSA je Zustellung ms": rounded(rsaMs), "Unterschriften": rounded(signatures), "Inhalte": rounded(contents), "unterschreiben ms": rounded(costs.sign), "unterschreiben vorher ms": rounded(before.sign), "auspacken ms": rounded(costs.unwrap),
        "CPU Worker ms": rounded(spent.worker), "CPU Web ms": rounded(spent.web), "CPU Zustelldienst und Fachverfahren ms": rounded(spent.sandbox), "CPU PostgreSQL ms": rounded(spent.postgres), "CPU alle ms": rounded(cpuMs), "davon RSA": rounded(rsaMs / cpuMs), "Transaktionen": rounded(transactions, 1), "Zustellungen": count },
    }];
  } finally {
    await worker.stop();
  }
  async function run(destination: string, deliveries: number): Promise<Run> {
    await house.db.inTenant(town.id, (tx) => house.hub.pauseDestination(tx, { destination, paused: true, actor }));
    // The worker sleeps meanwhile: otherwise it would go on with what else a submission sets off (PDFs, cases) while deliveries are measured.
    process.kill(worker.pid()!, "SIGSTOP");
    try { await queueDeliveries(stage, [town.id], deliveries); } finally { process.kill(worker.pid()!, "SIGCONT"); }
    // Nobody renders here: what is older than three minutes goes without its PDF.
    await house.db.inTenant(town.id, (tx) => tx.run(sql`update hub.delivery set submitted_at = submitted_at - interval '1 hour' where destination_id = ${destination} and state = 'queued'`));
    const [before, transactions] = [spentSoFar(stage, worker.pid()!), await transactionsSoFar(stage)];
    const start = Date.now();
    await house.db.inTenant(town.id, (tx) => house.hub.pauseDestination(tx, { destination, paused: false, actor }));
    for (;;) {
      const states = await house.db.asOperator("what is still under way", (tx) => tx.rows<{ state: string; n: number }>(sql`select state, count(*)::int as n from hub.delivery where destination_id = ${destination} and state <> 'accepted' group by state`));
      if (states.length === 0) break;
      const ended = states.filter(({ state }) => state === "rejected" || state === "dead");
      if (ended.length > 0 || Date.now() - start > patienceSeconds * 1000) throw new Error(`not all were accepted: ${JSON.stringify(states)}`);
      // Looking costs what is measured here, so seldom; when the last was accepted the hub has written down.
      await new Promise((resolve) => { setTimeout(resolve, quick ? 50 : 1000); });
    }
    const { last } = await house.db.inTenant(town.id, (tx) => tx.one<{ last: Date }>(sql`select max(finished_at) as last from hub.delivery where destination_id = ${destination}`));
    const [perSecond, after] = [deliveries / ((last.getTime() - start) / 1000), spentSoFar(stage, worker.pid()!)];
    const each = (party: keyof Spent): number => (after[party] - before[party]) * 1000 / deliveries;
    return { perSecond, cpuMs: { worker: each("worker"), web: each("web"), sandbox: each("sandbox"), postgres: each("postgres") }, transactions: (await transactionsSoFar(stage) - transactions) / deliveries };
  }
}

function meanOf(a: RsaCost, b: RsaCost): RsaCost {
  return { sign: (a.sign + b.sign) / 2, verify: (a.verify + b.verify) / 2, wrap: (a.wrap + b.wrap) / 2, unwrap: (a.unwrap + b.unwrap) / 2 };
}

/** CPU of each party, in seconds since its start. Delivery service and Fachverfahren are one process. */
interface Spent { readonly worker: number; readonly web: number; readonly sandbox: number; readonly postgres: number }
interface Run { readonly perSecond: number; readonly cpuMs: Spent; readonly transactions: number }

function spentSoFar(stage: Stage, worker: number): Spent {
  return { worker: cpuSecondsOf(worker), web: stage.webCpu(), sandbox: cpuSecondsOf(stage.installation.sandbox.pid()!), postgres: stage.postgresCpu() };
}

async function transactionsSoFar({ house }: Stage): Promise<number> {
  return (await house.db.asOperator("transactions so far", (tx) => tx.one<{ done: number }>(sql`select (xact_commit + xact_rollback)::int as done from pg_stat_database where datname = current_database()`))).done;
}

/** The bench's service goes by FIT-Connect and by no other way. */
async function openFitConnect(stage: Stage): Promise<string> {
  const { house, town } = stage;
  const webhook = (await openDestinations(stage, [town.id], inFlight)).get(town.id);
  const like = (await sandboxDestinations(house.config, house.tenants)).find(({ tenant, channel }) => tenant === town.id && channel === "fit-connect");
  if (!like) throw new Error("the demonstration has no way by FIT-Connect");
  const { services: _, ...settings } = like;
  const made = await house.hub.setDestination({ ...settings, name: "Messung über FIT-Connect", maxInFlight: inFlight, actor });
  if (!made.ok) throw new Error(`no destination: ${JSON.stringify(made)}`);
  await house.db.inTenant(town.id, async (tx) => {
    for (const route of await house.hub.routes(tx)) if (route.destination === webhook) await house.hub.endRoute(tx, { route: route.id, actor });
    await house.hub.addRoute(tx, { destination: made.destination, service: "messung-zustellung", validFrom: new Date(Date.now() - 60_000), actor });
  });
  return made.destination;
}

/** From the logs of many that were accepted, by the delivery service's own word: one that is accepted before its recipient has confirmed the callback has an event less. */
async function operationsOf({ house, installation, town }: Stage, destination: string): Promise<{ readonly signatures: number; readonly contents: number }> {
  const seen = await house.db.inTenant(town.id, (tx) => tx.rows<{ bracket: string; memory: { readonly attachmentIds?: readonly string[] } }>(sql`select p.bracket, p.memory from hub.dispatch p join hub.delivery d on d.id = p.delivery_id
    where p.destination_id = ${destination} and d.state = 'accepted' order by md5(p.bracket) limit 100`));
  const origin = `http://fit-connect.sandbox.localhost:${installation.ports.sandbox}`;
  const call = createOutbound({ trustedHosts: [new URL(origin).host] });
  const { ZBP_CLIENT_ID: id = "", ZBP_CLIENT_SECRET: secret = "" } = installation.settings;
  const token = await (await call(`${origin}/auth/token`, { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded", "user-agent": "bench" }, body: new URLSearchParams({ grant_type: "client_credentials", client_id: id, client_secret: secret }).toString() })).json() as { readonly access_token: string };
  let [signatures, contents] = [0, 0];
  for (const { bracket, memory } of seen) {
    const { eventLog } = await (await call(`${origin}/submission-api/v2/cases/${bracket}/events?limit=100`, { headers: { authorization: `Bearer ${token.access_token}`, "user-agent": "bench" } })).json() as { readonly eventLog: readonly string[] };
    signatures += eventLog.length;
    contents += 2 + (memory.attachmentIds?.length ?? 0);
  }
  return { signatures: signatures / seen.length, contents: contents / seen.length };
}
