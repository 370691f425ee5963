import { html } from "@kommunalportal/html";
import { oftenSought } from "#modules/catalogue";
import { cardGrid } from "#ui/card";
import { inItsLanguage } from "#ui/in-its-language";
import { section } from "#ui/section";
import { startHero } from "#ui/start-hero";
import type { Answer, Visit } from "../../frame/index.ts";
import { say } from "./messages.ts";
import { absolute, type CataloguePages } from "./pages.ts";
import { placeAnswer } from "./place-choice.ts";
import { regionName } from "./region-name.ts";
import { serviceCards } from "./service-cards.ts";
import { situationCards } from "./situation-cards.ts";

/** Start page of the Leitportal: search the whole state, or choose a place. */
export function stateStart(portal: CataloguePages, visit: Visit): Answer {
  const place = visit.query.get("ort");
  if (place !== null && place.trim() !== "") return placeAnswer(portal, visit, place);
  const { catalogue, tenants, layout, addresses } = portal;
  const { lang } = visit;
  const often = oftenSought.flatMap((key) => catalogue.service(key) ?? []);
  const situations = catalogue.lifeSituations().filter(({ leikaKeys }) => leikaKeys.length > 0);
  const regions = [...Map.groupBy(tenants.all().filter(({ isDemo }) => !isDemo), ({ regbezPrefix }) => regbezPrefix)].toSorted(([a], [b]) => a.localeCompare(b));
  const invented = tenants.all().filter(({ isDemo }) => isDemo).toSorted((a, b) => a.kind.localeCompare(b.kind) * -1 || (b.population ?? 0) - (a.population ?? 0));
  const main = html`${startHero(lang, {
    title: say(lang, "stateTitle"), lead: say(lang, "stateLead"), place: { action: visit.href("/orte"), suggest: visit.href("/orte/vorschlaege") },
  })}
${invented.length > 0 && section({ title: say(lang, "demoTowns"), body: html`<p>${say(lang, "demoTownsText")}</p>${cardGrid(invented.map((tenant) => ({ title: tenant.name, href: addresses.originOf(tenant) + visit.href("/"), preline: inItsLanguage({ value: tenant.typeName, lang: "de" }, lang), ...(tenant.profile.welcome ? { text: tenant.profile.welcome[lang] ?? tenant.profile.welcome.de } : {}) })))}` })}
${section({ title: say(lang, "often"), more: { text: say(lang, "allServices"), href: visit.href("/leistungen") }, body: cardGrid(serviceCards(portal, visit, often)) })}
${section({ title: say(lang, "situations"), more: { text: say(lang, "allSituations"), href: visit.href("/lebenslagen") }, body: cardGrid(situationCards(visit, situations.filter(({ audience }) => audience === "citizen").slice(0, 8))) })}
${regions.length > 0 && section({ title: say(lang, "byDistrict"), more: { text: say(lang, "allPlaces"), href: visit.href("/orte") }, body: cardGrid(regions.map(([prefix, places]) => ({ title: regionName(places[0]?.regbezName ?? prefix), href: visit.href(`/orte#bezirk-${prefix}`), text: say(lang, "placesIn", { count: places.length }) }))) })}
${section({ title: say(lang, "help"), body: cardGrid([
    { title: say(lang, "easyCard"), href: visit.href("/leichte-sprache"), text: say(lang, "easyCardText"), icon: "easy-language" },
    { title: say(lang, "signCard"), href: visit.href("/gebaerdensprache"), text: say(lang, "signCardText"), icon: "sign-language" },
    { title: say(lang, "accessibility"), href: visit.href("/barrierefreiheit"), icon: "info" },
  ]) })}`;
  return { page: layout(visit, {
    title: say(lang, "stateTitle"), description: say(lang, "stateDescription"), main, wide: true, search: false, public: true,
    jsonLd: [{ "@context": "https://schema.org", "@type": "WebSite", name: "Kommunalportal", url: absolute(portal, visit, "/"), inLanguage: lang, potentialAction: { "@type": "SearchAction", target: `${absolute(portal, visit, "/suche")}?q={search_term_string}`, "query-input": "required name=search_term_string" } }],
  }) };
}
