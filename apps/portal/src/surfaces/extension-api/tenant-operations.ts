import { z } from "zod";
import { json, operation } from "./operation.ts";
import { answerSchema, serviceList, slug, tenant } from "./schemas.ts";
import { extensionSettings, extension, officeList, requestList } from "./town-schemas.ts";

export const tenantOperations = [
  operation({
    id: "getTenant", method: "GET", path: "/tenant", tag: "tenant", scope: undefined, since: "1.0", stability: "stable", writes: false,
    summary: { de: "Kommune und Erlaubnis abrufen", en: "Get the municipality and the permission" },
    description: { de: "Die Kommune, für die das Token gilt, und was sie erlaubt.", en: "The municipality the token is for and what it permits." },
    params: z.strictObject({}), query: z.strictObject({}), success: { status: 200, content: tenant }, problems: [],
    async handle({ bearer }, { extensions, addresses }) {
      return json(await extensions.townFacts(bearer), ({ tenant: town, access }) => ({
        slug: town.slug, name: town.name, officialName: town.officialName, kind: town.kind, ars: town.ars, portal: addresses.originOf(town),
        permission: {
          client: access.client, scopes: [...access.scopes], ...(access.services ? { services: access.services } : {}), ...(access.offices ? { offices: access.offices } : {}), tokenExpiresAt: access.expiresAt.toISOString(),
        },
      }));
    },
  }),
  operation({
    id: "getExtension", method: "GET", path: "/extension", tag: "tenant", scope: undefined, since: "1.0", stability: "stable", writes: false,
    summary: { de: "Die eigene Erweiterung abrufen", en: "Get the extension itself" },
    description: { de: "Manifest, erteilte Rechte und geltende Geheimnisse ohne ihren Wert.", en: "Manifest, granted scopes and the secrets in force without their value." },
    params: z.strictObject({}), query: z.strictObject({}), success: { status: 200, content: extension }, problems: [],
    async handle({ bearer }, { extensions }) {
      return json(await extensions.ownFacts(bearer), ({ client: { manifest, registeredAt }, secrets, access }) => ({
        id: manifest.id, version: manifest.version, name: manifest.name, publisher: manifest.publisher, registeredAt: registeredAt.toISOString(), scopes: manifest.scopes.map(({ scope }) => scope), granted: [...access.scopes], events: manifest.events,
        secrets: secrets.map(({ id, createdAt, expiresAt }) => ({ id, createdAt: createdAt.toISOString(), ...(expiresAt ? { expiresAt: expiresAt.toISOString() } : {}) })),
      }));
    },
  }),
  operation({
    id: "listOwnRequests", method: "GET", path: "/extension/requests", tag: "tenant", scope: undefined, since: "1.0", stability: "beta", writes: false,
    summary: { de: "Eigene Anfragen ansehen", en: "Look at your own requests" },
    description: { de: "Die letzten 100 Anfragen Ihres Programms in dieser Kommune mit Ergebnis, ohne Inhalte; sieben Tage lang. Eine Anfrage steht nach etwa einer Sekunde hier.", en: "The last 100 requests of your program in this municipality with their outcome, without content; for seven days. A request stands here after about a second." },
    params: z.strictObject({}), query: z.strictObject({}), success: { status: 200, content: requestList }, problems: [],
    async handle({ bearer }, { extensions }) {
      return json(await extensions.ownRequests(bearer), (items) => ({ items: items.map(({ at: time, operation: name, status, code, milliseconds, id }) => ({ at: time.toISOString(), operation: name, status, ...(code === undefined ? {} : { code }), milliseconds, instance: `urn:uuid:${id}` })) }));
    },
  }),
  operation({
    id: "getSettings", method: "GET", path: "/extension/settings", tag: "tenant", scope: undefined, since: "1.1", stability: "beta", writes: false,
    summary: { de: "Eigene Einstellungen abrufen", en: "Read your own settings" },
    description: {
      de: "Was diese Kommune für Ihr Programm eingestellt hat, nach `settings` in Ihrem Manifest, auch geheime Werte. Fehlt ein Feld, ist es nicht gesetzt. Ändert die Kommune etwas, kommt `extension.settings-changed` an Ihre Webhooks, ohne Inhalt.",
      en: "What this municipality has set for your program, by `settings` in your manifest, secret values too. A field that is absent is not set. When the municipality changes something, `extension.settings-changed` comes to your webhooks, without content.",
    },
    params: z.strictObject({}), query: z.strictObject({}), success: { status: 200, content: extensionSettings }, problems: [],
    async handle({ bearer }, { extensions }) {
      return json(await extensions.installs.ownSettings(bearer), ({ revision, values, changedAt }) => ({ revision, ...(changedAt ? { changedAt: changedAt.toISOString() } : {}), values }));
    },
  }),
  operation({
    id: "listOffices", method: "GET", path: "/offices", tag: "tenant", scope: undefined, since: "1.0", stability: "stable", writes: false,
    summary: { de: "Ämter auflisten", en: "List offices" },
    description: { de: "Die Ämter der Kommune, in deren Namen Sie nach der Erlaubnis sprechen können, mit Anschrift und Öffnungszeiten.", en: "The offices of the municipality in whose name the permission lets you speak, with address and opening hours." },
    params: z.strictObject({}), query: z.strictObject({}), success: { status: 200, content: officeList }, problems: [],
    async handle({ bearer }, { extensions }) {
      return json(await extensions.offices(bearer), (offices) => ({ items: offices.map(({ role, name, phone, email, url, address, hours }) => ({ role, name, phone, email, url, address, hours })) }));
    },
  }),
  operation({
    id: "listServices", method: "GET", path: "/services", tag: "tenant", scope: undefined, since: "1.0", stability: "stable", writes: false,
    summary: { de: "Online-Leistungen auflisten", en: "List online services" },
    description: { de: "Die eingeschalteten Online-Leistungen der Kommune innerhalb der Erlaubnis, mit der neuesten Formularfassung.", en: "The municipality’s active online services within the permission, with the newest form version." },
    params: z.strictObject({}), query: z.strictObject({}), success: { status: 200, content: serviceList }, problems: [],
    async handle({ bearer }, { extensions }) {
      return json(await extensions.services(bearer), (services) => ({
        items: services.map(({ slug: name, version, package: { service } }) => ({
          slug: name, leikaKey: service.leika, title: { de: service.title.de, ...(service.title.en === undefined ? {} : { en: service.title.en }) }, version, schema: `/api/v1/services/${name}/schemas/${version}`,
        })),
      }));
    },
  }),
  operation({
    id: "getAnswerSchema", method: "GET", path: "/services/{service}/schemas/{version}", tag: "tenant", scope: undefined, since: "1.0", stability: "stable", writes: false,
    summary: { de: "JSON-Schema der Angaben abrufen", en: "Get the JSON Schema of the answers" },
    description: { de: "Beschreibt `parts[].data` der Anträge, die mit dieser Formularfassung gestellt wurden. Eine Fassung ändert sich nie.", en: "Describes `parts[].data` of the applications made with this form version. A version never changes." },
    params: z.strictObject({ service: slug(), version: z.string().regex(/^[\w.-]{1,40}$/) }), query: z.strictObject({}), success: { status: 200, content: answerSchema }, problems: ["not-found"],
    async handle({ bearer, params }, { extensions }) {
      return json(await extensions.answerSchema(bearer, params), (schema) => schema);
    },
  }),
];
