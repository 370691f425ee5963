import type { Datenfeld, Datenfeldgruppe, Stammdatenschema } from "../model.ts";
import type { Findings } from "./finding.ts";

const RELATIONS: ReadonlySet<string> = new Set(["ABL", "ERS", "EQU", "VKN"]);
const BAUSTEIN = /^FIM[- ]Baustein Datenfelder$/;

/** What holds for schema, group and field alike. */
export function checkElement(element: Stammdatenschema | Datenfeldgruppe | Datenfeld, out: Findings): void {
  const { freigabestatus, statusGesetztAm, statusGesetztDurch, identifikation } = element;
  const schema = element.art === "stammdatenschema";
  if (statusGesetztAm === undefined && /^[34567]$/.test(freigabestatus)) out.add(schema ? 1143 : 1142, element);
  if (statusGesetztDurch === undefined && identifikation.version !== undefined) out.add(1117, element);
  if (BAUSTEIN.test(statusGesetztDurch ?? "") && identifikation.id.slice(1, 3) !== "60") out.add(schema ? 1141 : 1140, element);
  for (const { praedikat } of element.relation) if (!RELATIONS.has(praedikat)) out.add(1029, element, praedikat);
  for (const bezug of element.bezug) {
    if (/;|\n\s*§/.test(bezug.text)) out.add(1132, element, bezug.text.slice(0, 80));
    for (const { inhalt } of bezug.unbekannt ?? []) if (typeof inhalt === "object" && "wert" in inhalt && inhalt.name === "link") out.add(1133, element, inhalt.wert.slice(0, 80));
    if ((bezug.link ?? "").length > 255) out.add(1138, element);
    if (bezug.text.length > 255) out.add(1136, element, "bezug");
  }
  for (const { text, uri } of element.stichwort) {
    if (text.length > 500) out.add(1136, element, "stichwort");
    if ((uri ?? "").length > 255) out.add(1137, element);
  }
  checkLengths(element, out);
  if (element.art !== "stammdatenschema") checkInput(element, out);
}

function checkInput(element: Datenfeldgruppe | Datenfeld, out: Findings): void {
  const { schemaelementart, bezeichnungEingabe, bezeichnungAusgabe, hilfetextEingabe, hilfetextAusgabe, name, bezug, freigabestatus } = element;
  if (bezeichnungAusgabe === undefined) out.add(1010, element);
  if (schemaelementart !== "ABS" && schemaelementart !== "HAR" && schemaelementart !== "RNG") out.add(1031, element, schemaelementart ?? "");
  if (schemaelementart === "RNG" && bezug.length === 0) out.add(1006, element);
  if (schemaelementart === "HAR" && bezug.length === 0) out.add(1101, element);
  if (schemaelementart === "ABS") out.add(element.art === "datenfeld" ? 1014 : 1013, element);
  if (freigabestatus === "7") out.add(1116, element);
  for (const hilfe of [hilfetextEingabe, hilfetextAusgabe]) {
    if (hilfe === undefined) continue;
    if (hilfe === bezeichnungEingabe || hilfe === bezeichnungAusgabe) out.add(1098, element);
    if (hilfe === name) out.add(1099, element);
  }
}

const LONGEST: Readonly<Record<string, number>> = {
  name: 255, bezeichnung: 255, bezeichnungEingabe: 255, bezeichnungAusgabe: 255, hilfetext: 500, hilfetextEingabe: 500, hilfetextAusgabe: 500, definition: 5000,
  beschreibung: 5000, inhalt: 5000, freitextRegel: 5000,
};

function checkLengths(element: Stammdatenschema | Datenfeldgruppe | Datenfeld, out: Findings): void {
  for (const [name, value] of Object.entries(element)) {
    const longest = Object.hasOwn(LONGEST, name) ? LONGEST[name] : undefined;
    if (typeof value === "string" && longest !== undefined && value.length > longest) out.add(1136, element, `${name}: ${value.length} statt ${longest} Zeichen`);
  }
  for (const regel of element.regel) if (regel.freitextRegel.length > 5000) out.add(1136, regel, "freitextRegel");
}
