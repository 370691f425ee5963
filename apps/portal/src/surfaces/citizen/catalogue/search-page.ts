import { html, type Content } from "@kommunalportal/html";
import { servicePath, tellingWords, type Lang, type Office, type SearchHit } from "#modules/catalogue";
import type { Tenant } from "#modules/tenants";
import { badge } from "#ui/badge";
import { cardGrid, type Card } from "#ui/card";
import { contactBox, phoneLink } from "#ui/contact-box";
import { notice } from "#ui/notice";
import { inItsLanguage } from "#ui/in-its-language";
import { section, twoColumns } from "#ui/section";
import { linkButton } from "#ui/button";
import type { Answer, Visit } from "../../frame/index.ts";
import { askedPlace, type AskedPlace } from "./asked-place.ts";
import { say } from "./messages.ts";
import { elsewhereHits, type Elsewhere } from "./elsewhere.ts";
import { officeContact } from "./office-contact.ts";
import { crumbs, type CataloguePages } from "./pages.ts";
import { asJson } from "./place-choice.ts";
import { portalPageHits, type PortalPage } from "./portal-page-hits.ts";
import { serviceCards } from "./service-cards.ts";
import { situationCards } from "./situation-cards.ts";
import { taskResults } from "./task-results.ts";

const longest = 200;

/** Results for what was typed. It never ends on an empty page: there is always something nearest, somebody to ask, and the whole list. */
export function searchPage(portal: CataloguePages, visit: Visit): Answer {
  const { catalogue, layout, tenants } = portal;
  const { lang, tenant } = visit;
  const query = (visit.query.get("q") ?? "").replace(/\p{Cc}/gu, " ").trim().slice(0, longest);
  const asked = askedPlace(tenants, query);
  const found = catalogue.search(asked.rest === "" ? query : asked.rest, { tenant, lang, limit: 20 });
  const words = tellingWords(asked.rest);
  const pages = portalPageHits(words, tenant ? "town" : "state");
  const elsewhere = elsewhereHits(words);
  const named = found.offices.filter((office) => isNamed(office, words));
  const tasks = taskResults(portal, visit, found, words, named);
  const places = query.length < 3 ? [] : placeCards(portal, visit, query, asked);
  const count = named.length + elsewhere.length + tasks.results.length + tasks.hits.length + pages.meant.length + pages.near.length;
  const title = query === "" ? say(lang, "searchTitle") : count === 0 && places.length > 0 ? say(lang, places.length === 1 ? "placeFound" : "placesFound") : headline(lang, query, count);
  const main = html`<h1>${title}</h1>
${found.corrected !== undefined && (tasks.hits.length > 0 || tasks.results.length > 0) && html`<p class="portal-lead">${say(lang, "didYouMean", { corrected: found.corrected })}</p>`}
${query === "" && html`<p class="portal-lead">${say(lang, "searchEmpty")}</p>`}${query !== "" && count === 0 && places.length === 0 && html`<p class="portal-lead">${say(lang, "noResultsText")}</p>`}
${count > 0 && html`<ul class="portal-results">${named.map((office) => officeResult(visit, office))}${elsewhere.map((one) => elsewhereResult(visit, one))}${tasks.results}${pages.meant.map((page) => pageResult(visit, page))}${tasks.hits.map((hit) => result(visit, hit))}${pages.near.map((page) => pageResult(visit, page))}</ul>`}
${tasks.beside.length > 0 && section({ title: say(lang, "alsoServices"), body: cardGrid(serviceCards(portal, visit, tasks.beside)) })}
${places.length > 0 && section({ title: say(lang, places.length === 1 ? "alsoPlace" : "alsoPlaces"), body: cardGrid(places) })}
${found.situations.length > 0 && section({ title: say(lang, "alsoSituations"), body: cardGrid(situationCards(visit, found.situations)) })}
${count === 0 && section({ title: say(lang, "often"), body: cardGrid(serviceCards(portal, visit, found.instead)) })}
${count === 0 && found.situations.length === 0 && section({ title: say(lang, "situations"), body: cardGrid(situationCards(visit, catalogue.lifeSituations().filter(({ audience, leikaKeys }) => audience === "citizen" && leikaKeys.length > 0).slice(0, 6))) })}
<div class="portal-buttons">${linkButton({ text: say(lang, "allServices"), href: visit.href("/leistungen"), kind: "secondary" })}${tenant && linkButton({ text: say(lang, "allOffices"), href: visit.href("/aemter"), kind: "secondary" })}</div>`;
  const aside = html`${found.offices.filter((office) => !named.includes(office)).map((office) => contactBox(lang, officeContact(office, lang, visit.href(`/amt/${office.role}`))))}${askBox(visit)}`;
  return { page: layout(visit, { title, main: twoColumns(main, aside), wide: true, public: true, robots: "noindex", search: { value: query }, breadcrumb: crumbs(visit, [say(lang, "search")]) }) };
}

