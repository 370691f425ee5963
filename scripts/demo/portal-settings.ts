import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { demoBundidEntityId } from "../../apps/portal/src/demo-marks.ts";
import type { RoleUrls } from "../../apps/portal/src/platform/database/roles.ts";
import type { BundidFiles, DemoSecrets } from "./secrets.ts";

export interface DemoPorts { readonly portal: number; readonly sandbox: number; readonly smtp: number; readonly xta: number; readonly sftp?: number; /** First of the examples' ports. */ readonly examples: number }

/** Settings of the portal for the demonstration: everything outside is the sandbox. */
export async function portalSettings(options: {
  readonly folder: string; readonly ports: DemoPorts; readonly secrets: DemoSecrets; readonly urls: RoleUrls; readonly bundid: BundidFiles;
}): Promise<Record<string, string>> {
  const { folder, ports, secrets, urls, bundid } = options;
  const credentials = JSON.parse(readFileSync(join(folder, "sandbox", "credentials.json"), "utf8")) as {
    staff: { clientId: string; clientSecret: string }; payment: { clientId: string; clientSecret: string }; fachverfahren: { webhookSecret: string }; register: { token: string }; fitConnect: { gateway: { clientId: string; clientSecret: string }; onlineService: { clientId: string; clientSecret: string }; destinations: { zbp: { destinationId: string } } };
  };
  const sandbox = (name: string): string => `http://${name}.sandbox.localhost:${ports.sandbox}`;
  const idpCertificate = join(folder, "bundid-idp.crt.pem");
  writeFileSync(idpCertificate, await idpCertificateOf(ports.sandbox));
  return {
    MODE: "demo",
    PORT: String(ports.portal),
    PUBLIC_ORIGIN: `http://portal.localhost:${ports.portal}`,
    DATABASE_URL: urls.app,
    WORKER_DATABASE_URL: urls.worker,
    INSTALLATION_KEYS: `1:${secrets.installationKey}`,
    INSTALLATION_PEPPER: secrets.pepper,
    FILES_DIR: join(folder, "files"),
    LOG_LEVEL: process.env["LOG_LEVEL"] ?? "warn",
    BUNDID_IDP_ENTITY_ID: `${sandbox("bundid")}/idp`,
    BUNDID_SSO_URL: `${sandbox("bundid")}/idp/profile/SAML2/POST/SSO`,
    BUNDID_IDP_CERTIFICATE: idpCertificate,
    BUNDID_ENTITY_ID: demoBundidEntityId,
    BUNDID_SIGNING_KEY: bundid.signingKey,
    BUNDID_SIGNING_CERTIFICATE: bundid.signingCertificate,
    BUNDID_DECRYPTION_KEY: bundid.decryptionKey,
    BUNDID_DECRYPTION_CERTIFICATE: bundid.decryptionCertificate,
    BUNDID_ONLINE_SERVICE_ID: "DEMO-X0000",
    STAFF_ISSUER: sandbox("staff"),
    STAFF_CLIENT_ID: credentials.staff.clientId,
    STAFF_CLIENT_SECRET: credentials.staff.clientSecret,
    PAYMENT_URL: `${sandbox("payment")}/`,
    PAYMENT_ORIGINATOR: "kommunalportal",
    PAYMENT_USER: credentials.payment.clientId,
    PAYMENT_PASSWORD: credentials.payment.clientSecret,
    PAYMENT_PAGE_ORIGIN: sandbox("payment"),
    SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`,
    MAIL_FROM: "Kommunalportal <keine-antwort@kommunalportal.example>",
    EXAMPLE_EXTENSION_SECRET: secrets.extension,
    EXAMPLES_PORT: String(ports.examples),
    CONFORMITY_KEYS: join(import.meta.dirname, "..", "..", "examples", "conformity", "keys.json"),
    GATEWAY_FIT_CONNECT: sandbox("fit-connect"),
    GATEWAY_CLIENT_ID: credentials.fitConnect.gateway.clientId,
    GATEWAY_CLIENT_SECRET: credentials.fitConnect.gateway.clientSecret,
    ZBP_DESTINATION: credentials.fitConnect.destinations.zbp.destinationId,
    ZBP_CLIENT_ID: credentials.fitConnect.onlineService.clientId,
    ZBP_CLIENT_SECRET: credentials.fitConnect.onlineService.clientSecret,
    ZBP_CERTIFICATE: bundid.signingCertificate,
    ZBP_KEY: bundid.signingKey,
    ZBP_STATUS: "ja",
    EFA_SERVICE_URL: sandbox("efa"),
    FIM_PORTAL: sandbox("fim"), XREPOSITORY: sandbox("xrepository"),
    // An invented Redaktion; nobody outside fetches its files. The official name of the root element is not published (decision 0060).
    XZUFI_AGENCY: "S100998", XZUFI_ROOT: "VORFUEHRUNG.uebertragung",
    STREET_LISTS: join(import.meta.dirname, "../../apps/portal/seeds/streets"),
    EVIDENCE_REGISTER_URL: `${sandbox("register")}/api`,
    EVIDENCE_REGISTER_TOKEN: credentials.register.token,
    DEVELOPER_TEMPLATE_TOWN: "musterstadt",
    SANDBOX_FOLDER: join(folder, "sandbox"),
    SANDBOX_URL: `http://sandbox.localhost:${ports.sandbox}`,
    SANDBOX_XTA_URL: `https://127.0.0.1:${ports.xta}`,
    ...(ports.sftp === undefined ? {} : { SANDBOX_SFTP: `127.0.0.1:${ports.sftp}` }),
    FACHVERFAHREN_URL: `${sandbox("fachverfahren")}/webhook`,
    FACHVERFAHREN_SECRET: credentials.fachverfahren.webhookSecret,
  };
}

/** For the commands that work on the running demonstration (`npm run import-schema`, …). */
export function rememberSettings(folder: string, settings: Readonly<Record<string, string>>): void {
  writeFileSync(join(folder, "settings.json"), JSON.stringify(settings), { mode: 0o600 });
}

/** The simulated identity provider publishes its certificate in its metadata, as the real one does. */
async function idpCertificateOf(port: number): Promise<string> {
  const { createOutbound } = await import("../../apps/portal/src/platform/http/outbound.ts");
  const host = `bundid.sandbox.localhost:${port}`;
  const metadata = await (await createOutbound({ trustedHosts: [host] })(`http://${host}/idp`)).text();
  const base64 = /<(?:\w+:)?KeyDescriptor use="signing">[\s\S]*?<(?:\w+:)?X509Certificate>([^<]+)</.exec(metadata)?.[1]?.replace(/\s/g, "");
  if (!base64) throw new Error("the simulated BundID shows no signing certificate in its metadata");
  return `-----BEGIN CERTIFICATE-----\n${base64.replace(/(.{64})/g, "$1\n").trim()}\n-----END CERTIFICATE-----\n`;
}
