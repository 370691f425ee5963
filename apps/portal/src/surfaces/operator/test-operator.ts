import { after } from "node:test";
import type { StaffRole, StaffSession } from "#modules/accounts";
import { createCatalogue } from "#modules/catalogue";
import { createDisturbances } from "#modules/disturbances";
import { createExtensions, defaultExtensionSettings, type ExtensionsDeps } from "#modules/extensions";
import { createInsight } from "#modules/insight";
import { createKeyring, newKey } from "#platform/crypto";
import { createPageCache, createServer } from "#platform/http";
import { createLog } from "#platform/log";
import { newId } from "#platform/ids";
import { assetsSurface } from "../assets/index.ts";
import { watchChanges } from "../../watch-changes.ts";
import { createAddresses, createErrorPages, createLayout, createTownAssets, routes, whenCaughtUp, withoutLanguage } from "../frame/index.ts";
import { testWorld } from "../../modules/hub/test-world.ts";
import { parsePage, type ParsedPage } from "../../testing/page.ts";
import { operatorSurface } from "./index.ts";

const origin = "http://portal.localhost:8080";
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'";

/** The operator's pages on a server with the real frame, over the hub's test world; who is signed in stands in the cookie. */
export async function operatorWorld() {
  // Ends before the world, whose database waits for every connection.
  let endOfWatching = async (): Promise<void> => {};
  after(() => endOfWatching());
  const world = await testWorld({ max: 12 });
  const { db, clock, audit, tenants } = world;
  const hub = world.hubWith({ settings: { answerUrl: (destination) => `${origin}/rueckruf/fachverfahren/${destination}` } });
  const insight = createInsight({ db, clock, hub });
  const catalogue = await createCatalogue({ db, clock, tenants, keyring: createKeyring({ keys: [{ version: 1, key: newKey() }], current: 1 }) });
  const disturbances = await createDisturbances({ db, clock });
  // Registering, secrets and permissions come to none of these.
  const untouched = {} as Pick<ExtensionsDeps, "answers" | "payments" | "workshop" | "figures" | "safe" | "appointments">;
  const extensions = createExtensions({ db, clock, log: createLog("fatal", "test"), tenants, audit, forms: world.forms, applications: world.applications, ...untouched, hub, catalogue, handover: { personOfToken: () => Promise.resolve(undefined), endConsentsOf: () => Promise.resolve(0) }, townOrigin: () => origin, offices: { of: () => [] }, outbound: world.deps.outbound, settings: defaultExtensionSettings });
  const people = new Map<string, StaffSession>([["olga", session("Olga Operator", [{ tenant: undefined, role: "operator", office: undefined }])], ["sven", session("Sven Super", [{ tenant: world.musterstadt.id, role: "supervisor", office: undefined }])]]);
  const app = createServer({ log: createLog("fatal", "test"), trustedProxies: [], secureOrigin: false, rewriteUrl: withoutLanguage });
  const addresses = createAddresses(origin, tenants);
  const townAssets = createTownAssets(tenants);
  const layout = createLayout({ addresses, disturbances, townAssets });
  const errorPages = createErrorPages({ layout: () => layout, addresses, policy, log: createLog("fatal", "test") });
  errorPages.register(app);
  assetsSurface(app, townAssets);
  // As every process does it: what is saved is read because the database tells of it.
  const changes = await watchChanges({ db, log: createLog("fatal", "test") }, async () => { await tenants.refresh(); await disturbances.refresh(); });
  endOfWatching = changes.stop;
  const r = whenCaughtUp(routes(app, {
    addresses, pageCache: createPageCache(1_000_000), pagePolicy: policy, errorPages,
    accounts: { citizen: () => Promise.resolve(undefined), citizenWith: () => Promise.resolve(undefined), visitor: () => undefined, newVisitor: () => { throw new Error("staff only"); }, staff: (cookie) => Promise.resolve(people.get(cookie)) },
  }), changes.caughtUp);
  const disk = { free: 50_000_000_000 };
  operatorSurface(r, { applications: world.applications, db, clock, layout, hub, insight, disturbances, audit, tenants, catalogue, extensions, forms: world.forms, offices: { list: () => [{ role: "steueramt", name: "Amt für Steuern" }] }, files: { freeBytes: () => Promise.resolve(disk.free) } });
  await app.ready();
  return {
    ...world, hub, insight, disturbances, catalogue, extensions, app, disk,
    /** A page as somebody sees it; strictly parsed. */
    get: async (url: string, who = "olga"): Promise<{ readonly status: number; readonly page: ParsedPage; readonly location: string; readonly body: string }> => {
      const reply = await app.inject({ url, headers: { host: "portal.localhost:8080", cookie: `__Host-mitarbeit=${who}` } });
      return { status: reply.statusCode, page: parsePage(reply.body), location: String(reply.headers.location ?? ""), body: reply.body };
    },
    /** A form with a file, as a browser sends it. */
    upload: async (url: string, fields: Readonly<Record<string, string>>, file: { readonly field: string; readonly name: string; readonly content: string } | undefined, who = "olga") => {
      const boundary = "----grenze";
      const parts = Object.entries({ _csrf: people.get(who)?.csrf ?? "", ...fields }).map(([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join("");
      const last = file === undefined ? "" : `--${boundary}\r\nContent-Disposition: form-data; name="${file.field}"; filename="${file.name}"\r\nContent-Type: application/json\r\n\r\n${file.content}\r\n`;
      const reply = await app.inject({
        method: "POST", url, headers: { host: "portal.localhost:8080", cookie: `__Host-mitarbeit=${who}`, origin, "content-type": `multipart/form-data; boundary=${boundary}` }, payload: `${parts}${last}--${boundary}--\r\n`,
      });
      return { status: reply.statusCode, location: String(reply.headers.location ?? ""), page: parsePage(reply.body), headers: reply.headers };
    },
    post: async (url: string, fields: Readonly<Record<string, string>>, who = "olga") => {
      const reply = await app.inject({
        method: "POST", url, headers: { host: "portal.localhost:8080", cookie: `__Host-mitarbeit=${who}`, origin, "content-type": "application/x-www-form-urlencoded" },
        payload: new URLSearchParams({ _csrf: people.get(who)?.csrf ?? "", ...fields }).toString(),
      });
      return { status: reply.statusCode, location: String(reply.headers.location ?? ""), page: parsePage(reply.body), headers: reply.headers };
    },
  };
}

function session(name: string, roles: readonly StaffRole[]): StaffSession {
  return { id: newId(), staff: newId(), name, email: `${name.split(" ")[0]!.toLowerCase()}@musterstadt.example`, roles, expiresAt: new Date("2099-01-01"), idleUntil: new Date("2099-01-01"), csrf: `csrf-${name.length}-${name.split(" ")[0]}` };
}
