import { portalAndTowns, plainStyle, styleSheet } from "@kommunalportal/extension-sdk";
import { readSettings, serve } from "@kommunalportal/extension-sdk/node";
import { tile } from "./tile.ts";

const settings = readSettings(process.env);
const style = `${plainStyle}th, td { text-align: start; padding: .375rem 1rem .375rem 0; }`;

const server = await serve((request) => {
  const url = new URL(request.url);
  if (url.pathname === "/auslastung" && request.method === "GET") return tile({ language: url.searchParams.get("sprache") === "en" ? "en" : "de", at: new Date(), framedBy: portalAndTowns(settings.portal) });
  return url.pathname === "/stil.css" ? styleSheet(style) : new Response(null, { status: url.pathname === "/auslastung" ? 405 : 404 });
}, { port: settings.port, onFault: (error) => { console.error(error instanceof Error ? error.message : "unknown"); } });

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => { void server.close().then(() => { process.exit(0); }); });
console.log(JSON.stringify({ listening: server.port }));
