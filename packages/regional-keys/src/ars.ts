/** Lengths an Amtlicher Regionalschlüssel may have: Land, Regierungsbezirk, Kreis, Gemeindeverband, Gemeinde. */
const LEVEL_LENGTHS = [2, 3, 5, 9, 12] as const;
const RAW = /^(?:\d{2}|\d{3}|\d{5}|\d{9}|\d{12})?$/;
const FULL = /^\d{12}$/;

/** The error of every function here that is given something which is no regional key. */
export class RegionalKeyError extends RangeError {
  override readonly name = "RegionalKeyError";
}

/**
 * The canonical prefix of a regional key: `""` Bund, `"05"` Land, `"051"` Regierungsbezirk, `"05334"` Kreis,
 * 9 digits Gemeindeverband, 12 digits Gemeinde. Sources mix short prefixes and values padded with zeros
 * (FIT-Connect routing, XZuFi `gebietID`); both become the same prefix here.
 * A kreisfreie Stadt is its own Kreis: `"051110000000"` becomes `"05111"`.
 * @throws RegionalKeyError if the text has not 0, 2, 3, 5, 9 or 12 digits
 */
export function arsPrefix(raw: string): string {
  const text = raw.trim();
  if (!RAW.test(text)) throw new RegionalKeyError("a regional key has 2, 3, 5, 9 or 12 digits");
  const padded = text.padEnd(12, "0");
  if (/^0+$/.test(padded)) return "";
  for (const length of LEVEL_LENGTHS) {
    if (/^0*$/.test(padded.slice(length))) return padded.slice(0, length);
  }
  return padded;
}

/**
 * True if the area `gebiet` (any prefix) contains the place `ort` (any prefix).
 * A Kreis contains its towns, never the other way round.
 * @throws RegionalKeyError as {@link arsPrefix}
 */
export function covers(gebiet: string, ort: string): boolean {
  return arsPrefix(ort).padEnd(12, "0").startsWith(arsPrefix(gebiet));
}

/**
 * Every canonical prefix that covers a place, the place itself first, `""` (Bund) last: six equality probes
 * instead of a LIKE when somebody asks who is responsible there.
 * `053340002002` → `["053340002002", "053340002", "05334", "053", "05", ""]`
 * @throws RegionalKeyError as {@link arsPrefix}
 */
export function parentPrefixes(ars12: string): string[] {
  const own = arsPrefix(ars12);
  const prefixes = LEVEL_LENGTHS.filter((length) => length <= own.length)
    .map((length) => own.slice(0, length))
    .filter((prefix) => prefix !== "" && arsPrefix(prefix) === prefix);
  return ["", ...prefixes].reverse();
}

/**
 * ARS (12 digits) to AGS (8 digits): the Gemeindeverband in the middle falls away.
 * @throws RegionalKeyError if the text is not 12 digits
 */
export function arsToAgs(ars12: string): string {
  if (!FULL.test(ars12)) throw new RegionalKeyError("an ARS has 12 digits");
  return ars12.slice(0, 5) + ars12.slice(9);
}

/**
 * AGS (8 digits) to ARS (12 digits). The Gemeindeverband is not part of an AGS. In North Rhine-Westphalia there are
 * no Gemeindeverbände and the field is `0` and the Gemeinde's number (`0000` for a kreisfreie Stadt), which
 * holds for all 396 municipalities; for every other Land it must be given.
 * @param verband four digits
 * @throws RegionalKeyError if the AGS is not 8 digits, or another Land's and no Verband was given
 */
export function agsToArs(ags: string, verband?: string): string {
  if (!/^\d{8}$/.test(ags)) throw new RegionalKeyError("an AGS has 8 digits");
  const gemeinde = ags.slice(5);
  const middle = verband ?? (ags.startsWith("05") ? (gemeinde === "000" ? "0000" : `0${gemeinde}`) : "");
  if (!/^\d{4}$/.test(middle)) throw new RegionalKeyError("outside North Rhine-Westphalia the four digits of the Gemeindeverband must be given");
  return ags.slice(0, 5) + middle + gemeinde;
}
