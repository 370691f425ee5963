import assert from "node:assert/strict";
import { test } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { putLocalText } from "#modules/catalogue";
import { manualClock } from "#platform/clock";
import { testDatabase } from "../../../testing/index.ts";
import { parsePage, type ParsedPage } from "../../../testing/page.ts";
import { securityTxt } from "./security-txt.ts";
import { startSite } from "./test-start-site.ts";

const t = await testDatabase();
const { app, catalogue, clearPages } = await startSite(t.db);
const town = "musterstadt.portal.localhost:8080";
const real = "soest.portal.localhost:8080";
const state = "portal.localhost:8080";
const dog = "/leistung/99110009104000-hund-anmelden";

async function get(host: string, url: string) {
  const response = await app.inject({ method: "GET", url, headers: { host } });
  return { status: response.statusCode, location: response.headers.location, body: response.body, headers: response.headers };
}
async function page(host: string, url: string, status = 200): Promise<ParsedPage & { readonly html: string }> {
  const { status: got, body } = await get(host, url);
  assert.equal(got, status, `${host}${url}`);
  const parsed = parsePage(body);
  assert.deepEqual(parsed.problems, [], `${host}${url}`);
  return { ...parsed, html: body };
}

test("every page of the Leitportal, an invented and a real town is strict HTML in both languages", async () => {
  const paths = ["/", "/suche", "/suche?q=hnud+anmelden", "/suche?q=xqzzt", "/suche?q=%3Cscript%3E", "/leistungen", "/leistungen?buchstabe=H", "/lebenslagen", "/lebenslagen/bauen-und-wohnen", dog, "/orte", "/orte?q=Neu", "/orte?q=00000", "/impressum", "/datenschutz", "/barrierefreiheit", "/barrierefreiheit/rueckmeldung", "/leichte-sprache", "/gebaerdensprache", "/quellen"];
  for (const host of [state, town, real, "kreis-musterland.portal.localhost:8080"]) {
    for (const path of [...paths, ...(host === state ? [] : ["/aemter"]), ...(host === town ? ["/amt/steueramt", "/amt/buergerbuero"] : [])]) {
      await page(host, path);
      await page(host, `/en${path === "/" ? "" : path}`);
    }
  }
});

test("the switch of the language keeps what was searched; search engines get the page without it", async () => {
  const { html } = await page(town, "/suche?q=hnud+anmelden");
  assert.match(html, /<a class="portal-tool" href="http:\/\/musterstadt\.portal\.localhost:8080\/en\/suche\?q=hnud\+anmelden" lang="en"/);
  assert.match(html, /<link rel="alternate" hreflang="en" href="http:\/\/musterstadt\.portal\.localhost:8080\/en\/suche">/);
});

test("every worded service has a strict page in every kind of place", async () => {
  for (const { leikaKey, slug } of catalogue.wordedServices()) {
    for (const host of [state, town, real]) await page(host, `/leistung/${leikaKey}-${slug}`);
  }
});

test("a service page says before the start what one needs, and who answers the telephone", async () => {
  const shown = await page(town, dog);
  assert.equal(shown.h1, "Hund anmelden");
  for (const words of ["Ohne Anmeldung möglich", "etwa 8 Minuten", "gebührenfrei", "0999 555-120", "Das brauchen Sie", "Andere Wege", "8:30 bis 12 Uhr", "Art. 6 Abs. 1", "Wie lange werden sie aufbewahrt?"]) assert.ok(shown.text.includes(words), words);
  assert.equal(shown.link("Online starten"), "/antrag/hund-anmelden");
  assert.equal(shown.link("Datenschutzhinweis zu dieser Leistung"), "#datenschutz-hinweis");
  assert.equal((await page(town, `/en${dog}`)).link("Start online"), "/en/antrag/hund-anmelden");
});

