import { districts, levels, municipalities, postcodes } from "@kommunalportal/regional-keys";
import type { Tenant } from "#modules/tenants";
import { newId } from "#platform/ids";

/**
 * Every municipality and every Kreis of North Rhine-Westphalia as the official tables name them (packages/regional-keys), with nothing
 * that only the town can say: no colours, no addresses, no legal texts. Ids are new at each call.
 */
export function townsOfTheState(): Tenant[] {
  const regbez = new Map(levels().map(({ prefix, name }) => [prefix, name]));
  const districtNames = new Map(districts().map(({ prefix, officialName }) => [prefix, officialName]));
  const postcodesOf = new Map<string, string[]>();
  for (const { postcode, municipalities: within } of postcodes()) for (const ars of within) postcodesOf.set(ars, [...(postcodesOf.get(ars) ?? []), postcode]);
  const ofAll = { isDemo: false, profile: {} };
  return [
    ...municipalities().map((town): Tenant => ({
      ...ofAll, id: newId(), slug: town.slug, kind: "municipality", ars: town.ars, ags: town.ags, name: town.name, officialName: town.officialName, typeName: town.type,
      districtPrefix: town.districtPrefix, districtName: districtNames.get(town.districtPrefix), regbezPrefix: town.regbezPrefix, regbezName: regbez.get(town.regbezPrefix) ?? "",
      population: town.population, postcodes: postcodesOf.get(town.ars) ?? [],
    })),
    ...districts().map((district): Tenant => ({
      ...ofAll, id: newId(), slug: district.slug, kind: "district", ars: district.ars, ags: undefined, name: district.officialName, officialName: district.officialName, typeName: "Kreis",
      districtPrefix: district.prefix, districtName: district.officialName, regbezPrefix: district.regbezPrefix, regbezName: regbez.get(district.regbezPrefix) ?? "",
      population: district.population, postcodes: [],
    })),
  ];
}
