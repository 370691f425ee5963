import { inLang, servicePath, withLang, type Lang, type Service } from "#modules/catalogue";
import type { Card } from "#ui/card";
import { badge } from "#ui/badge";
import { inItsLanguage } from "#ui/in-its-language";
import type { Visit } from "../../frame/index.ts";
import { say } from "./messages.ts";
import type { CataloguePages } from "./pages.ts";

/** Services as cards, marked where they can be done online in this town. */
export function serviceCards(portal: CataloguePages, visit: Visit, services: readonly Service[]): readonly Card[] {
  const { catalogue } = portal;
  return services.map((service) => {
    const teaser = catalogue.teaser(service.leikaKey, visit.lang);
    const online = visit.tenant && catalogue.onlineServiceOf(visit.tenant, service.leikaKey);
    return { title: inItsLanguage(withLang(service.title, visit.lang), visit.lang), href: visit.href(servicePath(service)), ...(teaser === undefined ? {} : { text: inItsLanguage(teaser, visit.lang) }), ...(online ? { footer: badge(say(visit.lang, "onlineHere"), "success") } : {}) };
  });
}

export function titleOf(service: Service, lang: Lang): string {
  return inLang(service.title, lang);
}
