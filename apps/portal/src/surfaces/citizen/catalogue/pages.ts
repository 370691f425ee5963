import type { Catalogue } from "#modules/catalogue";
import type { Component } from "#modules/disturbances";
import type { Extensions } from "#modules/extensions";
import type { Links } from "#modules/gateway";
import type { Tenants } from "#modules/tenants";
import type { Clock } from "#platform/clock";
import type { Crumb } from "#ui/breadcrumb";
import { inLanguage, type Addresses, type Layout, type Visit } from "../../frame/index.ts";
import { say } from "./messages.ts";
import type { SecurityContact } from "./security-txt.ts";

/** What these pages need of the house. */
export interface CataloguePages {
  readonly catalogue: Catalogue;
  readonly tenants: Pick<Tenants, "all" | "byId" | "bySlug" | "named" | "search" | "switches">;
  readonly addresses: Addresses;
  readonly layout: Layout;
  readonly clock: Clock;
  /** File with the RDFa tags of service pages; absent: the template of the catalogue; false: none. */
  readonly rdfaTemplate?: string | false;
  /** Absent: no `security.txt`. */
  readonly security?: SecurityContact;
  /** Tiles and online services of programs. Left out: none. */
  readonly extensions?: { readonly places: Pick<Extensions["places"], "besideService" | "widgets"> };
  /** Services run elsewhere; absent: there are none. */
  readonly efa?: Pick<Links, "offered" | "resolve">;
  /** Parts of the house that an online service passes in a town: only their disturbances stand on its page. */
  partsOf(slug: string, tenant: string): Promise<readonly Component[]>;
}

/** The way to a page: the start page first, the page itself last and without a link. */
export function crumbs(visit: Visit, ...path: readonly (readonly [text: string, href?: string])[]): readonly Crumb[] {
  return [{ text: say(visit.lang, "start"), href: visit.href("/") }, ...path.map(([text, href]) => (href === undefined ? { text } : { text, href: visit.href(href) }))];
}

/** The whole address of a page of this host, for canonical links and machines. */
export function absolute(portal: Pick<CataloguePages, "addresses">, visit: Visit, path: string, lang = visit.lang): string {
  return (visit.tenant ? portal.addresses.originOf(visit.tenant) : portal.addresses.apex) + inLanguage(path, lang);
}

/** What the site is called in a sentence. */
export function siteName(visit: Visit): string {
  return visit.tenant?.name ?? "Kommunalportal";
}
