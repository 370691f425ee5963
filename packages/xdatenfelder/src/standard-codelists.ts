const FIM = "urn:xoev-de:fim:codeliste:";

/** The code lists that XDatenfelder 3.0.0 prescribes for its coded elements: URN and version as in the exports of the FIM portal. */
export const STANDARD_CODELISTS: ReadonlyMap<string, readonly [listURI: string, listVersionID: string]> = new Map([
  ["freigabestatus", ["urn:xoev-de:xprozess:codeliste:status", "2022-07-12"]],
  ["praedikat", ["urn:xoev-de:fim-datenfelder:codeliste:relation", "1.2"]],
  ["feldart", [`${FIM}xdatenfelder.feldart`, "2.0"]],
  ["datentyp", [`${FIM}xdatenfelder.datentyp`, "2.0"]],
  ["schemaelementart", [`${FIM}xdatenfelder.schemaelementart`, "1.0"]],
  ["vorbefuellung", [`${FIM}xdatenfelder.vorbefuellung`, "1.0"]],
  ["typ", [`${FIM}xdatenfelder.regeltyp`, "1.0"]],
  ["art", [`${FIM}datenfelder.gruppenart`, "1.0"]],
  ["ableitungsmodifikationenStruktur", [`${FIM}xdatenfelder.ableitungsmodifikationenStruktur`, "1.0"]],
  ["ableitungsmodifikationenRepraesentation", [`${FIM}xdatenfelder.ableitungsmodifikationenRepraesentation`, "1.0"]],
]);
