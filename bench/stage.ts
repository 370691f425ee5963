import { mkdirSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { compose, type House } from "../apps/portal/src/compose.ts";
import { readConfig } from "../apps/portal/src/config.ts";
import { serviceSwitch, type Tenant } from "../apps/portal/src/modules/tenants/index.ts";
import { openInstallation, type Installation } from "../e2e/installation.ts";
import { parseServicePackage } from "../packages/form-engine/src/index.ts";
import { conditional, threeSteps, wideStep } from "./bench-services.ts";
import { openConnection } from "./lean-client.ts";
import { webProcesses } from "../apps/portal/src/platform/processes/index.ts";
import { childrenOf, cpuSecondsOfFamily, memoryOf, parentOf } from "./processes.ts";

/** Everything the lines measure on: the installation as `npm start` runs it, without a worker, and the same house once more in this process. */
export interface Stage {
  readonly installation: Installation;
  readonly house: House;
  readonly town: Tenant;
  readonly townHost: string;
  readonly apexHost: string;
  readonly port: number;
  readonly folder: string;
  /** Fewer of everything: to see that the bench itself runs. */
  readonly quick: boolean;
  readonly postgresVersion: string;
  /** Web processes that share the port, as the product starts them here. */
  readonly webProcesses: number;
  /** CPU seconds of all web processes. */
  webCpu(): number;
  /** The largest web process. */
  webMemory(): ReturnType<typeof memoryOf>;
  postgresCpu(): number;
  /** SQL statements of the web processes since their start. */
  statements(): Promise<number>;
  /** Public pages that the web processes have answered from memory. */
  pagesFromMemory(): Promise<number>;
  /** As the owner of the tables; for statistics after bulk inserts. */
  readonly asOwner: (statement: string) => Promise<void>;
  /** Takes away what submissions have set off and no worker has begun. What a running one holds is left to it: a deletion under its hands could deadlock with it. */
  readonly dropJobs: () => Promise<void>;
  close(): Promise<void>;
}

const metricsToken = "figures-of-the-bench-only";

export async function openStage(folder: string, options: { readonly quick: boolean; readonly profileFolder?: string | undefined }): Promise<Stage> {
  if (options.profileFolder !== undefined) mkdirSync(options.profileFolder, { recursive: true });
  const profile = options.profileFolder === undefined ? {} : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${options.profileFolder}` };
  const installation = await openInstallation(folder, { worker: false, env: { WEB_PROCESSES: process.env["WEB_PROCESSES"] ?? "", METRICS_TOKEN: metricsToken, EXTENSION_REQUESTS_PER_MINUTE: "10000000", ...profile } });
  try {
    return await stageOf(installation, folder, options.quick);
  } catch (error) {
    await installation.stop();
    throw error;
  }
}

async function stageOf(installation: Installation, folder: string, quick: boolean): Promise<Stage> {
  const house = await compose(readConfig({ ...installation.settings, ROLE: "web", FILES_DIR: join(folder, "files") }));
  const town = house.tenants.bySlug("musterstadt");
  if (!town) throw new Error("the demonstration has no Musterstadt");
  await publish(house, town);
  const once = (url: string, statement: string): Promise<unknown> => connected(url, (client) => client.query(statement));
  const server = await serverOf(installation.urls.app);
  const web = (): number => {
    const pid = installation.web.pid();
    if (pid === undefined) throw new Error("the portal is not running");
    return pid;
  };
  const { port, host: apexHost } = new URL(installation.origin());
  const asking = openConnection(Number(port));
  const figure = async (name: string): Promise<number> => {
    const { body } = await asking.get(apexHost, "/metrik", { authorization: `Bearer ${metricsToken}` });
    const found = new RegExp(`^${name} (\\d+)`, "m").exec(body.toString());
    if (!found) throw new Error(`the portal does not tell ${name}`);
    return Number(found[1]);
  };
  const count = webProcesses({ ...installation.settings, ROLE: "web" });
  // The first is enough to begin with; what is measured is all of them.
  for (const began = Date.now(); await figure("kp_web_processes") < count;) {
    if (Date.now() - began > 60_000) throw new Error(`not all of ${count} web processes have started`);
    await new Promise((resolve) => { setTimeout(resolve, 200); });
  }
  return {
    installation, house, town, townHost: new URL(installation.origin("musterstadt")).host, apexHost, port: Number(port), folder, quick, postgresVersion: server.version,
    webProcesses: count, webCpu: () => cpuSecondsOfFamily(web()), postgresCpu: () => cpuSecondsOfFamily(server.pid),
    webMemory: () => [web(), ...childrenOf(web())].map(memoryOf).reduce((most, one) => ({ megabytes: Math.max(most.megabytes, one.megabytes), peak: most.peak === undefined || one.peak === undefined ? undefined : Math.max(most.peak, one.peak) })),
    statements: () => figure("kp_sql_statements_total"),
    pagesFromMemory: () => figure("kp_pages_from_memory_total"),
    asOwner: async (statement) => { await once(installation.urls.owner, statement); },
    dropJobs: async () => {
      await once(installation.urls.worker, "delete from graphile_worker._private_jobs where id in (select id from graphile_worker._private_jobs where locked_at is null for update skip locked)");
    },
    async close() { asking.close(); await house.close(); await installation.stop(); },
  };
}

/** The server behind a connection: its first process is the parent of the connection's own. */
function serverOf(url: string): Promise<{ readonly pid: number; readonly version: string }> {
  return connected(url, async (client) => {
    const { rows: [row] } = await client.query<{ pid: number; version: string }>("select pg_backend_pid() as pid, current_setting('server_version') as version");
    if (!row) throw new Error("the server does not say which process it is");
    return { pid: parentOf(row.pid), version: row.version };
  });
}

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try { return await work(client); } finally { await client.end(); }
}

/** The bench's own services, switched on in one town; the running portal hears of it through NOTIFY. */
async function publish(house: House, town: Tenant): Promise<void> {
  await house.db.asOperator("services of the bench", async (tx) => {
    for (const { service, form } of [wideStep, threeSteps, conditional]) {
      const read = parseServicePackage(service, form);
      await house.forms.publish(tx, read);
      await house.tenants.storeSwitch(tx, town.id, serviceSwitch.parse({ service: read.service.slug, enabled: true }));
    }
  });
  await house.tenants.refresh();
  house.forms.refresh();
}
