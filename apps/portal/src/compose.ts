import { join } from "node:path";
import { createAccounts } from "#modules/accounts";
import { consentsAtSubmission, createAnswers } from "#modules/answers";
import { createAppointments } from "#modules/appointments";
import { createApplications, defaultSettings } from "#modules/applications";
import { createAudit } from "#modules/audit";
import { createCasework } from "#modules/casework";
import { createCatalogue, createTownEditing, createXzufiDelivery, createXzufiImport } from "#modules/catalogue";
import { createDevelopers } from "#modules/developers";
import { createDisturbances } from "#modules/disturbances";
import { createExtensions, defaultExtensionSettings } from "#modules/extensions";
import { createForms, createSchemas, createServicePackages, createQuestionCounts, createWorkshop } from "#modules/forms";
import { createGateway } from "#modules/gateway";
import { createHandover } from "#modules/handover";
import { createHub } from "#modules/hub";
import { createInsight } from "#modules/insight";
import { createMailbox, createZbpMailbox } from "#modules/mailbox";
import { createPayments } from "#modules/payments";
import { createEvidence, createHttpRegister } from "#modules/evidence";
import { createListDirectory, createStreets, noStreets } from "#modules/streets";
import { createSafe, defaultSafeSettings } from "#modules/safe";
import { createTenantEditing, createTenants } from "#modules/tenants";
import { systemClock, type Clock } from "#platform/clock";
import { createKeyring } from "#platform/crypto";
import { connect, createDatabase } from "#platform/database";
import { createRenderer } from "#platform/documents";
import { createDiskStore } from "#platform/files";
import { createOutbound, createOutboundSocket, createOutboundStream } from "#platform/http";
import { createLog } from "#platform/log";
import { bankAccountOf, bundidSettings, extensionHosts, gatewayFitConnect, hubSettings, landLaw, mailerOf, officeNamed, paymentSettings, scannerOf, staffSettings, trustedHosts, xzufiSettings, zbpSettings } from "./adapters.ts";
import { checkTheme } from "#ui/theme";
import { createHouseProbes } from "./probes/index.ts";
import type { Config } from "./config.ts";

const templates = join(import.meta.dirname, "..", "templates");

