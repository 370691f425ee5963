/**
 * Makes services.json: the facts of a selection of municipal services and our own everyday titles.
 *
 *   node --conditions=kommunalportal-source generate-services.ts <kommunale_auswahl_nrw.csv>
 *
 * The CSV names key, official name, type, OZG id, PV-Lage, executing level and legal basis ("text [url], text [url]").
 * service-titles.json beside this file gives the everyday title in German and English and, where the list of 2019
 * names a law that has been replaced, the legal basis of today.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { slugOf } from "@kommunalportal/regional-keys";

type LegalBasis = { text: string; url?: string };
type Title = { title: string; titleEn: string; legalBasis?: LegalBasis[] };

const [csvFile] = process.argv.slice(2);
if (csvFile === undefined) throw new Error("usage: node generate-services.ts <kommunale_auswahl_nrw.csv>");
const titles = JSON.parse(readFileSync(new URL("service-titles.json", import.meta.url), "utf8")) as Record<string, Title>;

const services = readFileSync(csvFile, "utf8").trim().split(/\r?\n/).slice(1).map(serviceOf);
const unused = Object.keys(titles).filter((key) => !services.some((service) => service.leikaKey === key));
if (unused.length > 0) throw new Error(`titles without a service: ${unused.join(", ")}`);
writeFileSync(new URL("../services.json", import.meta.url), `[\n${services.map((service) => `  ${JSON.stringify(service)}`).join(",\n")}\n]\n`);

function serviceOf(line: string) {
  const [leikaKey = "", officialName = "", type = "", ozgId = "", ozgName = "", , pvCode = "", pvName = "", level = "", legal = ""] = cells(line);
  const own = titles[leikaKey];
  if (own === undefined) throw new Error(`no title for ${leikaKey}`);
  return {
    leikaKey,
    slug: slugOf(own.title),
    title: { de: own.title, en: own.titleEn },
    officialName,
    level,
    type: type.split(", "),
    ozg: { id: ozgId, name: ozgName },
    pvLage: { code: pvCode, name: pvName },
    legalBasis: own.legalBasis ?? legalBasisOf(legal),
  };
}

function legalBasisOf(text: string): LegalBasis[] {
  return [...text.matchAll(/(.+?) \[(\S+?)\](?:, |$)/g)].map(([, name = "", url = ""]) => ({
    text: name.replace(/\s+/g, " ").trim(),
    url: url.replace(/^http:/, "https:").replace(/#.*$/, ""),
  }));
}

function cells(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "");
}
