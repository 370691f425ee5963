import { html } from "@kommunalportal/html";
import { oftenSought, servicePath, withLang } from "#modules/catalogue";
import { cardGrid } from "#ui/card";
import { inItsLanguage } from "#ui/in-its-language";
import { notice } from "#ui/notice";
import { section } from "#ui/section";
import { startHero } from "#ui/start-hero";
import { widgetSections } from "#ui/widgets";
import type { Answer, TownVisit } from "../../frame/index.ts";
import { say } from "./messages.ts";
import { absolute, type CataloguePages } from "./pages.ts";
import { serviceCards, titleOf } from "./service-cards.ts";
import { situationCards } from "./situation-cards.ts";

/** Start page of a town: search, what is done most, life situations, offices, help to understand. */
export async function townStart(portal: CataloguePages, visit: TownVisit): Promise<Answer> {
  const { catalogue, layout } = portal;
  const { lang, tenant } = visit;
  const { online, often } = topServices(portal, visit);
  const offices = catalogue.officesOf(tenant.id);
  const situations = catalogue.lifeSituations().filter(({ audience, leikaKeys }) => audience === "citizen" && leikaKeys.length > 0);
  const title = say(lang, tenant.kind === "district" ? "townTitleDistrict" : "townTitle", { name: tenant.name });
  const welcome = tenant.profile.welcome?.[lang] ?? tenant.profile.welcome?.de;
  const widgets = await portal.extensions?.places.widgets({ tenant: tenant.id, where: "start", language: lang }) ?? [];
  const main = html`${startHero(lang, { title, ...(welcome === undefined ? {} : { lead: welcome }), popular: online.length === 0 ? [] : often.slice(0, 4).map((service) => ({ text: titleOf(service, lang), href: visit.href(servicePath(service)) })) })}
${!tenant.isDemo && notice(lang, { kind: "info", title: say(lang, "realTown"), body: say(lang, "realTownText", { name: tenant.name }) })}
${section({ title: say(lang, online.length === 0 ? "often" : "doOnline"), more: { text: say(lang, "allServices"), href: visit.href("/leistungen") }, body: cardGrid(serviceCards(portal, visit, online.length === 0 ? often.slice(0, 8) : online.slice(0, 8))) })}
${section({ title: say(lang, "situations"), more: { text: say(lang, "allSituations"), href: visit.href("/lebenslagen") }, body: cardGrid(situationCards(visit, situations.slice(0, 8))) })}
${offices.length > 0 && section({ title: say(lang, "offices"), more: { text: say(lang, "allOffices"), href: visit.href("/aemter") }, body: cardGrid(offices.slice(0, 8).map((office) => ({
    title: inItsLanguage(withLang(office.name, lang), lang), href: visit.href(`/amt/${office.role}`), ...(office.description ? { text: inItsLanguage(withLang(office.description, lang), lang) } : {}), ...(office.phone ? { preline: office.phone } : {}),
  }))) })}
${widgetSections(lang, widgets)}
${section({ title: say(lang, "help"), body: cardGrid([
    { title: say(lang, "easyCard"), href: visit.href("/leichte-sprache"), text: say(lang, "easyCardText"), icon: "easy-language" },
    { title: say(lang, "signCard"), href: visit.href("/gebaerdensprache"), text: say(lang, "signCardText"), icon: "sign-language" },
    { title: say(lang, "accessibility"), href: visit.href("/barrierefreiheit"), icon: "info" },
  ]) })}`;
  const url = absolute(portal, visit, "/");
  return { frames: widgets.map(({ url }) => url), page: layout(visit, {
    title, description: say(lang, "townDescription", { name: tenant.name }), main, wide: true, search: false, public: true, ...(tenant.isDemo ? {} : { robots: "noindex" as const }),
    jsonLd: [{ "@context": "https://schema.org", "@type": "WebSite", name: tenant.officialName, url, inLanguage: lang, potentialAction: { "@type": "SearchAction", target: `${absolute(portal, visit, "/suche")}?q={search_term_string}`, "query-input": "required name=search_term_string" } }],
  }) };
}

/** What can be done online here, the often sought first, and what else is often sought: nothing stands on the page twice. */
function topServices({ catalogue }: CataloguePages, { tenant }: TownVisit) {
  const sought = oftenSought.flatMap((key) => catalogue.service(key) ?? []);
  const here = new Set(catalogue.wordedServices().filter(({ leikaKey }) => catalogue.onlineServiceOf(tenant, leikaKey)));
  return { online: [...new Set([...sought.filter((service) => here.has(service)), ...here])], often: sought.filter((service) => !here.has(service)) };
}