/** The composition root: every room once, from left to right, by plain calls. */
export async function compose(config: Config, options: { readonly clock?: Clock } = {}) {
  const clock = options.clock ?? systemClock;
  const log = createLog(config.LOG_LEVEL, config.ROLE);
  const pool = connect({ url: config.DATABASE_URL, max: config.DATABASE_CONNECTIONS, name: `kommunalportal ${config.ROLE}`, onIdleError: (error) => { log.warn({ err: error.message }, "idle connection lost"); } });
  const db = createDatabase(pool, (reason) => { log.debug({ reason }, "operator scope"); });
  const keyring = createKeyring({ keys: config.INSTALLATION_KEYS, current: Math.max(...config.INSTALLATION_KEYS.map(({ version }) => version)) });
  const outbound = createOutbound({ trustedHosts: trustedHosts(config) });
  const files = await createDiskStore({ folder: config.FILES_DIR, reserveBytes: config.MIN_FREE_MEGABYTES * 1_000_000 });
  const scanner = scannerOf(config);
  const mailer = mailerOf(config);
  const documents = createRenderer({ templatesDir: templates, fontsDir: join(templates, "fonts"), recycleAfter: 500, timeoutMs: 20_000 });

  const tenants = await createTenants({ db, keyring });
  const audit = createAudit({ db, clock, keepYears: config.AUDIT_YEARS });
  const editing = createTenantEditing({ db, audit, allowedTheme: (theme) => checkTheme(theme).length === 0 });
  const disturbances = await createDisturbances({ db, clock });
  const accounts = await createAccounts({
    db, clock, keyring, log, outbound, bundid: bundidSettings(config), staff: staffSettings(config),
    apexHost: new URL(config.PUBLIC_ORIGIN).host, tenantBySlug: (slug) => tenants.bySlug(slug), staffTerms: { months: config.STAFF_MONTHS, years: config.AUDIT_YEARS },
  });
  const catalogue = await createCatalogue({ db, clock, keyring, tenants, barrierReportMonths: config.BARRIER_REPORT_MONTHS });
  const townEditing = createTownEditing({ db, clock, audit });
  const xzufi = createXzufiImport({ db, clock, audit, rolesInUse: (tenant) => new Set([...tenants.switches(tenant).values()].flatMap(({ offices }) => Object.values(offices))) });
  const { protocol, host } = new URL(config.PUBLIC_ORIGIN);
  const townOrigin = (tenant: string): string => `${protocol}//${tenants.byId(tenant)?.slug ?? ""}.${host}`;
  const xzufiOut = createXzufiDelivery({ db, clock, tenants, catalogue, originOf: ({ id }) => townOrigin(id), settings: xzufiSettings(config) });
  const codelists = config.XREPOSITORY === undefined ? undefined : { origin: config.XREPOSITORY, outbound };
  const forms = createForms({ db, clock, codelists });
  const servicePackages = createServicePackages({ db, clock, forms, pepper: config.INSTALLATION_PEPPER, origin: config.PUBLIC_ORIGIN, knowsService: (leika) => catalogue.service(leika) !== undefined });
  const workshop = createWorkshop({ db, clock, audit });
  const questionCounts = createQuestionCounts({ db, clock, onFault: (error) => { log.warn({ err: error }, "figures of forms were not kept"); } });
  const schemas = createSchemas({ db, clock, audit, fimPortal: config.FIM_PORTAL === undefined ? undefined : { origin: config.FIM_PORTAL, outbound }, codelists });
  const payments = createPayments({
    db, clock, log, outbound, audit, settings: paymentSettings(config), towns: tenants, services: forms,
    endPointOf: (tenant) => tenants.byId(tenant)?.ars ?? "", bankOf: (tenant) => bankAccountOf(tenants.byId(tenant)),
  });
  const applications = createApplications({
    db, clock, towns: tenants, accounts: accounts.ownKeys, services: forms, audit, files, scanner, documents, pepper: config.INSTALLATION_PEPPER, claims: payments.claims, consents: consentsAtSubmission({ clock, audit }),
    settings: { ...defaultSettings, allowUnchecked: config.MODE === "demo", draftTerm: (service) => (config.EFA_SERVICES.includes(service) ? { days: config.DRAFT_DAYS_EFA } : { months: config.DRAFT_MONTHS }) },
    comeBack: { mailer, townOrigin },
  });
  const zbp = zbpSettings(config);
  const zbpMailbox = zbp && createZbpMailbox(zbp, { clock, fetch: createOutboundStream({ trustedHosts: trustedHosts(config) }), statusMonitor: config.ZBP_STATUS === "ja" });
  const mailbox = createMailbox({
    db, clock, keyring, files, mailer, log, accounts, applications, forms, publicOrigin: config.PUBLIC_ORIGIN,
    ...(zbpMailbox ? { outside: { mailboxes: { zbp: zbpMailbox }, senderName: (tenant) => tenants.byId(tenant)?.officialName ?? "" } } : {}),
  });
  const safe = createSafe({ db, clock, keyring, files, scanner, accounts, towns: tenants, applications, settings: { ...defaultSafeSettings, allowUnchecked: config.MODE === "demo", shareDays: config.SAFE_SHARE_DAYS } });
  const streetFiles = config.STREET_LISTS === undefined ? noStreets : createListDirectory({ folder: config.STREET_LISTS, now: () => clock.now().getTime(), onFault: (file, reason) => { log.warn({ file, reason }, "a street list cannot be used"); } });
  const streets = createStreets({ db, clock, audit, files: streetFiles });
  const evidence = createEvidence({
    db, clock, audit, accounts, applications, authorityOf: (tenant) => tenants.byId(tenant)?.officialName ?? "",
    ...(config.EVIDENCE_REGISTER_URL === undefined || config.EVIDENCE_REGISTER_TOKEN === undefined ? {} : { register: createHttpRegister({ url: config.EVIDENCE_REGISTER_URL.replace(/\/$/, ""), token: config.EVIDENCE_REGISTER_TOKEN }, outbound) }),
  });
  const offices = { describe: (tenant: string, office: string) => officeNamed(catalogue.officeByRole(tenant, office)) };
  const answers = createAnswers({
    db, clock, audit, towns: tenants, accounts, applications, mailbox, documents, files, scanner, offices,
    payments: { prepare: payments.prepareDecisionFee, claim: async (tx, fee) => { await payments.claimDecisionFee(tx, fee); } },
    settings: { allowUnchecked: config.MODE === "demo", mailbox: "own-mailbox", outsideNotifies: config.ZBP_NOTIFIES === "ja", ...landLaw(config) },
  });
  const appointments = createAppointments({ db, clock, forms, applications, answers });
  const hub = createHub({
    db, clock, log, tenants, applications, forms, audit, answers, outbound, settings: hubSettings(config), notices: { mailer, origin: config.PUBLIC_ORIGIN },
    // Asked when something is delivered, long after the room of the extensions is there.
    mayFetch: async ({ tenant, client }) => (await extensions.permissions(tenant)).some((one) => one.client === client && one.revokedAt === undefined && one.scopes.includes("vorgaenge.lesen") && one.scopes.includes("vorgaenge.quittieren")),
    outboundStream: (clientCertificate) => createOutboundStream({ trustedHosts: trustedHosts(config), ...(clientCertificate ? { clientCertificate } : {}) }),
    outboundSocket: createOutboundSocket({ trustedHosts: trustedHosts(config) }),
    mailboxOf: ({ application, account }) => db.asAccount(account, async (tx) => ((await mailbox.outside.chosenFor(tx, { account, application })) === "zbp" ? accounts.mailboxHandle(tx, account) : undefined)),
  });
  const casework = createCasework({
    db, clock, tenants, audit, accounts, forms, applications, answers, safe, appointments, hub, payments, offices, documents, mailer, apexOrigin: config.PUBLIC_ORIGIN,
    townOrigin,
  });
  const gateway = await createGateway({
    db, clock, log, audit, tenants, catalogue, forms, applications, answers, files, scanner, allowUnchecked: config.MODE === "demo", answerableDays: config.ANSWERABLE_DAYS, fitConnect: gatewayFitConnect(config),
    fetch: createOutboundStream({ trustedHosts: trustedHosts(config) }), outboundStream: (clientCertificate) => createOutboundStream({ trustedHosts: trustedHosts(config), clientCertificate }), mailer, apexOrigin: config.PUBLIC_ORIGIN,
    ...(zbpMailbox ? { zbp: zbpMailbox } : {}),
  });
  const handover = createHandover({
    db, clock, keyring, audit, tenants, extensionKey: accounts.extensionKey,
    // Asked when somebody is handed over, long after the room of the extensions is there.
    permits: (tx, given) => extensions.permitsHandover(tx, given),
  });
  const extensions = createExtensions({
    db, clock, log, tenants, audit, forms, workshop, applications, answers, payments, hub, catalogue, handover, safe, appointments, townOrigin, offices: { of: catalogue.officesOf },
    // The room that counts stands beside this one and is asked long after both are there.
    figures: { of: async (tx, range) => (await insight.figures(tx, range)).filter(({ destination }) => destination === undefined) },
    // Of their own: with the shared one an extension's webhook could reach the hosts that are exempt there.
    outbound: createOutbound({ trustedHosts: extensionHosts(config) }), settings: { ...defaultExtensionSettings, conformityKeys: config.CONFORMITY_KEYS, trustedHosts: extensionHosts(config), pages: { portalHost: host, httpAllowed: config.MODE === "demo" } },
  });
  const developers = createDevelopers({ db, clock, tenants, catalogue, extensions, templateTown: config.DEVELOPER_TEMPLATE_TOWN, ...demoBackend(config, hub), limits: { programs: 10, towns: 3, allTowns: 1_000, sessionHours: 12 } });
  const insight = createInsight({ db, clock, hub });
  const probes = createHouseProbes({
    db, clock, log, disturbances, outbound, hub, probePayment: () => payments.probe(), files, scanner,
    settings: { bundidEntityId: config.BUNDID_IDP_ENTITY_ID, smtpUrl: config.SMTP_URL, uploadsMayGoUnchecked: config.MODE === "demo" },
  });

  return {
    config, clock, log, db, keyring, outbound, files, scanner, mailer, documents,
    tenants, editing, audit, disturbances, accounts, catalogue, townEditing, xzufi, xzufiOut, forms, schemas, servicePackages, workshop, questionCounts, payments, applications, mailbox, safe, evidence, streets, answers, appointments, hub, casework, gateway, handover, extensions, developers, insight, probes,
    async close() { await documents.close(); mailer.close(); await db.close(); },
  };
}

export type House = Awaited<ReturnType<typeof compose>>;

/** The sandbox's Fachverfahren, for developers who try it in their test town. */
function demoBackend({ FACHVERFAHREN_URL: url, FACHVERFAHREN_SECRET: secret }: Config, hub: ReturnType<typeof createHub>) {
  return url === undefined || secret === undefined ? {} : { backend: { connected: hub.demoDestinationOf, connect: (given: { readonly tenant: string; readonly services: readonly string[] }) => hub.connectDemoDestination({ ...given, url, secret }) } };
}
