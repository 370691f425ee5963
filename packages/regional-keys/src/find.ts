import { arsPrefix } from "./ars.ts";
import type { District, Municipality } from "./region.ts";
import { lazily } from "./row.ts";
import { districts, municipalities, postcodes } from "./tables.ts";

const byArs = lazily(() => new Map(municipalities().map((town) => [town.ars, town])));
const byPostcode = lazily(() => new Map(postcodes().map((entry) => [entry.postcode, entry.municipalities])));
const byPrefix = lazily(() => new Map(districts().map((district) => [district.prefix, district])));

/** The municipality with this ARS (12 digits), or undefined. */
export function municipalityByArs(ars12: string): Municipality | undefined {
  return byArs().get(ars12);
}

/** The municipalities a postcode lies in: none if unknown, two for seven postcodes; then let the person choose. */
export function municipalitiesByPostcode(postcode: string): readonly Municipality[] {
  const keys = byPostcode().get(postcode.trim()) ?? [];
  return keys.map((ars) => byArs().get(ars)).filter((town) => town !== undefined);
}

/**
 * The Kreis a place lies in; undefined for a kreisfreie Stadt and outside North Rhine-Westphalia.
 * @throws RegionalKeyError if the text is no regional key
 */
export function districtOfPlace(ars: string): District | undefined {
  return byPrefix().get(arsPrefix(ars).slice(0, 5));
}
