import type { Composition, CompositionType } from "@kommunalportal/form-engine";
import { bankPart } from "./bank.ts";
import type { Position } from "./position.ts";

type Parts = ReadonlyMap<string, string>;

/** Which part of what a central element is. Ids and meanings: FIM Baukasten as found in 91 published schemas. */
const ELEMENTS: { readonly [T in Exclude<CompositionType, "bank">]: Parts } = {
  address: new Map([
    ["F60000000263", "where"], ["F60000000243", "street"], ["F60000000244", "houseNumber"], ["F60000000248", "supplement"], ["F60000000249", "poBox"], ["F60000000246", "postalCode"],
    ["F60000000382", "postcode"], ["F60000000247", "city"], ["F60000000262", "addressLine"], ["F60000000261", "country"], ["F60000000357", "country"],
  ]),
  person: new Map([
    ["F60000000229", "personalTitle"], ["F60000000228", "givenName"], ["F60000000227", "surname"], ["F60000000230", "birthName"], ["G60000000083", "birthdate"], ["F60000000234", "placeOfBirth"], ["F60000000236", "nationality"],
  ]),
  organisation: new Map([["F60000000319", "name"], ["F60000000325", "registerCourt"], ["F60000000380", "registerCourt"], ["F60000000328", "registerNumber"]]),
  contact: new Map([["F60000000240", "phone"], ["F60000000242", "email"], ["F60000000241", "fax"], ["F60000000321", "web"]]),
  period: new Map([["F60000000048", "from"], ["F60000000049", "until"]]),
};

/** Central groups that are one address in several groups: the question where it is, at home by street or box, abroad in lines. */
const NESTED: ReadonlySet<string> = new Set(["G60000000093", "G60000000088", "G60000000086", "G60000000087", "G60000000091", "G60000000092", "G60000000191", "G60000000206"]);

/** Without these a group is not about one such thing. */
const ENOUGH: readonly (readonly [CompositionType, (parts: ReadonlySet<string>) => boolean])[] = [
  ["person", (parts) => parts.has("givenName") && parts.has("surname")],
  ["organisation", (parts) => parts.has("name") && parts.size > 1],
  ["address", (parts) => parts.has("addressLine") || (parts.has("city") && (parts.has("street") || parts.has("poBox")))],
  ["bank", (parts) => parts.has("iban")],
  ["period", (parts) => parts.size === 2],
  ["contact", (parts) => parts.size > 1],
];

/** What the fields of a group are together, where they are something that people know as one (reference: mapping 8.1). */
export function compositionOf(position: Position): Composition | undefined {
  const { parent, element, anzahl } = position;
  // Already part of the address around it.
  if (parent !== undefined && isNested(parent) && isNested({ element }) && anzahl.max === 1) return undefined;
  for (const [type, isEnough] of ENOUGH) {
    const parts = partsOf(type, position, "", true);
    if (isEnough(new Set(parts.values()))) return { type, parts: Object.fromEntries(parts) };
  }
  return undefined;
}

function isNested({ element }: Pick<Position, "element">): boolean {
  return NESTED.has(element.identifikation.id);
}

function partsOf(type: CompositionType, position: Position, base: string, isTop: boolean): Parts {
  const nested = type === "address" && isNested(position);
  if (!isTop && !nested) return new Map();
  return new Map(position.children.flatMap((child): readonly (readonly [string, string])[] => {
    const part = partOf(type, child);
    if (part !== undefined) return [[`${base}${child.id}`, part]];
    return nested && child.anzahl.max === 1 ? [...partsOf(type, child, `${base}${child.id}.`, false)] : [];
  }));
}

/** An element that stands a second time among its siblings (`_2`) is something else. */
function partOf(type: CompositionType, { id, element, anzahl, partialDate }: Position): string | undefined {
  if (id !== element.identifikation.id) return undefined;
  if (element.art === "datenfeldgruppe" && !partialDate) return undefined;
  const part = type === "bank" ? (element.art === "datenfeld" ? bankPart(element) : undefined) : ELEMENTS[type].get(id);
  return part === undefined || (anzahl.max !== 1 && part !== "addressLine") ? undefined : part;
}
