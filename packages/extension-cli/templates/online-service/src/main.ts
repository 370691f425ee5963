import { createPortalClient, styleSheet } from "@kommunalportal/extension-sdk";
import { localFetch, readSettings, serve } from "@kommunalportal/extension-sdk/node";
import { donePage, formPage } from "./pages.ts";
import { report } from "./report.ts";

const settings = readSettings(process.env);
const portal = createPortalClient({ ...settings, fetch: localFetch });

const server = await serve(async (request) => {
  const { pathname } = new URL(request.url);
  if (pathname === "/stil.css") return styleSheet();
  if (pathname !== "/") return new Response(null, { status: 404 });
  if (request.method === "GET") return formPage({ key: crypto.randomUUID() });
  if (request.method !== "POST") return new Response(null, { status: 405, headers: { allow: "GET, POST" } });
  const fields = new URLSearchParams(await request.text());
  const outcome = await report(portal, fields);
  return outcome.ok ? donePage(outcome) : formPage({ key: outcome.key, fields, problems: outcome.problems });
}, { port: settings.port, onFault: (error) => { console.error(error); } });

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => { void server.close().then(() => { process.exit(0); }); });
console.log(`listening on ${server.port}`);
