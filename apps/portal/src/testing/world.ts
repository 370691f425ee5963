import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { generateKeyPairWithCertificate } from "@kommunalportal/bundid";
import { createOutbound } from "#platform/http";
import type { Clock } from "#platform/clock";
import { startSandbox, type Sandbox } from "../../../sandbox/src/start-sandbox.ts";
import { lendKeys } from "../../../sandbox/src/testing/ready-keys.ts";
import { compose, type House } from "../compose.ts";
import { readConfig } from "../config.ts";
import { joinSandbox, seedDemo } from "../seed/demo.ts";
import { createWeb, type Web } from "../web.ts";
import { createWork } from "../work.ts";
import { openTestDatabase, testServer, type TestDatabase } from "./test-database.ts";
import { freePort } from "./free-port.ts";

export interface World {
  readonly house: House;
  readonly web: Web;
  readonly sandbox: Sandbox;
  readonly port: number;
  readonly database: TestDatabase;
  /** Origin of a town, or of the Leitportal without a label. */
  origin(label?: string): string;
  /** Ends the worker, so that nothing reacts to events until `startWork`. */
  stopWork(): Promise<void>;
  startWork(): Promise<void>;
}

let keys: Promise<{ signing: { privateKey: string; certificate: string }; decryption: { privateKey: string; certificate: string } }> | undefined;

/** The whole product with the whole outside world, over real HTTP, in this process, on free ports. Call it at the top level of a test file. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const database = await openTestDatabase(testServer(), { max: 4 });
  const world = await openWorld(database, options);
  after(async () => { await world.close(); await database.close(); });
  return world;
}

export interface WorldOptions { readonly clock?: Clock; readonly worker?: boolean; /** `host:port` of programs that the test starts. */ readonly extensionHosts?: readonly string[];
  /** A second installation beside the one that this sandbox was started for: its own database, keys and access to FIT-Connect. Nobody signs in there, for the sandbox sends people back to the first. */
  readonly beside?: { readonly sandbox: Sandbox; readonly gateway: { readonly clientId: string; readonly clientSecret: string } } }

/** The same outside of a test run; whoever opens it closes it. */
export async function openWorld(database: TestDatabase, options: WorldOptions = {}): Promise<World & { close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "kommunalportal-world-"));
  const port = await freePort();
  const { beside } = options;
  if (!beside) await lendKeys(join(folder, "sandbox"));
  const sandbox = beside?.sandbox ?? await startSandbox({ dataFolder: join(folder, "sandbox"), port: 0, portalPort: port, smtpPort: 0, ...(options.clock ? { clock: () => options.clock!.now() } : {}) });
  const config = readConfig({ ...await settings({ folder, port, sandbox, database }), ...(beside ? { GATEWAY_CLIENT_ID: beside.gateway.clientId, GATEWAY_CLIENT_SECRET: beside.gateway.clientSecret } : {}), EXTENSION_HOSTS: (options.extensionHosts ?? []).join(",") });
  const house = await compose(config, options.clock ? { clock: options.clock } : {});
  await seedDemo(house);
  if (!beside) await joinSandbox(house);
  const web = await createWeb(house);
  await web.app.listen({ port, host: "127.0.0.1" });
  let work = options.worker === false ? undefined : await createWork(house);
  return {
    async close() {
      await work?.stop();
      await web.close();
      await house.close();
      if (!beside) await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
    house, web, sandbox, port, database,
    origin: (label) => `http://${label ? `${label}.` : ""}portal.localhost:${port}`,
    stopWork: async () => { await work?.stop(); work = undefined; },
    startWork: async () => { work ??= await createWork(house); },
  };
}

