import { servicePath } from "#modules/catalogue";
import type { Answer, Visit } from "../../frame/index.ts";
import { absolute, type CataloguePages } from "./pages.ts";

interface Entry { readonly path: string; readonly changedOn?: string }

const perFile = 20_000;
const pages = ["/", "/leistungen", "/lebenslagen", "/barrierefreiheit", "/datenschutz", "/impressum", "/leichte-sprache", "/gebaerdensprache", "/quellen"];

/** sitemaps.org 0.9: an index per host. Real towns list only what a town has checked; the rest is noindex. */
export async function sitemapIndex(portal: CataloguePages, visit: Visit): Promise<Answer> {
  const parts = await filledParts(portal, visit);
  // An index without an entry is not valid; where there is nothing to find there is none.
  if (parts.length === 0) return { missing: true };
  return xml(`<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${parts.map((name) => `<sitemap><loc>${escape(absolute(portal, visit, `/sitemap/${name}.xml`, "de"))}</loc></sitemap>`).join("")}</sitemapindex>`);
}

const lists = { seiten: sitePages, leistungen: servicePages };

/** Only lists with something in them are pointed to. */
async function filledParts(portal: CataloguePages, visit: Visit): Promise<readonly string[]> {
  const sizes = await Promise.all(Object.entries(lists).map(async ([name, entries]) => ({ name, size: (await entries(portal, visit)).length })));
  return sizes.filter(({ size }) => size > 0).map(({ name }) => name);
}

export async function sitemapPart(portal: CataloguePages, visit: Visit): Promise<Answer> {
  const name = visit.params["part"];
  const entries = name === "seiten.xml" ? sitePages(portal, visit) : name === "leistungen.xml" ? await servicePages(portal, visit) : [];
  if (entries.length === 0) return { missing: true };
  return xml(`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">${entries.slice(0, perFile).flatMap((entry) => (["de", "en"] as const).map((lang) => urlOf(portal, visit, entry, lang))).join("")}</urlset>`);
}

function sitePages({ catalogue }: CataloguePages, { tenant }: Visit): readonly Entry[] {
  if (tenant && !tenant.isDemo) return [];
  const situations = catalogue.lifeSituations().filter(({ leikaKeys }) => leikaKeys.length > 0).map(({ slug }) => ({ path: `/lebenslagen/${slug}` }));
  const offices = tenant ? [{ path: "/aemter" }, ...catalogue.officesOf(tenant.id).map(({ role, changedAt }) => ({ path: `/amt/${role}`, changedOn: day(changedAt) }))] : [{ path: "/orte" }];
  return [...pages.map((path) => ({ path })), ...situations, ...offices];
}

async function servicePages({ catalogue }: CataloguePages, { tenant }: Visit): Promise<readonly Entry[]> {
  const services = tenant ? await catalogue.checkedServices(tenant) : catalogue.wordedServices().filter(({ leikaKey }) => catalogue.teaser(leikaKey, "de") !== undefined);
  return services.map((service) => ({ path: servicePath(service), changedOn: day(catalogue.changedAt(service)) }));
}

function urlOf(portal: CataloguePages, visit: Visit, { path, changedOn }: Entry, lang: "de" | "en"): string {
  const of = (other: "de" | "en"): string => escape(absolute(portal, visit, path, other));
  return `<url><loc>${of(lang)}</loc>${changedOn === undefined ? "" : `<lastmod>${changedOn}</lastmod>`}<xhtml:link rel="alternate" hreflang="de" href="${of("de")}"/><xhtml:link rel="alternate" hreflang="en" href="${of("en")}"/><xhtml:link rel="alternate" hreflang="x-default" href="${of("de")}"/></url>`;
}

/** What robots may read: everything public; never drafts, sign-in or what is somebody's own. */
export async function robots(portal: CataloguePages, visit: Visit): Promise<Answer> {
  const closed = ["/antrag/", "/anmelden", "/abmelden", "/vorgaenge", "/postfach", "/dokumente", "/konto", "/status", "/eingang/", "/mitarbeit", "/betrieb", "/api/", "/oauth/", "/suche/vorschlaege", "/orte/vorschlaege"];
  const lines = ["User-agent: *", ...closed.flatMap((path) => [`Disallow: ${path}`, `Disallow: /en${path}`]), "", ...((await filledParts(portal, visit)).length > 0 ? [`Sitemap: ${absolute(portal, visit, "/sitemap.xml", "de")}`, ""] : [])];
  return { body: lines.join("\n"), type: "text/plain; charset=utf-8", headers: { "cache-control": "public, max-age=3600" } };
}

function xml(body: string): Answer {
  return { body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}\n`, type: "application/xml; charset=utf-8", headers: { "cache-control": "public, max-age=3600" } };
}

const day = (at: Date): string => at.toISOString().slice(0, 10);

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