/** Other portals that are meant: by a place in the question, with the same question there; at the Leitportal also by a beginning or a typing error. */
function placeCards({ tenants, addresses }: CataloguePages, visit: Visit, query: string, asked: AskedPlace): readonly Card[] {
  const { lang, tenant } = visit;
  const card = (place: Tenant, rest: string): Card => ({
    title: rest === "" ? place.name : say(lang, "searchInPlace", { query: rest, place: place.name }), preline: inItsLanguage({ value: place.typeName, lang: "de" }, lang),
    href: addresses.originOf(place) + visit.href(rest === "" ? "/" : `/suche?q=${encodeURIComponent(rest)}`),
  });
  // Whoever names the town whose portal this is means this one.
  if (tenant && asked.places.includes(tenant)) return [];
  if (asked.places.length > 0) return asked.places.toSorted((a, b) => Number(a.kind === "district") - Number(b.kind === "district")).slice(0, 3).map((place) => card(place, asked.rest));
  return tenant ? [] : tenants.search(query, 3).filter(({ match }) => match !== "near").map(({ tenant: place }) => card(place, ""));
}

function headline(lang: Lang, query: string, count: number): string {
  return say(lang, count === 0 ? "noResults" : count === 1 ? "oneResult" : "results", { query, count });
}

function result(visit: Visit, hit: SearchHit): Content {
  const { lang } = visit;
  const reason = hit.reason.kind === "word" ? say(lang, "foundBy", { term: hit.reason.term }) : hit.reason.kind === "synonym" ? say(lang, "foundBySynonym") : undefined;
  return html`<li><h2><a class="kern-link" href="${visit.href(servicePath(hit.service))}">${inItsLanguage(hit.title, lang)}</a></h2>${hit.teaser !== undefined && html`<p>${inItsLanguage(hit.teaser, lang)}</p>`}${(hit.online || reason !== undefined) && html`<p class="portal-muted">${hit.online && badge(say(lang, "onlineHere"), "success")} ${reason}</p>`}</li>`;
}

/** Its whole name stands in the question: "Wann hat das Bürgerbüro auf?" */
function isNamed({ name }: Office, words: readonly string[]): boolean {
  return [name.de, name.en ?? ""].flatMap(tellingWords).some((word) => word.length >= 5 && words.includes(word));
}

/** With the telephone at once; hours and the rest stand on its page. */
function officeResult(visit: Visit, office: Office): Content {
  const name = office.name[visit.lang] ?? office.name.de;
  const place = office.address && `${office.address.street} ${office.address.houseNumber}, ${office.address.postalCode} ${office.address.locality}`;
  return html`<li><h2><a class="kern-link" href="${visit.href(`/amt/${office.role}`)}">${name}</a></h2><p>${say(visit.lang, "officeHit")}${place !== undefined && html`<br>${place}`}${office.phone !== undefined && html`<br>${phoneLink(office.phone)}`}</p></li>`;
}

/** Said at once that it is somebody else's: nobody should ring the town hall for it. */
function elsewhereResult({ lang }: Visit, { title, text, href }: Elsewhere): Content {
  return html`<li><h2><a class="kern-link" href="${href}">${title[lang]}</a></h2><p>${text[lang]}</p><p class="portal-muted">${say(lang, "elsewhere", { site: new URL(href).host.replace(/^www\./, "") })}</p></li>`;
}

function pageResult(visit: Visit, page: PortalPage): Content {
  return html`<li><h2><a class="kern-link" href="${visit.href(page.href)}">${page.title[visit.lang]}</a></h2><p>${page.text[visit.lang]}</p></li>`;
}

function askBox({ lang, tenant }: Visit): Content {
  const phone = tenant?.profile.contact?.phone;
  return notice(lang, { kind: "info", title: say(lang, "askUs"), body: html`${phone !== undefined && html`<p class="kern-body">${say(lang, "askTown")} ${phoneLink(phone)}</p>`}<p class="kern-body">${say(lang, "call115Text")}</p>` });
}

/** Suggestions while typing: services, at the Leitportal also places. */
export function suggestions(portal: CataloguePages, visit: Visit): Answer {
  const query = (visit.query.get("q") ?? "").slice(0, longest);
  const { hits } = portal.catalogue.search(query, { tenant: visit.tenant, lang: visit.lang, limit: 8 });
  const places = visit.tenant || query.length < 3 ? [] : portal.tenants.search(query, 2).filter(({ match }) => match === "exact" || match === "start");
  return asJson([
    ...places.map(({ tenant }) => ({ text: tenant.name, href: portal.addresses.originOf(tenant) + visit.href("/") })),
    ...hits.map(({ service, title }) => ({ text: title.value, href: visit.href(servicePath(service)) })),
  ].slice(0, 8));
}
