import type { Baukastenelement, Bezug, Identifikation, Regel, Relation, Stichwort } from "./model.ts";
import { writePart, writeTextPart } from "./write-part.ts";
import type { PartWriter } from "./write-part.ts";
import type { XmlWriter } from "./xml-writer.ts";

/** The base block of schema, group and field in the order of the FIM portal's exports. */
export function writeBase(out: XmlWriter, part: PartWriter, element: Baukastenelement): void {
  writeIdentifikation(out, "identifikation", element.identifikation);
  part.texts({ name: element.name, beschreibung: element.beschreibung, definition: element.definition });
  for (const bezug of element.bezug) writeBezug(out, bezug);
  part.code("freigabestatus", element.freigabestatus);
  part.texts({
    statusGesetztAm: element.statusGesetztAm, statusGesetztDurch: element.statusGesetztDurch, gueltigAb: element.gueltigAb, gueltigBis: element.gueltigBis,
    versionshinweis: element.versionshinweis, veroeffentlichungsdatum: element.veroeffentlichungsdatum, letzteAenderung: element.letzteAenderung,
  });
  for (const relation of element.relation) writeRelation(out, relation);
  for (const stichwort of element.stichwort) writeStichwort(out, stichwort);
}

export function writeIdentifikation(out: XmlWriter, name: string, identifikation: Identifikation): void {
  writePart(out, name, identifikation, (part) => part.texts({ id: identifikation.id, version: identifikation.version }));
}

export function writeBezug(out: XmlWriter, bezug: Bezug): void {
  writeTextPart(out, "bezug", bezug.text, { link: bezug.link }, bezug);
}

function writeStichwort(out: XmlWriter, stichwort: Stichwort): void {
  writeTextPart(out, "stichwort", stichwort.text, { uri: stichwort.uri }, stichwort);
}

function writeRelation(out: XmlWriter, relation: Relation): void {
  writePart(out, "relation", relation, (part) => {
    part.code("praedikat", relation.praedikat);
    writeIdentifikation(out, "objekt", relation.objekt);
  });
}

export function writeRegel(out: XmlWriter, regel: Regel): void {
  writePart(out, "regel", regel, (part) => {
    writeIdentifikation(out, "identifikation", regel.identifikation);
    part.texts({ name: regel.name, beschreibung: regel.beschreibung, freitextRegel: regel.freitextRegel });
    for (const bezug of regel.bezug) writeBezug(out, bezug);
    for (const stichwort of regel.stichwort) writeStichwort(out, stichwort);
    part.texts({ fachlicherErsteller: regel.fachlicherErsteller, letzteAenderung: regel.letzteAenderung });
    part.code("typ", regel.typ);
    part.texts({ skript: regel.skript });
  });
}
