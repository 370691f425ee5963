import { html } from "@kommunalportal/html";
import { inLang, servicePath, withLang, type LifeSituation } from "#modules/catalogue";
import { badge } from "#ui/badge";
import { cardGrid } from "#ui/card";
import { emptyState } from "#ui/empty-state";
import { inItsLanguage } from "#ui/in-its-language";
import { section } from "#ui/section";
import type { Answer, Visit } from "../../frame/index.ts";
import { say } from "./messages.ts";
import { crumbs, type CataloguePages } from "./pages.ts";
import { situationCards } from "./situation-cards.ts";

/** All life situations, for people and for businesses. */
export function situationsPage(portal: CataloguePages, visit: Visit): Answer {
  const { lang } = visit;
  const all = portal.catalogue.lifeSituations();
  const of = (audience: LifeSituation["audience"]) => situationCards(visit, all.filter((one) => one.audience === audience && one.leikaKeys.length > 0));
  const title = say(lang, "situations");
  const main = html`<h1>${title}</h1><p class="portal-lead">${say(lang, "situationsLead")}</p>${section({ title: say(lang, "citizen"), body: cardGrid(of("citizen")) })}${section({ title: say(lang, "business"), body: cardGrid(of("business")) })}`;
  return { page: portal.layout(visit, { title, main, wide: true, public: true, breadcrumb: crumbs(visit, [title]), ...unlisted(visit) }) };
}

/** One life situation with its services. */
export function situationPage(portal: CataloguePages, visit: Visit): Answer {
  const { catalogue } = portal;
  const { lang, tenant } = visit;
  const situation = catalogue.lifeSituations().find(({ slug }) => slug === visit.params["slug"]);
  if (!situation) return { missing: true };
  const title = inLang(situation.title, lang);
  const services = situation.leikaKeys.flatMap((key) => catalogue.service(key) ?? []);
  const main = html`<h1>${inItsLanguage(withLang(situation.title, lang), lang)}</h1><p class="portal-lead">${inItsLanguage(withLang(situation.description, lang), lang)}</p>${services.length === 0 ? emptyState({ text: say(lang, "nothingYet") }) : html`<ul class="portal-results">${services.map((service) => {
    const teaser = catalogue.teaser(service.leikaKey, lang);
    return html`<li><h2><a class="kern-link" href="${visit.href(servicePath(service))}">${inItsLanguage(withLang(service.title, lang), lang)}</a></h2>${teaser !== undefined && html`<p>${inItsLanguage(teaser, lang)}</p>`}${tenant && catalogue.onlineServiceOf(tenant, service.leikaKey) && html`<p>${badge(say(lang, "onlineHere"), "success")}</p>`}</li>`;
  })}</ul>`}`;
  return { page: portal.layout(visit, { title, description: inLang(situation.description, lang), main, public: true, breadcrumb: crumbs(visit, [say(lang, "situations"), "/lebenslagen"], [title]), ...unlisted(visit) }) };
}

function unlisted({ tenant }: Visit) {
  return tenant && !tenant.isDemo ? { robots: "noindex" as const } : {};
}
