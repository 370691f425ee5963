import type { BundidSettings } from "#modules/accounts";
import type { BankAccount, PaymentSettings } from "#modules/payments";
import { type LandLaw, readLandLaw } from "#modules/answers";
import { defaultHubSettings, type HubSettings } from "#modules/hub";
import type { Office, XzufiSettings } from "#modules/catalogue";
import type { FitConnectSettings } from "#modules/gateway";
import type { ZbpSettings } from "#modules/mailbox";
import type { Tenant } from "#modules/tenants";
import { prodEnvironment, stageEnvironment, testEnvironment, type FitConnectEnvironment } from "@kommunalportal/fit-connect";
import { createSmtpMailer, type Mailer } from "#platform/mail";
import { createClamdScanner, noScanner, type Scanner } from "#platform/scan";
import { type Config, ConfigProblem } from "./config.ts";
import { demoExamples, portOf } from "./demo-examples.ts";

/** Settings in the words of the rooms. */
export function bundidSettings(config: Config): BundidSettings {
  return {
    idpEntityId: config.BUNDID_IDP_ENTITY_ID, ssoUrl: config.BUNDID_SSO_URL, idpCertificates: [config.BUNDID_IDP_CERTIFICATE], entityId: config.BUNDID_ENTITY_ID,
    acsUrl: `${config.PUBLIC_ORIGIN}/anmeldung/bundid/acs`, onlineServiceId: config.BUNDID_ONLINE_SERVICE_ID, signingKey: config.BUNDID_SIGNING_KEY,
    signingCert: config.BUNDID_SIGNING_CERTIFICATE, decryptionKeys: [config.BUNDID_DECRYPTION_KEY], statusMonitor: config.ZBP_STATUS === "ja",
  };
}

export function staffSettings(config: Config) {
  return {
    issuer: config.STAFF_ISSUER, clientId: config.STAFF_CLIENT_ID, clientSecret: config.STAFF_CLIENT_SECRET,
    redirectUri: `${config.PUBLIC_ORIGIN}/mitarbeit/anmeldung/rueckkehr`, allowHttp: config.MODE === "demo",
  };
}

/** Hosts that the operator named in the settings: the only ones that may lie in a private network. */
export function trustedHosts(config: Config): string[] {
  return [...config.OUTBOUND_TRUSTED_HOSTS, ...(config.SANDBOX_SFTP === undefined ? [] : [config.SANDBOX_SFTP]), ...[config.STAFF_ISSUER, config.PAYMENT_URL, config.BUNDID_IDP_ENTITY_ID, config.BUNDID_SSO_URL, config.FACHVERFAHREN_URL, config.SANDBOX_XTA_URL, ...sandboxHosts(config), gatewayUrl(config)].flatMap((url) => (url === undefined ? [] : [new URL(url).host]))];
}

const sandboxHosts = ({ SANDBOX_URL }: Config): string[] => (SANDBOX_URL === undefined ? [] : ["fit-connect", "fim", "xrepository", "register"].map((site) => SANDBOX_URL.replace("://", `://${site}.`)));

/** The operator's lines for other Länder beside what the portal brings along. */
export function landLaw({ LAND_LAW: text }: Config): { readonly law?: LandLaw } {
  if (text === undefined) return {};
  const read = readLandLaw(text);
  if (!read.ok) throw new ConfigProblem(`Die Einstellungen reichen nicht zum Start:\n  LAND_LAW: ${read.problem}\nWie die Datei aussieht, steht in docs/operations/land-law.md.`);
  return { law: read.law };
}

/** Certificates of one PEM file. */
export function certificatesOf(pem: string | undefined): string[] {
  return pem?.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}

export function hubSettings(config: Config): HubSettings {
  return {
    ...defaultHubSettings, leaseSeconds: 30, allowHttp: config.MODE === "demo", fitConnectRoots: certificatesOf(config.FIT_CONNECT_ROOTS), answerableDays: config.ANSWERABLE_DAYS,
    callbackUrl: (destination) => `${config.PUBLIC_ORIGIN}/rueckruf/fit-connect/${destination}`, answerUrl: (destination) => `${config.PUBLIC_ORIGIN}/rueckruf/fachverfahren/${destination}`,
  };
}

/** Without a scanner the demonstration takes files and marks them unchecked; production does not start without one. */
export function scannerOf(config: Config): Scanner {
  if (!config.CLAMD) return noScanner;
  const [host, port] = config.CLAMD.split(":");
  return createClamdScanner({ address: config.CLAMD.startsWith("/") ? { socketPath: config.CLAMD } : { host: host!, port: Number(port) }, timeoutMs: 60_000 });
}

