import { EOI, jpegSegments, SOI } from "./jpeg-segments.ts";

const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
const APP15 = 0xef;
const COM = 0xfe;
const EXIF = Buffer.from("Exif\0\0", "latin1");

/**
 * A JPEG without what it tells about people: EXIF (place, time, camera, preview), XMP, IPTC, comments and everything behind the
 * image's end. Kept: JFIF, the colour profile, Adobe's colour transform, and of EXIF only the orientation, else phone photos lie on their side.
 */
export function stripJpeg(file: Buffer): Buffer {
  const kept: Buffer[] = [];
  let orientation: number | undefined;
  for (const { marker, bytes, payload } of jpegSegments(file)) {
    if (marker === APP1) orientation ??= orientationOf(payload);
    if (isKept(marker, payload)) kept.push(bytes);
  }
  const turned = orientation !== undefined && orientation >= 2 && orientation <= 8 ? [orientationSegment(orientation)] : [];
  const jfif = kept[0]?.[1] === APP0 ? kept.splice(0, 1) : [];
  return Buffer.concat([SOI, ...jfif, ...turned, ...kept, EOI]);
}

function isKept(marker: number, payload: Buffer): boolean {
  if (marker === COM) return false;
  if (marker < APP0 || marker > APP15) return true;
  if (marker === APP0) return payload.subarray(0, 5).toString("latin1") === "JFIF\0";
  if (marker === APP2) return payload.subarray(0, 12).toString("latin1") === "ICC_PROFILE\0";
  return marker === APP14 && payload.subarray(0, 5).toString("latin1") === "Adobe";
}

/** Tag 0x0112 of the first directory (Exif 2.32, 4.6.4); undefined for anything that is not as it should be. */
function orientationOf(payload: Buffer): number | undefined {
  if (!payload.subarray(0, EXIF.length).equals(EXIF)) return undefined;
  const tiff = payload.subarray(EXIF.length);
  const order = tiff.subarray(0, 2).toString("latin1");
  if (tiff.length < 8 || (order !== "II" && order !== "MM")) return undefined;
  const short = (at: number): number => (order === "II" ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const directory = order === "II" ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (directory + 2 > tiff.length) return undefined;
  for (let i = 0; i < short(directory); i += 1) {
    const entry = directory + 2 + 12 * i;
    if (entry + 12 > tiff.length) return undefined;
    if (short(entry) === 0x0112) return short(entry + 8);
  }
  return undefined;
}

function orientationSegment(orientation: number): Buffer {
  const tiff = Buffer.from("4d4d002a000000080001011200030000000100000000" + "00000000", "hex");
  tiff.writeUInt16BE(orientation, 18);
  const head = Buffer.from([0xff, APP1, 0, 2 + EXIF.length + tiff.length]);
  return Buffer.concat([head, EXIF, tiff]);
}
