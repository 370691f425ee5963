import { html } from "@kommunalportal/html";
import { inLang, oftenSought, servicePath } from "#modules/catalogue";
import { cardGrid } from "#ui/card";
import { notice } from "#ui/notice";
import { section } from "#ui/section";
import { startHero } from "#ui/start-hero";
import type { Answer, TownVisit } from "../../frame/index.ts";
import { say } from "./messages.ts";
import { absolute, type CataloguePages } from "./pages.ts";
import { serviceCards, titleOf } from "./service-cards.ts";
import { situationCards } from "./situation-cards.ts";

/** Start page of a town: search, what is done most, life situations, offices, help to understand. */
export function townStart(portal: CataloguePages, visit: TownVisit): Answer {
  const { catalogue, layout } = portal;
  const { lang, tenant } = visit;
  const often = topServices(portal, visit);
  const offices = catalogue.officesOf(tenant.id);
  const situations = catalogue.lifeSituations().filter(({ audience, leikaKeys }) => audience === "citizen" && leikaKeys.length > 0);
  const title = say(lang, tenant.kind === "district" ? "townTitleDistrict" : "townTitle", { name: tenant.name });
  const welcome = tenant.profile.welcome?.[lang] ?? tenant.profile.welcome?.de;
  const main = html`${startHero(lang, { title, ...(welcome === undefined ? {} : { lead: welcome }), popular: often.slice(0, 4).map((service) => ({ text: titleOf(service, lang), href: visit.href(servicePath(service)) })) })}
${!tenant.isDemo && notice(lang, { kind: "info", title: say(lang, "realTown"), body: say(lang, "realTownText", { name: tenant.name }) })}
${section({ title: say(lang, "often"), more: { text: say(lang, "allServices"), href: visit.href("/leistungen") }, body: cardGrid(serviceCards(portal, visit, often)) })}
${section({ title: say(lang, "situations"), more: { text: say(lang, "allSituations"), href: visit.href("/lebenslagen") }, body: cardGrid(situationCards(visit, situations.slice(0, 8))) })}
${offices.length > 0 && section({ title: say(lang, "offices"), more: { text: say(lang, "allOffices"), href: visit.href("/aemter") }, body: cardGrid(offices.slice(0, 8).map((office) => ({
    title: inLang(office.name, lang), href: visit.href(`/amt/${office.role}`), ...(office.description ? { text: inLang(office.description, lang) } : {}), ...(office.phone ? { preline: office.phone } : {}),
  }))) })}
${section({ title: say(lang, "help"), body: cardGrid([
    { title: say(lang, "easyCard"), href: visit.href("/leichte-sprache"), text: say(lang, "easyCardText"), icon: "easy-language" },
    { title: say(lang, "signCard"), href: visit.href("/gebaerdensprache"), text: say(lang, "signCardText"), icon: "sign-language" },
    { title: say(lang, "accessibility"), href: visit.href("/barrierefreiheit"), icon: "info" },
  ]) })}`;
  const url = absolute(portal, visit, "/");
  return { page: layout(visit, {
    title, description: say(lang, "townDescription", { name: tenant.name }), main, wide: true, search: false, public: true, ...(tenant.isDemo ? {} : { robots: "noindex" as const }),
    jsonLd: [{ "@context": "https://schema.org", "@type": "WebSite", name: tenant.officialName, url, inLanguage: lang, potentialAction: { "@type": "SearchAction", target: `${absolute(portal, visit, "/suche")}?q={search_term_string}`, "query-input": "required name=search_term_string" } }],
  }) };
}

/** What most people look for, with what can be done online here first; then what else is online. */
function topServices(portal: CataloguePages, visit: TownVisit) {
  const { catalogue } = portal;
  const often = oftenSought.flatMap((key) => catalogue.service(key) ?? []);
  const online = new Set(catalogue.wordedServices().filter(({ leikaKey }) => catalogue.onlineServiceOf(visit.tenant, leikaKey)));
  return [...new Set([...often.filter((service) => online.has(service)), ...often, ...online])].slice(0, 8);
}
