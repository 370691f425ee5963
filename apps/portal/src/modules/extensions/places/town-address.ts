import type { Tenant } from "#modules/tenants";
import type { ExtensionsDeps } from "../deps.ts";
import type { ExtensionPage } from "./extension-page.ts";

type Towns = Pick<ExtensionsDeps, "tenants" | "townOrigin">;

/** The issuer of a town: that of its OpenID provider, and by this the town's name for every program, whether it signs people in or not. */
export function issuerOf({ townOrigin }: Pick<Towns, "townOrigin">, tenant: string): string {
  return `${townOrigin(tenant)}/openid`;
}

/** What says from which town somebody comes: `iss` as a login that a third party begins has it (OpenID Connect Core 1.0, section 4), `ort` for people. */
export function townFacts(deps: Towns, town: Pick<Tenant, "id" | "slug">): { readonly iss: string; readonly ort: string } {
  return { iss: issuerOf(deps, town.id), ort: town.slug };
}

/**
 * A page's address with the town it is opened from. There is no `login_hint`, because an address tells nothing of a person, and no `target_link_uri`,
 * because the page itself is where the person wants to go.
 */
export function addressFrom(deps: Towns, { url: at }: Pick<ExtensionPage, "url">, town: Pick<Tenant, "id" | "slug">, more: Readonly<Record<string, string>>): URL {
  const url = new URL(at);
  for (const [name, value] of Object.entries({ ...townFacts(deps, town), ...more })) url.searchParams.set(name, value);
  return url;
}
