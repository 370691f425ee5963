import type { Forms } from "#modules/forms";
import type { Route } from "#modules/hub";
import type { Tenants } from "#modules/tenants";

/** What the pages about rules need of the house. */
export interface RoutingHouse {
  readonly tenants: Pick<Tenants, "switches">;
  readonly forms: Pick<Forms, "current">;
  /** Roles of a town's offices with their names. */
  readonly offices: { list(tenant: string): readonly { readonly role: string; readonly name: string }[] };
}

export interface Choice { readonly value: string; readonly text: string }

/** What a rule of this town can name. */
export interface TownChoices {
  /** `service` or `service/part`. */
  readonly what: readonly Choice[];
  readonly services: readonly Choice[];
  readonly offices: readonly Choice[];
}

export async function townChoices(house: RoutingHouse, tenant: string): Promise<TownChoices> {
  const switches = house.tenants.switches(tenant);
  const published = (await Promise.all([...switches.keys()].map((slug) => house.forms.current(slug)))).flatMap((one) => one ?? []);
  const sorted = published.toSorted((a, b) => a.package.service.title.de.localeCompare(b.package.service.title.de, "de"));
  // Offices of the catalogue, and those the forms name where the town has none of its own in it.
  const roles = new Map(house.offices.list(tenant).map(({ role, name }) => [role, name]));
  for (const { slug, package: { service }, form } of published) {
    for (const role of [...service.recipients, ...form.parts.map(({ definition }) => definition.office)]) {
      const office = switches.get(slug)?.offices[role] ?? role;
      if (!roles.has(office)) roles.set(office, office);
    }
  }
  return {
    services: sorted.map(({ slug, package: { service } }) => ({ value: slug, text: service.title.de })),
    what: sorted.flatMap(({ slug, package: { service }, form }) => [
      { value: slug, text: service.title.de },
      ...(form.parts.length > 1 ? form.parts.map(({ definition }) => ({ value: `${slug}/${definition.id}`, text: `${service.title.de}: nur »${definition.title.de}«` })) : []),
    ]),
    offices: [...roles].map(([value, text]) => ({ value, text })).toSorted((a, b) => a.text.localeCompare(b.text, "de")),
  };
}

export const whatOf = ({ service, part }: Pick<Route, "service" | "part">): string => (service === undefined ? "" : part === undefined ? service : `${service}/${part}`);

/** A rule's service, part and office in words; what is not known any more by its code. */
export function whatWords(choices: TownChoices, route: Pick<Route, "service" | "part">): string {
  const what = whatOf(route);
  if (what === "") return route.part === undefined ? "alle Leistungen" : `Teil ${route.part} aller Leistungen`;
  return choices.what.find(({ value }) => value === what)?.text ?? what;
}

export const officeWords = (choices: TownChoices, office: string | undefined): string => (office === undefined ? "alle Ämter" : choices.offices.find(({ value }) => value === office)?.text ?? office);
