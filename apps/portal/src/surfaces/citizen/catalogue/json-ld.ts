import { addressLines, inLang, servicePath, type Office, type ServiceInTown } from "#modules/catalogue";
import type { TownVisit } from "../../frame/index.ts";
import { say } from "./messages.ts";
import { absolute, type CataloguePages } from "./pages.ts";

/** schema.org GovernmentService on its WebPage, for search engines (FIM/XZuFi mapping of the project's facts). Only what is known is said. */
export function serviceJsonLd(portal: CataloguePages, visit: TownVisit, shown: ServiceInTown): readonly object[] {
  const { lang, tenant } = visit;
  const { service, text, competence, online, fees } = shown;
  const url = absolute(portal, visit, servicePath(service));
  const description = text.description?.value ?? text.teaser?.value;
  const office = competence.known ? competence.office : undefined;
  const free = fees.length > 0 && fees.every(({ cents }) => cents === 0);
  const single = fees.length === 1 ? fees[0] : undefined;
  const entity = {
    "@type": "GovernmentService", identifier: { "@type": "PropertyValue", propertyID: "LeiKa", value: service.leikaKey }, name: inLang(service.title, lang), url, inLanguage: lang,
    ...(description === undefined ? {} : { description }), ...(service.ozg === undefined ? {} : { serviceType: service.ozg.name }), ...(service.pvLage === undefined ? {} : { category: service.pvLage.name }),
    provider: { "@type": "GovernmentOrganization", name: (competence.known ? competence.at : tenant).name, url: absolute(portal, visit, "/") },
    ...(office === undefined ? {} : { serviceOperator: organisation(office, lang) }),
    areaServed: { "@type": "AdministrativeArea", name: tenant.name, identifier: `ARS ${tenant.ars}` }, jurisdiction: { "@type": "AdministrativeArea", name: "Nordrhein-Westfalen" },
    audience: { "@type": "Audience", audienceType: say(lang, service.pvLage?.code.startsWith("2") ? "business" : "citizen") },
    availableChannel: [
      ...online.map(({ slug, url: elsewhere }) => ({ "@type": "ServiceChannel", serviceUrl: elsewhere ?? absolute(portal, visit, `/antrag/${slug}`), availableLanguage: elsewhere === undefined ? ["de", "en"] : ["de"] })),
      ...(office?.address === undefined ? [] : [{ "@type": "ServiceChannel", serviceLocation: { "@type": "Place", address: address(office) }, ...(office.phone === undefined ? {} : { servicePhone: { "@type": "ContactPoint", telephone: office.phone } }) }]),
    ],
    ...(office === undefined || office.hours.length === 0 ? {} : { hoursAvailable: office.hours.map(({ day, opens, closes }) => ({ "@type": "OpeningHoursSpecification", dayOfWeek: day.charAt(0).toUpperCase() + day.slice(1), opens, closes })) }),
    ...(free || single ? { offers: { "@type": "Offer", price: ((single?.cents ?? 0) / 100).toFixed(2), priceCurrency: "EUR" } } : {}),
  };
  return [{
    "@context": "https://schema.org", "@type": "WebPage", url, name: inLang(service.title, lang), inLanguage: lang, dateModified: shown.changedAt.toISOString().slice(0, 10), mainEntity: entity,
    breadcrumb: { "@type": "BreadcrumbList", itemListElement: [["start", "/"], ["services", "/leistungen"]].map(([word, path], at) => ({ "@type": "ListItem", position: at + 1, name: say(lang, word as "start" | "services"), item: absolute(portal, visit, path ?? "/") })).concat({ "@type": "ListItem", position: 3, name: inLang(service.title, lang), item: url }) },
  }];
}

function organisation(office: Office, lang: "de" | "en"): object {
  return { "@type": "GovernmentOrganization", name: inLang(office.name, lang), ...(office.phone === undefined ? {} : { telephone: office.phone }), ...(office.email === undefined ? {} : { email: office.email }), ...(addressLines(office).length === 0 ? {} : { address: address(office) }) };
}

function address({ address: at }: Office): object | undefined {
  return at && { "@type": "PostalAddress", streetAddress: `${at.street} ${at.houseNumber}`, postalCode: at.postalCode, addressLocality: at.locality, addressCountry: "DE" };
}
