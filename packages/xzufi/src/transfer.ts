import type { Identifikator, Leistung } from "./model.ts";
import type { Onlinedienst, Organisationseinheit, ZustaendigkeitTransferObjekt } from "./model-stellen.ts";

export type XzufiVersion = "2.2.0" | "2.3.1";

/** One `schreibe`: create or replace by id. `zeile` is the line in the file it was read from (not written). */
export type Objekt =
  | { readonly art: "leistung"; readonly zeile?: number; readonly inhalt: Leistung }
  | { readonly art: "organisationseinheit"; readonly zeile?: number; readonly inhalt: Organisationseinheit }
  | { readonly art: "onlinedienst"; readonly zeile?: number; readonly inhalt: Onlinedienst }
  | { readonly art: "zustaendigkeitTransferObjekt"; readonly zeile?: number; readonly inhalt: ZustaendigkeitTransferObjekt };

/** Classes that are known to be deleted; another one stays as it stands, with a warning. */
export const LOESCHKLASSEN = ["Leistung", "Organisationseinheit", "Onlinedienst", "LeistungSpezialisierung", "Zustaendigkeit"] as const;

/** Delete by id. Ids that the receiver never had are normal: to be ignored. */
export interface Loesche { readonly klasse: string; readonly id: Identifikator; readonly zeile?: number }

export interface Nachrichtenkopf { readonly nachrichtUUID?: string; readonly erstelltDatumZeit?: string }

/** What stands before the objects. */
export interface Transferkopf {
  readonly version: XzufiVersion;
  /** Local name of the root element: not fixed by any public source, so every one is read and the writer is told. */
  readonly wurzel: string;
  readonly produktbezeichnung?: string;
  readonly produkthersteller?: string;
  readonly produktversion?: string;
  readonly nachrichtenkopf: Nachrichtenkopf;
  readonly transaktionID?: string;
  readonly transaktionPosition?: string;
}

/** A whole message. */
export interface Transfer extends Transferkopf {
  readonly schreibe: readonly Objekt[];
  readonly loesche: readonly Loesche[];
}
