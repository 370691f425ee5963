import { connection } from "./links/link-store.ts";
import { createLinks, type LinksDeps } from "./links/links.ts";
import { createInbound } from "./inbound/inbound.ts";
import type { InboundDeps } from "./inbound/inbound-deps.ts";
import { type OpenReception, openReception, receptionKeys } from "./onboarding/open-reception.ts";
import { createReplies } from "./replies/replies.ts";
import { createSchemas } from "./inbound/pinned-schema.ts";

export type GatewayDeps = LinksDeps & Omit<InboundDeps, "links" | "schemas" | "connectionOf" | "catalogue" | "audit">;

/** The EfA gateway: the way to services run elsewhere, what comes from them, and what goes to other authorities. */
export async function createGateway(deps: GatewayDeps) {
  const links = await createLinks(deps);
  const schemas = await createSchemas(deps.db);
  const inboundDeps: InboundDeps = { ...deps, links, schemas, connectionOf: (tenant, service) => deps.db.published((tx) => connection(tx, tenant, service)) };
  const inbound = createInbound(inboundDeps);
  const replies = createReplies(inboundDeps);
  return {
    links, inbound, replies,
    openReception: (given: OpenReception) => openReception(inboundDeps, given),
    receptionKeys: (tenant: string) => receptionKeys(inboundDeps, tenant),
    async refresh(): Promise<void> { await links.refresh(); await schemas.refresh(); },
    jobs: { ...inbound.jobs, ...replies.jobs }, crontab: [...inbound.crontab, ...replies.crontab], subscriptions: replies.subscriptions,
  };
}

export type Gateway = Awaited<ReturnType<typeof createGateway>>;
