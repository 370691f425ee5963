import { html, type Content } from "@kommunalportal/html";
import { holds } from "#modules/accounts";
import type { Applications } from "#modules/applications";
import type { Audit } from "#modules/audit";
import type { Catalogue, TownEditing, XzufiImport } from "#modules/catalogue";
import type { Disturbances } from "#modules/disturbances";
import type { Forms, QuestionCounts, Schemas, Workshop } from "#modules/forms";
import type { Gateway } from "#modules/gateway";
import type { Hub } from "#modules/hub";
import type { Streets } from "#modules/streets";
import type { Tenant, TenantEditing, Tenants } from "#modules/tenants";
import type { Clock } from "#platform/clock";
import type { Database } from "#platform/database";
import { problem } from "#platform/http";
import { errorSummary, type ErrorLine } from "#ui/error-summary";
import { notice, type Notice } from "#ui/notice";
import { page } from "#ui/page";
import { sessionView } from "#ui/session-warning";
import type { PageOptions } from "#ui/page-options";
import type { Addresses, Answer, StaffVisit, TownAssets } from "../frame/index.ts";
import { doneMessage } from "./done-messages.ts";

/** What the editor's pages need of the house. */
export interface AdminPages {
  readonly db: Database;
  readonly clock: Clock;
  readonly tenants: Pick<Tenants, "all" | "byId" | "bySlug" | "proposeSwitch" | "switches">;
  readonly editing: TenantEditing;
  readonly audit: Pick<Audit, "record">;
  readonly catalogue: Pick<Catalogue, "barrierReports" | "flushGaps" | "gaps" | "officeByRole" | "officesOf" | "onlineServiceBySlug" | "service" | "services" | "textOf">;
  readonly townEditing: TownEditing;
  readonly xzufi: Pick<XzufiImport, "discard" | "keep" | "takeWaiting" | "waiting">;
  readonly forms: Pick<Forms, "current" | "readSchema" | "service" | "slugs">;
  readonly workshop: Workshop;
  /** A schema as the form it gives with what was decided about its rules. */
  readonly schemas: Pick<Schemas, "fetch" | "file" | "fimPortal" | "open">;
  readonly applications: Pick<Applications, "draftVersions">;
  readonly questionCounts: Pick<QuestionCounts, "flush" | "read">;
  readonly gateway: Pick<Gateway, "checklist" | "inbound" | "keys" | "links" | "openReception" | "receptionKeys" | "readingKeys" | "certificates">;
  readonly hub: Pick<Hub, "addRoute" | "changeRoute" | "destination" | "destinations" | "endRoute" | "findReceiver" | "previewService" | "route" | "routes" | "sendTestMessage">;
  /** Roles of a town's offices with their names. */
  readonly offices: { list(tenant: string): readonly { readonly role: string; readonly name: string }[] };
  readonly disturbances: Pick<Disturbances, "current">;
  /** Pages of programs that the town lets appear in forms. */
  readonly extensions: { readonly places: { stepPages(tenant: string): Promise<readonly { readonly client: string; readonly page: string; readonly title: string; readonly program: string; readonly asks: boolean }[]> } };
  readonly streets: Pick<Streets, "check" | "lists" | "remove" | "streets" | "takeOver">;
  readonly townAssets: Pick<TownAssets, "armsOf" | "themeOf">;
  readonly addresses: Pick<Addresses, "originOf">;
}

/** A visit of somebody who may change what a town says about itself. */
export interface Desk {
  readonly visit: StaffVisit;
  readonly tenant: Tenant;
  /** A path below the town's editor: `at("aussehen")`; the overview without one. */
  readonly at: (path?: string) => string;
}

/**
 * The desk of the town in the address. A town in which the person has nothing to do looks like one that does not exist; who works there
 * in another role is told that this is not theirs.
 */
export function editorDesk(portal: { readonly tenants: Pick<Tenants, "bySlug"> }, visit: StaffVisit): Desk | undefined {
  const tenant = portal.tenants.bySlug(visit.params["slug"] ?? "");
  if (!tenant || !visit.staff.roles.some((role) => role.tenant === tenant.id)) return undefined;
  if (!holds(visit.staff, tenant.id, ["editor", "supervisor"])) throw problem(403, "forbidden");
  return { visit, tenant, at: (path) => `/mitarbeit/${tenant.slug}/redaktion${path === undefined ? "" : `/${path}`}` };
}

