import { createPortalClient, createTowns, plainStyle, styleSheet } from "@kommunalportal/extension-sdk";
import { fileStore, localFetch, readSettings, serve } from "@kommunalportal/extension-sdk/node";
import { checkAddress } from "./check-address.ts";
import { createChoice } from "./choose-slot.ts";

const settings = readSettings(process.env);
const style = `${plainStyle}li, .wahl { margin-bottom: .5rem; } .wahl { display: flex; gap: .5rem; align-items: start; } .wahl input { flex: none; margin: 0; } .wahl label { font-weight: 400; }`;
const store = fileStore(settings.dataFolder);
const portal = createPortalClient({ ...settings, fetch: localFetch });
const towns = createTowns([portal]);
const choice = createChoice({ portal, towns, store, ticketSecret: settings.clientSecret, now: () => new Date() });

const server = await serve((request) => {
  const { pathname } = new URL(request.url);
  if (pathname === "/termin" && request.method === "GET") return choice.offer(request);
  if (pathname === "/termin" && request.method === "POST") return choice.take(request);
  if (pathname === "/anschrift" && request.method === "POST") return checkAddress(towns, request);
  return pathname === "/stil.css" ? styleSheet(style) : new Response(null, { status: pathname === "/termin" || pathname === "/anschrift" ? 405 : 404 });
}, { port: settings.port, onFault: (error) => { console.error(error instanceof Error ? error.message : "unknown"); } });

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => { void server.close().then(() => { store.close(); process.exit(0); }); });
console.log(JSON.stringify({ listening: server.port }));
