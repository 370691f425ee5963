import type { Tenant } from "#modules/tenants";
import { newId } from "#platform/ids";

export const officeNames: Readonly<Record<string, string>> = { steueramt: "Steueramt", ordnungsamt: "Ordnungsamt", buergerbuero: "Bürgerbüro", standesamt: "Standesamt", strassenverkehrsamt: "Straßenverkehrsamt" };

export function town(name: string, slug: string, ars: string, phone: string): Tenant {
  return {
    id: newId(), slug, kind: "municipality", ars, ags: undefined, name, officialName: `${name}, Stadt`, typeName: "Stadt", districtPrefix: ars.slice(0, 5), districtName: "Kreis Musterland",
    regbezPrefix: "059", regbezName: "Reg.-Bez. Arnsberg", population: 1000, isDemo: true, postcodes: [],
    profile: { theme: { primary: "#17477e", primaryDark: "#8fbcf2" }, contact: { phone, email: `info@${slug}.example`, street: "Marktplatz 1", postalCode: "00101", locality: name } },
  };
}
