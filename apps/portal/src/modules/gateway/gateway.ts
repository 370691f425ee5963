import { connection } from "./links/link-store.ts";
import { createLinks, type LinksDeps } from "./links/links.ts";
import { createInbound } from "./inbound/inbound.ts";
import type { InboundDeps } from "./inbound/inbound-deps.ts";
import { passageOf } from "./passage.ts";
import { type OpenReception, openReception, receptionKeys } from "./onboarding/open-reception.ts";
import { orElsewhere } from "./onboarding/or-elsewhere.ts";
import { announceKey, prepareKey, retireKey } from "./onboarding/exchange-keys.ts";
import { certificateRequests, dropCertificateRequest, needsCertificates, requestCertificate, takeCertificate } from "./onboarding/certificate-requests.ts";
import { exportKey, releaseKey } from "./onboarding/export-key.ts";
import { addReadingKey, announceReadingKey, retireReadingKey, setOlderKeyTransport } from "./onboarding/reading-keys.ts";
import { checklist } from "./onboarding/checklist.ts";
import { onboard, onboardingState, onboardJob, orderOnboarding, planOnboarding } from "./onboarding/onboard.ts";
import { townFacts } from "./onboarding/town-facts.ts";
import { watchCertificates } from "./onboarding/watch-certificates.ts";
import type { Mailer } from "#platform/mail";
import type { JobHandler } from "#platform/jobs";
import { isId } from "#platform/ids";
import type { Tenant } from "#modules/tenants";
import type { EfaService } from "./links/efa-service.ts";
import { findDestination } from "./outbound/find-destination.ts";
import { createReplies } from "./replies/replies.ts";
import { createSchemas, unpinSchema } from "./inbound/pinned-schema.ts";
import { schemaOverview } from "./inbound/schema-overview.ts";

export type GatewayDeps = LinksDeps & Omit<InboundDeps, "links" | "schemas" | "connectionOf" | "catalogue" | "audit" | "townOrigin"> & { readonly mailer: Pick<Mailer, "send">; /** Origin of the Leitportal. */ readonly apexOrigin: string };

/** The EfA gateway: the way to services run elsewhere, what comes from them, and what goes to other authorities. */
export async function createGateway(deps: GatewayDeps) {
  const links = await createLinks(deps);
  const schemas = await createSchemas(deps.db);
  const { protocol, host } = new URL(deps.apexOrigin);
  const townOrigin = (tenant: string): string => `${protocol}//${deps.tenants.byId(tenant)?.slug ?? ""}.${host}`;
  const inboundDeps: InboundDeps = { ...deps, links, schemas, townOrigin, connectionOf: (tenant, service) => deps.db.inTenant(tenant, (tx) => connection(tx, tenant, service)) };
  const replies = createReplies(inboundDeps);
  const inbound = createInbound(inboundDeps, replies.hasten);
  type KeyStep = Parameters<typeof prepareKey>[1];
  const own = {
    [onboardJob]: async ({ tenant, service }) => {
      if (!isId(tenant) || typeof service !== "string") throw new Error("the job names no town and service");
      await onboard(inboundDeps, { tenant, service });
    },
    "gateway:watch": async () => { await watchCertificates({ ...inboundDeps, mailer: deps.mailer, apexOrigin: deps.apexOrigin }); },
  } satisfies Record<string, JobHandler>;
  return {
    links, inbound, replies,
    /** The way of one application between here and the service elsewhere, for the operator. */
    passage: passageOf,
    openReception: (given: OpenReception) => orElsewhere(() => openReception(inboundDeps, given)),
    receptionKeys: (tenant: string) => receptionKeys(inboundDeps, tenant),
    /** The exchange of a key, in this order; a step out of order is refused. */
    keys: { prepare: (step: KeyStep) => orElsewhere(() => prepareKey(inboundDeps, step)), announce: (step: KeyStep) => orElsewhere(() => announceKey(inboundDeps, step)), retire: (step: KeyStep) => retireKey(inboundDeps, step),
      /** A private part leaves to the town itself and to nobody else; or is deleted here because the town leads it. */
      export: (given: Parameters<typeof exportKey>[1]) => exportKey({ ...inboundDeps, mailer: deps.mailer, apexOrigin: deps.apexOrigin }, given), release: (given: Parameters<typeof releaseKey>[1]) => releaseKey(inboundDeps, given) },
    /** For whom authors encrypt what they send to a mailbox (XTA), and the exchange of it, in this order. */
    readingKeys: { add: (given: Parameters<typeof addReadingKey>[1]) => addReadingKey(inboundDeps, given), announce: (given: Parameters<typeof announceReadingKey>[1]) => announceReadingKey(inboundDeps, given), retire: (given: Parameters<typeof retireReadingKey>[1]) => retireReadingKey(inboundDeps, given),
      setOlderKeyTransport: (given: Parameters<typeof setOlderKeyTransport>[1]) => setOlderKeyTransport(inboundDeps, given) },
    /** Where keys need certificates of the Verwaltungs-PKI: ask for one, take in what was issued; then the key is ready for a destination or for the exchange. */
    certificates: {
      needed: () => needsCertificates(inboundDeps), requests: (tenant: string) => deps.db.inTenant(tenant, (tx) => certificateRequests(tx, tenant)),
      request: (given: Parameters<typeof requestCertificate>[1]) => requestCertificate(inboundDeps, given), take: (given: Parameters<typeof takeCertificate>[1]) => takeCertificate(inboundDeps, given), drop: (given: Parameters<typeof dropCertificateRequest>[1]) => dropCertificateRequest(inboundDeps, given),
    },
    watchCertificates: () => watchCertificates({ ...inboundDeps, mailer: deps.mailer, apexOrigin: deps.apexOrigin }),
    /** Who takes a service at a place anywhere in Germany, by the routing service, each signature proved. */
    findDestination: (asked: Parameters<typeof findDestination>[1]) => findDestination(inboundDeps, asked),
    checklist: async (town: Tenant, service: EfaService) => checklist(await townFacts(inboundDeps, town, service)),
    onboarding: {
      plan: (service: EfaService, towns: readonly Tenant[], contactEmail?: string) => planOnboarding(inboundDeps, service, towns, contactEmail),
      order: (given: Parameters<typeof orderOnboarding>[1]) => orderOnboarding(inboundDeps, given),
      run: (given: { readonly tenant: string; readonly service: string }) => onboard(inboundDeps, given),
      state: (service: string) => onboardingState(inboundDeps, service),
    },
    /** What data from elsewhere are checked against: by the operator alone. */
    schemas: {
      overview: () => schemaOverview(inboundDeps),
      pin: ({ uri, definition }: { readonly uri: string; readonly definition: unknown }) => inbound.pinSchema(uri, definition),
      unpin: (uri: string) => deps.db.asOperator("unpin a schema", (tx) => unpinSchema(tx, uri)),
    },
    async refresh(): Promise<void> { await links.refresh(); await schemas.refresh(); },
    jobs: { ...inbound.jobs, ...replies.jobs, ...own }, crontab: [...inbound.crontab, ...replies.crontab, "13 5 * * * gateway:watch"], subscriptions: replies.subscriptions,
  };
}

export type Gateway = Awaited<ReturnType<typeof createGateway>>;
