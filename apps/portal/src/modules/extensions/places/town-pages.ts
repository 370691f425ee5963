import type { Tenant } from "#modules/tenants";
import type { ExtensionsDeps } from "../deps.ts";
import type { WidgetPage, WidgetPlace } from "./extension-page.ts";
import { type PlacedPage, readPlacedPages, type Words, wordsOf } from "./placed-pages.ts";
import { addressFrom } from "./town-address.ts";

type Lang = "de" | "en";
type Deps = Pick<ExtensionsDeps, "db" | "tenants" | "townOrigin">;

export interface Widget {
  readonly client: string; readonly page: string; readonly title: Words; readonly program: Words;
  readonly publisher: string; readonly url: string; readonly height: number;
}

/** The way from a service's page to an online service that somebody else runs. */
export interface ServiceLink { readonly title: Words; readonly publisher: string; readonly host: string; readonly url: string }

/** Where a tile is asked for; beside a service with its LeiKa key. */
interface Spot { readonly where: WidgetPlace; readonly leikaKey?: string; readonly language: Lang }

/** Tiles for a page of a town. */
export async function widgets(deps: Deps, given: Spot & { readonly tenant: string }): Promise<readonly Widget[]> {
  const town = deps.tenants.byId(given.tenant);
  return town ? tiles(deps, await readPlacedPages(deps, given.tenant, ["widget"]), town, given) : [];
}

/** What stands beside a service in a town, read at once: tiles, and online services that programs run. */
export async function besideService(deps: Deps, given: { readonly tenant: string; readonly leikaKey: string; readonly language: Lang }): Promise<{ readonly widgets: readonly Widget[]; readonly links: readonly ServiceLink[] }> {
  const town = deps.tenants.byId(given.tenant);
  if (!town) return { widgets: [], links: [] };
  const placed = await readPlacedPages(deps, given.tenant, ["widget", "service"]);
  return {
    widgets: tiles(deps, placed, town, { ...given, where: "service" }),
    links: placed.flatMap(({ page, publisher }) => {
      if (page.place !== "service" || !page.services.includes(given.leikaKey)) return [];
      const url = addressFrom(deps, page, town, { sprache: given.language });
      return [{ title: wordsOf(page.title), publisher, host: url.host, url: url.href }];
    }),
  };
}

/** The same for everybody: the address holds the town and the language and nothing else. */
function tiles(deps: Deps, placed: readonly PlacedPage[], town: Tenant, spot: Spot): readonly Widget[] {
  return placed.flatMap(({ client, program, publisher, scopes, page }) => (page.place === "widget" && scopes.includes("kacheln.zeigen") && stands(page, spot)
    ? [{ client, page: page.id, title: wordsOf(page.title), program, publisher, url: addressFrom(deps, page, town, { sprache: spot.language }).href, height: page.height }] : []));
}

function stands(page: WidgetPage, { where, leikaKey }: Spot): boolean {
  return page.where.includes(where) && (where !== "service" || (leikaKey !== undefined && page.services.includes(leikaKey)));
}
