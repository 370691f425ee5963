import type { Content } from "@kommunalportal/html";
import { holds } from "#modules/accounts";
import type { Applications } from "#modules/applications";
import type { Audit } from "#modules/audit";
import type { Catalogue } from "#modules/catalogue";
import type { Extensions } from "#modules/extensions";
import type { Forms } from "#modules/forms";
import type { Disturbances, ProbeResult } from "#modules/disturbances";
import type { Gateway } from "#modules/gateway";
import type { Hub } from "#modules/hub";
import type { Insight } from "#modules/insight";
import type { Tenant, Tenants } from "#modules/tenants";
import type { Clock } from "#platform/clock";
import type { Database } from "#platform/database";
import type { FileStore } from "#platform/files";
import { problem } from "#platform/http";
import type { ErrorLine } from "#ui/error-summary";
import { errorSummary } from "#ui/error-summary";
import { notice } from "#ui/notice";
import { html } from "@kommunalportal/html";
import type { Answer, Layout, StaffVisit, Upload } from "../frame/index.ts";
import { messages } from "./messages.ts";

/** What the operator's pages need of the house. */
export interface OperatorPages {
  readonly db: Database;
  readonly clock: Clock;
  readonly layout: Layout;
  readonly hub: Hub;
  /** Absent: there is no gateway, and no pages of it. */
  readonly gateway?: Pick<Gateway, "findDestination" | "inbound" | "links" | "onboarding" | "passage" | "schemas">;
  readonly insight: Pick<Insight, "figures" | "backlog" | "lastHeartbeat">;
  readonly disturbances: Pick<Disturbances, "all" | "announce" | "end">;
  readonly audit: Pick<Audit, "verify" | "record">;
  readonly tenants: Pick<Tenants, "all" | "byId" | "bySlug" | "switches">;
  readonly catalogue: Pick<Catalogue, "barrierReports">;
  readonly extensions: Pick<Extensions, "clients" | "overview" | "takeManifest" | "disableClient" | "publishClient" | "secrets" | "addSecret" | "revokeSecret" | "keys" | "revokeKey" | "permissionsOfClient" | "installs">;
  readonly applications: Pick<Applications, "byReference">;
  readonly forms: Pick<Forms, "current">;
  /** Roles of a town's offices with their names. */
  readonly offices: { list(tenant: string): readonly { readonly role: string; readonly name: string }[] };
  readonly files: Pick<FileStore, "freeBytes">;
  /** Results of the probes; absent where none run. */
  readonly probes?: { results(): Promise<ProbeResult[]> };
}

type Handler = (visit: StaffVisit) => Promise<Answer>;

/** Only who operates the whole installation; a town's staff is told so, and nothing else. */
export function operatorOnly(handler: Handler): Handler {
  return async (visit) => {
    if (!holds(visit.staff, undefined, ["operator"])) throw problem(403, "forbidden");
    return handler(visit);
  };
}

/** The same for what comes with a file; nothing of it is read before. */
export function operatorUpload(handler: (visit: StaffVisit, upload: Upload) => Promise<Answer>): (visit: StaffVisit, upload: Upload) => Promise<Answer> {
  return async (visit, upload) => {
    if (!holds(visit.staff, undefined, ["operator"])) throw problem(403, "forbidden");
    return handler(visit, upload);
  };
}

export const actorOf = (visit: StaffVisit) => ({ kind: "staff", id: visit.staff.staff }) as const;

const areas = [
  ["/betrieb", "Übersicht"], ["/betrieb/zustellungen", "Zustellungen"], ["/betrieb/ziele", "Ziele und Wege"], ["/betrieb/efa", "Dienste anderer Länder"], ["/betrieb/erweiterungen", "Erweiterungen"], ["/betrieb/stoerungen", "Störungen"], ["/betrieb/barrieren", "Barrieren"], ["/betrieb/kennzahlen", "Kennzahlen"], ["/betrieb/protokoll", "Protokoll"],
] as const;

export interface OperatorPage {
  readonly title: string;
  readonly body: Content;
  readonly errors?: readonly ErrorLine[];
  /** Pages between this and the overview of its area. */
  readonly parents?: readonly { readonly text: string; readonly href: string }[];
}

/** The frame of every page: area navigation, breadcrumb, what was just done, what is wrong, h1. */
export function operatorPage(portal: OperatorPages, visit: StaffVisit, page: OperatorPage): Answer {
  const errors = page.errors ?? [];
  const said = visit.query.get("meldung") ?? "";
  const done = Object.hasOwn(messages, said) ? messages[said] : undefined;
  const main = html`${errorSummary("de", errors)}${errors.length === 0 && done !== undefined && notice("de", { ...done, live: true })}<h1>${page.title}</h1>${page.body}`;
  const here = areas.filter(([href]) => visit.path === href || visit.path.startsWith(`${href}/`)).at(-1)?.[0];
  return {
    ...(errors.length > 0 ? { status: 422 } : {}),
    page: portal.layout({ ...visit, lang: "de" }, {
      title: page.title, main, staff: {}, wide: true, hasErrors: errors.length > 0,
      nav: areas.filter(([href]) => portal.gateway !== undefined || href !== "/betrieb/efa").map(([href, text]) => ({ text, href, ...(href === here ? { current: true } : {}) })),
      breadcrumb: visit.path === "/betrieb" ? [{ text: "Betrieb" }] : [{ text: "Betrieb", href: "/betrieb" }, ...(page.parents ?? []), { text: page.title }],
    }),
  };
}

export function townName(portal: Pick<OperatorPages, "tenants">, id: string): string {
  return portal.tenants.byId(id)?.name ?? "unbekannt";
}

/** The town that a form names by its slug, or nothing. */
export function townOf(portal: Pick<OperatorPages, "tenants">, slug: string): Tenant | undefined {
  return slug === "" ? undefined : portal.tenants.bySlug(slug);
}
