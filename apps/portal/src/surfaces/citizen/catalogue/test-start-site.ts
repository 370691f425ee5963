import { createCatalogue, type Catalogue } from "#modules/catalogue";
import type { CitizenSession } from "#modules/accounts";
import { createDisturbances } from "#modules/disturbances";
import { createTenants } from "#modules/tenants";
import { manualClock } from "#platform/clock";
import { createKeyring, newKey, randomToken } from "#platform/crypto";
import type { Database } from "#platform/database";
import { createPageCache, createServer, csrfToken, type App } from "#platform/http";
import { newId } from "#platform/ids";
import { createLog } from "#platform/log";
import { loadSeeds } from "../../../../seeds/index.ts";
import { seedCatalogue } from "../../../seed/catalogue.ts";
import { switchServices, tenantsFromSeeds } from "../../../seed/tenants.ts";
import { createAddresses, createErrorPages, createLayout, createTownAssets, pagePolicyOf, routes, withoutLanguage, type TownAssets } from "../../frame/index.ts";
import { citizenCatalogue } from "./index.ts";

/** These pages alone on a seeded database, with visitors and without accounts: for their tests. */
export async function startSite(db: Database): Promise<{ readonly app: App; readonly catalogue: Catalogue; readonly clearPages: () => void; readonly townAssets: TownAssets }> {
  const clock = manualClock(new Date("2026-03-02T09:00:00Z"));
  const keyring = createKeyring({ keys: [{ version: 1, key: newKey() }], current: 1 });
  const log = createLog("fatal", "test");
  const tenants = await createTenants({ db, keyring });
  const seeds = loadSeeds();
  await tenants.found(tenantsFromSeeds(seeds));
  await seedCatalogue({ db, clock, tenants }, seeds);
  await switchServices(db, tenants, seeds);
  await tenants.refresh();
  const catalogue = await createCatalogue({ db, clock, keyring, tenants });
  const disturbances = await createDisturbances({ db, clock });
  const app = createServer({ log, trustedProxies: [], secureOrigin: false, rewriteUrl: withoutLanguage });
  const addresses = createAddresses("http://portal.localhost:8080", tenants);
  const townAssets = createTownAssets(tenants);
  const layout = createLayout({ addresses, disturbances, townAssets });
  const pagePolicy = pagePolicyOf("http://portal.localhost:8080", []);
  const errorPages = createErrorPages({ layout: () => layout, addresses, policy: pagePolicy, log });
  errorPages.register(app);
  const pageCache = createPageCache(16 * 1024 * 1024);
  const visitors = new Map<string, CitizenSession>();
  const accounts = {
    citizen: () => Promise.resolve(undefined), citizenWith: () => Promise.resolve(undefined),
    staff: () => Promise.resolve(undefined),
    visitor: (cookie: string) => visitors.get(cookie),
    newVisitor() {
      const cookie = randomToken(32);
      const end = new Date(clock.now().getTime() + 86_400_000);
      const session: CitizenSession = { id: newId(), loginId: undefined, account: undefined, owner: newId(), ownerSecret: newKey(), level: 0, signedIn: false, requested: [], person: {}, displayName: undefined, startedAt: clock.now(), expiresAt: end, idleUntil: end, csrf: csrfToken(cookie) };
      visitors.set(cookie, session);
      return { cookie, session };
    },
  };
  citizenCatalogue(routes(app, { addresses, accounts, pageCache, pagePolicy, errorPages }), { catalogue, tenants, addresses, layout, clock, partsOf: () => Promise.resolve([]) });
  return { app, catalogue, townAssets, clearPages: () => { pageCache.clear(); } };
}
