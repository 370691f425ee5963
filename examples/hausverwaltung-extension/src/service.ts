import { createHash, timingSafeEqual } from "node:crypto";
import { pageHeaders, PortalProblem, styleSheet, type PortalClient } from "@kommunalportal/extension-sdk";
import { answersOf, fieldOf, mistakesOf, readEntries, type Entries, type Mistake } from "./confirmation.ts";
import { donePage, formPage, messagePage, startPage, style, type Site } from "./pages.ts";
import type { createSignIn } from "./portal-sign-in.ts";
import type { createVisits, Visit } from "./visit.ts";

export interface Service { readonly site: Site; readonly portal: PortalClient; readonly signIn: ReturnType<typeof createSignIn>; readonly visits: ReturnType<typeof createVisits> }

const service = "wohnungsgeberbestaetigung";
const nothing: Entries = { owns: "", owner: "", street: "", houseNumber: "", postalCode: "", city: "", day: "", people: [], declared: false };
const mostBytes = 20_000;

/** Every page of the service; no page needs a script. */
export async function answer(given: Service, request: Request): Promise<Response> {
  const url = new URL(request.url);
  switch (`${request.method} ${url.pathname}`) {
    case "GET /": return show(startPage(given.site));
    case "GET /stil.css": return styleSheet(style);
    case "GET /anmelden": return leave(given);
    case "GET /rueckkehr": return arrive(given, request, url.searchParams);
    case "GET /bestaetigung": return form(given, request);
    case "POST /bestaetigung": return send(given, request);
    case "GET /fertig": { const sent = given.visits.of(request)?.sent; return sent ? show(donePage(given.site, sent)) : redirect("/"); }
    case "GET /abmelden": return signOut(given, request);
    case "GET /abgemeldet": return show(messagePage(given.site, "Sie sind abgemeldet", "Wir haben nichts von Ihnen behalten.", { href: "/", text: "Zum Anfang" }));
    default: return show(messagePage(given.site, "Diese Seite gibt es nicht", "Vielleicht ist die Adresse unvollständig.", { href: "/", text: "Zum Anfang" }), 404);
  }
}

function show(page: string, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(page, { status, headers: { ...pageHeaders(), ...headers } });
}

function redirect(to: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(null, { status: 303, headers: { location: to, "cache-control": "no-store", ...headers } });
}

async function leave({ signIn, visits }: Service): Promise<Response> {
  const { visit, cookie } = visits.begin();
  return redirect(await signIn.leave(visit), { "set-cookie": cookie });
}

async function arrive({ site, signIn, visits }: Service, request: Request, query: URLSearchParams): Promise<Response> {
  const begun = visits.of(request);
  if (!begun) return show(messagePage(site, "Die Anmeldung ist abgelaufen", "Sie hat zu lange gedauert oder wurde in einem anderen Browser begonnen."), 400);
  const landlord = await signIn.arrive(begun, query).catch(() => "failed" as const);
  if (landlord === "failed") return show(messagePage(site, "Die Anmeldung hat nicht geklappt", "Es wurde nichts gespeichert."), 400);
  if (landlord === undefined) return show(messagePage(site, "Sie haben abgebrochen", "Uns wurde nichts übergeben. Sie können die Bestätigung auch ohne uns im Portal der Stadt oder im Bürgerbüro abgeben."));
  visits.end(request);
  const { visit, cookie } = visits.begin();
  visit.landlord = landlord;
  return redirect("/bestaetigung", { "set-cookie": cookie });
}

function form({ site, visits }: Service, request: Request): Response {
  const visit = visits.of(request);
  if (visit?.sent) return redirect("/fertig");
  if (!visit?.landlord) return redirect("/");
  return show(formPage(site, { landlord: visit.landlord, csrf: visit.csrf, entries: nothing, mistakes: [] }));
}

async function send(given: Service, request: Request): Promise<Response> {
  const { site, visits, portal } = given;
  const visit = visits.of(request);
  if (visit?.sent) return redirect("/fertig");
  if (!visit?.landlord) return show(messagePage(site, "Ihre Anmeldung ist beendet", "Nach einer Stunde endet sie von selbst. Ihre Eingaben wurden nicht abgeschickt."), 401);
  const { landlord } = visit;
  const typed = await bodyOf(request);
  if (!typed || !fromHere(request) || !same(visit.csrf, typed.get("_csrf") ?? "")) return show(messagePage(site, "Das Formular kam nicht von unserer Seite", "Öffnen Sie es noch einmal. Es wurde nichts abgeschickt.", { href: "/bestaetigung", text: "Zum Formular" }), 403);
  const entries = readEntries(typed);
  const again = (mistakes: readonly Mistake[]): Response => show(formPage(site, { landlord, csrf: visit.csrf, entries, mistakes }), 422);
  const mistakes = mistakesOf(entries);
  if (mistakes.length > 0) return again(mistakes);
  try {
    const sent = await portal.call("submitApplication", { body: { service, language: "de", confirmed: true, handover: landlord.handover, answers: answersOf(landlord, entries) } }, { key: keyOf(visit, entries) });
    // Where a fee comes first there is no number yet: the person pays at the portal.
    if (sent.reference === undefined) return redirect(sent.url);
    visit.sent = { reference: sent.reference, url: sent.url };
    return redirect("/fertig");
  } catch (error) {
    if (!(error instanceof PortalProblem)) throw error;
    if (error.code === "answers-invalid") return again(foundBy(error));
    // The portal's sign-in is over, so ours is: it tells nobody by itself.
    if (error.code === "handover-invalid") visits.end(request);
    if (error.code === "handover-invalid") return show(messagePage(site, "Ihre Anmeldung am Portal ist beendet", "Die Bestätigung wurde nicht abgeschickt. Melden Sie sich noch einmal an."), 409);
    return show(messagePage(site, "Das Portal nimmt die Bestätigung gerade nicht an", "Sie wurde nicht abgeschickt. Versuchen Sie es später noch einmal, oder geben Sie sie im Bürgerbüro ab.", { href: "/bestaetigung", text: "Noch einmal versuchen" }), 503);
  }
}

/** The same answers have the same key, whatever breaks in between; other answers are another request. */
function keyOf(visit: Visit, entries: Entries): string {
  return `${visit.key}.${createHash("sha256").update(JSON.stringify(entries)).digest("base64url")}`;
}

function foundBy(error: PortalProblem): Mistake[] {
  const found = (error.facts["errors"] ?? []) as readonly { readonly pointer: string; readonly message: string }[];
  return found.map(({ pointer, message }) => ({ field: fieldOf(pointer) ?? "declared", text: message }));
}

async function bodyOf(request: Request): Promise<URLSearchParams | undefined> {
  if (!(request.headers.get("content-type") ?? "").startsWith("application/x-www-form-urlencoded") || Number(request.headers.get("content-length") ?? mostBytes + 1) > mostBytes) return undefined;
  return new URLSearchParams(await request.text());
}

/** Our pages send no referrer, so browsers say `null` as origin; where they say from which site a request comes, it has to be this one. */
function fromHere(request: Request): boolean {
  return (request.headers.get("sec-fetch-site") ?? "same-origin") === "same-origin";
}

function same(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

async function signOut({ signIn, visits }: Service, request: Request): Promise<Response> {
  const idToken = visits.of(request)?.landlord?.idToken;
  visits.end(request);
  return redirect(idToken === undefined ? "/abgemeldet" : await signIn.signOut(idToken));
}
