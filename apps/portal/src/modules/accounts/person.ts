import { splitStreet, type BundidLogin } from "@kommunalportal/bundid";
import type { PrefillSource } from "@kommunalportal/form-engine";
import type { Level, PersonValue } from "./citizen-session.ts";

export type Person = Partial<Record<PrefillSource, PersonValue>>;

/** Which attribute of BundID a form's source comes from. Street and number arrive as one string (FAQ 6.3.2). */
export const attributeOf: Readonly<Record<PrefillSource, string>> = {
  givenName: "givenName", surname: "surname", birthName: "birthName", birthdate: "birthdate", placeOfBirth: "placeOfBirth", nationality: "nationality",
  personalTitle: "personalTitle", street: "postalAddress", houseNumber: "postalAddress", postalCode: "postalCode", locality: "localityName", country: "country",
  mail: "mail", telephone: "telephoneNumber",
};

/** Level 2 does not exist for a sign-in; a value stored at 2 is usable where 1 is asked. */
function levelOf(effective: 1 | 2 | 3 | 4): Level {
  return effective === 2 ? 1 : effective;
}

/** What BundID said about the person, in the words of the forms. */
export function personOf(login: BundidLogin): Person {
  const person: Person = {};
  for (const [source, name] of Object.entries(attributeOf) as [PrefillSource, string][]) {
    if (source === "street" || source === "houseNumber") continue;
    const attribute = login.attributes[name];
    if (attribute) person[source] = { value: attribute.value, level: levelOf(attribute.effective) };
  }
  const address = login.attributes["postalAddress"];
  if (address) {
    const { street, houseNumber } = splitStreet(address.value);
    if (street) person.street = { value: street, level: levelOf(address.effective) };
    if (houseNumber) person.houseNumber = { value: houseNumber, level: levelOf(address.effective) };
  }
  return person;
}

/** How the person is greeted; eID names come in capitals and are shown as people write them. */
export function displayNameOf(person: Person): string | undefined {
  const name = [person.givenName?.value, person.surname?.value].filter((part) => part !== undefined && part !== "").join(" ");
  if (name === "") return undefined;
  return name === name.toLocaleUpperCase("de") && /\p{L}{2}/u.test(name) ? name.toLocaleLowerCase("de").replace(/(^|[\s'-])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toLocaleUpperCase("de")) : name;
}
