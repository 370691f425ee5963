import { ImageBroken } from "./image-errors.ts";
import { jpegSegments } from "./jpeg-segments.ts";

export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Width and height as the header states them, without decoding: a small file may unfold to gigabytes.
 * @throws ImageBroken
 */
export function imageSize(file: Buffer, mime: "image/jpeg" | "image/png"): ImageSize {
  const size = mime === "image/png" ? pngSize(file) : jpegSize(file);
  if (size.width === 0 || size.height === 0) throw new ImageBroken("an image has a width and a height");
  return size;
}

function pngSize(file: Buffer): ImageSize {
  if (file.length < 24 || file.subarray(12, 16).toString("latin1") !== "IHDR") throw new ImageBroken("a PNG begins with IHDR");
  return { width: file.readUInt32BE(16), height: file.readUInt32BE(20) };
}

/** SOF0 to SOF15 without DHT (C4), JPG (C8) and DAC (CC), ITU-T T.81, table B.1. */
function jpegSize(file: Buffer): ImageSize {
  for (const { marker, payload } of jpegSegments(file)) {
    if (marker < 0xc0 || marker > 0xcf || marker === 0xc4 || marker === 0xc8 || marker === 0xcc) continue;
    if (payload.length < 6) break;
    return { width: payload.readUInt16BE(3), height: payload.readUInt16BE(1) };
  }
  throw new ImageBroken("the JPEG has no frame");
}
