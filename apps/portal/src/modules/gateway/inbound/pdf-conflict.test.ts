import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";
import { embeddedFiles } from "./embedded-data.ts";
import { conflictSections, differencesBetween } from "./pdf-conflict.ts";

/** A PDF that carries a file along, as PDF/A-3 writers do it. */
function pdfWith(content: Buffer, options: { readonly flate?: boolean; readonly length?: string } = {}): Buffer {
  const stream = options.flate === false ? content : deflateSync(content);
  return Buffer.concat([
    Buffer.from(`%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Names << /EmbeddedFiles 2 0 R >> >>\nendobj\n5 0 obj\n<< /Type /EmbeddedFile /Subtype /application#2Fjson ${options.flate === false ? "" : "/Filter /FlateDecode "}/Length ${options.length ?? String(stream.length)} >>\nstream\r\n`),
    stream, Buffer.from("\nendstream\nendobj\n%%EOF"),
  ]);
}
const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const data = { person: { nachname: "Muster" }, wohnung: { miete: 640, groesse: 62.5, balkon: true } };
const ours = { bytes: json(data), mimeType: "application/json" as const };
const between = (inside: Buffer, mine: Parameters<typeof differencesBetween>[0] = ours) => differencesBetween(mine, inside).map(({ path, inData, inPdf }) => [path.join("."), inData, inPdf]);

test("files inside a PDF are found, packed or not, also where their length stands elsewhere; bombs and rubbish are not", () => {
  for (const options of [{}, { flate: false }, { length: "7 0 R" }]) assert.deepEqual(embeddedFiles(pdfWith(json(data), options)).map(String), [JSON.stringify(data)], JSON.stringify(options));
  for (const pdf of [pdfWith(Buffer.alloc(20_000_000)), pdfWith(json(data), { length: "99999999" }), pdfWith(json(data), { flate: true, length: "3" }), Buffer.from("%PDF-1.7 /EmbeddedFile"), Buffer.from("%PDF /EmbeddedFiles 1 0 R obj stream"), Buffer.alloc(0)]) assert.deepEqual(embeddedFiles(pdf), []);
  assert.equal(embeddedFiles(Buffer.concat(Array.from({ length: 50 }, () => pdfWith(json(data))))).length, 5);
});

test("what the PDF says otherwise, additionally or not at all is told; the same in another order or writing is not", () => {
  assert.deepEqual(between(json({ wohnung: { balkon: true, groesse: 62.50, miete: 640 }, person: data.person })), []);
  assert.deepEqual(between(json({ ...data, wohnung: { ...data.wohnung, miete: 460 } })), [["wohnung.miete", "640", "460"]]);
  assert.deepEqual(between(json({ person: data.person, wohnung: { miete: 640, groesse: 62.5, garage: true } })), [["wohnung.balkon", "ja", undefined], ["wohnung.garage", undefined, "ja"]]);
  const xml = (rent: string): Buffer => Buffer.from(`<antrag><person><nachname>Muster</nachname></person><wohnung><miete>${rent}</miete><groesse>62.50</groesse><balkon>true</balkon></wohnung></antrag>`);
  assert.deepEqual(between(xml("640.00")), []);
  assert.deepEqual(between(xml("460")), [["wohnung.miete", "640", "460"]]);
  assert.deepEqual(between(xml("460"), { bytes: xml("640"), mimeType: "application/xml" }), [["wohnung.miete", "640", "460"]]);
});

test("another file that a PDF carries along, an unreadable one or one built to harm is no contradiction", () => {
  for (const inside of [json({ producer: "Typst", version: 1 }), Buffer.from("\u0000\u0001"), Buffer.from("{"), Buffer.from(`<!DOCTYPE x [<!ENTITY a "b">]><nachname>&a;</nachname>`), json([])]) assert.deepEqual(between(inside), []);
});

test("the office reads it in the words of the schema, and that the data are binding", () => {
  const [section] = conflictSections([{ file: "antrag.pdf", differences: differencesBetween(ours, json({ ...data, wohnung: { ...data.wohnung, miete: 460 } })), more: true }], new Map([["wohnung/miete", "Miete in Euro"]]));
  assert.match(section?.title ?? "", /antrag\.pdf/);
  assert.deepEqual(section?.lines.map(({ label }) => label), ["Hinweis", "Miete in Euro", "Weitere"]);
  assert.match(section?.lines[0]?.value ?? "", /Verbindlich sind die Daten/);
  assert.equal(section?.lines[1]?.value, "in den Daten: 640 · im PDF: 460");
});
