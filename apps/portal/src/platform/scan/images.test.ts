import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32, deflateSync } from "node:zlib";
import { cleanImage, ImageBroken } from "./index.ts";
import { jpegSegments } from "./jpeg-segments.ts";

const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const latin = (text: string): Buffer => Buffer.from(text, "latin1");
const segment = (marker: number, ...payload: Buffer[]): Buffer => {
  const body = Buffer.concat(payload);
  return Buffer.concat([Buffer.from([0xff, marker]), u16(body.length + 2), body]);
};

function exif(order: "II" | "MM", orientation: number): Buffer {
  const tiff = Buffer.alloc(8 + 2 + 24 + 4);
  const little = order === "II";
  const short = (value: number, at: number): number => (little ? tiff.writeUInt16LE(value, at) : tiff.writeUInt16BE(value, at));
  const long = (value: number, at: number): number => (little ? tiff.writeUInt32LE(value, at) : tiff.writeUInt32BE(value, at));
  tiff.write(order, 0, "latin1");
  short(42, 2);
  long(8, 4);
  short(2, 8);
  short(0x0110, 10); short(2, 12); long(4, 14); long(0, 18);
  short(0x0112, 22); short(3, 24); long(1, 26); short(orientation, 30);
  return segment(0xe1, latin("Exif\0\0"), tiff, latin("GPS 51.96 7.63"));
}

const JFIF = segment(0xe0, latin("JFIF\0"), Buffer.from([1, 1, 0, 0, 1, 0, 1, 0, 0]));
const ICC = segment(0xe2, latin("ICC_PROFILE\0"), Buffer.from([1, 1]), latin("profile"));
const ADOBE = segment(0xee, latin("Adobe"), Buffer.from([0, 100, 0, 0, 0, 0, 1]));
const TABLES = segment(0xdb, Buffer.alloc(65, 1));
const frame = (width: number, height: number): Buffer => segment(0xc2, Buffer.from([8]), u16(height), u16(width), Buffer.from([1, 1, 0x11, 0]));
// A stuffed FF, a restart marker and fill bytes are part of the data, not its end.
const SCANS = Buffer.concat([
  segment(0xda, Buffer.from([1, 1, 0, 0, 0, 0])), Buffer.from([0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56]),
  segment(0xc4, Buffer.alloc(17)), segment(0xda, Buffer.from([1, 1, 0, 1, 5, 0])), Buffer.from([0x78, 0xff, 0x00]),
]);
const SOI = Buffer.from([0xff, 0xd8]);
const EOI = Buffer.from([0xff, 0xd9]);
const jpeg = (...parts: Buffer[]): Buffer => Buffer.concat([SOI, ...parts, EOI]);

test("a JPEG loses place, camera, texts and what hides behind its end, and keeps picture and colours", () => {
  const private_ = [exif("II", 1), segment(0xe1, latin("http://ns.adobe.com/xap/1.0/\0<x:creator>Erika</x:creator>")), segment(0xed, latin("Photoshop 3.0\0IPTC")), segment(0xe2, latin("MPF\0more")), segment(0xfe, latin("a comment"))];
  const file = Buffer.concat([jpeg(JFIF, ...private_, ICC, ADOBE, TABLES, frame(17, 9), SCANS), latin("a film with sound")]);
  const cleaned = cleanImage(file, "image/jpeg");
  assert.deepEqual(cleaned.bytes, jpeg(JFIF, ICC, ADOBE, TABLES, frame(17, 9), SCANS));
  assert.deepEqual(cleaned.size, { width: 17, height: 9 });
});

test("a phone photo keeps its orientation and nothing else of its EXIF", () => {
  for (const order of ["II", "MM"] as const) {
    const { bytes } = cleanImage(jpeg(exif(order, 6), TABLES, frame(1, 1), SCANS), "image/jpeg");
    assert.equal(bytes.includes("GPS"), false);
    const first = jpegSegments(bytes).next().value;
    assert.equal(first?.marker, 0xe1);
    assert.equal(first?.payload.toString("latin1", 0, 6), "Exif\0\0");
    assert.equal(first?.payload.readUInt16BE(6 + 10), 0x0112);
    assert.equal(first?.payload.readUInt16BE(6 + 18), 6);
    assert.deepEqual(cleanImage(bytes, "image/jpeg").bytes, bytes, "cleaning twice changes nothing");
  }
});

test("an EXIF block full of wrong offsets does no harm", () => {
  for (const tail of ["II*\0\xff\xff\xff\xff", "MM", "II*\0\x08\0\0\0\xff\xff", ""]) {
    const { bytes } = cleanImage(jpeg(segment(0xe1, latin(`Exif\0\0${tail}`)), frame(1, 1), SCANS), "image/jpeg");
    assert.deepEqual(bytes, jpeg(frame(1, 1), SCANS));
  }
});

test("a JPEG that is cut off anywhere or has no frame is broken", () => {
  const file = jpeg(JFIF, TABLES, frame(17, 9), SCANS);
  for (let length = 0; length < file.length; length += 1) assert.throws(() => cleanImage(file.subarray(0, length), "image/jpeg"), ImageBroken, `cut at ${length}`);
  assert.throws(() => cleanImage(jpeg(JFIF, TABLES), "image/jpeg"), ImageBroken);
});

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([latin(type), data]);
  return Buffer.concat([u32(data.length), body, u32(crc32(body))]);
};
const SIGNATURE = Buffer.from("89504e470d0a1a0a", "hex");
const header = (width: number, height: number): Buffer => chunk("IHDR", Buffer.concat([u32(width), u32(height), Buffer.from([8, 0, 0, 0, 0])]));
const PIXELS = chunk("IDAT", deflateSync(Buffer.from([0, 0x7f, 0x7f])));
const END = chunk("IEND", Buffer.alloc(0));
const png = (...parts: Buffer[]): Buffer => Buffer.concat([SIGNATURE, ...parts, END]);

test("a PNG loses texts, EXIF, time and private chunks, and keeps picture and colours", () => {
  const colours = [chunk("sRGB", Buffer.from([0])), chunk("tRNS", Buffer.from([0, 1]))];
  const private_ = ["tEXt", "zTXt", "iTXt", "eXIf", "tIME", "prVt"].map((type) => chunk(type, latin("Author\0Erika")));
  const file = Buffer.concat([png(header(2, 1), ...private_, ...colours, PIXELS, ...private_), latin("hidden")]);
  const cleaned = cleanImage(file, "image/png");
  assert.deepEqual(cleaned.bytes, png(header(2, 1), ...colours, PIXELS));
  assert.deepEqual(cleaned.size, { width: 2, height: 1 });
});

test("a PNG that is cut off anywhere is broken", () => {
  const file = png(header(2, 1), PIXELS);
  for (let length = 0; length < file.length; length += 1) assert.throws(() => cleanImage(file.subarray(0, length), "image/png"), ImageBroken, `cut at ${length}`);
});

test("an image that would unfold to gigabytes is refused by its header", () => {
  assert.throws(() => cleanImage(png(header(100_000, 100_000), PIXELS), "image/png"), /pixels/);
  assert.throws(() => cleanImage(jpeg(frame(60_000, 60_000), SCANS), "image/jpeg"), /pixels/);
  assert.throws(() => cleanImage(png(header(0, 5), PIXELS), "image/png"), ImageBroken);
  assert.throws(() => cleanImage(Buffer.alloc(20 * 1024 * 1024 + 1), "image/png"), /bytes/);
});
