import { createPortalClient, createTowns, createTickets, escapeHtml, exchangeLaunch, openedFrom, pageHeaders, styleSheet } from "@kommunalportal/extension-sdk";
import { localFetch, readSettings, serve } from "@kommunalportal/extension-sdk/node";

const settings = readSettings(process.env);
const portal = createPortalClient({ ...settings, fetch: localFetch });
/** The towns that this program works for; with more than one, one client each. */
const towns = createTowns([portal]);
/** The path of the field that the form lets this program fill: `extension.fills` of its step. */
const field = process.env["FIELD"] ?? "wahl.wert";
/** What the page remembers until the button is pressed: sealed in a hidden field, no cookie. */
const tickets = createTickets<{ readonly result: string; readonly returnTo: string }>({ secret: settings.clientSecret });

function page(title: string, body: string, status: number, formsTo: readonly string[] = []): Response {
  return new Response(`<!doctype html>\n<html lang="de"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><link rel="stylesheet" href="/stil.css"></head><body><main><h1>${title}</h1>${body}</main></body></html>\n`, { status, headers: pageHeaders({ formsTo }) });
}

const closed = (): Response => page("Bitte im Portal öffnen", "<p>Gehen Sie in Ihrem Antrag auf »Auswählen«. Ihre Angaben dort sind gespeichert.</p>", 403);

async function open(request: Request): Promise<Response> {
  const opened = openedFrom(request.url);
  const from = await towns.from(opened);
  const launch = from && await exchangeLaunch(from, { start: opened.start, place: "form-step" });
  if (launch?.step?.returnTo === undefined) return closed();
  const { result, returnTo } = launch.step;
  return page("Auswählen", `<form method="post" action="/wahl"><input type="hidden" name="karte" value="${escapeHtml(await tickets.seal({ result, returnTo }))}"><p><label for="wert">Ihre Wahl</label></p><p><input id="wert" name="wert" maxlength="100"></p><p><button type="submit" name="was" value="nehmen">Übernehmen</button> <button type="submit" name="was" value="zurueck">Zurück ohne Wahl</button></p></form>`, 200, [returnTo]);
}

async function take(request: Request): Promise<Response> {
  const fields = new URLSearchParams((await request.text()).slice(0, 65_536));
  const ticket = await tickets.open(fields.get("karte") ?? "");
  if (!ticket) return closed();
  const value = (fields.get("wert") ?? "").trim();
  const chosen = fields.get("was") !== "zurueck" && value !== "";
  await portal.call("provideStepResult", { body: { result: ticket.result, ...(chosen ? { outcome: "done", fields: { [field]: value } } : { outcome: "declined" }) } });
  return new Response(null, { status: 303, headers: { ...pageHeaders(), location: ticket.returnTo } });
}

const server = await serve((request) => {
  const { pathname } = new URL(request.url);
  if (pathname === "/stil.css") return styleSheet();
  if (pathname !== "/wahl") return new Response(null, { status: 404 });
  if (request.method === "GET") return open(request);
  return request.method === "POST" ? take(request) : new Response(null, { status: 405 });
}, { port: settings.port, onFault: (error) => { console.error(error instanceof Error ? error.message : "unknown"); } });
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => { void server.close().then(() => { process.exit(0); }); });
console.log(`listening on ${server.port}`);
