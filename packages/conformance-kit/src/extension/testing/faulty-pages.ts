import { createPortalClient, createTowns, exchangeLaunch, openedFrom, pageHeaders, styleSheet, type Opened } from "@kommunalportal/extension-sdk";
import { readSettings, serve } from "@kommunalportal/extension-sdk/node";

// An extension with a step, a check and a tile in the portal that is right, but for the one fault that its argument names.
const fault = process.argv[2] ?? "none";
const settings = readSettings(process.env);
const portal = createPortalClient(settings);
const towns = createTowns([portal]);
const isOurs = async (opened: Opened): Promise<boolean> => fault === "believes-towns" || await towns.from(opened) !== undefined;

function page(body: string, options: { readonly status?: number; readonly framed?: boolean } = {}): Response {
  const headers = new Headers(pageHeaders(options.framed === true ? { framedBy: [settings.portal] } : {}));
  const policy = headers.get("content-security-policy") ?? "";
  if (fault === "no-policy") headers.delete("content-security-policy");
  if (fault === "everybodys-frame") headers.set("content-security-policy", policy.replace(/frame-ancestors [^;]+/, "frame-ancestors *"));
  if (fault === "tells-others") headers.set("referrer-policy", "unsafe-url");
  if (fault === "sets-cookie") headers.set("set-cookie", "besuch=1; HttpOnly; SameSite=Lax");
  return new Response(`<!doctype html>\n<html${fault === "no-language" ? "" : ' lang="de"'}><head><meta charset="utf-8"><title>Probe</title><link rel="stylesheet" href="/stil.css">${fault === "loads-from-elsewhere" ? '<link rel="stylesheet" href="https://anderswo.example/stil.css">' : ""}</head><body><main aria-labelledby="titel"><h1 id="titel">Probe</h1>${body}</main></body></html>`, { status: options.status ?? 200, headers });
}

async function step(opened: Opened): Promise<Response> {
  const launch = await isOurs(opened) ? await exchangeLaunch(portal, { start: opened.start, place: "form-step" }) : undefined;
  if (!launch?.step && fault !== "believes-codes") return page("<p>Bitte im Portal öffnen.</p>", { status: 403 });
  return page(`<form method="post" action="/schritt"><p>${fault === "unlabelled" ? "<span>Wahl</span>" : '<label for="wahl">Wahl</label>'} <input id="wahl" name="wahl"></p><button type="submit">Übernehmen</button></form>`);
}

function bodyOf(text: string): Record<string, unknown> {
  try { const given: unknown = JSON.parse(text); return typeof given === "object" && given !== null ? { ...given } : {}; } catch { return {}; }
}

async function check(request: Request): Promise<Response> {
  const given = await request.text();
  if (fault === "falls-over" && !given.startsWith("{")) return new Response(null, { status: 500 });
  const opened = openedFrom(bodyOf(given));
  const launch = await isOurs(opened) ? await exchangeLaunch(portal, { start: opened.start, place: "form-check" }) : undefined;
  if (!launch?.step) return new Response(null, { status: fault === "answers-strangers" ? 204 : 403 });
  if (fault === "slow") await new Promise((resolve) => { setTimeout(resolve, 4_200); });
  for (let times = fault === "gives-nothing" ? 0 : fault === "gives-twice" ? 2 : 1; times > 0; times -= 1) await portal.call("provideStepResult", { body: { result: launch.step.result, outcome: "done", fields: {} } });
  return new Response(null, { status: 204 });
}

const server = await serve((request) => {
  const { pathname } = new URL(request.url);
  switch (`${request.method} ${pathname}`) {
    case "GET /schritt": return step(openedFrom(request.url));
    case "POST /pruefung": return check(request);
    case "GET /kachel": return page("<p>Für alle gleich.</p>", { framed: true });
    case "GET /stil.css": return styleSheet();
    default: return new Response(null, { status: 404 });
  }
}, { port: settings.port });
process.once("SIGTERM", () => { void server.close().then(() => { process.exit(0); }); });
console.log("listening");
