import type { IncomingMessage } from "node:http";
import type Provider from "oidc-provider";
import type { KoaContextWithOIDC } from "oidc-provider";
import type { Tenant } from "#modules/tenants";
import type { Visit } from "../../frame/index.ts";
import type { HandoverPages } from "./handover-pages.ts";
import { createProvider } from "./provider.ts";
import { createProviderPages } from "./provider-pages.ts";

export interface TownProvider { readonly provider: Provider; readonly serve: ReturnType<Provider["callback"]> }

/** The keys that sign are renewed now and then; a provider lives no longer than this. */
const freshMs = 3_600_000;
const most = 50;

/** One provider per town, made when it is first asked for. Nothing of it has to last: what counts is in the database. */
export function createProviders(portal: HandoverPages) {
  const made = new Map<string, { readonly at: number; readonly town: Promise<TownProvider> }>();
  const visits = new WeakMap<IncomingMessage, Visit>();
  const pages = createProviderPages(portal, (ctx: KoaContextWithOIDC) => {
    const visit = visits.get(ctx.req);
    if (!visit) throw new Error("a request of the OpenID provider came by another way");
    return visit;
  });
  return {
    remember(visit: Visit): void { visits.set(visit.request.raw, visit); },
    async of(tenant: Tenant): Promise<TownProvider> {
      const now = portal.clock.now().getTime();
      const known = made.get(tenant.id);
      if (known && now - known.at < freshMs) return known.town;
      const town = createProvider(portal, tenant, pages).then((provider) => ({ provider, serve: provider.callback() }));
      made.delete(tenant.id);
      made.set(tenant.id, { at: now, town });
      if (made.size > most) made.delete(made.keys().next().value ?? "");
      town.catch(() => { made.delete(tenant.id); });
      return town;
    },
  };
}

export type Providers = ReturnType<typeof createProviders>;
