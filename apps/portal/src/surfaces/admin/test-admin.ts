import { after } from "node:test";
import type { RoleName, StaffSession } from "#modules/accounts";
import { manualClock } from "#platform/clock";
import { createPageCache, createServer } from "#platform/http";
import { newId } from "#platform/ids";
import { createLog } from "#platform/log";
import { type Browser, openBrowser, type Reply } from "../../testing/browser.ts";
import { until } from "../../testing/until.ts";
import { startWorld } from "../../testing/world.ts";
import { assetsSurface } from "../assets/index.ts";
import { refresh } from "../../refresh.ts";
import { watchChanges } from "../../watch-changes.ts";
import { createAddresses, createErrorPages, createLayout, createTownAssets, pagePolicyOf, routes, whenCaughtUp, withoutLanguage } from "../frame/index.ts";
import { operatorSurface } from "../operator/index.ts";
import { adminSurface } from "./index.ts";
import { freePort } from "../../testing/free-port.ts";

export type Person = "ede" | "emil" | "rita" | "sven" | "sabine" | "olga" | "lea";

/** The whole demonstration, and beside it the editor's pages on a server of their own where the cookie says who somebody is. */
export async function adminWorld() {
  const clock = manualClock(new Date("2026-11-22T09:00:00Z"));
  // Ends before the world, whose database waits for every connection.
  let endOfWatching = async (): Promise<void> => {};
  after(() => endOfWatching());
  const world = await startWorld({ worker: false, clock });
  const { house } = world;
  const port = await freePort();
  const apex = `http://portal.localhost:${port}`;
  const real = house.tenants.bySlug("hamm")!;
  const idOf = (slug: string): string => house.tenants.bySlug(slug)!.id;
  const people = new Map<string, StaffSession>([
    ["ede", session("Ede Editor", "editor", idOf("musterstadt"))], ["emil", session("Emil Beispiel", "editor", idOf("beispielhausen"))], ["rita", session("Rita Redaktion", "editor", real.id)],
    ["sven", session("Sven Super", "supervisor", idOf("musterstadt"))], ["sabine", session("Sabine Steuer", "clerk", idOf("musterstadt"), "steueramt")], ["olga", session("Olga Operator", "operator", undefined)],
    ["lea", { ...session("Lea Land", "editor", idOf("musterstadt")), roles: [{ tenant: idOf("musterstadt"), role: "editor", office: undefined }, { tenant: undefined, role: "publisher", office: undefined }] }],
  ]);
  const log = createLog("fatal", "test");
  const app = createServer({ log, trustedProxies: [], secureOrigin: false, rewriteUrl: withoutLanguage });
  const addresses = createAddresses(apex, house.tenants);
  const townAssets = createTownAssets(house.tenants);
  const policy = pagePolicyOf(apex, []);
  const layout = createLayout({ addresses, disturbances: house.disturbances, townAssets });
  const errorPages = createErrorPages({ layout: () => layout, addresses, policy, log });
  errorPages.register(app);
  assetsSurface(app, townAssets);
  // As every process does it: what is saved is read because the database tells of it.
  const changes = await watchChanges({ db: house.db, log }, async (what) => { await refresh(house, what); townAssets.refresh(); });
  endOfWatching = changes.stop;
  const r = whenCaughtUp(routes(app, { addresses, pageCache: createPageCache(1_000_000), pagePolicy: policy, errorPages, accounts: { ...house.accounts, staff: (cookie) => Promise.resolve(people.get(cookie)) } }), changes.caughtUp);
  const offices = { list: (tenant: string) => house.catalogue.officesOf(tenant).map(({ role, name }) => ({ role, name: name.de })) };
  adminSurface(r, { ...house, addresses, townAssets, offices });
  operatorSurface(r, { ...house, layout, offices });
  await app.listen({ port, host: "127.0.0.1" });
  const browsers: Browser[] = [];
  after(async () => { for (const one of browsers) one.close(); await app.close(); });

  return {
    ...world, clock, apex, people,
    /** Somebody at the editor's pages of a town: Musterstadt, or for Emil Beispielhausen, for Rita a real town. */
    as(who?: Person) {
      const browser = openBrowser();
      browsers.push(browser);
      if (who) browser.cookies.set(new URL(apex).host, new Map([["__Host-mitarbeit", who]]));
      const slug = who === "emil" ? "beispielhausen" : who === "rita" ? real.slug : "musterstadt";
      return { ...browser, at: (path = "", town = slug): Promise<Reply> => browser.get(`${apex}/mitarbeit/${town}/redaktion${path}`) };
    },
    /** A page of the town as everybody sees it, as soon as it says what is expected; a change is told by the database. */
    async townSays(label: string, path: string, expected: RegExp): Promise<Reply> {
      const browser = openBrowser();
      browsers.push(browser);
      const look = (): Promise<Reply> => browser.get(world.origin(label) + path);
      return until(`${label}${path} says ${String(expected)}`, async () => { const reply = await look(); return expected.test(reply.text) && reply; }, async () => (await look()).page.text.slice(0, 2_000));
    },
  };
}

function session(name: string, role: RoleName, tenant: string | undefined, office?: string): StaffSession {
  return { id: newId(), staff: newId(), name, email: `${name.split(" ")[0]!.toLowerCase()}@musterstadt.example`, roles: [{ tenant, role, office }], expiresAt: new Date("2099-01-01"), idleUntil: new Date("2099-01-01"), csrf: `csrf-of-${name.replace(" ", "-")}` };
}
