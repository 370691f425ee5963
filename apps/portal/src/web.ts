import { staffSurface } from "./surfaces/staff/index.ts";
import { officeNamed } from "./adapters.ts";
import { serviceProviderMetadata } from "@kommunalportal/bundid";
import type { Contact } from "#ui/contact-box";
import type { PublishedService } from "#modules/forms";
import { createPageCache, createServer, securityHeaders, type App } from "#platform/http";
import type { House } from "./compose.ts";
import { refresh } from "./refresh.ts";
import { watchChanges } from "./watch-changes.ts";
import { adminSurface } from "./surfaces/admin/index.ts";
import { assetsSurface } from "./surfaces/assets/index.ts";
import { applicationSurface, competentOffice, componentsOf, switchOf, type VerifiedPermit, type VisitorNotices } from "./surfaces/citizen/application/index.ts";
import { accountSurface } from "./surfaces/citizen/account/index.ts";
import { embeddingSurface } from "./surfaces/citizen/embedding/index.ts";
import { citizenCatalogue } from "./surfaces/citizen/catalogue/index.ts";
import { officeContact } from "./surfaces/citizen/catalogue/office-contact.ts";
import { callbacksSurface, hubCallback } from "./surfaces/callbacks/index.ts";
import { efaSurface } from "./surfaces/citizen/gateway/index.ts";
import { handoverNeeds, handoverSurface } from "./surfaces/citizen/handover/index.ts";
import { payingPath, paymentSurface } from "./surfaces/citizen/payment/payment-surface.ts";
import { signInSurface } from "./surfaces/citizen/sign-in/sign-in.ts";
import { createAddresses, createErrorPages, createLayout, createTownAssets, fromMemory, pagePolicyOf, routes, whenCaughtUp, withoutPrefixes, type Lang } from "./surfaces/frame/index.ts";
import { developerSurface, permissionSurface, sandboxApi, sandboxSurface } from "./surfaces/developer/index.ts";
import { extensionApi } from "./surfaces/extension-api/index.ts";
import { openDataSurface } from "./surfaces/open-data/index.ts";
import { operatorSurface } from "./surfaces/operator/index.ts";
import { healthSurface } from "./surfaces/health/index.ts";

export interface Web { readonly app: App; close(): Promise<void> }

