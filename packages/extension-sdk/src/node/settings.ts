/** What every extension is told from outside; the names that the command line tool and the conformance kit give. */
export interface ExtensionSettings {
  /** Address of the portal's main host. */
  readonly portal: string;
  readonly tenant: string;
  /** All towns that it works for: `TENANT` names them, divided by commas; `tenant` is the first. */
  readonly tenants: readonly string[];
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where it keeps what it must not forget. */
  readonly dataFolder: string;
  readonly port: number;
  /** Under which address the portal reaches its webhook; without it the extension only pulls. */
  readonly webhookUrl: string | undefined;
  /** Under which origin people reach its pages, without a slash at the end; without it at `http://127.0.0.1:<port>`. */
  readonly origin: string | undefined;
}

/** All problems in one message; there is no default for anything that protects people. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): ExtensionSettings {
  const missing = ["PORTAL_URL", "TENANT", "CLIENT_ID", "CLIENT_SECRET", "DATA_FOLDER"].filter((name) => !env[name]?.replaceAll(",", "").trim());
  if (missing.length > 0) throw new Error(`These settings are missing: ${missing.join(", ")}.`);
  const text = (name: string): string => env[name] ?? "";
  const tenants = text("TENANT").split(",").map((one) => one.trim()).filter((one) => one !== "");
  const port = Number(env["PORT"] ?? "8095");
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error("PORT is a number from 0 to 65535.");
  return { portal: text("PORTAL_URL").replace(/\/+$/, ""), tenant: tenants[0] ?? "", tenants, clientId: text("CLIENT_ID"), clientSecret: text("CLIENT_SECRET"), dataFolder: text("DATA_FOLDER"), port, webhookUrl: env["PUBLIC_URL"] === "" ? undefined : env["PUBLIC_URL"], origin: env["PUBLIC_ORIGIN"] === "" ? undefined : env["PUBLIC_ORIGIN"]?.replace(/\/+$/, "") };
}
