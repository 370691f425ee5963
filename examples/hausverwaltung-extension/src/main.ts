import { createPortalClient } from "@kommunalportal/extension-sdk";
import { localFetch, readSettings, serve } from "@kommunalportal/extension-sdk/node";
import { createSignIn } from "./portal-sign-in.ts";
import { answer } from "./service.ts";
import { createVisits } from "./visit.ts";

const settings = readSettings({ ...process.env, DATA_FOLDER: process.env["DATA_FOLDER"] ?? "unused" });
const portal = createPortalClient({ ...settings, fetch: localFetch });

async function start(): Promise<void> {
  const town = await portal.call("getTenant", {});
  const origin = settings.origin ?? `http://hausverwaltung.localhost:${settings.port}`;
  const service = {
    portal, site: { town: town.name, portal: town.portal }, visits: createVisits(origin.startsWith("https:")),
    signIn: createSignIn({ issuer: async () => `${(await portal.call("getTenant", {})).portal}/openid`, clientId: settings.clientId, clientSecret: settings.clientSecret, origin }),
  };
  const server = await serve((request) => answer(service, request), { port: settings.port, onFault: (error) => { console.error(error instanceof Error ? error.message : "unknown"); } });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => { void server.close().then(() => { process.exit(0); }); });
  console.log(JSON.stringify({ listening: server.port }));
}

await start().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : "Der Start ist fehlgeschlagen.");
  process.exit(1);
});
