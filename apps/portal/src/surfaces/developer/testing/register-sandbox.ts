import pino from "pino";
import { createCatalogue, putOffices } from "#modules/catalogue";
import { createDevelopers } from "#modules/developers";
import { createKeyring, newKey } from "#platform/crypto";
import { createPageCache } from "#platform/http";
import type { apiWorld } from "../../extension-api/testing/api-world.ts";
import { createErrorPages, createLayout, createTownAssets, routes, type Routes } from "../../frame/index.ts";
import { sandboxApi, sandboxSurface } from "../index.ts";
import type { SandboxPortal } from "../sandbox-surface.ts";

const limits = { programs: 3, towns: 2, allTowns: 50, sessionHours: 12 };

/** Test towns whose simulated Fachverfahren was connected, with the services; stands for the hub's demonstration destination. */
export const connectedTowns = new Map<string, readonly string[]>();
const backendOf = (towns: Map<string, readonly string[]>) => ({ connected: (tenant: string) => Promise.resolve(towns.has(tenant)), connect: ({ tenant, services }: { readonly tenant: string; readonly services: readonly string[] }) => { towns.set(tenant, services); return Promise.resolve(); } });

type Before = NonNullable<NonNullable<Parameters<typeof apiWorld>[0]>["before"]>;

/** The sandbox's pages and its JSON on a server of tests, and further pages; Musterstadt with two offices is the template. */
export const registerSandbox = async (app: Parameters<Before>[0], { addresses, tenants, world: { db, deps: { clock }, extensions, musterstadt } }: Parameters<Before>[1], more: (r: Routes, portal: SandboxPortal) => void = () => {}): Promise<void> => {
  await db.asOperator("test", (tx) => putOffices(tx, musterstadt, [{ role: "steueramt", details: { name: { de: "Steueramt Musterstadt" }, hours: [], contactPersons: [] } }, { role: "ordnungsamt", details: { name: { de: "Ordnungsamt" }, hours: [], contactPersons: [] } }], clock.now()));
  const catalogue = await createCatalogue({ db, clock, tenants, keyring: createKeyring({ keys: [{ version: 1, key: newKey() }], current: 1 }) });
  const layout = createLayout({ addresses, disturbances: { current: () => [] }, townAssets: createTownAssets(tenants) });
  const errorPages = createErrorPages({ layout: () => layout, addresses, policy: "default-src 'none'", log: pino({ level: "silent" }) });
  const accounts = { citizen: () => Promise.resolve(undefined), citizenWith: () => Promise.resolve(undefined), visitor: () => undefined, staff: () => Promise.resolve(undefined), newVisitor: () => { throw new Error("no visitor is made here"); } };
  const r = routes(app, { addresses, accounts, pageCache: createPageCache(1_000_000), pagePolicy: "default-src 'none'", errorPages });
  const portal = { layout, addresses, clock, extensions, disturbances: { current: () => [] }, outsideWorld: "http://sandbox.localhost:8090", developers: createDevelopers({ db, clock, tenants, catalogue, extensions, backend: backendOf(connectedTowns), templateTown: "musterstadt", limits }) };
  more(r, portal);
  sandboxSurface(r, portal);
  sandboxApi(app, portal);
};
