import type { Content } from "@kommunalportal/html";
import { holds, type StaffSession } from "#modules/accounts";
import { type Reach, reachOf } from "#modules/casework";
import type { Tenant } from "#modules/tenants";
import { problem } from "#platform/http";
import { page, type NavItem } from "#ui/page";
import { sessionView } from "#ui/session-warning";
import type { Crumb } from "#ui/breadcrumb";
import type { Notice } from "#ui/notice";
import type { Answer, StaffVisit } from "../frame/index.ts";
import type { StaffPortal } from "./staff-portal.ts";

/** A visit of somebody who works on cases in a town. */
export interface TownDesk {
  readonly visit: StaffVisit;
  readonly tenant: Tenant;
  readonly reach: Reach;
  /** A path below this town: `at("eingang")`. */
  at(path: string): string;
}

/** The town of the address and how far the person reaches in it. An unknown town is missing; without a role there it is forbidden. */
export function townDesk(portal: StaffPortal, visit: StaffVisit): TownDesk | undefined {
  const tenant = portal.tenants.bySlug(visit.params["slug"] ?? "");
  if (!tenant) return undefined;
  const reach = reachOf(visit.staff, tenant.id);
  if (!reach) throw problem(403, "forbidden");
  return { visit, tenant, reach, at: (path) => `/mitarbeit/${tenant.slug}/${path}` };
}

export interface StaffPageOptions {
  readonly title: string;
  readonly main: Content;
  readonly tenant?: Tenant;
  readonly current?: "eingang" | "schalter" | "vertretung" | "archiv" | "kasse";
  readonly breadcrumb?: readonly Crumb[];
  readonly hasErrors?: boolean;
  readonly status?: number;
  readonly notices?: readonly Notice[];
  /** Addresses of others that the page shows in frames. */
  readonly frames?: readonly string[];
}

/** A page of the staff: the town's colours, its navigation, a search over names and numbers. German only. */
export function staffPage(portal: StaffPortal, visit: StaffVisit, options: StaffPageOptions): Answer {
  const { tenant } = options;
  const disturbed = portal.disturbances.current({ tenant: tenant?.id }).map((one): Notice => ({ kind: one.kind === "maintenance" ? "info" : "warning", title: `${one.kind === "maintenance" ? "Geplante Pause" : "Störung"}: So steht es auf den Seiten der Stadt`, body: one.text.de }));
  const arms = tenant && portal.townAssets.armsOf(tenant.id);
  const theme = tenant && portal.townAssets.themeOf(tenant.id);
  const { name, csrf } = visit.staff;
  return {
    status: options.status ?? 200, frames: options.frames ?? [],
    page: page({
      lang: "de", title: options.title, main: options.main, robots: "noindex, nofollow", signInHref: false,
      tenant: { name: tenant?.name ?? "Kommunalportal", slug: tenant?.slug ?? "land", kind: tenant?.typeName ?? "", isDemo: tenant?.isDemo ?? false, ...(arms ? { arms: arms.url } : {}), ...(theme ? { themeUrl: theme.url } : {}) },
      staff: tenant && reachOf(visit.staff, tenant.id) ? { searchAction: `/mitarbeit/${tenant.slug}/eingang` } : {},
      user: { name, csrf, signOutAction: "/mitarbeit/abmeldung" },
      session: sessionView(visit.staff, { now: portal.clock.now(), extendAction: "/mitarbeit/sitzung" }),
      nav: navigation(visit.staff, tenant, options.current), notices: [...disturbed, ...(options.notices ?? [])],
      ...(options.breadcrumb ? { breadcrumb: options.breadcrumb } : {}), ...(options.hasErrors === undefined ? {} : { hasErrors: options.hasErrors }),
    }),
  };
}

function navigation(staff: StaffSession, tenant: Tenant | undefined, current: StaffPageOptions["current"]): readonly NavItem[] {
  const start: NavItem = { text: "Übersicht", href: "/mitarbeit", ...(tenant === undefined ? { current: true } : {}) };
  if (!tenant) return [start];
  const item = (key: NonNullable<StaffPageOptions["current"]>, text: string): NavItem => ({ text, href: `/mitarbeit/${tenant.slug}/${key}`, ...(key === current ? { current: true } : {}) });
  return [
    start,
    ...(reachOf(staff, tenant.id) ? [item("eingang", "Eingang"), item("schalter", "Schalter und Papier"), item("vertretung", "Vertretung")] : []),
    ...(holds(staff, tenant.id, ["supervisor"]) ? [item("archiv", "Archiv")] : []),
    ...(holds(staff, tenant.id, ["cashier", "supervisor"]) ? [item("kasse", "Kasse")] : []),
  ];
}
