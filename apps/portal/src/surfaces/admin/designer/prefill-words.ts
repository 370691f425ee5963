import type { PrefillSource } from "@kommunalportal/form-engine";

/** What an account knows about a person. */
export const prefillWords: Readonly<Record<PrefillSource, string>> = {
  givenName: "Vornamen", surname: "Familienname", birthName: "Geburtsname", birthdate: "Geburtsdatum", placeOfBirth: "Geburtsort", nationality: "Staatsangehörigkeit", personalTitle: "Doktorgrad",
  street: "Straße", houseNumber: "Hausnummer", postalCode: "Postleitzahl", locality: "Ort", country: "Land", mail: "E-Mail-Adresse", telephone: "Telefon",
};
