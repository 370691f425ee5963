import { createHash, createPublicKey, randomBytes, verify, type JsonWebKey } from "node:crypto";
import { createPortalClient, escapeHtml, pageHeaders, PortalProblem, styleSheet } from "@kommunalportal/extension-sdk";
import { readSettings, serve } from "@kommunalportal/extension-sdk/node";

// An extension that takes people over and is right, but for the one fault that its argument names. Written by hand, because certified libraries do not let one make these mistakes.
const fault = process.argv[2] ?? "none";
const settings = readSettings(process.env);
const origin = settings.origin ?? "";
const portal = createPortalClient(settings);
const issuer = `${(await portal.call("getTenant", {})).portal}/openid`;

interface Facts { readonly [name: string]: unknown }
interface Visit { readonly csrf: string; readonly key: string; signIn?: { readonly state: string; readonly nonce: string; readonly verifier: string }; person?: { readonly name: string; readonly token: string; readonly idToken: string } }
const visits = new Map<string, Visit>();
const random = (): string => randomBytes(32).toString("base64url");
const base64 = (text: string): string => Buffer.from(text, "base64url").toString("utf8");
const json = async (answer: Response): Promise<Facts> => await answer.json() as Facts;

function cookieOf(request: Request): string { return /(?:^|;\s*)besuch=([\w-]+)/.exec(request.headers.get("cookie") ?? "")?.[1] ?? ""; }
function newVisit(): { readonly visit: Visit; readonly cookie: string } {
  const id = random();
  const visit: Visit = { csrf: random(), key: random() };
  visits.set(id, visit);
  return { visit, cookie: id };
}
const cookieLine = (id: string): string => `besuch=${id}; Path=/; SameSite=Lax${fault === "open-cookie" ? "" : "; HttpOnly"}`;
const redirect = (to: string, cookie?: string): Response => new Response(null, { status: 303, headers: { location: to, ...(cookie === undefined ? {} : { "set-cookie": cookieLine(cookie) }) } });

function page(body: string, status = 200): Response {
  const headers = new Headers(pageHeaders());
  if (fault === "keeps-pages") headers.set("cache-control", "public, max-age=600");
  if (fault === "may-be-framed") headers.set("content-security-policy", (headers.get("content-security-policy") ?? "").replace("frame-ancestors 'none'", "frame-ancestors *"));
  return new Response(`<!doctype html>\n<html lang="de"><head><meta charset="utf-8"><title>Probe</title><link rel="stylesheet" href="/stil.css"></head><body><main><h1>Probe</h1>${body}</main></body></html>`, { status, headers });
}

function leave(): Response {
  const { visit, cookie } = newVisit();
  const signIn = { state: fault === "fixed-state" ? "immer-derselbe-zustand" : random(), nonce: random(), verifier: random() };
  visit.signIn = signIn;
  const query = new URLSearchParams({ client_id: settings.clientId, response_type: "code", redirect_uri: `${origin}/rueckkehr`, scope: `openid given_name family_name${fault === "asks-more" ? " birthdate" : ""}`, state: signIn.state, nonce: signIn.nonce });
  if (fault !== "no-pkce") for (const [name, value] of [["code_challenge", createHash("sha256").update(signIn.verifier).digest("base64url")], ["code_challenge_method", "S256"]] as const) query.set(name, value);
  return redirect(`${issuer}/auth?${query.toString()}`, cookie);
}

/** Claims of an ID token that may be believed; undefined otherwise. */
async function believed(token: string, nonce: string): Promise<Facts | undefined> {
  const [header = "", payload = "", signature = ""] = token.split(".");
  const claims = JSON.parse(base64(payload)) as Facts;
  const facts = JSON.parse(base64(header)) as Facts;
  const [key] = (await json(await fetch(`${issuer}/jwks`)))["keys"] as readonly JsonWebKey[];
  if (!key || facts["alg"] !== "ES256" && fault !== "believes-unsigned") return undefined;
  if (!["believes-signatures", "believes-unsigned"].includes(fault) && !verify("sha256", Buffer.from(`${header}.${payload}`), { key: createPublicKey({ key, format: "jwk" }), dsaEncoding: "ieee-p1363" }, Buffer.from(signature, "base64url"))) return undefined;
  const right = claims["iss"] === issuer && claims["aud"] === settings.clientId && Number(claims["exp"]) > Date.now() / 1000 && claims["nonce"] === nonce;
  return right || fault === "believes-claims" ? claims : undefined;
}

