import { htmlLines, textIn, type Organisationseinheit } from "@kommunalportal/xzufi";
import { officeDetails, type OfficeDetails } from "../office.ts";
import { slugOf } from "../service.ts";
import { hashOf } from "./canonical.ts";

/** What an Organisationseinheit says of an office. Opening hours, access and contact persons are the town's own: the standard's form of them is not certain, or they name people. */
export const transferDetails = ["name", "description", "address", "phone", "email", "url"] as const satisfies readonly (keyof OfficeDetails)[];
export type TransferDetails = Pick<OfficeDetails, (typeof transferDetails)[number]>;

/** undefined: it has no name. A value that does not fit (an address without postcode, an http link) is left out. */
export function officeOfUnit(unit: Organisationseinheit): TransferDetails | undefined {
  const name = inBoth(unit.name);
  if (name === undefined) return undefined;
  const address = [...unit.anschrift].toSorted((a, b) => rank(a.typ?.code) - rank(b.typ?.code))
    .map(({ strasse, hausnummer, postleitzahl, ort }) => ({ street: strasse, houseNumber: hausnummer ?? "", postalCode: postleitzahl, locality: ort }))
    .find((each) => officeDetails.shape.address.safeParse(each).success && each.street !== undefined);
  const channel = (...codes: readonly string[]): string | undefined => codes.flatMap((code) => unit.kommunikation.filter(({ kanal }) => kanal?.code === code).map(({ kennung }) => kennung)).find((kennung) => kennung !== undefined);
  const url = [channel("09"), unit.internetadresse[0]?.uri].find((each) => each !== undefined);
  const given = { name, description: inBoth(unit.beschreibung), address, phone: channel("02", "03"), email: channel("01"), url };
  const fitting = Object.fromEntries(Object.entries(given).filter(([key, value]) => value !== undefined && officeDetails.shape[key as keyof typeof given].safeParse(value).success));
  return "name" in fitting ? (fitting as TransferDetails) : undefined;
}

function inBoth(texts: Organisationseinheit["name"]): { readonly de: string; readonly en?: string } | undefined {
  const [de, en] = (["de", "en"] as const).map((lang) => htmlLines(textIn(texts, lang) ?? "").join(" ").slice(0, 2000));
  return de === undefined || de === "" ? undefined : { de, ...(en === undefined || en === "" ? {} : { en }) };
}

/** The house first, then where visitors go, then the rest; post boxes last. */
function rank(typ: string | undefined): number {
  return typ === "002" ? 0 : typ === "001" ? 1 : typ === undefined ? 2 : 3;
}

/** A role from the name, always the same; with a few letters of the id where another office has it. */
export function roleOfUnit(name: string, id: string, taken: (role: string) => boolean): string {
  const plain = slugOf(name).replace(/^[^a-z]+/, "").slice(0, 50).replace(/-+$/, "") || "amt";
  return taken(plain) ? `${plain}-${hashOf(id).toLowerCase().replace(/[^a-z0-9]/g, "").slice(0, 6)}` : plain;
}
