export { type ClamdOptions, createClamdScanner } from "./clamd.ts";
export { cleanImage, LARGEST_IMAGE_BYTES } from "./clean-image.ts";
export { ImageBroken } from "./image-errors.ts";
export type { ImageSize } from "./image-size.ts";
export { noScanner, type Scanner, type ScanVerdict } from "./scanner.ts";
export { sniff, SNIFF_BYTES, type Sniffed } from "./sniff.ts";
