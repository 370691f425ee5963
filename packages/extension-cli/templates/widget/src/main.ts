import { escapeHtml, pageHeaders, portalAndTowns, styleSheet } from "@kommunalportal/extension-sdk";
import { readSettings, serve } from "@kommunalportal/extension-sdk/node";

const settings = readSettings(process.env);
const words = { de: { title: "Guten Tag", text: "Diese Kachel ist für alle gleich." }, en: { title: "Good day", text: "This tile is the same for everybody." } } as const;

/** No cookie, no script, nothing of the person: the portal hands over the town and the language and nothing else. */
function tile(request: Request): Response {
  const language = new URL(request.url).searchParams.get("sprache") === "en" ? "en" : "de";
  const { title, text } = words[language];
  return new Response(`<!doctype html>\n<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title><link rel="stylesheet" href="/stil.css"></head><body><main aria-labelledby="titel"><h1 id="titel">${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p></main></body></html>\n`,
    { headers: pageHeaders({ framedBy: portalAndTowns(settings.portal), publicFor: 60 }) });
}

const server = await serve((request) => {
  const { pathname } = new URL(request.url);
  if (pathname === "/stil.css") return styleSheet();
  if (pathname !== "/kachel") return new Response(null, { status: 404 });
  return request.method === "GET" ? tile(request) : new Response(null, { status: 405 });
}, { port: settings.port });
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => { void server.close().then(() => { process.exit(0); }); });
console.log(`listening on ${server.port}`);
