import { ImageBroken } from "./image-errors.ts";
import { type ImageSize, imageSize } from "./image-size.ts";
import { stripJpeg } from "./strip-jpeg.ts";
import { stripPng } from "./strip-png.ts";

/** Images are looked at as a whole; a larger one is refused before. */
export const LARGEST_IMAGE_BYTES = 20 * 1024 * 1024;
/** 100 megapixels: more than any phone takes, less than a decoder chokes on. */
const MOST_PIXELS = 100_000_000;

/**
 * The same picture without place, time, camera, comments and hidden data, and the size its header states.
 * @throws ImageBroken for more than 20 MB or 100 megapixels, or for anything that is not well-formed
 */
export function cleanImage(file: Buffer, mime: "image/jpeg" | "image/png"): { readonly bytes: Buffer; readonly size: ImageSize } {
  if (file.length > LARGEST_IMAGE_BYTES) throw new ImageBroken("the image has too many bytes");
  const size = imageSize(file, mime);
  if (size.width * size.height > MOST_PIXELS) throw new ImageBroken("the image has too many pixels");
  return { bytes: mime === "image/png" ? stripPng(file) : stripJpeg(file), size };
}
