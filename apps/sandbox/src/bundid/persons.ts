import type { BundidAttributeName, TrustLevel } from "@kommunalportal/bundid";

/** An invented person as the simulated BundID knows them. */
export interface BundidPerson {
  readonly id: string;
  /** Shown in the list, with what is special about them. */
  readonly label: string;
  readonly note: string;
  /** The level at which the account keeps the data: how the person once proved them. */
  readonly provedAt: TrustLevel;
  readonly attributes: Readonly<Partial<Record<BundidAttributeName, string>>>;
}

const musterstadt = { postalCode: "00101", localityName: "Musterstadt", country: "DE" } as const;

/** Everybody is invented; telephone numbers have 555 in them and mail domains end in .example. */
export const bundidPersons: readonly BundidPerson[] = [
  {
    id: "erika-beispiel", label: "Erika Beispiel", note: "alle Angaben vorhanden, mit dem Ausweis bestätigt", provedAt: 4,
    attributes: { givenName: "Erika", surname: "Beispiel", birthName: "Muster", birthdate: "1984-08-12", placeOfBirth: "Musterstadt", nationality: "D", gender: "2",
      postalAddress: "Lindenweg 7", ...musterstadt, mail: "erika.beispiel@post.example", telephoneNumber: "+49 0555 555-101" },
  },
  {
    id: "jonas-probe", label: "Jonas Probe", note: "aus Beispielhausen", provedAt: 3,
    attributes: { givenName: "Jonas", surname: "Probe", birthdate: "1991-02-03", placeOfBirth: "Beispielhausen", nationality: "D", gender: "1",
      postalAddress: "Am Anger 3", postalCode: "00103", localityName: "Beispielhausen", country: "DE", mail: "jonas.probe@post.example" },
  },
  {
    id: "ayse-muster-oeztuerk", label: "Ayşe Muster-Öztürk", note: "Umlaute, Bindestrich, akademischer Titel", provedAt: 4,
    attributes: { givenName: "Ayşe", surname: "Muster-Öztürk", birthName: "Öztürk", birthdate: "1978-11-30", placeOfBirth: "Köln", nationality: "D", gender: "2",
      personalTitle: "Dr.", postalAddress: "Marktplatz 2", ...musterstadt, mail: "ayse.muster-oeztuerk@post.example" },
  },
  {
    id: "max-grenzfall", label: "Max Grenzfall", note: "ausländischer Ausweis (eIDAS), keine Anschrift", provedAt: 4,
    attributes: { givenName: "Max", surname: "Grenzfall", birthdate: "1969-12-24", eidasIssuingCountry: "AT", mail: "max.grenzfall@post.example" },
  },
  {
    id: "sofie-grossstrasse", label: "SOFIE GROẞ-WEIẞENBÖCK", note: "Großbuchstaben und ẞ, wie der Ausweis sie liefert", provedAt: 4,
    attributes: { givenName: "SOFIE MARÍA", surname: "GROẞ-WEIẞENBÖCK", birthdate: "2000-02-29", placeOfBirth: "GIEẞEN", nationality: "D",
      postalAddress: "HEIDESTRAẞE 17 A", ...musterstadt },
  },
  {
    id: "zoe-kombination", label: "Zoe\u0308 Nova\u0301k\u030C", note: "Buchstaben aus kombinierenden Zeichen (DIN 91379)", provedAt: 3,
    attributes: { givenName: "Zoe\u0308", surname: "Nova\u0301k\u030C", birthdate: "1995-05-05", postalAddress: "C\u030Cesky\u0301 Weg 1", ...musterstadt, mail: "zoe@post.example" },
  },
  {
    id: "langer-name", label: "Person mit langem Namen", note: "Nachname mit 100 Zeichen", provedAt: 3,
    attributes: { givenName: "Anna Katharina Elisabeth", surname: "Von-und-zu-".repeat(9) + "B".repeat(1), birthdate: "1950-01-01", postalAddress: "Platz der Republik", ...musterstadt },
  },
  {
    id: "ein-name", label: "Suharti (nur ein Name)", note: "kein Vorname, Geburtstag nur zum Teil bekannt", provedAt: 4,
    attributes: { surname: "Suharti", birthdate: "1958-00-00", placeOfBirth: "unbekannt", nationality: "IDN", postalAddress: "Marktplatz 9", ...musterstadt },
  },
  {
    id: "selbst-eingetragen", label: "Toni Selbst", note: "hat alles selbst eingetragen, nichts bestätigt", provedAt: 1,
    attributes: { givenName: "Toni", surname: "Selbst", birthdate: "1999-09-09", postalAddress: "Lindenweg 12a", ...musterstadt, mail: "toni.selbst@post.example" },
  },
];
