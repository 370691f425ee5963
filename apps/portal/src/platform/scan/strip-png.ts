import { ImageBroken } from "./image-errors.ts";

export const PNG_SIGNATURE = Buffer.from("89504e470d0a1a0a", "hex");
/** Chunks that decide how the picture looks (PNG, third edition, W3C 2025, 5 and 11). All others are left out: text, EXIF, time, private ones. */
const KEPT = new Set(["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "mDCV", "cLLI", "bKGD", "hIST", "pHYs", "acTL", "fcTL", "fdAT"]);

/** A PNG without text, EXIF, time and whatever stands behind its end. */
export function stripPng(file: Buffer): Buffer {
  if (!file.subarray(0, 8).equals(PNG_SIGNATURE)) throw new ImageBroken("a PNG begins with its signature");
  const kept: Buffer[] = [PNG_SIGNATURE];
  for (let at = 8; at + 12 <= file.length; ) {
    const end = at + 12 + file.readUInt32BE(at);
    const type = file.subarray(at + 4, at + 8).toString("latin1");
    if (end > file.length) throw new ImageBroken("a chunk is longer than the file");
    if (at === 8 && type !== "IHDR") throw new ImageBroken("a PNG begins with IHDR");
    if (KEPT.has(type)) kept.push(file.subarray(at, end));
    if (type === "IEND") return Buffer.concat(kept);
    at = end;
  }
  throw new ImageBroken("the PNG has no end");
}
