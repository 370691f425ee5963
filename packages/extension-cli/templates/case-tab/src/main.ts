import { createPortalClient, createTowns, escapeHtml, exchangeLaunch, openedFrom, pageHeaders, styleSheet } from "@kommunalportal/extension-sdk";
import { localFetch, readSettings, serve } from "@kommunalportal/extension-sdk/node";

const settings = readSettings(process.env);
const portal = createPortalClient({ ...settings, fetch: localFetch });
/** The towns that this program works for; with more than one, one client each. */
const towns = createTowns([portal]);

function page(title: string, text: string, status: number): Response {
  const body = `<!doctype html>\n<html lang="de"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title><link rel="stylesheet" href="/stil.css"></head><body><main aria-labelledby="titel"><h1 id="titel">${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p></main></body></html>\n`;
  // Shown in the portal's frame and in nobody else's.
  return new Response(body, { status, headers: pageHeaders({ framedBy: [settings.portal] }) });
}

/** The portal opens the tab with a launch code that works once; what it is about only this server learns. */
async function tab(request: Request): Promise<Response> {
  const opened = openedFrom(request.url);
  const from = await towns.from(opened);
  const launch = from && await exchangeLaunch(from, { start: opened.start, place: "case-tab" });
  if (!launch?.case) return page("Bitte neu öffnen", "Öffnen Sie diesen Reiter aus dem Vorgang.", 403);
  const { reference, attachments } = await portal.call("getApplication", { id: launch.case.application });
  return page(`Vorgang ${reference}`, `${attachments.length} Anlagen sind zu prüfen.`, 200);
}

const server = await serve((request) => {
  const { pathname } = new URL(request.url);
  if (pathname === "/stil.css") return styleSheet();
  if (pathname !== "/reiter") return new Response(null, { status: 404 });
  return request.method === "GET" ? tab(request) : new Response(null, { status: 405 });
}, { port: settings.port, onFault: (error) => { console.error(error instanceof Error ? error.message : "unknown"); } });
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => { void server.close().then(() => { process.exit(0); }); });
console.log(`listening on ${server.port}`);
