/**
 * Makes the three tables in src/data from a list of municipalities and a list of levels.
 *
 *   node generate.ts <nrw_gemeinden.json> <nrw_verwaltungsebenen.csv>
 *
 * nrw_gemeinden.json: array of { ars, ags, name, name_amtlich, typ, kreis_ars5, regbez_ars3, einwohner, plz[] },
 * facts of GV-ISys; its `plz` come from OpenStreetMap and go into a file of their own.
 * nrw_verwaltungsebenen.csv: ars12,ebene,ars_praefix,name,typ,sitz.
 */
import { readFileSync, writeFileSync } from "node:fs";

type Source = { ars: string; ags: string; name: string; name_amtlich: string; typ: string; kreis_ars5: string; regbez_ars3: string; einwohner: number; plz: string[] };

const [townsFile, levelsFile] = process.argv.slice(2);
if (townsFile === undefined || levelsFile === undefined) throw new Error("usage: node generate.ts <nrw_gemeinden.json> <nrw_verwaltungsebenen.csv>");

const destatis = {
  source: "Statistisches Bundesamt (Destatis), Gemeindeverzeichnis-Informationssystem GV-ISys",
  licence: "Datenlizenz Deutschland – Namensnennung – Version 2.0 (dl-de/by-2-0)",
  licenceUrl: "https://www.govdata.de/dl-de/by-2-0",
  attribution: "© Statistisches Bundesamt (Destatis); eigene Auswahl und Darstellung",
  asOf: "2026-06-30 (Gebietsstand der Schlüssel und Namen)",
};
const openStreetMap = {
  source: "OpenStreetMap, Postleitzahlgebiete je Gemeinde",
  licence: "Open Database License (ODbL) 1.0",
  licenceUrl: "https://opendatacommons.org/licenses/odbl/1-0/",
  attribution: "© OpenStreetMap-Mitwirkende",
};

const towns = (JSON.parse(readFileSync(townsFile, "utf8")) as Source[]).toSorted((a, b) => a.ars.localeCompare(b.ars));
const levelRows = readFileSync(levelsFile, "utf8").trim().split(/\r?\n/).slice(1).map(cells);

write("municipalities.json", { about: destatis, columns: ["ars", "ags", "name", "officialName", "type", "kreisArs", "regbez", "population"] }, {
  rows: towns.map((town) => [town.ars, town.ags, town.name, town.name_amtlich, town.typ, town.kreis_ars5, town.regbez_ars3, town.einwohner]),
});

write("kreise.json", { about: destatis, levelColumns: ["prefix", "kind", "name", "seat"], districtColumns: ["prefix", "name", "officialName", "seat", "population"] }, {
  levels: levelRows
    .filter(([, level]) => level !== "Kreis")
    .map(([, level = "", prefix = "", name = "", , seat = ""]) => [prefix, level.toLowerCase(), name.replace(/^Reg\.-Bez\. /, "Regierungsbezirk "), seat]),
  districts: levelRows
    .filter(([, level, , , type]) => level === "Kreis" && type === "Kreis")
    .map(([, , prefix = "", name = "", , seat = ""]) => [prefix, name, /kreis|region/i.test(name) ? name : `Kreis ${name}`, seat, populationOf(prefix)]),
});

const byPostcode = new Map<string, string[]>();
for (const town of towns) {
  for (const postcode of town.plz) byPostcode.set(postcode, [...(byPostcode.get(postcode) ?? []), town.ars]);
}
write("postcodes.json", { about: openStreetMap, columns: ["postcode", "municipalities"] }, {
  rows: [...byPostcode].toSorted(([a], [b]) => a.localeCompare(b)),
});

function populationOf(prefix: string): number {
  return towns.filter((town) => town.kreis_ars5 === prefix).reduce((sum, town) => sum + town.einwohner, 0);
}

function cells(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "");
}

/** One row per line, so that a changed municipality is one changed line. */
function write(name: string, head: object, tables: Record<string, readonly unknown[]>): void {
  const headLines = Object.entries(head).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  const tableLines = Object.entries(tables).map(([key, rows]) => `  ${JSON.stringify(key)}: [\n${rows.map((row) => `    ${JSON.stringify(row)}`).join(",\n")}\n  ]`);
  writeFileSync(new URL(`../src/data/${name}`, import.meta.url), `{\n${[...headLines, ...tableLines].join(",\n")}\n}\n`);
}
