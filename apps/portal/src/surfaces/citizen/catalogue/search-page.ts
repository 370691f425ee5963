import { html, type Content } from "@kommunalportal/html";
import { servicePath, type Lang, type SearchHit } from "#modules/catalogue";
import { badge } from "#ui/badge";
import { cardGrid } from "#ui/card";
import { contactBox, phoneLink } from "#ui/contact-box";
import { notice } from "#ui/notice";
import { inItsLanguage } from "#ui/in-its-language";
import { section, twoColumns } from "#ui/section";
import { linkButton } from "#ui/button";
import type { Answer, Visit } from "../../frame/index.ts";
import { say } from "./messages.ts";
import { officeContact } from "./office-contact.ts";
import { crumbs, type CataloguePages } from "./pages.ts";
import { asJson } from "./place-choice.ts";
import { serviceCards } from "./service-cards.ts";
import { situationCards } from "./situation-cards.ts";

const longest = 200;

/** Results for what was typed. It never ends on an empty page: there is always something nearest, somebody to ask, and the whole list. */
export function searchPage(portal: CataloguePages, visit: Visit): Answer {
  const { catalogue, layout, tenants, addresses } = portal;
  const { lang, tenant } = visit;
  const query = (visit.query.get("q") ?? "").trim().slice(0, longest);
  const found = catalogue.search(query, { tenant, lang, limit: 20 });
  const title = query === "" ? say(lang, "searchTitle") : headline(lang, query, found.hits.length);
  const places = tenant || query.length < 3 ? [] : tenants.search(query, 3).filter(({ match }) => match !== "near");
  const main = html`<h1>${title}</h1>
${found.corrected !== undefined && found.hits.length > 0 && html`<p class="portal-lead">${say(lang, "didYouMean", { corrected: found.corrected })}</p>`}
${query === "" && html`<p class="portal-lead">${say(lang, "searchEmpty")}</p>`}${query !== "" && found.hits.length === 0 && html`<p class="portal-lead">${say(lang, "noResultsText")}</p>`}
${found.hits.length > 0 && html`<ul class="portal-results">${found.hits.map((hit) => result(visit, hit))}</ul>`}
${places.length > 0 && section({ title: say(lang, "alsoPlaces"), body: cardGrid(places.map(({ tenant: place }) => ({ title: place.name, href: addresses.originOf(place) + visit.href("/"), preline: place.typeName }))) })}
${found.situations.length > 0 && section({ title: say(lang, "alsoSituations"), body: cardGrid(situationCards(visit, found.situations)) })}
${found.hits.length === 0 && section({ title: say(lang, "often"), body: cardGrid(serviceCards(portal, visit, found.instead)) })}
${found.hits.length === 0 && found.situations.length === 0 && section({ title: say(lang, "situations"), body: cardGrid(situationCards(visit, catalogue.lifeSituations().filter(({ audience, leikaKeys }) => audience === "citizen" && leikaKeys.length > 0).slice(0, 6))) })}
<div class="portal-buttons">${linkButton({ text: say(lang, "allServices"), href: visit.href("/leistungen"), kind: "secondary" })}${tenant && linkButton({ text: say(lang, "allOffices"), href: visit.href("/aemter"), kind: "secondary" })}</div>`;
  const aside = html`${found.offices.map((office) => contactBox(lang, officeContact(office, lang, visit.href(`/amt/${office.role}`))))}${askBox(visit)}`;
  return { page: layout(visit, { title, main: twoColumns(main, aside), wide: true, public: true, robots: "noindex", search: { value: query }, breadcrumb: crumbs(visit, [say(lang, "search")]) }) };
}

function headline(lang: Lang, query: string, count: number): string {
  return say(lang, count === 0 ? "noResults" : count === 1 ? "oneResult" : "results", { query, count });
}

function result(visit: Visit, hit: SearchHit): Content {
  const { lang } = visit;
  const reason = hit.reason.kind === "word" ? say(lang, "foundBy", { term: hit.reason.term }) : hit.reason.kind === "synonym" ? say(lang, "foundBySynonym") : undefined;
  return html`<li><h2><a class="kern-link" href="${visit.href(servicePath(hit.service))}">${inItsLanguage(hit.title, lang)}</a></h2>${hit.teaser !== undefined && html`<p>${inItsLanguage(hit.teaser, lang)}</p>`}${(hit.online || reason !== undefined) && html`<p class="portal-muted">${hit.online && badge(say(lang, "onlineHere"), "success")} ${reason}</p>`}</li>`;
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