async function settings({ folder, port, sandbox, database }: { readonly folder: string; readonly port: number; readonly sandbox: Sandbox; readonly database: TestDatabase }): Promise<Record<string, string>> {
  keys ??= Promise.all([generateKeyPairWithCertificate("test signing"), generateKeyPairWithCertificate("test decryption")]).then(([signing, decryption]) => ({ signing, decryption }));
  const { signing, decryption } = await keys;
  const file = (name: string, content: string): string => { const path = join(folder, name); writeFileSync(path, content); return path; };
  const at = (name: string): string => `http://${name}.sandbox.localhost:${sandbox.port}`;
  const metadata = await (await createOutbound({ trustedHosts: [new URL(at("bundid")).host] })(`${at("bundid")}/idp`)).text();
  const idp = /<(?:\w+:)?KeyDescriptor use="signing">[\s\S]*?<(?:\w+:)?X509Certificate>([^<]+)</.exec(metadata)?.[1]?.replace(/\s/g, "") ?? "";
  return {
    MODE: "demo", ROLE: "all", PORT: String(port), PUBLIC_ORIGIN: `http://portal.localhost:${port}`, DATABASE_URL: database.urls.app, WORKER_DATABASE_URL: database.urls.worker,
    XZUFI_AGENCY: "S100998", XZUFI_ROOT: "uebertragung", DATABASE_CONNECTIONS: "16", INSTALLATION_KEYS: `1:${randomBytes(32).toString("base64")}`, INSTALLATION_PEPPER: randomBytes(32).toString("base64"), FILES_DIR: join(folder, "files"), MIN_FREE_MEGABYTES: "1", LOG_LEVEL: process.env["LOG_LEVEL"] ?? "fatal",
    BUNDID_IDP_ENTITY_ID: `${at("bundid")}/idp`, BUNDID_SSO_URL: `${at("bundid")}/idp/profile/SAML2/POST/SSO`,
    BUNDID_IDP_CERTIFICATE: file("idp.pem", `-----BEGIN CERTIFICATE-----\n${idp.replace(/(.{64})/g, "$1\n").trim()}\n-----END CERTIFICATE-----\n`),
    BUNDID_ENTITY_ID: "https://portal.kommunalportal.example/sp", BUNDID_SIGNING_KEY: file("s.key", signing.privateKey), BUNDID_SIGNING_CERTIFICATE: file("s.crt", signing.certificate),
    BUNDID_DECRYPTION_KEY: file("d.key", decryption.privateKey), BUNDID_DECRYPTION_CERTIFICATE: file("d.crt", decryption.certificate), BUNDID_ONLINE_SERVICE_ID: "DEMO-X0000",
    STAFF_ISSUER: at("staff"), STAFF_CLIENT_ID: sandbox.credentials.staff.clientId, STAFF_CLIENT_SECRET: sandbox.credentials.staff.clientSecret,
    PAYMENT_URL: `${at("payment")}/`, PAYMENT_ORIGINATOR: "kommunalportal", PAYMENT_USER: sandbox.credentials.payment.clientId, PAYMENT_PASSWORD: sandbox.credentials.payment.clientSecret,
    PAYMENT_PAGE_ORIGIN: at("payment"), SMTP_URL: `smtp://127.0.0.1:${sandbox.smtpPort}`, MAIL_FROM: "Kommunalportal <keine-antwort@kommunalportal.example>",
    GATEWAY_FIT_CONNECT: at("fit-connect"), GATEWAY_CLIENT_ID: sandbox.credentials.fitConnect.gateway.clientId, GATEWAY_CLIENT_SECRET: sandbox.credentials.fitConnect.gateway.clientSecret,
    ZBP_DESTINATION: sandbox.credentials.fitConnect.destinations.zbp.destinationId, ZBP_CLIENT_ID: sandbox.credentials.fitConnect.onlineService.clientId, ZBP_CLIENT_SECRET: sandbox.credentials.fitConnect.onlineService.clientSecret,
    ZBP_CERTIFICATE: file("zbp.crt", signing.certificate), ZBP_KEY: file("zbp.key", signing.privateKey),
    SANDBOX_FOLDER: join(folder, "sandbox"), SANDBOX_URL: sandbox.url, SANDBOX_XTA_URL: `https://127.0.0.1:${sandbox.xtaPort}`, EFA_SERVICE_URL: at("efa"), FIM_PORTAL: at("fim"), XREPOSITORY: at("xrepository"), STREET_LISTS: join(import.meta.dirname, "../../seeds/streets"), EVIDENCE_REGISTER_URL: `${at("register")}/api`, EVIDENCE_REGISTER_TOKEN: sandbox.credentials.register.token, FACHVERFAHREN_URL: `${at("fachverfahren")}/webhook`, FACHVERFAHREN_SECRET: sandbox.credentials.fachverfahren.webhookSecret,
  };
}
