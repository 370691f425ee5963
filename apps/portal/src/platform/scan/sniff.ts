import { fileTypeFromBuffer } from "file-type";

/** How many first bytes are enough to tell every type. */
export const SNIFF_BYTES = 4_100;

export type Sniffed =
  | { readonly kind: "accepted"; readonly mime: string; readonly extension: string }
  /** No known type: text, HTML, SVG and scripts end here, so they can never be on an allow-list. */
  | { readonly kind: "unrecognised" }
  | { readonly kind: "not-allowed"; readonly mime: string }
  /** The name promises another type than the content holds. */
  | { readonly kind: "mismatch"; readonly mime: string };

/** Spellings of an extension that a name may carry for a type. */
const EXTENSIONS: Readonly<Record<string, readonly string[]>> = {
  "image/jpeg": ["jpg", "jpeg", "jpe", "jfif"],
  "image/tiff": ["tif", "tiff"],
  "image/heic": ["heic", "heif"],
};

/**
 * The type of a file by its content, against an allow-list of media types such as "application/pdf". What the sender claims is
 * only compared, never believed.
 */
export async function sniff(first: Buffer, options: { readonly allowed: readonly string[]; readonly name?: string }): Promise<Sniffed> {
  const type = await fileTypeFromBuffer(first.subarray(0, SNIFF_BYTES)).catch(() => undefined);
  if (!type) return { kind: "unrecognised" };
  if (!options.allowed.includes(type.mime)) return { kind: "not-allowed", mime: type.mime };
  const claimed = /\.([^.]{1,16})$/.exec(options.name ?? "")?.[1]?.toLowerCase();
  const fitting = EXTENSIONS[type.mime] ?? [type.ext];
  if (claimed !== undefined && !fitting.includes(claimed)) return { kind: "mismatch", mime: type.mime };
  return { kind: "accepted", mime: type.mime, extension: type.ext };
}