/** All surfaces on one server. The order is the security model: headers, errors, health, assets, then pages with their checks in `routes`. */
export async function createWeb(house: House): Promise<Web> {
  const { config, log, db, tenants, disturbances, accounts } = house;
  const addresses = createAddresses(config.PUBLIC_ORIGIN, tenants);
  const townAssets = createTownAssets(tenants);
  const pageCache = createPageCache(32 * 1024 * 1024);
  const pagePolicy = pagePolicyOf(config.PUBLIC_ORIGIN, [config.BUNDID_SSO_URL, config.PAYMENT_PAGE_ORIGIN, config.STAFF_ISSUER]);
  const secureOrigin = config.PUBLIC_ORIGIN.startsWith("https:");
  let servedFromMemory = 0;
  const app = createServer({
    log, trustedProxies: config.TRUSTED_PROXIES, secureOrigin, rewriteUrl: withoutPrefixes,
    first: fromMemory(pageCache, { ...securityHeaders(secureOrigin), "content-security-policy": pagePolicy }, () => { servedFromMemory += 1; }),
  });
  const layout = createLayout({ addresses, disturbances, townAssets, clock: house.clock });
  const errorPages = createErrorPages({ layout: () => layout, addresses, policy: pagePolicy, log });
  errorPages.register(app);

  const figures = healthSurface(app, { db, pageCache, metricsToken: config.METRICS_TOKEN, servedFromMemory: () => servedFromMemory });
  assetsSurface(app, townAssets);
  const r = routes(app, { addresses, accounts, pageCache, pagePolicy, errorPages });
  // Whatever any process changes empties what every process has cached.
  const changes = await watchChanges({ db, log }, async (what) => {
    await refresh(house, what);
    if (what === undefined || what.startsWith("tenants.")) townAssets.refresh();
    pageCache.clear();
  });
  const settings = whenCaughtUp(r, changes.caughtUp);
  const portal = { ...house, addresses, layout, serviceProviderMetadata: metadataOf(house) };
  citizenCatalogue(r, {
    ...portal, efa: house.gateway.links,
    ...(config.SECURITY_CONTACT === undefined ? {} : { security: { contact: config.SECURITY_CONTACT, ...(config.SECURITY_POLICY === undefined ? {} : { policy: config.SECURITY_POLICY }) } }),
    partsOf: async (slug, tenant) => { const service = await house.forms.current(slug, tenant); return service ? componentsOf(service, switchOf(portal, tenant, slug)) : []; },
  });
  efaSurface(r, { ...portal, townAssets, partsOf: () => Promise.resolve([]) });
  const takingOver = { ...portal, pepper: config.INSTALLATION_PEPPER };
  handoverSurface(r, takingOver);
  signInSurface(r, { ...portal, handoverNeeds: (tenant, uid) => handoverNeeds(takingOver, tenant, uid), endHandovers: house.handover.endLogin });
  const officeOf = async (tenant: string, role: string, lang: Lang): Promise<Contact | undefined> => { const office = house.catalogue.officeByRole(tenant, role); return office && officeContact(office, lang); };
  const competentOfficeOf = async (tenant: string, service: PublishedService, lang: Lang): Promise<Contact | undefined> => {
    const town = house.tenants.byId(tenant);
    return town && competentOffice({ ...portal, officeOf }, { tenant: town, lang }, service);
  };
  paymentSurface(r, { ...portal, competentOffice: competentOfficeOf });
  accountSurface(r, { ...portal, officeOf, programOf: (client) => programOf(house, client) });
  staffSurface(r, {
    ...portal, townAssets, apexOrigin: config.PUBLIC_ORIGIN, uploadsUnchecked: config.MODE === "demo" && !config.CLAMD,
    offices: { describe: (tenant, office) => officeNamed(house.catalogue.officeByRole(tenant, office)), ...officeList(house) },
  });
  adminSurface(settings, { ...portal, townAssets, offices: officeList(house) });
  operatorSurface(settings, { ...portal, offices: officeList(house) });
  permissionSurface(settings, { ...portal, offices: officeList(house) });
  developerSurface(r, portal);
  sandboxSurface(r, { ...portal, outsideWorld: config.SANDBOX_URL });
  sandboxApi(app, portal);
  extensionApi(app, { ...portal, requestsPerMinute: config.EXTENSION_REQUESTS_PER_MINUTE });
  callbacksSurface(app, house);
  hubCallback(app, portal);
  openDataSurface(r, { xzufi: house.xzufiOut });
  house.insight.addMetrics(figures);
  applicationSurface(r, {
    ...portal, officeOf,
    payingPath: (given) => payingPath(house.payments, given),
    verifyPermit: async (code, tenant) => permitOf(await house.casework.verifyPermit(tenant, code), tenant),
    uploadsUnchecked: config.MODE === "demo" && !config.CLAMD,
    visitorNotices: visitorNotices(house), outside: house.mailbox.outside,
  });

  embeddingSurface(app, r, portal);

  await house.forms.warm();

  // Disturbances begin and end by the clock too, without anybody telling.
  const minute = setInterval(() => {
    pageCache.clear();
    house.catalogue.flushGaps().catch((error: Error) => { log.warn({ err: error.message }, "catalogue gaps not stored"); });
  }, 60_000);
  return { app, close: async () => { clearInterval(minute); await house.catalogue.flushGaps().catch(() => 0); await changes.stop(); await app.close(); } };
}

/** What a person is told of a program that got something of theirs. */
async function programOf({ extensions }: House, client: string) {
  const found = (await extensions.clients()).find(({ id }) => id === client);
  return found && { name: found.manifest.name, publisher: found.manifest.publisher.name };
}

/** Roles of a town's offices with their names, to choose from. */
function officeList({ catalogue }: House) {
  return { list: (tenant: string) => catalogue.officesOf(tenant).map(({ role, name }) => ({ role, name: name.de })) };
}

/** What anybody may read from a permit. */
function permitOf(verdict: Awaited<ReturnType<House["casework"]["verifyPermit"]>>, tenant: string): VerifiedPermit | undefined {
  if (!("facts" in verdict)) return undefined;
  const { plate, zone, validFrom, validUntil } = verdict.facts;
  return { state: verdict.kind, tenant, plate, zone, from: validFrom, until: validUntil };
}

/** Notices for somebody without account. */
function visitorNotices({ db, mailbox }: House): VisitorNotices {
  return {
    has: ({ application, tenant }) => db.inTenant(tenant, async (tx) => (await mailbox.addressState(tx, application)) === "left"),
    leave: async ({ application, tenant, address }) => { await db.inTenant(tenant, (tx) => mailbox.leaveAddress(tx, { application, address })); },
    leaveIn: async (tx, given) => { await mailbox.leaveAddress(tx, given); },
    forget: async ({ application, tenant }) => { await db.inTenant(tenant, (tx) => mailbox.removeAddress(tx, application)); },
  };
}

function metadataOf({ config }: House): string {
  return serviceProviderMetadata({
    entityId: config.BUNDID_ENTITY_ID, acsUrl: `${config.PUBLIC_ORIGIN}/anmeldung/bundid/acs`, signingCerts: [config.BUNDID_SIGNING_CERTIFICATE], encryptionCerts: [config.BUNDID_DECRYPTION_CERTIFICATE],
    organization: { name: "Kommunalportal", displayName: "Kommunalportal", url: config.PUBLIC_ORIGIN },
    technicalContact: { givenName: "Technischer", surname: "Betrieb", email: config.MAIL_FROM.replace(/^.*<|>.*$/g, "") },
  });
}
