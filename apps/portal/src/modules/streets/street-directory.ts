export interface StreetQuestion {
  /** Id of the town whose directory is asked. */
  readonly tenant: string;
  /** Its name in addresses (`musterstadt`). */
  readonly town: string;
  readonly street: string;
  readonly postalCode: string;
}

/** `silent`: there is no directory, or it does not cover the postcode; nothing is to be said. `suggestions`: streets that may be meant, the likeliest first; perhaps none. */
export type StreetAnswer = { readonly kind: "known" } | { readonly kind: "silent" } | { readonly kind: "unknown"; readonly suggestions: readonly string[] };

/** Port to what knows a town's streets. Never throws; what is not known there is asked about once and never refused: new streets are older than lists. */
export interface StreetDirectory { ask(question: StreetQuestion): Promise<StreetAnswer> }

/** Where nobody has set one up. */
export const noStreets: StreetDirectory = { ask: () => Promise.resolve({ kind: "silent" }) };
