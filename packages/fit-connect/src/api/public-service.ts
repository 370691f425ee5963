import { z } from "zod";

/** URN of a service (metadata 1.0.0, `publicServiceType.identifier`); case does not matter. Normally a LeiKa key, another URN where there is none. */
export const serviceIdentifierSchema = z.string().min(7).max(255).regex(/^urn:[a-z0-9][a-z0-9-]{0,31}:[a-z0-9()+,.:=@;$_!*'%/?#-]+$/i);

export interface PublicService {
  readonly identifier: string;
  readonly name: string;
}

const LEIKA = "urn:de:fim:leika:leistung:";

/** `99…`, 14 digits, as FIT-Connect wants it. @throws RangeError for anything else */
export function leikaIdentifier(key: string): string {
  if (!/^99\d{12}$/.test(key)) throw new RangeError("a LeiKa key has 14 digits and begins with 99");
  return `${LEIKA}${key}`;
}

/** The 14 digits, or undefined for another URN. */
export function leikaKey(identifier: string): string | undefined {
  const lower = identifier.toLowerCase();
  return lower.startsWith(LEIKA) && /^99\d{12}$/.test(lower.slice(LEIKA.length)) ? lower.slice(LEIKA.length) : undefined;
}

/** Identifiers are compared without regard to case (delivery.md 1.5.3). */
export const sameService = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Does one of these regions (`DE` and ARS, padded with zeros or cut; `DE` or all zeros: everywhere) cover the place? Both in the same writing. */
export function coversRegion(regions: readonly string[], region: string): boolean {
  const wanted = region.replace(/^DE/, "").padEnd(12, "0");
  return regions.some((offered) => {
    const digits = offered.replace(/^DE/, "");
    // An ARS is cut at its levels: state 2, government district 3, county 5, association 9, municipality 12.
    const level = [2, 3, 5, 9, 12].find((length) => digits.slice(length).replaceAll("0", "") === "") ?? 12;
    return digits.replaceAll("0", "") === "" || wanted.startsWith(digits.slice(0, level));
  });
}
