import { readFileSync } from "node:fs";
import { z } from "zod";
import { demoBundidEntityId, isDemoCertificate, isDemoKey, isDemoSecret } from "./demo-marks.ts";

/** A file's content, given by its path: keys and certificates do not belong into the environment itself. */
const fileContent = z.string().transform((path, context) => {
  try { return readFileSync(path, "utf8"); } catch { context.addIssue({ code: "custom", message: `die Datei ${path} ist nicht lesbar` }); return z.NEVER; }
});
const url = z.url({ protocol: /^https?$/ });
const port = z.coerce.number().int().min(0).max(65_535);
const list = z.string().default("").transform((text) => text.split(",").map((part) => part.trim()).filter(Boolean));

/** `1:<base64>,2:<base64>`: versions and 32-byte keys; the highest version seals, all open. */
const installationKeys = z.string().transform((text, context) => {
  const keys = text.split(",").map((part) => {
    const [version, key] = part.split(":");
    return { version: Number(version), key: Buffer.from(key ?? "", "base64") };
  });
  if (keys.some(({ version, key }) => !Number.isInteger(version) || version < 1 || key.length !== 32)) {
    context.addIssue({ code: "custom", message: "erwartet wird Version:Schlüssel, der Schlüssel 32 Byte in Base64, mehrere durch Komma getrennt" });
    return z.NEVER;
  }
  return keys;
});

