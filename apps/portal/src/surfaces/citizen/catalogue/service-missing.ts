import { html } from "@kommunalportal/html";
import { oftenSought } from "#modules/catalogue";
import { cardGrid } from "#ui/card";
import { searchBox } from "#ui/search-box";
import { section } from "#ui/section";
import { linkButton } from "#ui/button";
import type { Answer, Visit } from "../../frame/index.ts";
import { say } from "./messages.ts";
import { crumbs, type CataloguePages } from "./pages.ts";
import { serviceCards } from "./service-cards.ts";

/** 404 that helps: the words of the address are searched for, and what most people look for stands below. */
export function serviceMissing(portal: CataloguePages, visit: Visit): Answer {
  const { catalogue, layout } = portal;
  const { lang, tenant } = visit;
  const words = (visit.params["service"] ?? "").slice(0, 200).replace(/^\d+/, "").replaceAll("-", " ").trim();
  const nearest = catalogue.search(words, { tenant, lang, limit: 6 }).hits.map(({ service }) => service);
  const title = say(lang, "unknownService");
  const main = html`<h1>${title}</h1><p class="portal-lead">${say(lang, "unknownServiceText")}</p>${searchBox(lang, { id: "suche-hier", action: visit.href("/suche"), large: true, value: words })}
${section({ title: say(lang, "often"), body: cardGrid(serviceCards(portal, visit, nearest.length > 0 ? nearest : oftenSought.flatMap((key) => catalogue.service(key) ?? []))) })}
<div class="portal-buttons">${linkButton({ text: say(lang, "allServices"), href: visit.href("/leistungen"), kind: "secondary" })}</div>`;
  return { status: 404, page: layout(visit, { title, main, wide: true, robots: "noindex", components: [], breadcrumb: crumbs(visit, [title]) }) };
}
