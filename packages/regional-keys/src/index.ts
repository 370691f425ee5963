export { agsToArs, arsPrefix, arsToAgs, covers, parentPrefixes, RegionalKeyError } from "./ars.ts";
export { districtOfPlace, municipalitiesByPostcode, municipalityByArs } from "./find.ts";
export type { District, Level, LevelKind, Municipality, MunicipalityType, Postcode, TableSource } from "./region.ts";
export { districtSlugOf, slugOf } from "./slug.ts";
export { districts, levels, municipalities, postcodes, sources } from "./tables.ts";
