import { availableParallelism } from "node:os";

type Environment = Readonly<Record<string, string | undefined>>;

/** Each holds some 200 MB: on a large machine the operator says how many are wanted. */
const mostUnasked = 4;

/**
 * How many processes of the role `web` share the port: `WEB_PROCESSES`, or one for each core, at most four. A value that is no such number
 * is left to the one process then, whose settings say what is wrong with it.
 */
export function webProcesses(env: Environment, cores = availableParallelism()): number {
  if (env["ROLE"] !== "web") return 1;
  const given = env["WEB_PROCESSES"] ?? "";
  if (given === "") return Math.max(1, Math.min(cores, mostUnasked));
  return /^\d{1,2}$/.test(given) && Number(given) >= 1 && Number(given) <= 64 ? Number(given) : 1;
}

/** Connections to the database that were meant for the role; one of each process listens. */
const connectionsUnasked = 16;
const fewestConnections = 4;

/** Settings of one of so many: the connections are shared, so that more processes do not ask more of the database. */
export function settingsOfEach(env: Environment, processes: number): Record<string, string> {
  const connections = Number(env["DATABASE_CONNECTIONS"] || connectionsUnasked);
  // What is no number stays as it is, to be complained about.
  return Number.isInteger(connections) ? { DATABASE_CONNECTIONS: String(Math.min(connections, Math.max(fewestConnections, Math.floor(connections / processes)))) } : {};
}

/** What the process that leads them reads of the settings; where a value is none, each of them says so and does not start. */
export function leaderSettings(env: Environment): { readonly patienceSeconds: number; readonly logLevel: string } {
  const patience = Number(env["WEB_PATIENCE_SECONDS"]);
  return { patienceSeconds: Number.isInteger(patience) && patience >= 10 ? patience : 30, logLevel: /^(fatal|error|warn|info|debug)$/.test(env["LOG_LEVEL"] ?? "") ? env["LOG_LEVEL"]! : "info" };
}
