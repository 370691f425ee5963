import type { Catalogue, Lang, SearchHit, Service, ServiceInTown } from "#modules/catalogue";
import type { PlaceHit, Tenant } from "#modules/tenants";
import type { Bearer } from "./bearer.ts";
import { cursorOf, positionOf, type Page } from "./cursor.ts";
import type { ExtensionsDeps } from "./deps.ts";
import { Refused, outcomeOf, type Outcome } from "./refusal.ts";
import { townFacts } from "./town-facts.ts";

/** Public facts: every program with a valid token sees them, and nothing is written down about it. */
async function inTown<T>(deps: ExtensionsDeps, bearer: Bearer, work: (town: Tenant) => T | Promise<T>): Promise<Outcome<T>> {
  const seen = await townFacts(deps, bearer);
  if (!seen.ok) return seen;
  return outcomeOf(async () => work(seen.value.tenant));
}

/** Municipalities by name or postcode, also misspelt. */
export function findRegions(deps: ExtensionsDeps, bearer: Bearer, given: { readonly query: string; readonly limit: number }): Promise<Outcome<readonly PlaceHit[]>> {
  return inTown(deps, bearer, () => deps.tenants.search(given.query, given.limit));
}

const inOrder = new WeakMap<readonly Service[], readonly Service[]>();

/** The catalogue by key; its list is the same object until something changes. */
function byKey(catalogue: Pick<Catalogue, "services">): readonly Service[] {
  const all = catalogue.services();
  const known = inOrder.get(all) ?? all.toSorted((a, b) => a.leikaKey.localeCompare(b.leikaKey));
  inOrder.set(all, known);
  return known;
}

/** Services of the catalogue in the order of their keys: the cursor is the last key, so nothing is skipped when the catalogue changes. */
export function catalogueServices(deps: ExtensionsDeps, bearer: Bearer, given: { readonly cursor: string | undefined; readonly limit: number }): Promise<Outcome<Page<Service>>> {
  return inTown(deps, bearer, () => {
    const after = positionOf(given.cursor);
    const rest = byKey(deps.catalogue).filter(({ leikaKey }) => Number(leikaKey) > after);
    const items = rest.slice(0, given.limit);
    return { items, next: cursorOf(Number(items.at(-1)?.leikaKey ?? after)), more: rest.length > items.length };
  });
}

/** Best hit first, as the town's own search gives them. */
export function findCatalogueServices(deps: ExtensionsDeps, bearer: Bearer, given: { readonly query: string; readonly lang: Lang; readonly limit: number }): Promise<Outcome<readonly SearchHit[]>> {
  return inTown(deps, bearer, (tenant) => deps.catalogue.search(given.query, { tenant, lang: given.lang, limit: given.limit }).hits);
}

/** Everything the town's page of a service shows: its words, its office, its fees and the ways to do it online. */
export function catalogueService(deps: ExtensionsDeps, bearer: Bearer, given: { readonly leikaKey: string; readonly lang: Lang }): Promise<Outcome<ServiceInTown>> {
  return inTown(deps, bearer, async (tenant) => {
    const service = await deps.catalogue.serviceInTown(tenant, given.leikaKey, given.lang);
    if (!service) throw new Refused({ why: "not-found" });
    return service;
  });
}