const shape = z.object({
  /** demo: simulators and invented people. production: keys from outside, no seeds, no sandbox. */
  MODE: z.enum(["demo", "production"]),
  ROLE: z.enum(["web", "worker", "all"]).default("all"),
  /** Processes of the role `web` on one port; without it one for each core, at most four (`platform/processes`). */
  WEB_PROCESSES: z.coerce.number().int().min(1).max(64).optional(),
  /** Seconds without a sign of life after which one of several is ended and started anew. */
  WEB_PATIENCE_SECONDS: z.coerce.number().int().min(10).max(600).default(30),
  PORT: port.default(8080),
  BIND: z.string().default("127.0.0.1"),
  /** Address of the Leitportal; a town's is the same with its name in front of the host. */
  PUBLIC_ORIGIN: url,
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  WORKER_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** Of the role in this place: several web processes share them. */
  DATABASE_CONNECTIONS: z.coerce.number().int().min(2).max(200).default(16),
  INSTALLATION_KEYS: installationKeys,
  /** 32 bytes in Base64 that never change: key hashes of look-up codes and counters. Not in the database. */
  INSTALLATION_PEPPER: z.string().transform((text) => Buffer.from(text, "base64")).refine((bytes) => bytes.length === 32, "erwartet werden 32 Byte in Base64"),
  FILES_DIR: z.string().min(1),
  MIN_FREE_MEGABYTES: z.coerce.number().int().min(0).default(500),
  TRUSTED_PROXIES: list,
  /** Hosts (name or name:port) of Fachverfahren inside a network of one's own; calls to private addresses are refused to all others. */
  OUTBOUND_TRUSTED_HOSTS: list,
  /** Years after the year of an entry: the audit, and the names of staff who have left. */
  AUDIT_YEARS: z.coerce.number().int().min(1).max(30).default(3),
  /** Months without a sign-in after which somebody counts as having left: no roles, no address. */
  STAFF_MONTHS: z.coerce.number().int().min(1).max(120).default(12),
  /** Months after the last edit for which a draft is kept. */
  DRAFT_MONTHS: z.coerce.number().int().min(1).max(24).default(3),
  /** Days for a draft of a service that is run for other towns, too (»Einer für Alle«), by its name in `EFA_SERVICES` (§ 8a OZG). */
  DRAFT_DAYS_EFA: z.coerce.number().int().min(1).max(365).default(30),
  EFA_SERVICES: list,
  /** Months for which a report of a barrier stays after it was answered. */
  BARRIER_REPORT_MONTHS: z.coerce.number().int().min(1).max(120).default(12),
  /** Days for which a document of the safe is released to an office unless the person chooses otherwise. */
  SAFE_SHARE_DAYS: z.coerce.number().int().min(1).max(365).default(90),
  /** Days after the end of a case during which its office may still answer by FIT-Connect or through the gateway: so long the keys and ways for that are kept. Not less than the 14 days after which FIT-Connect gives up. */
  ANSWERABLE_DAYS: z.coerce.number().int().min(14).max(730).default(90),
  /** Bearer token for /metrik; without it the figures are not served. */
  METRICS_TOKEN: z.string().min(16).optional(),
  /** Whom to tell of a weakness (RFC 9116), and the rules for that; without a contact there is no `security.txt`. */
  SECURITY_CONTACT: z.string().regex(/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+|tel:\+[\d-]+)$/, "erwartet wird mailto:…, https://… oder tel:+…").optional(),
  SECURITY_POLICY: z.string().regex(/^https:\/\/\S+$/, "erwartet wird eine Adresse mit https").optional(),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug"]).default("info"),
  BUNDID_IDP_ENTITY_ID: url,
  BUNDID_SSO_URL: url,
  BUNDID_IDP_CERTIFICATE: fileContent,
  /** https URL without port that never changes: its host goes into everybody's bPK2. */
  BUNDID_ENTITY_ID: z.url({ protocol: /^https$/ }).refine((value) => new URL(value).port === "", "ohne Port"),
  BUNDID_SIGNING_KEY: fileContent,
  BUNDID_SIGNING_CERTIFICATE: fileContent,
  BUNDID_DECRYPTION_KEY: fileContent,
  BUNDID_DECRYPTION_CERTIFICATE: fileContent,
  BUNDID_ONLINE_SERVICE_ID: z.string().min(1).max(60),
  STAFF_ISSUER: url,
  STAFF_CLIENT_ID: z.string().min(1),
  STAFF_CLIENT_SECRET: z.string().min(16),
  PAYMENT_URL: url,
  PAYMENT_ORIGINATOR: z.string().regex(/^[\w-]{1,36}$/),
  PAYMENT_USER: z.string().min(1),
  PAYMENT_PASSWORD: z.string().min(8),
  /** Where the payment page lives, for the browser's `form-action`. */
  PAYMENT_PAGE_ORIGIN: url,
  SMTP_URL: z.url({ protocol: /^smtps?$/ }),
  MAIL_FROM: z.string().min(3).max(200),
  CLAMD: z.string().regex(/^([^:\s]+:\d+|\/\S+)$/, "host:port oder Pfad eines Unix-Sockets").optional(),
  /** The demo's Fachverfahren; in production destinations are set per town. */
  FACHVERFAHREN_URL: url.optional(),
  /** Access of the EfA gateway to FIT-Connect: `TEST`, `STAGE`, `PROD`, or in the demonstration the address of the sandbox's delivery service. */
  GATEWAY_FIT_CONNECT: z.union([z.enum(["TEST", "STAGE", "PROD"]), url]).optional(),
  GATEWAY_CLIENT_ID: z.string().min(1).max(200).optional(),
  GATEWAY_CLIENT_SECRET: z.string().min(16).optional(),
  /** Mailbox of the federal account (ZBP) by the bridge of FIT-Connect: its Zustellpunkt, an API client that may send, and the certificate (with key) of the author that is registered there. */
  ZBP_DESTINATION: z.uuid().optional(),
  ZBP_CLIENT_ID: z.string().min(1).max(200).optional(),
  ZBP_CLIENT_SECRET: z.string().min(16).optional(),
  ZBP_CERTIFICATE: fileContent.optional(),
  ZBP_KEY: fileContent.optional(),
  /** Whether a decision that lies there is notified by that (§ 9 Abs. 1 OZG); `nein`: it is only a copy. */
  ZBP_NOTIFIES: z.enum(["ja", "nein"]).default("ja"),
  /** Law and holidays of other Länder by which days of notification and terms are counted, JSON (docs/operations/land-law.md); without it of NRW and the Federation only. */
  LAND_LAW: fileContent.optional(),
  /** Whether BundID's status monitor is told how an application stands; needs the attribute Antrags-ID, which BundID must have released for this portal. */
  ZBP_STATUS: z.enum(["ja", "nein"]).default("nein"),
  /** Demonstration only: where the invented online service of another state is. */
  EFA_SERVICE_URL: url.optional(),
  /** FIM-Portal that editors import schemas from by address; without it by file only. */
  FIM_PORTAL: url.optional(),
  /** Our Redaktion in the Portalverbund (`schemeAgencyID`); without it and the name of the root element nothing is delivered as XZuFi. */
  XZUFI_AGENCY: z.string().regex(/^[A-Z]\d{6}$/, "erwartet wird ein Buchstabe mit sechs Ziffern, zum Beispiel L100042").optional(),
  /** Name of the root element: it stands in the schema, which is not public. */
  XZUFI_ROOT: z.string().regex(/^[A-Za-z_][A-Za-z0-9._-]{0,99}$/, "erwartet wird ein Name, wie XML ihn erlaubt").optional(),
  XZUFI_PRODUCT: z.string().min(1).max(100).default("Kommunalportal"),
  XZUFI_PRODUCER: z.string().min(1).max(100).default("Kommunalportal"),
  XZUFI_PRODUCT_VERSION: z.string().min(1).max(40).optional(),
  /** Folder with street lists, `<name of the town>.csv`; without it no street is asked about. */
  STREET_LISTS: z.string().min(1).optional(),
  /** Register that gives out evidence after consent (§ 5 EGovG), and its token; without both nothing is fetched. */
  EVIDENCE_REGISTER_URL: url.optional(),
  EVIDENCE_REGISTER_TOKEN: z.string().min(16).optional(),
  /** XRepository that code lists are fetched from by URN and version; without it by file only. */
  XREPOSITORY: url.optional(),
  /** Root certificates of the Verwaltungs-PKI, one PEM file: FIT-Connect's destinations are believed only with a chain up to one of them. */
  FIT_CONNECT_ROOTS: fileContent.optional(),
  /** Demonstration only: folder, address, XTA and SFTP server of the sandbox, whose accounts the towns get. */
  SANDBOX_FOLDER: z.string().optional(),
  SANDBOX_URL: url.optional(),
  SANDBOX_XTA_URL: url.optional(),
  SANDBOX_SFTP: z.string().regex(/^[a-z0-9.-]+:\d{1,5}$/).optional(),
  /** `host:port` of extensions in the own network, which the portal may reach although they lie there, and by http. */
  EXTENSION_HOSTS: list,
  /** Demonstration only: what the secrets of the example extensions are made of (`demo-examples.ts`). */
  EXAMPLE_EXTENSION_SECRET: z.string().optional(),
  /** Demonstration only: first of the five ports of the examples (`demo-examples.ts`). */
  EXAMPLES_PORT: z.coerce.number().int().min(1_024).max(65_530).default(8_095),
  /** Requests of one program in one town of the Extension-API: so many at once, refilled within a minute; each process counts for itself. */
  EXTENSION_REQUESTS_PER_MINUTE: z.coerce.number().int().min(30).max(10_000_000).default(300),
  /** Public keys (JWK set, Ed25519) whose results of the conformance kit are believed; without it none can be taken. */
  CONFORMITY_KEYS: fileContent.optional().transform((text, context) => {
    if (text === undefined) return [];
    try {
      const { keys } = JSON.parse(text) as { readonly keys: readonly JsonWebKey[] };
      if (keys.length > 0 && keys.every(({ kty, crv, x, d }) => kty === "OKP" && crv === "Ed25519" && typeof x === "string" && d === undefined)) return keys;
    } catch { /* said below */ }
    context.addIssue({ code: "custom", message: "erwartet wird ein JWK-Satz mit öffentlichen Ed25519-Schlüsseln" });
    return z.NEVER;
  }),
  /** Sandbox installations only: name of the town that developers get copies of. Without it nobody can set up a program by themselves. */
  DEVELOPER_TEMPLATE_TOWN: z.string().regex(/^[a-z0-9-]{1,63}$/).optional(),
  FACHVERFAHREN_SECRET: z.string().min(24).optional(),
});

