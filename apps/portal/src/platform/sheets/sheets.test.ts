import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { buffer, text } from "node:stream/consumers";
import { test } from "node:test";
import { inflateRawSync } from "node:zlib";
import { MOST_ROWS, SheetTooLong, type Table, toCsv, toXlsx, zipStream } from "./index.ts";

/** Reads an archive by its central directory (APPNOTE 4.3.12). */
function unzipped(archive: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  const end = archive.lastIndexOf(Buffer.from("504b0506", "hex"));
  let at = archive.readUInt32LE(end + 16);
  for (let i = 0; i < archive.readUInt16LE(end + 10); i += 1) {
    const nameLength = archive.readUInt16LE(at + 28);
    const name = archive.toString("utf8", at + 46, at + 46 + nameLength);
    const local = archive.readUInt32LE(at + 42);
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const bytes = archive.subarray(start, start + archive.readUInt32LE(at + 20));
    files.set(name, archive.readUInt16LE(at + 10) === 8 ? inflateRawSync(bytes) : bytes);
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return files;
}

const table: Table = {
  columns: ["Vorgang", "Eingang", "Gebühr", "Eilig", "Bemerkung"],
  rows: [
    ["MUST-2026-000017-4", { day: "2026-11-22" }, 30.5, true, 'Ayşe sagt: "ja"; gut\nso'],
    ["MUST-2026-000018-1", { day: "2026-11-23" }, -4, false, null],
  ],
};

test("a CSV opens in a German spreadsheet: BOM, semicolons, commas, days, quotes", async () => {
  assert.equal(
    (await buffer(toCsv(table, { bom: true }))).toString("utf8"),
    '\uFEFFVorgang;Eingang;Gebühr;Eilig;Bemerkung\r\nMUST-2026-000017-4;22.11.2026;30,5;ja;"Ayşe sagt: ""ja""; gut\nso"\r\nMUST-2026-000018-1;23.11.2026;-4;nein;\r\n',
  );
  assert.equal((await text(toCsv({ columns: ["a"], rows: [] }, { bom: false }))), "a\r\n");
});

test("no text in a CSV becomes a formula", async () => {
  for (const evil of ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1"]) {
    const csv = await text(toCsv({ columns: ["a"], rows: [[evil]] }, { bom: false }));
    assert.match(csv.slice(3), /^"?'/, JSON.stringify(evil));
  }
});

test("a CSV of 200,000 rows streams, and a row that fails ends the stream with its error", async () => {
  function* rows(): Generator<[string, number]> {
    for (let i = 0; i < 200_000; i += 1) yield ["x", i];
  }
  let length = 0;
  for await (const part of toCsv({ columns: ["a", "b"], rows: rows() }, { bom: true })) length += Buffer.byteLength(String(part));
  assert.ok(length > 1_500_000);
  async function* broken(): AsyncGenerator<[string]> {
    yield ["x"];
    await Promise.resolve();
    throw new Error("database gone");
  }
  await assert.rejects(buffer(toCsv({ columns: ["a"], rows: broken() }, { bom: true })), /database gone/);
  await assert.rejects(buffer(toCsv({ columns: ["a"], rows: [["x", "y"]] }, { bom: true })), /2 cells for 1 columns/);
});

test("a workbook holds text as text, numbers as numbers and days as days", async () => {
  const files = unzipped(await toXlsx({ columns: ["a", "b", "c"], rows: [["=1+1", 30.5, { day: "2026-11-22" }]] }, { name: "Eingang" }));
  const sheet = files.get("xl/worksheets/sheet1.xml")?.toString("utf8") ?? "";
  const strings = files.get("xl/sharedStrings.xml")?.toString("utf8") ?? "";
  assert.match(sheet + strings, />=1\+1</);
  assert.doesNotMatch(sheet, /<f>|<f /);
  assert.match(sheet, /<v>30\.5<\/v>/);
  assert.match(sheet, /<v>46348<\/v>/);
  assert.match(files.get("xl/workbook.xml")?.toString("utf8") ?? "", /name="Eingang"/);
});

test("signs that XML has no place for and wrong sheet names do not break a workbook", async () => {
  const files = unzipped(await toXlsx({ columns: ["a<b>"], rows: [["x\u0000\u0001\ud800y & <z>"], ["l".repeat(40_000)]] }, { name: "a/b:c*[d]?'" }));
  const xml = [...files.values()].map((file) => file.toString("utf8")).join("");
  assert.equal(xml.includes("\u0000") || xml.includes("\u0001"), false);
  assert.match(xml, />xy &amp; &lt;z&gt;/);
  assert.equal(/l{32768}/.test(xml), false);
});

test("a list too long for a workbook is refused", async () => {
  function* rows(): Generator<[number]> {
    for (let i = 0; i <= MOST_ROWS; i += 1) yield [i];
  }
  await assert.rejects(toXlsx({ columns: ["n"], rows: rows() }, { name: "x" }), SheetTooLong);
});

test("a day that is none is a fault", async () => {
  await assert.rejects(toXlsx({ columns: ["d"], rows: [[{ day: "22.11.2026" }]] }, { name: "x" }), /YYYY-MM-DD/);
  await assert.rejects(buffer(toCsv({ columns: ["d"], rows: [[{ day: "heute" }]] }, { bom: true })), /YYYY-MM-DD/);
});

const modified = new Date("2026-11-22T10:00:00Z");

test("an archive holds every file as it was, opened one after the other", async () => {
  const big = randomBytes(3_000_000);
  let opened = 0;
  let most = 0;
  const entry = (name: string, bytes: Buffer) => ({
    name,
    modified,
    open: () => {
      opened += 1;
      most = Math.max(most, opened);
      return Readable.from([bytes]).once("close", () => {
        opened -= 1;
      });
    },
  });
  const files = unzipped(await buffer(zipStream([entry("Antrag.pdf", big), entry("daten/antrag.json", Buffer.from("{}")), entry("leer.txt", Buffer.alloc(0))])));
  assert.deepEqual([...files.keys()], ["Antrag.pdf", "daten/antrag.json", "leer.txt"]);
  assert.deepEqual(files.get("Antrag.pdf"), big);
  assert.equal(files.get("daten/antrag.json")?.toString(), "{}");
  assert.ok(most <= 2, `${most} open at once`);
});

test("names cannot leave the archive's folder, and two files of one name both stay", async () => {
  const names = ["../../etc/passwd", "/abs", "C:\\x", "a\u0000b.txt", "foto.jpg", "Foto.jpg", "..", "ordner/./../Straße.pdf"];
  const files = unzipped(await buffer(zipStream(names.map((name) => ({ name, modified, open: () => Readable.from([Buffer.from(name)]) })))));
  assert.deepEqual([...files.keys()], ["etc/passwd", "abs", "C__x", "a_b.txt", "foto.jpg", "Foto (2).jpg", "Datei", "ordner/Straße.pdf"]);
});

test("an entry that fails, to open or in the middle, ends the archive with its error", async () => {
  const fine = { name: "a", modified, open: () => Readable.from([Buffer.from("x")]) };
  await assert.rejects(buffer(zipStream([fine, { name: "b", modified, open: () => Promise.reject(new Error("file missing")) }])), /file missing/);
  async function* broken(): AsyncGenerator<Buffer> {
    yield Buffer.from("x");
    await Promise.resolve();
    throw new Error("changed bytes");
  }
  await assert.rejects(buffer(zipStream([{ name: "b", modified, open: () => Readable.from(broken()) }, fine])), /changed bytes/);
  const cut = (): Readable => {
    const stream = new Readable({ read: () => undefined });
    setImmediate(() => stream.destroy());
    return stream;
  };
  await assert.rejects(buffer(zipStream([{ name: "b", modified, open: cut }])), /[Pp]remature/);
});

test("a reader that goes away closes the file that was open", async () => {
  const source = Readable.from((function* (): Generator<Buffer> {
    for (;;) yield randomBytes(65_536);
  })());
  const zip = zipStream([{ name: "endless", modified, open: () => source }]);
  for await (const part of zip) if (Buffer.isBuffer(part) && part.length > 0) break;
  await new Promise<void>((resolve) => (source.closed ? resolve() : source.once("close", resolve)));
  assert.equal(source.destroyed, true);
});
