import type { SectionName, Service, ServiceInTown, ShownSection } from "#modules/catalogue";
import type { Tenant } from "#modules/tenants";
import type { Addresses } from "../frame/index.ts";
import { z } from "zod";
import { catalogueHits, cataloguePage, catalogueService, formDefinition, leikaKey, regionList } from "./catalogue-schemas.ts";
import { means } from "./component.ts";
import { limit } from "./application-operations.ts";
import { json, operation } from "./operation.ts";
import { cursor, slug } from "./schemas.ts";

const none = () => z.strictObject({});
const words = () => means(z.string().trim().min(1).max(100), "Wonach gesucht wird, auch mit Tippfehlern.", "What is sought, also misspelt.");
const hits = () => means(z.string().regex(/^(?:[1-9]|[1-4]\d|50)$/).prefault("10").transform(Number), "Höchstens so viele Treffer, 1 bis 50.", "At most so many hits, 1 to 50.");

export const catalogueOperations = [
  operation({
    id: "findRegions", method: "GET", path: "/regions", tag: "catalogue", scope: undefined, since: "1.1", stability: "beta", writes: false, exampleQuery: { query: "Musterstadt" },
    summary: { de: "Kommunen finden", en: "Find municipalities" },
    description: { de: "Kommunen und Kreise dieses Portals nach Name oder Postleitzahl, mit amtlichem Schlüssel und Portaladresse.", en: "Municipalities and districts of this portal by name or postal code, with official key and portal address." },
    params: none(), query: z.strictObject({ query: words(), limit: hits() }), success: { status: 200, content: regionList }, problems: ["query-invalid"],
    async handle({ bearer, query }, { extensions, addresses }) {
      return json(await extensions.findRegions(bearer, query), (found) => ({ items: found.map(({ tenant, match }) => ({ ...regionOf(tenant, addresses), match })) }));
    },
  }),
  operation({
    id: "listCatalogueServices", method: "GET", path: "/catalogue/services", tag: "catalogue", scope: undefined, since: "1.1", stability: "beta", writes: false,
    summary: { de: "Leistungskatalog auflisten", en: "List the catalogue of services" },
    description: { de: "Alle Leistungen nach ihrem Schlüssel geordnet, ob online oder nicht.", en: "All services in the order of their keys, online or not." },
    params: none(), query: z.strictObject({ cursor: cursor().optional(), limit: limit() }), success: { status: 200, content: cataloguePage }, problems: ["query-invalid", "cursor-invalid"],
    async handle({ bearer, query }, { extensions }) {
      return json(await extensions.catalogueServices(bearer, { cursor: query.cursor, limit: query.limit }), ({ items, next, more }) => ({ items: items.map(presentEntry), next, more }));
    },
  }),
  operation({
    id: "findCatalogueServices", method: "GET", path: "/catalogue/search", tag: "catalogue", scope: undefined, since: "1.1", stability: "beta", writes: false, exampleQuery: { query: "Hund" },
    summary: { de: "Leistungen suchen", en: "Search services" },
    description: { de: "Wie die Suche auf den Seiten der Kommune: Alltagsworte, Synonyme, Tippfehler; der beste Treffer zuerst.", en: "As the search on the municipality’s pages: everyday words, synonyms, typing errors; the best hit first." },
    params: none(), query: z.strictObject({ query: words(), limit: hits() }), success: { status: 200, content: catalogueHits }, problems: ["query-invalid"],
    async handle({ bearer, query, lang }, { extensions }) {
      return json(await extensions.findCatalogueServices(bearer, { ...query, lang }), (found) => ({ items: found.map(({ service }) => presentEntry(service)) }));
    },
  }),
  operation({
    id: "getCatalogueService", method: "GET", path: "/catalogue/services/{key}", tag: "catalogue", scope: undefined, since: "1.1", stability: "beta", writes: false,
    summary: { de: "Leistungsbeschreibung abrufen", en: "Get the description of a service" },
    description: { de: "Texte, Gebühren, Zuständigkeit und Online-Wege einer Leistung in dieser Kommune.", en: "Words, fees, responsibility and online ways of a service in this municipality." },
    params: z.strictObject({ key: leikaKey() }), query: none(), success: { status: 200, content: catalogueService }, problems: ["not-found"],
    async handle({ bearer, params, lang }, { extensions }) {
      return json(await extensions.catalogueService(bearer, { leikaKey: params.key, lang }), presentService);
    },
  }),
  operation({
    id: "getForm", method: "GET", path: "/services/{service}/forms/{version}", tag: "tenant", scope: undefined, since: "1.1", stability: "beta", writes: false,
    summary: { de: "Formular abrufen", en: "Get a form" },
    description: { de: "Schritte, Fragen, Regeln und Texte einer Formularfassung, um sie auf eigenen Seiten zu zeigen. Geprüft wird beim Einreichen immer im Portal.", en: "Steps, questions, rules and words of a form version, to show them on pages of your own. What is submitted is always checked by the portal." },
    params: z.strictObject({ service: slug(), version: z.string().regex(/^[\w.-]{1,40}$/) }), query: none(), success: { status: 200, content: formDefinition }, problems: ["not-found"],
    async handle({ bearer, params }, { extensions }) { return json(await extensions.formDefinition(bearer, params), (form) => form); },
  }),
];

function regionOf(tenant: Tenant, addresses: Addresses): object {
  const { slug: name, name: title, officialName, kind, ars, postcodes } = tenant;
  return { slug: name, name: title, officialName, kind, ars, postalCodes: postcodes, portal: addresses.originOf(tenant) };
}

function presentEntry({ leikaKey: key, title, officialName, level, types }: Service): object {
  return { leikaKey: key, title: { de: title.de, ...(title.en === undefined ? {} : { en: title.en }) }, officialName, ...(level === undefined ? {} : { level }), types };
}

/** The order of a service page. */
const sectionNames = ["teaser", "description", "who", "documents", "feeNote", "duration", "deadline", "steps", "legalBasis", "competentOffice", "remarks", "note"] as const satisfies readonly SectionName[];

function presentService({ service, text, unchecked, fees, competence, online, changedAt }: ServiceInTown): object {
  return {
    ...presentEntry(service), checked: !unchecked, changedAt: changedAt.toISOString(), fees,
    sections: sectionNames.flatMap((name) => { const section: ShownSection | undefined = text[name]; return section ? [{ name, paragraphs: typeof section.value === "string" ? [section.value] : section.value, origin: section.origin, language: section.lang }] : []; }),
    responsibility: competence.known ? { known: true, office: competence.office.role, officeName: competence.office.name, region: competence.at.slug } : { known: false, body: competence.body, ...(competence.at ? { region: competence.at.slug } : {}) },
    online: online.map(({ slug: form, url, facts }) => ({ ...(form === undefined ? {} : { service: form }), ...(url === undefined ? {} : { url }), ...(facts.trustLevel === undefined ? {} : { trustLevel: facts.trustLevel }), ...(facts.minutes === undefined ? {} : { minutes: facts.minutes }) })),
  };
}
