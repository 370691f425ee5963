import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { SandboxOptions } from "../start-sandbox.ts";

export type Settings =
  | { readonly ok: true; readonly options: SandboxOptions; readonly exitWithStdin: boolean }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Ports by argument and environment variable, with their defaults; 0 lets the system choose, "off" opens none. */
const PORTS = [
  { key: "port", argument: "port", variable: "SANDBOX_PORT", standard: 8090, off: false },
  { key: "portalPort", argument: "portal-port", variable: "PORTAL_PORT", standard: 8080, off: false },
  { key: "smtpPort", argument: "smtp-port", variable: "SANDBOX_SMTP_PORT", standard: 8025, off: false },
  { key: "xtaPort", argument: "xta-port", variable: "SANDBOX_XTA_PORT", standard: undefined, off: false },
  { key: "sftpPort", argument: "sftp-port", variable: "SANDBOX_SFTP_PORT", standard: undefined, off: true },
  { key: "clamdPort", argument: "clamd-port", variable: "SANDBOX_CLAMD_PORT", standard: undefined, off: true },
] as const;

/** Reads every setting (an argument wins over its variable) and names all problems at once. */
export function readSettings(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Settings {
  const problems: string[] = [];
  const values = readArguments(args, problems);
  const ports: Partial<Record<(typeof PORTS)[number]["key"], number>> = {};
  for (const { key, argument, variable, standard, off } of PORTS) {
    const given = values[argument] ?? (env[variable] || undefined);
    const port = given === undefined || (off && given === "off") ? standard : portOf(given);
    if (Number.isNaN(port)) problems.push(`--${argument} (${variable}) ist keine Portnummer zwischen 0 und 65535: ${String(given)}`);
    else if (port !== undefined) ports[key] = port;
  }
  if (problems.length > 0) return { ok: false, problems };
  const dataFolder = values["data"] ?? (env["SANDBOX_DATA"] || ".data/sandbox");
  return {
    ok: true,
    exitWithStdin: values["exit-with-stdin"] === "true" || env["SANDBOX_EXIT_WITH_STDIN"] === "1",
    options: { ...ports, dataFolder: resolve(String(dataFolder)) },
  };
}

function readArguments(args: readonly string[], problems: string[]): Partial<Record<string, string>> {
  const text = { type: "string" } as const;
  try {
    const { values } = parseArgs({
      args: [...args], allowPositionals: false,
      options: { "port": text, "portal-port": text, "smtp-port": text, "xta-port": text, "sftp-port": text, "clamd-port": text, "data": text, "exit-with-stdin": { type: "boolean" } },
    });
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
  } catch (error) {
    problems.push(`Das Argument wird nicht verstanden: ${error instanceof Error ? error.message : ""}`);
    return {};
  }
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return port <= 65_535 ? port : Number.NaN;
}