async function arrive(request: Request, query: URLSearchParams): Promise<Response> {
  const before = cookieOf(request);
  const begun = visits.get(before);
  const signIn = begun?.signIn;
  if (begun) delete begun.signIn;
  const refused = page("<p>Die Anmeldung hat nicht geklappt.</p>", 400);
  if (!begun || !signIn || query.get("iss") !== issuer || (query.get("state") !== signIn.state && fault !== "believes-state")) return refused;
  if (query.has("error")) return fault === "falls-over" ? new Response(null, { status: 500 }) : page("<p>Sie haben abgebrochen.</p>");
  const answer = await fetch(`${issuer}/token`, { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: new URLSearchParams({ grant_type: "authorization_code", code: query.get("code") ?? "", redirect_uri: `${origin}/rueckkehr`, client_id: settings.clientId, client_secret: settings.clientSecret, code_verifier: fault === "no-verifier" ? random() : signIn.verifier }).toString() });
  if (!answer.ok) return refused;
  const tokens = await json(answer);
  const [idToken, token] = [String(tokens["id_token"]), String(tokens["access_token"])];
  const claims = await believed(idToken, signIn.nonce);
  if (!claims) return refused;
  const values = fault === "fetches-nothing" ? { sub: claims["sub"], family_name: "Muster" } : await json(await fetch(`${issuer}/me`, { headers: { authorization: `Bearer ${token}` } }));
  if (values["sub"] !== claims["sub"] && fault !== "believes-values") return refused;
  const name = String(values["family_name"]);
  if (fault === "talks") console.log(name);
  const { visit, cookie } = fault === "same-cookie" ? { visit: begun, cookie: before } : newVisit();
  visit.person = { name, token, idToken };
  return redirect(fault === "name-in-address" ? `/formular?name=${encodeURIComponent(name)}` : "/formular", cookie);
}

function form(request: Request): Response {
  const visit = visits.get(cookieOf(request));
  if (!visit?.person) return redirect("/");
  return page(`<p>Guten Tag, ${escapeHtml(visit.person.name)}.</p><form method="post" action="/formular"><input type="hidden" name="marke" value="${visit.csrf}"><p>${fault === "unlabelled" ? "<span>Ort</span>" : '<label for="ort">Ort</label>'} <input id="ort" name="ort"></p><button type="submit">Senden</button></form><p><a href="/abmelden">Abmelden</a></p>`);
}

async function send(request: Request): Promise<Response> {
  const visit = visits.get(cookieOf(request));
  const typed = new URLSearchParams(await request.text());
  if (!visit?.person || (typed.get("marke") !== visit.csrf && fault !== "believes-forms")) return page("<p>Das kam nicht von unserer Seite.</p>", 403);
  try {
    await portal.call("submitApplication", { body: { service: "maengelmelder", language: "de", confirmed: true, handover: fault === "forgets-person" ? random() : visit.person.token, answers: { mangel: { art: "schlagloch", ort: { words: typed.get("ort") ?? "" }, beschreibung: "Ein Loch." } } } }, { key: fault === "random-keys" ? random() : visit.key });
  } catch (error) {
    if (!(error instanceof PortalProblem)) throw error;
    if (fault !== "goes-on") visits.delete(cookieOf(request));
    if (fault !== "claims-success") return page("<p>Das Portal hat es nicht angenommen.</p>", 409);
  }
  return page("<p>Ihre Meldung ist eingegangen.</p>");
}

function signOut(request: Request): Response {
  const id = cookieOf(request);
  const hint = visits.get(id)?.person?.idToken;
  if (fault !== "stays") visits.delete(id);
  return redirect(hint === undefined ? "/" : `${issuer}/session/end?${new URLSearchParams({ id_token_hint: hint, post_logout_redirect_uri: `${origin}/abgemeldet` }).toString()}`);
}

const server = await serve((request) => {
  const { pathname, searchParams } = new URL(request.url);
  switch (`${request.method} ${pathname}`) {
    case "GET /": return page('<p><a href="/anmelden">Anmelden</a></p>');
    case "GET /stil.css": return styleSheet();
    case "GET /anmelden": return leave();
    case "GET /rueckkehr": return arrive(request, searchParams);
    case "GET /formular": return form(request);
    case "POST /formular": return send(request);
    case "GET /abmelden": return signOut(request);
    default: return page("<p>Diese Seite gibt es nicht.</p>", 404);
  }
}, { port: settings.port });
process.once("SIGTERM", () => { void server.close().then(() => { process.exit(0); }); });
console.log("listening");
