import { html, type Content, type Html } from "@kommunalportal/html";
import { servicePath } from "#modules/catalogue";
import type { PlaceHit, Tenant } from "#modules/tenants";
import { languageButton, type LanguageForm } from "#ui/page-options";
import { section } from "#ui/section";
import { searchBox } from "#ui/search-box";
import { languageForm, type Answer, type Visit } from "../../frame/index.ts";
import { say } from "./messages.ts";
import { crumbs, type CataloguePages } from "./pages.ts";
import { regionName } from "./region-name.ts";

const formId = "ort-formular";
/** Value of the button that changes the language: the form leads by GET, so it comes with the query. */
const half = "eingabe";

/** Whether only the language changes: nobody is led away from what they are still typing. */
const onlyLanguage = (visit: Visit): boolean => visit.query.get(languageButton) === half;

/** For a page with {@link placeForm} at this path. */
export function placeLanguage(visit: Visit, path: string): LanguageForm {
  return { ...languageForm(visit, formId, path), value: half };
}

/** A place by name or postcode: straight to its portal when it is the only one meant, else a choice. Never an empty page. */
export function placeAnswer(portal: CataloguePages, visit: Visit, asked: string): Answer {
  const query = asked.trim().slice(0, 100);
  const hits = townsFirst(portal.tenants.search(query, 30));
  const exact = hits.filter(({ match }) => match === "exact");
  // A postcode of a Kreis is one of its towns' too: the town is meant.
  const towns = exact.filter(({ tenant }) => tenant.kind === "municipality");
  const only = exact.length === 1 ? exact[0] : towns.length === 1 && /\d/.test(query) ? towns[0] : hits.length === 1 ? hits[0] : undefined;
  if (only && !onlyLanguage(visit)) return { redirect: townAddress(portal, visit, only.tenant) };
  const found = (exact.length > 1 ? exact : hits).map(({ tenant }) => tenant);
  const title = found.length > 0 ? say(visit.lang, "placesFound") : say(visit.lang, "placesNone", { query });
  const list = found.length > 0
    ? html`<ul class="portal-results">${found.map((tenant) => html`<li><h2><a class="kern-link" href="${townAddress(portal, visit, tenant)}">${tenant.name}</a></h2><p class="portal-muted">${whereOf(tenant)}</p></li>`)}</ul>`
    : html`<p>${say(visit.lang, "placesNoneText")}</p>`;
  return placesPage(portal, visit, title, html`${list}`, query);
}

function townsFirst(hits: readonly PlaceHit[]): readonly PlaceHit[] {
  const rank = ({ match, tenant }: PlaceHit): number => (match === "exact" ? 0 : 2) + (match === "exact" && tenant.kind === "district" ? 1 : 0);
  return hits.toSorted((a, b) => rank(a) - rank(b));
}

/** All places by Regierungsbezirk and Kreis. */
export function allPlaces(portal: CataloguePages, visit: Visit): Answer {
  const query = visit.query.get("q") ?? "";
  // Half a word that finds nothing is no search yet.
  const unfinished = onlyLanguage(visit) && portal.tenants.search(query.trim().slice(0, 100), 1).length === 0;
  return query.trim() === "" || unfinished ? placesPage(portal, visit, say(visit.lang, "placesTitle"), false, query.slice(0, 100)) : placeAnswer(portal, visit, query);
}

function placesPage(portal: CataloguePages, visit: Visit, title: string, found: Content, query: string): Answer {
  const { lang } = visit;
  const key = serviceAsked(portal, visit);
  const box = key === undefined ? searchBox(lang, { id: "ort", formId, action: visit.href("/orte"), label: say(lang, "placesLead"), large: true, suggest: visit.href("/orte/vorschlaege"), value: query }) : placeForm(visit, key, query);
  const main = html`<h1>${title}</h1>${found}<div class="portal-section">${box}</div>${listOfPlaces(portal, visit)}`;
  return { page: portal.layout(visit, { title, main, wide: true, public: true, components: [], languageForm: placeLanguage(visit, "/orte"), breadcrumb: crumbs(visit, [say(lang, "places")]), ...(query === "" ? {} : { robots: "noindex" as const }) }) };
}

