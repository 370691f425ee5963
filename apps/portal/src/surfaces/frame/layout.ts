import { systemClock, type Clock } from "#platform/clock";
import type { Contact } from "#ui/contact-box";
import type { Notice } from "#ui/notice";
import { sessionView } from "#ui/session-warning";
import { page, type NavItem, type PageOptions, type TenantView } from "#ui/page";
import { formatDateTime } from "#ui/format";
import { themeAsset, type Theme } from "#ui/theme";
import { makeAsset, type Asset } from "#ui/assets";
import type { Component, Disturbance, Disturbances } from "#modules/disturbances";
import type { Tenant, Tenants } from "#modules/tenants";
import { inLanguage, type Lang } from "./language.ts";
import type { Addresses } from "./site.ts";
import type { Visit } from "./visit.ts";

/** What a surface says of its page; the rest (town, language, person, disturbances, help) the layout knows. */
export interface LayoutOptions extends Omit<PageOptions, "lang" | "tenant" | "user" | "notices" | "session" | "hreflang" | "switchHref" | "signInHref"> {
  /** Parts this page depends on: their disturbances are shown on it. Default: of everything a portal page uses. */
  readonly components?: readonly Component[];
  readonly service?: string;
  /** Further notices of the page itself, after the disturbances. */
  readonly notices?: readonly Notice[];
  /** A page for everybody: gets canonical and hreflang, and no person. */
  readonly public?: boolean;
  /** Instead of the town's own telephone: the competent office. */
  readonly help?: Contact;
}

export type Layout = (visit: Visit, options: LayoutOptions) => string;

/** Arms and colours of the towns as assets with their content in the address. */
export function createTownAssets(tenants: Pick<Tenants, "all">) {
  let arms = new Map<string, Asset>();
  let themes = new Map<string, Asset>();
  const made = new Map<string, Asset>();
  /** Towns with the same colours share one stylesheet, made and compressed once. */
  function themeOf(theme: Theme): Asset {
    const name = `${theme.primary}-${theme.primaryDark}`.toLowerCase().replaceAll("#", "");
    const known = made.get(name) ?? themeAsset(name, theme);
    made.set(name, known);
    return known;
  }
  function refresh(): void {
    arms = new Map();
    themes = new Map();
    for (const { id, slug, profile } of tenants.all()) {
      if (profile.armsSvg) arms.set(id, makeAsset(`arms/${slug}.svg`, Buffer.from(profile.armsSvg)));
      if (profile.theme) themes.set(id, themeOf(profile.theme));
    }
  }
  refresh();
  return {
    refresh,
    armsOf: (tenant: string): Asset | undefined => arms.get(tenant),
    themeOf: (tenant: string): Asset | undefined => themes.get(tenant),
    find: (path: string): Asset | undefined => [...arms.values(), ...themes.values()].find(({ url }) => url === path),
  };
}

export type TownAssets = ReturnType<typeof createTownAssets>;

export function createLayout(parts: { readonly addresses: Addresses; readonly disturbances: Pick<Disturbances, "current">; readonly townAssets: TownAssets; /** Default: the system's. */ readonly clock?: Clock }): Layout {
  const { clock = systemClock } = parts;
  return (visit, options) => {
    const { components, service, public: isPublic, notices, ...rest } = options;
    const { lang, tenant, session } = visit;
    const origin = tenant ? parts.addresses.originOf(tenant) : parts.addresses.apex;
    const current = parts.disturbances.current({ tenant: tenant?.id, ...(service ? { service } : {}), ...(components ? { components } : {}) });
    const help = rest.help ?? townHelp(tenant, lang);
    return page({
      ...(rest.staff ? {} : { nav: navOf(visit) }),
      ...rest,
      lang,
      ...(visit.embedded ? { embedded: { hosts: tenant?.profile.embedHosts ?? [] } } : {}),
      tenant: tenantView(tenant, lang, parts.townAssets),
      notices: [...current.map((disturbance) => noticeOf(disturbance, lang, help?.phone)), ...(notices ?? [])],
      ...(help ? { help } : {}),
      ...(session?.signedIn && !isPublicCached(options, visit) ? {
        user: { name: session.displayName ?? (lang === "de" ? "Angemeldet" : "Signed in"), csrf: session.csrf, signOutAction: inLanguage("/abmelden", lang) },
        session: sessionView(session, { now: clock.now(), extendAction: inLanguage("/sitzung", lang), warnMinutes: session.level === 4 ? 2 : 5 }),
      } : {}),
      ...(rest.staff && visit.staff ? { user: { name: visit.staff.name, csrf: visit.staff.csrf, signOutAction: "/mitarbeit/abmeldung" }, session: sessionView(visit.staff, { now: clock.now(), extendAction: "/mitarbeit/sitzung" }) } : {}),
      signInHref: inLanguage(`/anmelden?ziel=${encodeURIComponent(isPublic === true ? visit.path : "/vorgaenge")}`, lang),
      ...(visit.query.size > 0 ? { switchHref: { de: `${origin}${inLanguage(visit.path, "de")}?${visit.query.toString()}`, en: `${origin}${inLanguage(visit.path, "en")}?${visit.query.toString()}` } } : {}),
      hreflang: { de: origin + inLanguage(visit.path, "de"), en: origin + inLanguage(visit.path, "en") },
      ...(isPublic === true && rest.canonical === undefined ? { canonical: origin + inLanguage(visit.path, lang) } : {}),
      ...(isPublic !== true && rest.robots === undefined ? { robots: "noindex" as const } : {}),
    });
  };
}

