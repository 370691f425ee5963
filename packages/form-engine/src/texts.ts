/** German is always there; the others fall back to it. `easy` is easy language (Leichte Sprache). */
export interface Text {
  readonly de: string;
  readonly en?: string;
  readonly easy?: string;
}

/** JSON Logic (jsonlogic.com). Variables are paths into the answers; inside a repeated group `item.x` is the current entry. */
export type Logic = null | boolean | number | string | readonly Logic[] | { readonly [operator: string]: Logic };

/** Why a field is asked: shown as »Warum fragen wir das?«, listed in the privacy notice. */
export interface Reason {
  readonly text: Text;
  readonly legalBasis?: string;
}

/** Attribute of the signed-in person a field may be filled from, always after consent. */
export type PrefillSource =
  | "givenName" | "surname" | "birthName" | "birthdate" | "placeOfBirth" | "nationality" | "personalTitle"
  | "street" | "houseNumber" | "postalCode" | "locality" | "country" | "mail" | "telephone";
