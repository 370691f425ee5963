import type { Tenant, Tenants } from "#modules/tenants";
import type { Visit } from "../../frame/index.ts";

export type PlaceAsked =
  | { readonly kind: "one"; readonly place: Tenant }
  | { readonly kind: "several"; readonly places: readonly Tenant[] }
  /** A regional key of another state; two digits are enough to say which. */
  | { readonly kind: "elsewhere"; readonly ars: string }
  | { readonly kind: "unknown"; readonly words: string }
  | { readonly kind: "none" };

/** The place an address names: `ars` (2, 3, 5, 9 or 12 digits), `ags` (8), `plz` or `ort`; at a town's host the town itself. */
export function placeAsked(tenants: Pick<Tenants, "all" | "search">, visit: Visit, homeState: string): PlaceAsked {
  const given = (name: string): string => (visit.query.get(name) ?? "").trim().slice(0, 100);
  const key = given("ars") || given("ags");
  const words = given("plz") || given("ort");
  if (key === "" && words === "") return visit.tenant ? { kind: "one", place: visit.tenant } : { kind: "none" };
  if (key === "") return chosen(placesNamed(tenants, words), words);
  if (!/^(\d{2}|\d{3}|\d{5}|\d{8}|\d{9}|\d{12})$/.test(key)) return { kind: "unknown", words: key };
  const found = tenants.all().filter(({ ars, ags }) => (key.length === 8 ? ags === key || ars === key : ars.startsWith(key) || (key.length === 12 && key.startsWith(ars.replace(/0+$/, "")) && ars.endsWith("0000"))));
  // A whole key means exactly one; of a Kreis and its towns the shorter key means the Kreis.
  const exact = found.find(({ ars, kind }) => ars === key || (kind === "district" && ars.replace(/0+$/, "") === key.replace(/0+$/, "")));
  if (exact) return { kind: "one", place: exact };
  if (found.length > 0) return chosen(found, key);
  return key.startsWith(homeState) ? { kind: "unknown", words: key } : { kind: "elsewhere", ars: key };
}

function placesNamed(tenants: Pick<Tenants, "search">, words: string): readonly Tenant[] {
  const hits = tenants.search(words, 30);
  const exact = hits.filter(({ match }) => match === "exact");
  // A postcode of a Kreis is one of its towns' too: the town is meant.
  const towns = exact.filter(({ tenant }) => tenant.kind === "municipality");
  return (towns.length > 0 ? towns : exact.length > 0 ? exact : hits).map(({ tenant }) => tenant);
}

function chosen(places: readonly Tenant[], words: string): PlaceAsked {
  const [first] = places;
  if (!first) return { kind: "unknown", words };
  return places.length === 1 ? { kind: "one", place: first } : { kind: "several", places };
}
