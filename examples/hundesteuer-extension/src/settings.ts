export interface Settings {
  /** Address of the portal's main host, for example `http://portal.localhost:8080`. */
  readonly portal: string;
  readonly tenant: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where this program listens, and how the portal reaches it. */
  readonly port: number;
  readonly publicUrl: string | undefined;
  readonly dataFolder: string;
  readonly signatory: { readonly name: string; readonly role: string };
}

/** All problems in one message; there is no default for anything that protects people. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const missing = ["PORTAL_URL", "TENANT", "CLIENT_ID", "CLIENT_SECRET", "DATA_FOLDER"].filter((name) => !env[name]);
  if (missing.length > 0) throw new Error(`Es fehlen Einstellungen: ${missing.join(", ")}. Sie stehen in README.md.`);
  return {
    portal: (env["PORTAL_URL"] ?? "").replace(/\/$/, ""), tenant: env["TENANT"] ?? "", clientId: env["CLIENT_ID"] ?? "", clientSecret: env["CLIENT_SECRET"] ?? "", dataFolder: env["DATA_FOLDER"] ?? "",
    port: Number(env["PORT"] ?? "8095"), publicUrl: env["PUBLIC_URL"], signatory: { name: env["SIGNATORY"] ?? "Sabine Steuer", role: "Steueramt" },
  };
}
