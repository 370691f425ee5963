import { defined } from "./defined.ts";
import type { CodelisteReferenz, Datenfeld, Datenfeldgruppe, Stammdatenschema, Struktur, Wert } from "./model.ts";
import { writeBase, writeBezug, writeIdentifikation, writeRegel } from "./write-base.ts";
import { writePart } from "./write-part.ts";
import type { PartWriter } from "./write-part.ts";
import type { XmlWriter } from "./xml-writer.ts";

export function writeStammdatenschema(out: XmlWriter, schema: Stammdatenschema): void {
  writePart(out, "stammdatenschema", schema, (part) => {
    writeBase(out, part, schema);
    part.texts({ bezeichnung: schema.bezeichnung, hilfetext: schema.hilfetext });
    part.code("ableitungsmodifikationenStruktur", schema.ableitungsmodifikationenStruktur);
    part.code("ableitungsmodifikationenRepraesentation", schema.ableitungsmodifikationenRepraesentation);
    if (schema.dokumentsteckbrief !== undefined) writeIdentifikation(out, "dokumentsteckbrief", schema.dokumentsteckbrief);
    for (const regel of schema.regel) writeRegel(out, regel);
    for (const struktur of schema.struktur) writeStruktur(out, struktur);
  });
}

export function writeDatenfeldgruppe(out: XmlWriter, gruppe: Datenfeldgruppe): void {
  writePart(out, "datenfeldgruppe", gruppe, (part) => {
    writeBase(out, part, gruppe);
    writeEingabe(part, gruppe);
    part.code("art", gruppe.gruppenart);
    writeHilfe(part, gruppe);
    for (const regel of gruppe.regel) writeRegel(out, regel);
    for (const struktur of gruppe.struktur) writeStruktur(out, struktur);
  });
}

export function writeDatenfeld(out: XmlWriter, feld: Datenfeld): void {
  writePart(out, "datenfeld", feld, (part) => {
    writeBase(out, part, feld);
    writeEingabe(part, feld);
    writeHilfe(part, feld);
    part.code("feldart", feld.feldart);
    part.code("datentyp", feld.datentyp);
    if (Object.keys(feld.praezisierung).length > 0) part.holder("praezisierung", defined({ ...feld.praezisierung }), () => {});
    part.texts({ inhalt: feld.inhalt });
    part.code("vorbefuellung", feld.vorbefuellung);
    if (feld.werte !== undefined) part.holder("werte", {}, () => feld.werte?.forEach((wert) => writeWert(out, wert)));
    if (feld.codelisteReferenz !== undefined) writeReferenz(out, feld.codelisteReferenz);
    part.texts({ codeKey: feld.codeKey, nameKey: feld.nameKey, helpKey: feld.helpKey });
    for (const regel of feld.regel) writeRegel(out, regel);
    part.texts({ maxSize: feld.maxSize === undefined ? undefined : String(feld.maxSize) });
    for (const type of feld.mediaType) out.text("xdf3:mediaType", type);
  });
}

function writeEingabe(part: PartWriter, element: Datenfeld | Datenfeldgruppe): void {
  part.texts({ bezeichnungEingabe: element.bezeichnungEingabe, bezeichnungAusgabe: element.bezeichnungAusgabe });
  part.code("schemaelementart", element.schemaelementart);
}

function writeHilfe(part: PartWriter, element: Datenfeld | Datenfeldgruppe): void {
  part.texts({ hilfetextEingabe: element.hilfetextEingabe, hilfetextAusgabe: element.hilfetextAusgabe });
}

function writeStruktur(out: XmlWriter, struktur: Struktur): void {
  writePart(out, "struktur", struktur, (part) => {
    part.texts({ anzahl: `${struktur.anzahl.min}:${struktur.anzahl.max}` });
    for (const bezug of struktur.bezug) writeBezug(out, bezug);
    part.holder("enthaelt", {}, () => {
      if (struktur.enthaelt.art === "datenfeld") writeDatenfeld(out, struktur.enthaelt);
      else writeDatenfeldgruppe(out, struktur.enthaelt);
    });
  });
}

function writeWert(out: XmlWriter, wert: Wert): void {
  writePart(out, "wert", wert, (part) => part.texts({ code: wert.code, name: wert.name, hilfe: wert.hilfe }));
}

function writeReferenz(out: XmlWriter, referenz: CodelisteReferenz): void {
  const { canonicalIdentification, version, canonicalVersionUri } = referenz;
  writePart(out, "codelisteReferenz", referenz, (part) => part.texts({ canonicalIdentification, version, canonicalVersionUri }));
}