export function mailerOf(config: Config): Mailer {
  const url = new URL(config.SMTP_URL);
  const [, name, address] = /^\s*(.*?)\s*<([^>]+)>\s*$/.exec(config.MAIL_FROM) ?? [undefined, "Kommunalportal", config.MAIL_FROM];
  const secure = url.protocol === "smtps:";
  return createSmtpMailer({
    host: url.hostname, port: Number(url.port || (secure ? 465 : 587)), security: secure ? "tls" : config.MODE === "demo" ? "none" : "starttls",
    ...(url.username ? { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) } : {}), from: { name: name ?? "Kommunalportal", address: address ?? config.MAIL_FROM }, timeoutMs: 15_000,
  });
}

/** The Kasse's account of a town, for transfers. */
export function bankAccountOf(tenant: Tenant | undefined): BankAccount | undefined {
  const bank = tenant?.profile.bank;
  return bank && { holder: bank.holder, iban: bank.iban, ...(bank.bic ? { bic: bank.bic } : {}), ...(bank.bank ? { bank: bank.bank } : {}) };
}

export function paymentSettings(config: Config): PaymentSettings {
  return {
    baseUrl: config.PAYMENT_URL.replace(/\/$/, ""), originator: config.PAYMENT_ORIGINATOR, pageOrigin: new URL(config.PAYMENT_PAGE_ORIGIN).origin,
    auth: { kind: "basic", username: config.PAYMENT_USER, password: config.PAYMENT_PASSWORD },
  };
}

/** An office in the words of a letter. */
export function officeNamed(office: Office | undefined): { readonly name: string; readonly phone?: string } | undefined {
  return office && { name: office.name.de, ...(office.phone ? { phone: office.phone } : {}) };
}

/** Extensions that may lie in a private network: those that the operator names, and the examples of the demonstration on the loopback. */
export function extensionHosts(config: Config): string[] {
  return [...config.EXTENSION_HOSTS, ...(config.MODE === "demo" ? demoExamples.map((example) => `127.0.0.1:${portOf(example, config.EXAMPLES_PORT)}`) : [])];
}

/** Only in the demonstration: the delivery service of the sandbox. */
const gatewayUrl = ({ GATEWAY_FIT_CONNECT: where }: Config): string | undefined => (where?.startsWith("http") ? where : undefined);

/** The gateway's access to FIT-Connect; undefined where none is set up. */
export function gatewayFitConnect(config: Config): FitConnectSettings | undefined {
  const { GATEWAY_FIT_CONNECT: where, GATEWAY_CLIENT_ID: clientId, GATEWAY_CLIENT_SECRET: clientSecret } = config;
  if (where === undefined || clientId === undefined || clientSecret === undefined) return undefined;
  return { environment: fitConnectEnvironment(where, certificatesOf(config.FIT_CONNECT_ROOTS)), clientId, clientSecret, callbackOrigin: config.PUBLIC_ORIGIN };
}

/** The mailbox of the federal account; undefined where the installation has no access to it. */
export function zbpSettings(config: Config): ZbpSettings | undefined {
  const { GATEWAY_FIT_CONNECT: where, ZBP_DESTINATION: destinationId, ZBP_CLIENT_ID: clientId, ZBP_CLIENT_SECRET: clientSecret, ZBP_CERTIFICATE: certificate, ZBP_KEY: key } = config;
  if (where === undefined || destinationId === undefined || clientId === undefined || clientSecret === undefined || certificate === undefined || key === undefined) return undefined;
  return { environment: fitConnectEnvironment(where, certificatesOf(config.FIT_CONNECT_ROOTS)), clientId, clientSecret, destinationId, certificate, key };
}

function fitConnectEnvironment(where: string, certificates: readonly string[]): FitConnectEnvironment {
  if (where === "TEST") return testEnvironment;
  if (where === "STAGE") return stageEnvironment(certificates);
  if (where === "PROD") return prodEnvironment(certificates);
  const origin = where.replace(/\/$/, "");
  return {
    name: "sandbox", tokenUrl: `${origin}/auth/token`, submissionUrl: `${origin}/submission-api`, destinationUrl: `${origin}/destination-api`, routingUrl: `${origin}/routing`, portalUrl: `${origin}/ssp`,
    allowHttp: true, certificates: { kind: "lenient" },
  };
}

/** What is delivered as XZuFi stands under the Redaktion of the installation; undefined: nothing is. */
export function xzufiSettings(config: Config): XzufiSettings | undefined {
  const { XZUFI_AGENCY: agency, XZUFI_ROOT: root, XZUFI_PRODUCT: product, XZUFI_PRODUCER: producer, XZUFI_PRODUCT_VERSION: productVersion } = config;
  return agency === undefined || root === undefined ? undefined : { agency, root, product, producer, ...(productVersion === undefined ? {} : { productVersion }) };
}