export type Config = z.infer<typeof shape>;

/** Every setting with a problem in one message, in words for the operator. */
export class ConfigProblem extends Error {}

/** Reads and checks the environment. There are no insecure defaults: what protects people has to be given. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const result = shape.safeParse(given);
  if (!result.success) {
    const lines = result.error.issues.map((issue) => `  ${issue.path.join(".") || "Einstellungen"}: ${env[String(issue.path[0])] === undefined ? "fehlt" : issue.message}`);
    throw new ConfigProblem(`Die Einstellungen reichen nicht zum Start:\n${lines.join("\n")}\nAlle Einstellungen stehen in docs/operations/settings.md.`);
  }
  const problems = result.data.MODE === "production" ? productionProblems(result.data) : [];
  if (problems.length > 0) throw new ConfigProblem(`So startet das Portal nicht im Betrieb:\n${problems.map((p) => `  ${p}`).join("\n")}`);
  return result.data;
}

const mapValues = <K extends string>(values: Readonly<Record<K, string>>, test: (value: string) => boolean) => Object.fromEntries(Object.entries<string>(values).map(([name, value]) => [name, test(value)]));

/** What is fine in the demonstration and never in production. */
function productionProblems(config: Config): string[] {
  const problems: string[] = [];
  if (!config.PUBLIC_ORIGIN.startsWith("https://")) problems.push("PUBLIC_ORIGIN: nur https");
  for (const name of ["BUNDID_IDP_ENTITY_ID", "BUNDID_SSO_URL", "STAFF_ISSUER", "PAYMENT_URL", "PAYMENT_PAGE_ORIGIN", "PUBLIC_ORIGIN", "FACHVERFAHREN_URL", "FIM_PORTAL", "XREPOSITORY", "EVIDENCE_REGISTER_URL", "SANDBOX_URL", "SANDBOX_XTA_URL"] as const) {
    const value = config[name];
    if (value !== undefined && /(^|\.)localhost$/.test(new URL(value).hostname)) problems.push(`${name}: zeigt auf die Vorführung (localhost)`);
    if (value !== undefined && !value.startsWith("https://")) problems.push(`${name}: nur https`);
  }
  const { BUNDID_SIGNING_CERTIFICATE, BUNDID_DECRYPTION_CERTIFICATE, BUNDID_IDP_CERTIFICATE, STAFF_CLIENT_SECRET, PAYMENT_PASSWORD } = config;
  const ofTheDemo = {
    INSTALLATION_KEYS: config.INSTALLATION_KEYS.some(({ key }) => isDemoKey(key)), INSTALLATION_PEPPER: isDemoKey(config.INSTALLATION_PEPPER),
    BUNDID_ONLINE_SERVICE_ID: config.BUNDID_ONLINE_SERVICE_ID.startsWith("DEMO-"), BUNDID_ENTITY_ID: config.BUNDID_ENTITY_ID === demoBundidEntityId,
    ...mapValues({ BUNDID_SIGNING_CERTIFICATE, BUNDID_DECRYPTION_CERTIFICATE, BUNDID_IDP_CERTIFICATE }, isDemoCertificate),
    ...mapValues({ STAFF_CLIENT_SECRET, PAYMENT_PASSWORD }, isDemoSecret),
    EVIDENCE_REGISTER_TOKEN: config.EVIDENCE_REGISTER_TOKEN !== undefined && isDemoSecret(config.EVIDENCE_REGISTER_TOKEN),
    FACHVERFAHREN_URL: config.FACHVERFAHREN_URL !== undefined, EFA_SERVICE_URL: config.EFA_SERVICE_URL !== undefined, SANDBOX_URL: config.SANDBOX_URL !== undefined, SANDBOX_XTA_URL: config.SANDBOX_XTA_URL !== undefined, SANDBOX_SFTP: config.SANDBOX_SFTP !== undefined,
  };
  for (const [name, it] of Object.entries(ofTheDemo)) if (it) problems.push(`${name}: gehört zur Vorführung`);
  const zbp = [config.ZBP_DESTINATION, config.ZBP_CLIENT_ID, config.ZBP_CLIENT_SECRET, config.ZBP_CERTIFICATE, config.ZBP_KEY];
  if (zbp.some((one) => one !== undefined) && (zbp.includes(undefined) || config.GATEWAY_FIT_CONNECT === undefined)) problems.push("ZBP_DESTINATION, ZBP_CLIENT_ID, ZBP_CLIENT_SECRET, ZBP_CERTIFICATE, ZBP_KEY, GATEWAY_FIT_CONNECT: nur zusammen");
  if (config.GATEWAY_FIT_CONNECT?.startsWith("http")) problems.push("GATEWAY_FIT_CONNECT: im Betrieb nur TEST, STAGE oder PROD");
  if (config.GATEWAY_FIT_CONNECT !== undefined && (config.GATEWAY_CLIENT_ID === undefined || config.GATEWAY_CLIENT_SECRET === undefined)) problems.push("GATEWAY_CLIENT_ID, GATEWAY_CLIENT_SECRET: fehlen");
  if (config.GATEWAY_FIT_CONNECT !== undefined && config.GATEWAY_FIT_CONNECT !== "TEST" && config.FIT_CONNECT_ROOTS === undefined) problems.push("FIT_CONNECT_ROOTS: fehlt; ohne die Wurzeln der Verwaltungs-PKI wird keinem Zertifikat geglaubt");
  if ((config.XZUFI_AGENCY === undefined) !== (config.XZUFI_ROOT === undefined)) problems.push("XZUFI_AGENCY, XZUFI_ROOT: nur zusammen");
  if ((config.EVIDENCE_REGISTER_URL === undefined) !== (config.EVIDENCE_REGISTER_TOKEN === undefined)) problems.push("EVIDENCE_REGISTER_URL, EVIDENCE_REGISTER_TOKEN: nur zusammen");
  if (!config.CLAMD) problems.push("CLAMD: fehlt; ohne Prüfung auf Schadsoftware werden keine Dateien angenommen (leerer Wert ist nicht erlaubt)");
  return [...new Set(problems)];
}
