/**
 * The attributes BundID can hand over. Source: BundID Schnittstellenbeschreibung 10.2.0.0 (16.05.2025), chapter 6.
 * The document prints three of the names with a blank behind `urn:oid:`; these are clean, and reading normalises what comes.
 * Map by `urn`, never by the friendly name (chapter 6).
 */
export const bundidAttributes = {
  givenName: { urn: "urn:oid:2.5.4.42", label: "Vorname(n)" },
  surname: { urn: "urn:oid:2.5.4.4", label: "Nachname" },
  mail: { urn: "urn:oid:0.9.2342.19200300.100.1.3", label: "E-Mail-Adresse" },
  postalAddress: { urn: "urn:oid:2.5.4.16", label: "Straße und Hausnummer" },
  postalCode: { urn: "urn:oid:2.5.4.17", label: "Postleitzahl" },
  localityName: { urn: "urn:oid:2.5.4.7", label: "Wohnort" },
  country: { urn: "urn:oid:1.2.40.0.10.2.1.1.225599", label: "Land der Anschrift" },
  personalTitle: { urn: "urn:oid:0.9.2342.19200300.100.1.40", label: "Akademischer Titel" },
  gender: { urn: "urn:oid:1.3.6.1.4.1.33592.1.3.5", label: "Anrede" },
  birthdate: { urn: "urn:oid:1.2.40.0.10.2.1.1.55", label: "Geburtsdatum" },
  placeOfBirth: { urn: "urn:oid:1.3.6.1.5.5.7.9.2", label: "Geburtsort" },
  birthName: { urn: "urn:oid:1.2.40.0.10.2.1.1.225566", label: "Geburtsname" },
  nationality: { urn: "urn:oid:1.2.40.0.10.2.1.1.225577", label: "Staatsangehörigkeit" },
  documentType: { urn: "urn:oid:1.2.40.0.10.2.1.1.552255", label: "Art des Ausweises" },
  issuingState: { urn: "urn:oid:1.2.40.0.10.2.1.1.552244", label: "Ausstellender Staat" },
  DeMail: { urn: "urn:oid:1.3.6.1.4.1.55605.70737875.1.1.1.7.1", label: "De-Mail-Adresse" },
  telephoneNumber: { urn: "urn:oid:2.5.4.20", label: "Telefonnummer" },
  eidasIssuingCountry: { urn: "urn:oid:1.3.6.1.4.1.25484.494450.10.1", label: "Ausstellender Staat (eIDAS)", friendlyName: "eIDAS-Issuing-Country" },
  communityId: { urn: "urn:oid:1.3.6.1.4.1.25484.494450.5", label: "Wohnort-ID" },
  bPK: { urn: "urn:oid:1.2.40.0.10.2.1.1.149", label: "bPK (veraltet)" },
  bPK2: { urn: "urn:oid:1.3.6.1.4.1.25484.494450.3", label: "Dienstespezifische Kennung (bPK2)" },
  qaaLevel: { urn: "urn:oid:1.2.40.0.10.2.1.1.261.94", label: "Vertrauensniveau", friendlyName: "EID-CITIZEN-QAA-LEVEL" },
  version: { urn: "urn:oid:1.3.6.1.4.1.25484.494450.1", label: "Version der Schnittstelle", friendlyName: "Version" },
  assertionProvedBy: { urn: "urn:oid:1.3.6.1.4.1.25484.494450.2", label: "Art der Anmeldung", friendlyName: "AssertionProvedBy" },
  legacyPostkorbHandle: { urn: "urn:oid:2.5.4.18", label: "Adresse des Postfachs" },
  applicationId: { urn: "urn:oid:1.3.6.1.4.1.25484.494450.4", label: "Antrags-ID" },
  pseudonym: { urn: "urn:oid:1.2.40.0.10.2.1.1.226699", label: "Pseudonym des Ausweises" },
  mfa: { urn: "urn:oid:1.3.6.1.4.1.25484.494450.7", label: "Zweiter Faktor" },
} as const satisfies Record<string, { urn: string; label: string; friendlyName?: string }>;

/** Our short name of an attribute: the key in requests and logins. */
export type BundidAttributeName = keyof typeof bundidAttributes;

const nameByUrn = new Map<string, BundidAttributeName>();
for (const name of Object.keys(bundidAttributes)) {
  if (isBundidAttributeName(name)) nameByUrn.set(bundidAttributes[name].urn, name);
}

export function isBundidAttributeName(name: string): name is BundidAttributeName {
  return Object.hasOwn(bundidAttributes, name);
}

/** Public code copied the blanks of the official document, so they do occur: `urn:oid: 1.2.40…` becomes `urn:oid:1.2.40…`. */
export function normaliseUrn(urn: string): string {
  return urn.trim().replace(/^urn:oid:\s+/, "urn:oid:");
}

/** The short name for an attribute's URN; the clean URN itself when the table does not know it. */
export function attributeNameOf(urn: string): string {
  const clean = normaliseUrn(urn);
  return nameByUrn.get(clean) ?? clean;
}

/** The name BundID writes into `FriendlyName`. For display only. */
export function friendlyNameOf(name: BundidAttributeName): string {
  const entry: { urn: string; friendlyName?: string } = bundidAttributes[name];
  return entry.friendlyName ?? name;
}

const urnShape = /^urn:oid:\d+(\.\d+)+$/;

/** Short name or URN to a URN fit for a request. Throws a TypeError for anything else: a typing error must not reach BundID. */
export function attributeUrn(nameOrUrn: string): string {
  const urn = isBundidAttributeName(nameOrUrn) ? bundidAttributes[nameOrUrn].urn : nameOrUrn;
  if (!urnShape.test(urn)) throw new TypeError(`not a BundID attribute: ${nameOrUrn}`);
  return urn;
}
