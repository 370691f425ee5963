import { districts, levels, municipalities, postcodes } from "@kommunalportal/regional-keys";
import { serviceSwitch, type Tenant, type TenantProfile, type Tenants } from "#modules/tenants";
import { newId } from "#platform/ids";
import type { Database } from "#platform/database";
import { easyLanguageAsText, sectionsAsText, type Seeds } from "../../seeds/index.ts";

/** All municipalities and Kreise of North Rhine-Westphalia, and the invented towns with everything a town says about itself. */
export function tenantsFromSeeds(seeds: Seeds): Tenant[] {
  const regbez = new Map(levels().map(({ prefix, name }) => [prefix, name]));
  const districtNames = new Map(districts().map(({ prefix, officialName }) => [prefix, officialName]));
  const postcodesOf = new Map<string, string[]>();
  for (const { postcode, municipalities: ars } of postcodes()) for (const one of ars) postcodesOf.set(one, [...(postcodesOf.get(one) ?? []), postcode]);
  const real = (name: string): TenantProfile => ({
    theme: seeds.realTown.colours,
    imprint: bilingual(seeds.realTown.imprint, name), privacy: bilingual(seeds.realTown.privacy, name), accessibility: bilingual(seeds.realTown.accessibility, name),
    easyLanguage: easyLanguageAsText(seeds.realTown.easyLanguage, name),
  });
  return [
    ...seeds.towns.map((town): Tenant => ({
      id: newId(), slug: town.slug, kind: town.kind, ars: town.ars, ags: town.ags, name: town.name, officialName: town.officialName, typeName: town.typeName,
      districtPrefix: town.districtPrefix, districtName: seeds.towns.find((other) => other.kind === "district" && other.districtPrefix === town.districtPrefix)?.name,
      regbezPrefix: town.regbezPrefix, regbezName: regbez.get(town.regbezPrefix) ?? "", population: town.population, isDemo: true, postcodes: town.postcodes,
      profile: {
        theme: town.colours, armsSvg: town.armsSvg, welcome: town.welcome,
        // A bank code that no bank has: nobody's account can be meant.
        bank: { holder: `Kasse ${town.name}`, iban: "DE25000000000000000101", bank: "Bank der Vorführung (erfunden)" },
        contact: { phone: town.contact.phone, email: town.contact.email, street: `${town.contact.street} ${town.contact.houseNumber}`, postalCode: town.contact.postalCode, locality: town.contact.locality, hours: { de: hoursText(town.contact.hours, "de"), en: hoursText(town.contact.hours, "en") } },
        imprint: bilingual(town.imprint, town.name), privacy: bilingual(town.privacy, town.name),
        accessibility: { de: sectionsAsText(town.accessibility.sections, town.name) }, accessibilityReviewedOn: town.accessibility.reviewedOn, easyLanguage: easyLanguageAsText(town.easyLanguage, town.name),
      },
    })),
    ...municipalities().map((town): Tenant => ({
      id: newId(), slug: town.slug, kind: "municipality", ars: town.ars, ags: town.ags, name: town.name, officialName: town.officialName, typeName: town.type,
      districtPrefix: town.districtPrefix, districtName: districtNames.get(town.districtPrefix), regbezPrefix: town.regbezPrefix, regbezName: regbez.get(town.regbezPrefix) ?? "",
      population: town.population, isDemo: false, postcodes: postcodesOf.get(town.ars) ?? [], profile: real(town.name),
    })),
    ...districts().map((district): Tenant => ({
      id: newId(), slug: district.slug, kind: "district", ars: district.ars, ags: undefined, name: district.officialName, officialName: district.officialName, typeName: "Kreis",
      districtPrefix: district.prefix, districtName: district.officialName, regbezPrefix: district.regbezPrefix, regbezName: regbez.get(district.regbezPrefix) ?? "",
      population: district.population, isDemo: false, postcodes: [], profile: real(district.officialName),
    })),
  ];
}

type BilingualSections = Seeds["realTown"]["imprint"];
function bilingual(sections: BilingualSections, name: string): { de: string; en?: string } {
  return { de: sectionsAsText(sections.de, name), ...(sections.en ? { en: sectionsAsText(sections.en, name) } : {}) };
}

const dayNames = { de: { monday: "Montag", tuesday: "Dienstag", wednesday: "Mittwoch", thursday: "Donnerstag", friday: "Freitag", saturday: "Samstag", sunday: "Sonntag" },
  en: { monday: "Monday", tuesday: "Tuesday", wednesday: "Wednesday", thursday: "Thursday", friday: "Friday", saturday: "Saturday", sunday: "Sunday" } } as const;

function hoursText(hours: readonly { readonly day: keyof (typeof dayNames)["de"]; readonly opens: string; readonly closes: string }[], lang: "de" | "en"): string {
  const byDay = new Map<string, string[]>();
  for (const { day, opens, closes } of hours) byDay.set(dayNames[lang][day], [...(byDay.get(dayNames[lang][day]) ?? []), lang === "de" ? `${asSaid(opens)} bis ${asSaid(closes)} Uhr` : `${opens} to ${closes}`]);
  return [...byDay].map(([day, spans]) => `${day}: ${spans.join(lang === "de" ? " und " : " and ")}`).join("\n");
}

/** "07:30" → "7:30", "16:00" → "16". */
function asSaid(time: string): string {
  return time.replace(/^0/, "").replace(/:00$/, "");
}

/** By webhook everywhere; by FIT-Connect and XTA where `sandbox-destinations.ts` says. */
function toOfficeSystems(town: string, service: string): boolean {
  return service === "hund-anmelden" || service === "bewohnerparkausweis" || service === "einbuergerung" || (town === "musterstadt" && (service === "geburtsurkunde" || service === "gewerbe-anmelden"));
}

/** Which online services the invented towns run, and how. Musterstadt shows everything; real towns have none switched on. */
export async function switchServices(db: Database, tenants: Tenants, seeds: Seeds): Promise<void> {
  for (const { town, onlineServices, packages } of seeds.local) {
    const tenant = tenants.bySlug(town);
    if (!tenant) continue;
    await db.asOperator("switch on the demo's services", async (tx) => {
      for (const slug of [...onlineServices.map((one) => one.slug), ...packages]) {
        await tenants.storeSwitch(tx, tenant.id, serviceSwitch.parse({
          service: slug, enabled: true,
          paymentWays: town === "musterstadt" ? ["online", "transfer", "counter"] : ["online"],
          ...(slug === "bewohnerparkausweis" && town === "musterstadt" ? { automation: { enabled: true, legalBasis: "§ 35a VwVfG NRW in Verbindung mit § 4 der Bewohnerparksatzung der Stadt Musterstadt (erfunden)", zones: ["A", "B", "C"] } } : {}),
          offices: town === "beispielhausen" ? { strassenverkehrsamt: "ordnungsamt", tiefbauamt: "bauamt" } : {},
          // An invented court: a real one would get letters.
          remedy: { kind: "klage", where: "Verwaltungsgericht Musterstadt, Gerichtsweg 1, 00101 Musterstadt" },
          notificationArea: slug.startsWith("hund-") ? "ao" : "vwvfg",
          delivery: toOfficeSystems(town, slug) ? "fachverfahren" : "casework",
          // All that the shipped services ask for, so that the Kasse of a demo town misses nothing.
          bookingData: { haushaltsstelle: "1220.4311000", produkt: "12.20.01", ...(slug.startsWith("bewohnerparkausweis") ? { kassenzeichenPraefix: "BP" } : {}), Kontierung: slug.slice(0, 20) },
        }));
      }
    });
  }
}
