import { ImageBroken } from "./image-errors.ts";

export const SOI = Buffer.from([0xff, 0xd8]);
export const EOI = Buffer.from([0xff, 0xd9]);
export const SOS = 0xda;

export interface JpegSegment {
  readonly marker: number;
  /** Marker, length and payload as they stand in the file; after SOS also the compressed image data. */
  readonly bytes: Buffer;
  /** What stands behind marker and length. */
  readonly payload: Buffer;
}

/** The segments between SOI and EOI (ITU-T T.81, Annex B). What stands behind EOI is no part of the image and is not yielded. */
export function* jpegSegments(file: Buffer): Generator<JpegSegment> {
  if (!file.subarray(0, 2).equals(SOI)) throw new ImageBroken("a JPEG begins with SOI");
  let at = 2;
  for (;;) {
    while (file[at] === 0xff && file[at + 1] === 0xff) at += 1;
    const marker = file[at + 1];
    if (file[at] !== 0xff || marker === undefined || marker === 0) throw new ImageBroken("a marker was expected");
    if (marker === 0xd9) return;
    if (at + 4 > file.length) throw new ImageBroken("a segment is cut off");
    const length = file.readUInt16BE(at + 2);
    let end = at + 2 + length;
    if (length < 2 || end > file.length) throw new ImageBroken("a segment is longer than the file");
    const payload = file.subarray(at + 4, end);
    if (marker === SOS) end = endOfScan(file, end);
    yield { marker, bytes: file.subarray(at, end), payload };
    at = end;
  }
}

/** Compressed data ends at a marker that is neither a stuffed zero nor a restart marker (B.1.1.5). */
function endOfScan(file: Buffer, from: number): number {
  for (let at = file.indexOf(0xff, from); at >= 0 && at + 1 < file.length; at = file.indexOf(0xff, at + 1)) {
    const next = file[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  throw new ImageBroken("the image data has no end");
}