/** What an editor works on, in the groups by which a newcomer looks for it. */
export const editorAreas: readonly { readonly name: string; readonly pages: readonly { readonly path: string; readonly name: string; readonly text: string }[] }[] = [
  { name: "Auftritt", pages: [
    { path: "aussehen", name: "Aussehen", text: "Farben, Wappen oder Logo" }, { path: "kontakt", name: "Kontakt", text: "Telefon, Anschrift, Öffnungszeiten" },
    { path: "texte", name: "Texte", text: "Impressum, Datenschutz, Barrierefreiheit, Leichte Sprache" }, { path: "barrieren", name: "Gemeldete Barrieren", text: "Lesen und als beantwortet vermerken" }, { path: "einbettung", name: "Einbettung", text: "Formulare in anderen Websites zeigen" },
  ] },
  { name: "Leistungen und Ämter", pages: [
    { path: "beschreibungen", name: "Leistungstexte", text: "Was bei jeder Leistung steht, wer zuständig ist, was sie kostet" }, { path: "aemter", name: "Ämter", text: "Anschrift, Telefon, Öffnungszeiten" },
    { path: "uebernahme", name: "Aus einem Redaktionssystem", text: "Texte, Ämter und Zuständigkeiten aus einer XZuFi-Datei" },
  ] },
  { name: "Dienste", pages: [
    { path: "leistungen", name: "Online-Dienste", text: "Ein- und ausschalten, Zahlung, Ämter" }, { path: "formulare", name: "Formulare", text: "Anlegen, ändern, prüfen, veröffentlichen" },
    { path: "schemata", name: "Schemata", text: "Vom FIM-Portal einlesen, Regeln entscheiden, Prüfbericht" }, { path: "pakete", name: "Dienste als Datei", text: "An andere Portale geben und von ihnen einlesen" },
    { path: "strassen", name: "Straßenverzeichnis", text: "Woran Anschriften in Formularen geprüft werden" },
  ] },
  { name: "Zustellung und Recht", pages: [
    { path: "wege", name: "Wege", text: "Wohin Anträge außer in die Sachbearbeitung gehen" }, { path: "efa", name: "Dienste anderer Länder", text: "Einer für Alle: Verträge, Adressen, was angeboten wird" },
    { path: "verarbeitungen", name: "Verarbeitungen", text: "Verzeichnis nach Art. 30 DSGVO, Hinweise nach Art. 13" },
  ] },
];

/** The groups in the first line, the pages of the current group in the second. */
function navigation(path: string, at: Desk["at"]): Pick<PageOptions, "nav" | "subNav"> {
  const isHere = (page: string): boolean => path === at(page) || path.startsWith(`${at(page)}/`);
  const group = editorAreas.find(({ pages }) => pages.some((page) => isHere(page.path)));
  return {
    nav: [{ text: "Übersicht", href: "/mitarbeit" }, { text: "Redaktion", href: at(), ...(path === at() ? { current: true } : {}) }, ...editorAreas.map(({ name, pages }) => ({ text: name, href: at(pages[0]?.path), ...(name === group?.name ? { current: true } : {}) }))],
    ...(group === undefined ? {} : { subNav: { label: group.name, items: group.pages.map((page) => ({ text: page.name, href: at(page.path), ...(isHere(page.path) ? { current: true } : {}) })) } }),
  };
}

export interface EditorPage {
  readonly title: string;
  readonly body: Content;
  readonly errors?: readonly ErrorLine[];
  /** Default: 422 with errors, else 200. */
  readonly status?: number;
  /** Pages between this one and the overview. */
  readonly parents?: readonly { readonly text: string; readonly href: string }[];
  /** The page shows one of ours in a frame. */
  readonly embeds?: boolean;
  /** What was just done, instead of what the address says. */
  readonly done?: { readonly title: string; readonly body?: string };
}

/** The frame of every page: the town's look, areas, breadcrumb, what was just done, what is wrong, h1. German only. */
export function editorPage(portal: AdminPages, { visit, tenant, at }: Desk, { title, body, errors = [], status, parents = [], embeds = false, done: given }: EditorPage): Answer {
  const { name, csrf } = visit.staff;
  const arms = portal.townAssets.armsOf(tenant.id);
  const theme = portal.townAssets.themeOf(tenant.id);
  const done = given ?? (visit.request.method === "GET" ? doneMessage(visit.query.get("getan")) : undefined);
  const disturbed = portal.disturbances.current({ tenant: tenant.id }).map((one): Notice => ({ kind: one.kind === "maintenance" ? "info" : "warning", title: one.kind === "maintenance" ? "Geplante Pause" : "Störung", body: one.text.de }));
  return {
    ...(embeds ? { framing: "embeds" as const } : {}),
    status: status ?? (errors.length > 0 ? 422 : 200),
    page: page({
      lang: "de", title, robots: "noindex, nofollow", signInHref: false, staff: {}, hasErrors: errors.length > 0, notices: disturbed,
      main: html`${errorSummary("de", errors)}${done !== undefined && notice("de", { kind: "success", ...done, live: true })}<h1>${title}</h1>${body}`,
      tenant: { name: tenant.name, slug: tenant.slug, kind: tenant.typeName, isDemo: tenant.isDemo, ...(arms ? { arms: arms.url } : {}), ...(theme ? { themeUrl: theme.url } : {}) },
      user: { name, csrf, signOutAction: "/mitarbeit/abmeldung" },
      session: sessionView(visit.staff, { now: portal.clock.now(), extendAction: "/mitarbeit/sitzung" }),
      ...navigation(visit.path, at),
      breadcrumb: [{ text: "Mitarbeit", href: "/mitarbeit" }, ...(visit.path === at() ? [{ text: "Redaktion" }] : [{ text: "Redaktion", href: at() }, ...parents, { text: title }])],
    }),
  };
}