test("a real town shows a marked Mustertext for nobody's search engine, no amount, no telephone, no online start", async () => {
  const shown = await page(real, dog);
  assert.ok(shown.text.includes("Mustertext, nicht von der Stadt geprüft"));
  assert.match(shown.html, /<meta name="robots" content="noindex">/);
  assert.doesNotMatch(shown.text, /€|0999/);
  assert.ok(!shown.links.some(({ href }) => href.startsWith("/antrag")));
  assert.match(shown.text, /Zuständig ist Soest/);
  assert.match((await page(real, `/leistung/${catalogue.services().find(({ title }) => title.de === "Auto anmelden")?.leikaKey}-auto-anmelden`)).link(/^Zum Portal/), /^http:\/\/kreis-soest\.portal\.localhost:8080\/leistung\//);
  assert.doesNotMatch((await page(town, dog)).html, /name="robots"/);
});

test("a Kreis sends people on to their town for what towns do", async () => {
  const shown = await page("kreis-musterland.portal.localhost:8080", dog);
  assert.match(shown.text, /Zuständig ist Ihre Stadt oder Gemeinde/);
  assert.equal(shown.link("Ort wählen"), `http://${state}/orte?leistung=99110009104000`);
});

test("the address of a service is stable: wrong words lead to the right ones, an unknown key to help", async () => {
  for (const wrong of ["/leistung/99110009104000", "/leistung/99110009104000-hunde", "/leistung/99110009104000-"]) {
    const { status, location } = await get(town, wrong);
    assert.deepEqual([status, location], [301, dog]);
  }
  assert.deepEqual([(await get(town, "/en/leistung/99110009104000")).location], [`/en${dog}`]);
  const missing = await page(town, "/leistung/99999999999999-hund-anmelden", 404);
  assert.ok(missing.links.some(({ href }) => href === dog));
  await page(town, "/leistung/unsinn", 404);
  assert.equal((await get(town, "/amt/gibtesnicht")).status, 404);
  assert.equal((await get(town, "/lebenslagen/gibtesnicht")).status, 404);
});

test("the Leitportal asks for the place and keeps the service on the way", async () => {
  const shown = await page(state, dog);
  assert.doesNotMatch(shown.text, /€|Online starten/);
  const form = shown.form("Ort wählen");
  assert.deepEqual(form.fields.find(([name]) => name === "leistung"), ["leistung", "99110009104000"]);
  assert.deepEqual([(await get(state, "/orte?leistung=99110009104000&q=00101")).location], [`http://${town}${dog}`]);
  assert.deepEqual([(await get(state, "/orte?leistung=//evil.example&q=00101")).location], [`http://${town}/`]);
});

test("a place is chosen by name or postcode; what is ambiguous is asked", async () => {
  for (const [asked, host] of [["Musterstadt", town], ["00103", "beispielhausen.portal.localhost:8080"], ["soest", real]] as const) {
    const { status, location } = await get(state, `/?ort=${encodeURIComponent(asked)}`);
    if (asked === "soest") assert.ok(status === 200 || location === `http://${host}/`, asked);
    else assert.deepEqual([status, location], [303, `http://${host}/`], asked);
  }
  const choice = await page(state, "/?ort=Neuen");
  assert.ok(choice.links.filter(({ href }) => href.startsWith("http://neuenk")).length > 0 && choice.links.length > 5);
  assert.match((await page(state, "/orte?q=Atlantis")).h1, /keinen Ort/);
});

test("a search never ends on an empty page", async () => {
  const nothing = await page(town, "/suche?q=xqzzt");
  assert.ok(nothing.links.some(({ href }) => href === dog));
  assert.ok(nothing.text.includes("0999 555-0") && nothing.text.includes("115"));
  const mended = await page(town, "/suche?q=hnud+anmelden");
  assert.ok(mended.text.includes("Gesucht wurde nach »Hund anmelden«."));
  assert.ok((await page(town, "/suche?q=perso")).text.includes("Gefunden über: perso"));
  assert.ok((await page(town, "/suche?q=Steueramt")).links.some(({ href }) => href === "/amt/steueramt"));
});

test("what somebody else does is said at once, with the way there", async () => {
  const leads = async (query: string, to: string): Promise<boolean> => (await page(town, `/suche?q=${encodeURIComponent(query)}`)).links.some(({ href }) => href === to);
  for (const [query, to] of [
    ["Rundfunkbeitrag", "https://www.rundfunkbeitrag.de"], ["GEZ abmelden", "https://www.rundfunkbeitrag.de"], ["Wo beantrage ich Bürgergeld?", "https://www.arbeitsagentur.de"], ["Steuer-ID", "https://www.bzst.de"],
    ["Punkte in Flensburg", "https://www.kba.de"], ["BAföG", "https://www.bafoeg-digital.de"], ["EC-Karte verloren", "https://www.sperr-notruf.de"], ["Essen auf Rädern", "https://www.pflegewegweiser-nrw.de"],
  ] as const) assert.ok(await leads(query, to), query);
  const asked = await page(town, "/suche?q=Rundfunkbeitrag");
  assert.equal(asked.h1, "1 Treffer für »Rundfunkbeitrag«");
  assert.ok(asked.text.includes("Das macht eine andere Stelle. Der Link führt zu rundfunkbeitrag.de."));
  assert.ok((await get(state, "/en/")).body.includes('<p class="portal-card__preline"><span lang="de">Stadt</span></p>'), "what a town is called by law is German");
  assert.ok((await page(state, "/en/suche?q=tax+return")).text.includes("Another body does this."));
  assert.ok(!await leads("Hund anmelden", "https://www.elster.de") && !await leads("Hundesteuer", "https://www.elster.de") && !await leads("Punkte", "https://www.kba.de"), "all words of a phrase have to be there");
});

test("a question may name a place: the portal's own is no part of it, another one's portal is offered with the same question", async () => {
  const first = (parsed: ParsedPage): string | undefined => parsed.links.find(({ href }) => href.includes("/leistung/"))?.href;
  assert.equal(first(await page(town, "/suche?q=Hundesteuer+Musterstadt")), first(await page(town, "/suche?q=Hundesteuer")));
  const neighbour = await page(town, "/suche?q=hund+anmelden+in+Bonn");
  assert.equal(first(neighbour), dog);
  assert.ok(neighbour.links.some(({ href }) => href === "http://bonn.portal.localhost:8080/suche?q=hund%20anmelden"));
  assert.ok((await page(state, "/en/suche?q=register+dog+53111")).links.some(({ href }) => href === "http://bonn.portal.localhost:8080/en/suche?q=register%20dog"));
  const postcode = await page(town, "/suche?q=44787");
  assert.equal(postcode.h1, "Meinen Sie diesen Ort?");
  assert.ok(postcode.links.some(({ href }) => href === "http://bochum.portal.localhost:8080/"));
  assert.ok(!(await page(state, "/en/suche?q=how+much+is+the+dog+tax")).links.some(({ href }) => href.startsWith("http://much.")));
});

test("the search finds the pages that are no service", async () => {
  const found = async (host: string, query: string) => (await page(host, `/suche?q=${encodeURIComponent(query)}`)).links.map(({ href }) => href);
  for (const [query, href] of [["Öffnungszeiten", "/aemter"], ["Termin", "/aemter"], ["Telefonnummer Rathaus", "/aemter"], ["Impressum", "/impressum"], ["Datenschutzerklärung", "/datenschutz"], ["Vorgangsnummer", "/status"], ["Postfach", "/vorgaenge"], ["Leichte Sprache", "/leichte-sprache"]] as const) {
    assert.ok((await found(town, query)).includes(href), query);
  }
  assert.ok((await found(town, "Öffnungszeiten Standesamt")).includes("/amt/standesamt"));
  for (const query of ["Wann hat das Bürgerbüro auf?", "buergerbuero"]) assert.equal((await found(town, query)).find((href) => /^\/(?:amt|leistung)\//.test(href)), "/amt/buergerbuero", query);
  assert.match((await page(town, "/en/suche?q=tax+office")).text, /Tax office/);
  assert.ok((await found(state, "Rathaus")).includes("/orte"));
  assert.ok(!(await found(state, "Vorgangsnummer")).includes("/status"), "there is none at the Leitportal");
  assert.ok(!(await page(town, "/suche?q=%00perso")).html.includes("\u0000"));
});

test("suggestions are what the page's script expects, on every site", async () => {
  const at = async (host: string, url: string) => JSON.parse((await get(host, url)).body) as { text: string; href: string }[];
  assert.deepEqual((await at(town, "/suche/vorschlaege?q=hund"))[0], { text: "Hund anmelden", href: dog });
  assert.deepEqual((await at(town, "/en/suche/vorschlaege?q=dog+tax"))[0]?.href.startsWith("/en/leistung/"), true);
  assert.deepEqual((await at(state, "/suche/vorschlaege?q=musterst"))[0], { text: "Musterstadt", href: `http://${town}/` });
  assert.deepEqual(await at(town, "/suche/vorschlaege?q=xqzzt"), []);
  assert.deepEqual((await at(state, "/orte/vorschlaege?q=00101"))[0]?.text, "Musterstadt, Kreis Musterland");
});

test("machines read the service too: JSON-LD, RDFa, canonical, languages", async () => {
  const { html } = await page(town, dog);
  const data = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html)?.[1] ?? "") as { mainEntity: Record<string, unknown> };
  assert.equal(data.mainEntity["@type"], "GovernmentService");
  assert.deepEqual(data.mainEntity["identifier"], { "@type": "PropertyValue", propertyID: "LeiKa", value: "99110009104000" });
  assert.deepEqual(data.mainEntity["areaServed"], { "@type": "AdministrativeArea", name: "Musterstadt", identifier: "ARS 059990001001" });
  assert.deepEqual(data.mainEntity["offers"], { "@type": "Offer", price: "0.00", priceCurrency: "EUR" });
  assert.match(html, /typeof="cpsv:PublicService" resource="http:\/\/musterstadt\.portal\.localhost:8080\/leistung\/99110009104000-hund-anmelden"/);
  assert.match(html, /<meta property="dct:identifier" content="99110009104000">/);
  assert.match(html, /<meta property="skos:prefLabel" content="Steueramt">/);
  assert.match(html, /<link rel="canonical" href="http:\/\/musterstadt\.portal\.localhost:8080\/leistung\/99110009104000-hund-anmelden">/);
  assert.match(html, /hreflang="en" href="http:\/\/musterstadt\.portal\.localhost:8080\/en\/leistung\//);
});

test("sitemaps list what may be found, with languages and dates; real towns list nothing unchecked", async () => {
  const index = await get(town, "/sitemap.xml");
  assert.match(String(index.headers["content-type"]), /application\/xml/);
  assert.deepEqual([...index.body.matchAll(/<loc>([^<]+)/g)].map((match) => match[1]), [`http://${town}/sitemap/seiten.xml`, `http://${town}/sitemap/leistungen.xml`]);
  const services = (await get(town, "/sitemap/leistungen.xml")).body;
  assert.match(services, new RegExp(`<loc>http://${town}${dog}</loc><lastmod>2026-03-02</lastmod>`));
  assert.match(services, /hreflang="x-default"/);
  for (const part of ["/sitemap.xml", "/sitemap/seiten.xml", "/sitemap/leistungen.xml"]) assert.equal((await get(real, part)).status, 404, `${part} of a town that has checked nothing`);
  assert.equal((await get(town, "/sitemap/x.xml")).status, 404);
  const robots = (await get(real, "/robots.txt")).body;
  assert.match(robots, /Disallow: \/antrag\//);
  assert.doesNotMatch(robots, /Sitemap:/, "nothing leads to a list that is not there");
  assert.match((await get(town, "/robots.txt")).body, new RegExp(`Sitemap: http://${town}/sitemap.xml`));
});

test("security.txt names whom to tell, for how long and by which rules; without a contact there is none", async () => {
  assert.equal((await get(town, "/.well-known/security.txt")).status, 404);
  const clock = manualClock(new Date("2026-03-02T09:00:00Z"));
  const addresses = { apex: "https://portal.example", originOf: () => "https://musterstadt.portal.example" };
  const answer = securityTxt({ clock, addresses, security: { contact: "mailto:sicherheit@portal.example", policy: "https://portal.example/regeln" } }, { tenant: undefined });
  assert.ok("body" in answer);
  assert.equal(answer.body, ["Contact: mailto:sicherheit@portal.example", "Expires: 2026-08-29T09:00:00Z", "Preferred-Languages: de, en", "Canonical: https://portal.example/.well-known/security.txt", "Policy: https://portal.example/regeln", ""].join("\n"));
});

test("easy language stands line by line, and the place for the film says what is missing", async () => {
  const easy = await page(town, "/leichte-sprache");
  assert.ok((easy.html.match(/<p class="portal-easy">/g) ?? []).length >= 15);
  assert.ok((await page(town, "/gebaerdensprache")).text.includes("noch nicht bereitgestellt"));
  assert.ok((await page(state, "/leichte-sprache")).text.includes("Zuerst wählen Sie Ihren Ort."));
});

test("everybody may report a barrier: errors are named and nothing typed is lost; what is right is kept sealed", async () => {
  const first = await app.inject({ url: "/barrierefreiheit/rueckmeldung?seite=/leistungen", headers: { host: town } });
  const cookie = String(first.headers["set-cookie"]).split(";")[0] ?? "";
  const csrf = parsePage(first.body).form("Rückmeldung senden").fields.find(([name]) => name === "_csrf")?.[1] ?? "";
  const send = (fields: Record<string, string>) => app.inject({ method: "POST", url: "/barrierefreiheit/rueckmeldung", headers: { host: town, cookie, origin: `http://${town}`, "content-type": "application/x-www-form-urlencoded" }, payload: new URLSearchParams({ _csrf: csrf, ...fields }).toString() });

  const wrong = await send({ nachricht: "kurz", seite: "/leistungen", name: "Erika <b>", email: "kein" });
  assert.equal(wrong.statusCode, 422);
  const shown = parsePage(wrong.body);
  assert.deepEqual(shown.problems, []);
  assert.ok(shown.title.startsWith("Fehler: "));
  assert.equal(shown.links.filter(({ href }) => href === "#feld-nachricht" || href === "#feld-email").length, 2);
  assert.deepEqual(Object.fromEntries(shown.form("Rückmeldung senden").fields)["name"], "Erika <b>");

  const inEnglish = await app.inject({ method: "POST", url: "/en/barrierefreiheit/rueckmeldung", headers: { host: town, cookie, origin: `http://${town}`, "content-type": "application/x-www-form-urlencoded" }, payload: new URLSearchParams({ sprache: "1", _csrf: csrf, nachricht: "kurz", seite: "/leistungen", name: "Erika", email: "kein" }).toString() });
  assert.match(wrong.body, /form="rueckmeldung-formular" formaction="\/en\/barrierefreiheit\/rueckmeldung"/);
  assert.deepEqual([inEnglish.statusCode, parsePage(inEnglish.body).problems], [200, []]);
  assert.deepEqual(["nachricht", "name", "email"].map((name) => Object.fromEntries(parsePage(inEnglish.body).form("Send feedback").fields)[name]?.trim()), ["kurz", "Erika", "kein"]);

  assert.equal((await send({ _csrf: "falsch", nachricht: "Die Schrift ist zu hell.", seite: "", name: "", email: "" })).statusCode, 403);
  const right = await send({ nachricht: "Die Schrift ist zu hell.", seite: "/leistungen", name: "", email: "" });
  assert.equal(right.statusCode, 303);
  const thanks = await app.inject({ url: String(right.headers.location), headers: { host: town, cookie } });
  assert.match(parsePage(thanks.body).text, /B-[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}/);
  const tenant = catalogue.officesOf(await tenantId())[0]?.tenant ?? "";
  assert.deepEqual((await catalogue.barrierReports.list(tenant, 5)).map(({ message, page: at }) => [message, at]), [["Die Schrift ist zu hell.", "/leistungen"]]);
  for (let i = 0; i < 12; i += 1) await send({ nachricht: "x" });
  assert.equal((await send({ nachricht: "x" })).statusCode, 429);
});

test("a page from the cache asks the database nothing, a fresh one at most three statements", async () => {
  clearPages();
  await catalogue.refresh("catalogue.local_text");
  for (const url of ["/", dog, "/leistungen", "/suche?q=hund", "/lebenslagen", "/aemter", "/amt/steueramt", "/impressum"]) {
    const before = t.db.statements();
    await get(town, url);
    assert.ok(t.db.statements() - before <= 3, `${url}: ${t.db.statements() - before}`);
    const cached = t.db.statements();
    await get(town, url);
    assert.equal(t.db.statements() - cached, 0, url);
  }
});

test("a page comes compressed as the browser asks, whether it was there before or not", async () => {
  for (const [asked, open] of [["gzip", gunzipSync], ["gzip, br", brotliDecompressSync]] as const) {
    clearPages();
    for (const turn of ["fresh", "kept"]) {
      const response = await app.inject({ url: dog, headers: { host: town, "accept-encoding": asked } });
      assert.equal(response.statusCode, 200, `${asked}, ${turn}`);
      assert.match(open(response.rawPayload).toString(), /<h1>Hund anmelden/);
    }
  }
});

async function tenantId(): Promise<string> {
  const { sql } = await import("#platform/database");
  return (await t.db.published((tx) => tx.one<{ id: string }>(sql`select id from tenants.tenant where slug = 'musterstadt'`))).id;
}

test("what a service needs and costs says so where it stands in German on an English page", async () => {
  const car = "99036008007000";
  const musterstadt = { id: await tenantId(), ars: "059990001001" };
  await t.db.inTenant(musterstadt.id, (tx) => putLocalText(tx, musterstadt, car, "de", { documents: ["Nachweis der Hauptuntersuchung im Original"] }, new Date("2026-03-02T09:00:00Z")));
  await catalogue.refresh("catalogue.local_text");
  clearPages();
  const found = await page(town, `/en/leistung/${car}-auto-anmelden`);
  assert.match(found.html, /<span lang="de">Nachweis der Hauptuntersuchung im Original/);
  assert.doesNotMatch(found.html, /<span lang="de">(?!Nachweis)/, "the general text is there in English");
});
