import { createPortalClient, createTowns, plainStyle, styleSheet } from "@kommunalportal/extension-sdk";
import { fileStore, localFetch, readSettings, serve } from "@kommunalportal/extension-sdk/node";
import { createTab } from "./tab.ts";

const settings = readSettings(process.env);
const style = `${plainStyle}li, .wahl { margin-bottom: .5rem; } .wahl { display: flex; gap: .5rem; align-items: start; } .wahl input { flex: none; margin: 0; } .wahl label { font-weight: 400; }`;
const store = fileStore(settings.dataFolder);
const clients = new Map(settings.tenants.map((tenant) => [tenant, createPortalClient({ ...settings, tenant, fetch: localFetch })]));
const tab = createTab({ towns: createTowns([...clients.values()]), clients, store, framedBy: settings.portal, ticketSecret: settings.clientSecret });

const server = await serve((request) => {
  const { pathname } = new URL(request.url);
  if (pathname === "/abgleich" && request.method === "GET") return tab.open(request);
  if (pathname === "/abgleich" && request.method === "POST") return tab.tick(request);
  return pathname === "/stil.css" ? styleSheet(style) : new Response(null, { status: pathname === "/abgleich" ? 405 : 404 });
}, { port: settings.port, onFault: (error) => { console.error(error instanceof Error ? error.message : "unknown"); } });

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => { void server.close().then(() => { store.close(); process.exit(0); }); });
console.log(JSON.stringify({ listening: server.port }));
