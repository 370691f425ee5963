import { createLinks, type LinksDeps } from "./links/links.ts";

export type GatewayDeps = LinksDeps;

/** The EfA gateway: the way to services run elsewhere, what comes from them, and what goes to other authorities. */
export async function createGateway(deps: GatewayDeps) {
  const links = await createLinks(deps);
  return { links, refresh: () => links.refresh() };
}

export type Gateway = Awaited<ReturnType<typeof createGateway>>;
