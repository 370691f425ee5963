import type { ExtensionsDeps } from "../deps.ts";
import { placedPages } from "./placed-pages.ts";

/** The way from a service's page to an online service that somebody else runs. */
export interface ServiceLink { readonly title: { readonly de: string; readonly en?: string | undefined }; readonly publisher: string; readonly host: string; readonly url: string }

/** Online services of programs that a town lets appear beside a service; the same for everybody: their address holds the town and the language and nothing else. */
export async function serviceLinks(deps: Pick<ExtensionsDeps, "db" | "tenants">, given: { readonly tenant: string; readonly leikaKey: string; readonly language: "de" | "en" }): Promise<readonly ServiceLink[]> {
  const town = deps.tenants.byId(given.tenant);
  if (!town) return [];
  const placed = await deps.db.inTenant(given.tenant, (tx) => placedPages(tx, given.tenant, ["service"]));
  return placed.filter(({ page }) => page.services.includes(given.leikaKey)).map(({ page, publisher }) => {
    const url = new URL(page.url);
    url.searchParams.set("ort", town.slug);
    url.searchParams.set("sprache", given.language);
    return { title: page.title, publisher, host: url.host, url: url.href };
  });
}
