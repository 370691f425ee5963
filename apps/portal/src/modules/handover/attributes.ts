import type { Person } from "#modules/accounts";
import type { PrefillSource } from "@kommunalportal/form-engine";

/**
 * What may be handed over, named as OpenID Connect Core 1.0 (5.1) and OpenID Connect for Identity Assurance (4) name the claims. Each is a scope of
 * its own, so that a program asks for every one by name.
 */
export const handoverAttributes = ["given_name", "family_name", "birth_family_name", "title", "birthdate", "place_of_birth", "nationalities", "address", "email", "phone_number"] as const;
export type HandoverAttribute = (typeof handoverAttributes)[number];

/** Where each comes from in what BundID said. */
export const sourcesOf: Readonly<Record<HandoverAttribute, readonly PrefillSource[]>> = {
  given_name: ["givenName"], family_name: ["surname"], birth_family_name: ["birthName"], title: ["personalTitle"], birthdate: ["birthdate"], place_of_birth: ["placeOfBirth"],
  nationalities: ["nationality"], address: ["street", "houseNumber", "postalCode", "locality", "country"], email: ["mail"], phone_number: ["telephone"],
};

export const attributeTexts: Readonly<Record<HandoverAttribute, Readonly<Record<"de" | "en", string>>>> = {
  given_name: { de: "Vorname", en: "Given name" }, family_name: { de: "Nachname", en: "Surname" }, birth_family_name: { de: "Geburtsname", en: "Name at birth" }, title: { de: "Doktorgrad", en: "Academic title" },
  birthdate: { de: "Geburtsdatum", en: "Date of birth" }, place_of_birth: { de: "Geburtsort", en: "Place of birth" }, nationalities: { de: "Staatsangehörigkeit", en: "Nationality" },
  address: { de: "Anschrift", en: "Address" }, email: { de: "E-Mail-Adresse", en: "Email address" }, phone_number: { de: "Telefonnummer", en: "Telephone number" },
};

export type Claims = Partial<Record<HandoverAttribute, unknown>>;

export function isHandoverAttribute(text: string): text is HandoverAttribute {
  return handoverAttributes.some((one) => one === text);
}

/** The claims of some attributes; what BundID did not say is left out. */
export function claimsOf(person: Person, attributes: readonly HandoverAttribute[]): Claims {
  const claims: Claims = {};
  for (const attribute of attributes) {
    const value = claimOf(person, attribute);
    if (value !== undefined) claims[attribute] = value;
  }
  return claims;
}

function claimOf(person: Person, attribute: HandoverAttribute): unknown {
  const said = (source: PrefillSource): string | undefined => person[source]?.value;
  if (attribute === "address") return addressOf(said);
  const value = said(sourcesOf[attribute][0]!);
  if (value === undefined) return undefined;
  return attribute === "place_of_birth" ? { locality: value } : attribute === "nationalities" ? [value] : value;
}

/** OpenID Connect Core 1.0, 5.1.1. */
function addressOf(said: (source: PrefillSource) => string | undefined): object | undefined {
  const joined = (...parts: readonly (string | undefined)[]): string => parts.filter((part) => part !== undefined && part !== "").join(" ");
  const street_address = joined(said("street"), said("houseNumber"));
  const [postal_code, locality, country] = [said("postalCode"), said("locality"), said("country")];
  const given = Object.entries({ street_address, postal_code, locality, country }).filter(([, value]) => value !== undefined && value !== "");
  if (given.length === 0) return undefined;
  return { formatted: [street_address, joined(postal_code, locality), country].filter((line) => line !== undefined && line !== "").join("\n"), ...Object.fromEntries(given) };
}

/** A value as the person reads it before it is handed over. */
export function shownClaim(claims: Claims, attribute: HandoverAttribute): string | undefined {
  const value = claims[attribute];
  if (value === undefined) return undefined;
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.join(", ");
  const { formatted, locality } = value as { readonly formatted?: string; readonly locality?: string };
  return (formatted ?? locality ?? "").replaceAll("\n", ", ");
}
