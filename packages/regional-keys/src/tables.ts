import kreise from "./data/kreise.json" with { type: "json" };
import municipalityTable from "./data/municipalities.json" with { type: "json" };
import postcodeTable from "./data/postcodes.json" with { type: "json" };
import { count, lazily, list, type Row, text } from "./row.ts";
import { districtSlugOf, slugOf } from "./slug.ts";
import type { District, Level, LevelKind, Municipality, MunicipalityType, Postcode, TableSource } from "./region.ts";

const TYPES: readonly MunicipalityType[] = ["Kreisfreie Stadt", "Stadt", "Kreisangehörige Gemeinde"];
const KINDS: readonly LevelKind[] = ["bund", "land", "regierungsbezirk"];

/** All 396 municipalities of North Rhine-Westphalia by ascending ARS. Built at the first call, then the same frozen list. */
export const municipalities: () => readonly Municipality[] = lazily(() => Object.freeze(municipalityTable.rows.map(municipalityOf)));

/** All 31 Kreise of North Rhine-Westphalia, the Städteregion Aachen among them, by ascending ARS. */
export const districts: () => readonly District[] = lazily(() => Object.freeze(kreise.districts.map(districtOf)));

/** The levels above the Kreise: Bund, Land Nordrhein-Westfalen, its five Regierungsbezirke. */
export const levels: () => readonly Level[] = lazily(() => Object.freeze(kreise.levels.map(levelOf)));

/** All postcodes with the municipalities they lie in (ODbL 1.0). Postcodes of post-office boxes are missing. */
export const postcodes: () => readonly Postcode[] = lazily(() => Object.freeze(postcodeTable.rows.map(postcodeOf)));

/** What must be named where these tables are shown or passed on. */
export const sources: { readonly regions: TableSource; readonly postcodes: TableSource } = {
  regions: municipalityTable.about,
  postcodes: postcodeTable.about,
};

function municipalityOf(row: Row): Municipality {
  const type = TYPES.find((known) => known === text(row, 4));
  if (type === undefined) throw new TypeError("regional-keys: unknown type of municipality");
  return {
    ars: text(row, 0),
    ags: text(row, 1),
    name: text(row, 2),
    officialName: text(row, 3),
    type,
    districtPrefix: text(row, 5),
    regbezPrefix: text(row, 6),
    population: count(row, 7),
    slug: slugOf(text(row, 2)),
  };
}

function districtOf(row: Row): District {
  const prefix = text(row, 0);
  const name = text(row, 1);
  return {
    ars: prefix.padEnd(12, "0"),
    prefix,
    name,
    officialName: text(row, 2),
    seat: text(row, 3),
    regbezPrefix: prefix.slice(0, 3),
    population: count(row, 4),
    slug: districtSlugOf(name),
  };
}

function levelOf(row: Row): Level {
  const kind = KINDS.find((known) => known === text(row, 1));
  if (kind === undefined) throw new TypeError("regional-keys: unknown level");
  return { ars: text(row, 0).padEnd(12, "0"), prefix: text(row, 0), kind, name: text(row, 2), seat: text(row, 3) };
}

function postcodeOf(row: Row): Postcode {
  return { postcode: text(row, 0), municipalities: list(row, 1) };
}