/** A box for the place that keeps which service is meant. */
export function placeForm(visit: Visit, leikaKey: string, value = "") {
  return html`<form class="portal-form" id="${formId}" action="${visit.href("/orte")}" method="get"><input type="hidden" name="leistung" value="${leikaKey}"><div class="kern-form-input portal-field"><label class="kern-label" for="ort">${say(visit.lang, "placesLead")}</label><input class="kern-form-input__input portal-input--medium" type="text" id="ort" name="q" maxlength="100" autocomplete="postal-code" value="${value.slice(0, 100)}"></div><button type="submit" class="kern-btn kern-btn--primary"><span class="kern-label">${say(visit.lang, "placesTitle")}</span></button></form>`;
}

function listOfPlaces(portal: CataloguePages, visit: Visit): readonly Html[] {
  const regions = [...Map.groupBy(portal.tenants.all(), ({ regbezPrefix, isDemo }) => (isDemo ? "" : regbezPrefix))].toSorted(([a], [b]) => a.localeCompare(b));
  return regions.map(([prefix, places]) => {
    const districts = [...Map.groupBy(places, ({ districtPrefix }) => districtPrefix).values()];
    const independent = districts.filter(({ length }) => length === 1).flat();
    const head = (inDistrict: readonly Tenant[]): Tenant | undefined => inDistrict.find(({ kind }) => kind === "district");
    return section({
      id: prefix === "" ? "erfunden" : `bezirk-${prefix}`, title: prefix === "" ? say(visit.lang, "demoTowns") : regionName(places[0]?.regbezName ?? prefix),
      body: html`${independent.length > 0 && html`<h3>${say(visit.lang, "independent")}</h3>${links(portal, visit, independent)}`}
${districts.filter(({ length }) => length > 1).map((inDistrict) => {
        const kreis = head(inDistrict);
        return html`<h3>${kreis === undefined ? (inDistrict[0]?.districtName ?? "") : html`<a class="kern-link" href="${townAddress(portal, visit, kreis)}">${kreis.name}</a>`}</h3>${links(portal, visit, inDistrict.filter((place) => place !== kreis))}`;
      })}`,
    });
  });
}

function links(portal: CataloguePages, visit: Visit, places: readonly Tenant[]): Html {
  return html`<div class="portal-tools" role="list">${places.toSorted((a, b) => a.name.localeCompare(b.name, "de")).map((place) => html`<span role="listitem"><a class="portal-tool" href="${townAddress(portal, visit, place)}">${place.name}</a></span>`)}</div>`;
}

/** Suggestions for the box: name and Kreis, the address of the portal. */
export function placeSuggestions(portal: CataloguePages, visit: Visit): Answer {
  const hits = townsFirst(portal.tenants.search(visit.query.get("q") ?? "", 8));
  return asJson(hits.map(({ tenant }) => ({ text: `${tenant.name}${tenant.kind === "municipality" && tenant.districtName ? `, ${tenant.districtName}` : ""}`, href: townAddress(portal, visit, tenant) })));
}

export function asJson(value: unknown): Answer {
  return { body: JSON.stringify(value), type: "application/json; charset=utf-8", headers: { "cache-control": "public, max-age=60" } };
}

function townAddress(portal: CataloguePages, visit: Visit, tenant: Tenant): string {
  const key = serviceAsked(portal, visit);
  const service = key === undefined ? undefined : portal.catalogue.service(key);
  return portal.addresses.originOf(tenant) + visit.href(service ? servicePath(service) : "/");
}

/** The service for which a place is asked; only one that exists, so the address leads nowhere else. */
function serviceAsked(portal: CataloguePages, visit: Visit): string | undefined {
  const key = visit.query.get("leistung");
  return key !== null && portal.catalogue.service(key) ? key : undefined;
}

function whereOf(tenant: Tenant): string {
  return [tenant.typeName, tenant.kind === "municipality" ? tenant.districtName : undefined, tenant.postcodes.slice(0, 5).join(", ")].filter((part) => part).join(" · ");
}
