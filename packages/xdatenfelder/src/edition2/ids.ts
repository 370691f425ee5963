/**
 * Ids and versions of XDatenfelder 2 in the form of 3.0.0, as the official conversion does it: three zeros after the
 * Nummernkreis, and a third part of the version. Source: XSLT XDF2 → XDF3, version 0.14 (Apache-2.0).
 */
export const SHORT_ID = /^[SFGRDC]\d{8}$/;

export function longId(id: string): string {
  return SHORT_ID.test(id) ? `${id.slice(0, 3)}000${id.slice(3)}` : id;
}

export function longVersion(version: string): string {
  return /^\d+\.\d+$/.test(version) ? `${version}.0` : version;
}

/** A rule text with the ids it names in their long form. */
export function longIdsIn(text: string): string {
  return text.replace(/(?<![\p{L}\d])[FGR]\d{8}(?!\d)/gu, longId);
}