/** The cached copy of a public page knows nobody; the same page for somebody signed in is not cached. */
function isPublicCached(options: LayoutOptions, visit: Visit): boolean {
  return options.public === true && visit.session === undefined;
}

function tenantView(tenant: Tenant | undefined, lang: Lang, assets: TownAssets): TenantView {
  if (!tenant) return { name: lang === "de" ? "Kommunalportal" : "Municipal Portal", slug: "land", kind: "", isDemo: false };
  const arms = assets.armsOf(tenant.id);
  const theme = assets.themeOf(tenant.id);
  return {
    name: tenant.name, slug: tenant.slug, kind: kindWord(tenant), isDemo: tenant.isDemo,
    ...(arms ? { arms: arms.url } : {}), ...(theme ? { themeUrl: theme.url } : {}),
  };
}

/** The same few ways on every page of a citizen's portal. */
function navOf({ lang, tenant, path, href }: Visit): NavItem[] {
  const items: readonly (readonly [string, string, string])[] = [
    ["/leistungen", "Leistungen A–Z", "Services A–Z"], ["/lebenslagen", "Lebenslagen", "Life situations"],
    tenant ? ["/aemter", "Ämter", "Offices"] : ["/orte", "Städte und Gemeinden", "Towns"], ...(tenant ? [["/status", "Vorgang verfolgen", "Track a case"] as const] : []),
  ];
  return items.map(([target, de, en]) => ({ text: lang === "de" ? de : en, href: href(target), ...(path === target || path.startsWith(`${target}/`) ? { current: true } : {}) }));
}

function kindWord(tenant: Tenant): string {
  if (tenant.kind === "district") return /kreis|region/i.test(tenant.name) ? "" : "Kreis";
  return tenant.typeName.includes("Gemeinde") ? "Gemeinde" : "Stadt";
}

/** Who is called about a town, where it says so. */
export function townHelp(tenant: Tenant | undefined, lang: Lang): Contact | undefined {
  const contact = tenant?.profile.contact;
  if (!tenant || !contact) return undefined;
  const hours = contact.hours?.[lang] ?? contact.hours?.de;
  return {
    name: tenant.officialName.split(",")[0]!, phone: contact.phone, email: contact.email, address: [contact.street, `${contact.postalCode} ${contact.locality}`],
    ...(hours ? { hours: hours.split("\n").map(hoursLine) } : {}),
  };
}

/** »Montag: 8:00 bis 12:00 Uhr«: the first colon ends the day, the others belong to the times. */
function hoursLine(line: string): { readonly days: string; readonly times?: string } {
  const colon = line.indexOf(":");
  return colon < 0 ? { days: line } : { days: line.slice(0, colon), times: line.slice(colon + 1).trim() };
}

function noticeOf(disturbance: Disturbance, lang: Lang, phone: string | undefined): Notice {
  const title = disturbance.kind === "maintenance" ? { de: "Geplante Pause", en: "Planned pause" }[lang] : { de: "Störung", en: "Disturbance" }[lang];
  const until = disturbance.endsAt ? { de: ` Voraussichtlich bis ${formatDateTime(disturbance.endsAt, "de")}.`, en: ` Expected until ${formatDateTime(disturbance.endsAt, "en")}.` }[lang] : "";
  const call = phone ? { de: ` Telefon: ${phone}`, en: ` Telephone: ${phone}` }[lang] : "";
  return { kind: disturbance.kind === "maintenance" ? "info" : "warning", title, body: `${disturbance.text[lang]}${until}${call}` };
}
