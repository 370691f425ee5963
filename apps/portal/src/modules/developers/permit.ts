import type { Tenant } from "#modules/tenants";
import type { DevelopersDeps } from "./deps.ts";

/** All rights of the manifest in one's own test town, for whole applications of every service. */
export async function permitEverything(deps: DevelopersDeps, given: { readonly client: string; readonly town: Tenant }): Promise<boolean> {
  const client = (await deps.extensions.clients()).find(({ id }) => id === given.client);
  if (!client) return false;
  const permitted = await deps.extensions.givePermission({ tenant: given.town.id, client: client.id, scopes: client.manifest.scopes.map(({ scope }) => scope), pages: client.manifest.pages.map(({ id }) => id), actor: { kind: "system", what: "developer self-service" } });
  return permitted.ok;
}
