/** A person of the invented administrations who can sign in. */
export interface StaffPerson {
  /** The `sub` claim. */
  readonly sub: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly email: string;
  /** For the login page. */
  readonly task: string;
  /** `<town>/<office>:<role>`, `<town>:<role>` or `installation:<role>`. */
  readonly groups: readonly string[];
}

export const STAFF_PERSONS: readonly StaffPerson[] = [
  person("Sabine", "Steuer", "Sachbearbeitung, Steueramt Musterstadt", "musterstadt/steueramt:clerk"),
  person("Otto", "Ordnung", "Sachbearbeitung, Ordnungsamt Musterstadt", "musterstadt/ordnungsamt:clerk"),
  person("Bea", "Bürger", "Sachbearbeitung, Bürgerbüro Musterstadt", "musterstadt/buergerbuero:clerk"),
  person("Stefan", "Standes", "Sachbearbeitung, Standesamt Musterstadt", "musterstadt/standesamt:clerk"),
  person("Petra", "Parken", "Sachbearbeitung, Straßenverkehrsamt Musterstadt", "musterstadt/strassenverkehrsamt:clerk"),
  person("Sven", "Super", "Leitung aller Ämter, Musterstadt", "musterstadt:supervisor"),
  person("Ede", "Editor", "Redaktion, Musterstadt", "musterstadt:editor"),
  person("Lea", "Land", "Redaktion, Musterstadt; gibt Formulare für alle Orte heraus", "musterstadt:editor", "installation:publisher"),
  person("Karla", "Kasse", "Stadtkasse, Musterstadt", "musterstadt/kasse:cashier"),
  person("Olga", "Operator", "Betrieb der Installation", "installation:operator"),
];

function person(givenName: string, familyName: string, task: string, ...groups: readonly string[]): StaffPerson {
  const ascii = (text: string): string => text.toLowerCase().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue");
  const name = `${ascii(givenName)}-${ascii(familyName)}`;
  return { sub: `staff-${name}`, givenName, familyName, task, groups, email: `${name.replace("-", ".")}@musterstadt.example` };
}

/** Slug of a test town as developers found them in a sandbox portal. */
const testTown = /^test-[a-z]{5}$/;
const leader = "staff-leitung-";

/** Who leads all offices of a developer's test town: nobody is listed there, so the town is named. Undefined where it cannot be one. */
export function leaderOfTestTown(slug: string): StaffPerson | undefined {
  if (!testTown.test(slug)) return undefined;
  return { sub: `${leader}${slug}`, givenName: "Toni", familyName: "Test", email: `leitung@${slug}.example`, task: `Leitung aller Ämter und Redaktion, ${slug}`, groups: [`${slug}:supervisor`, `${slug}:editor`] };
}

export function staffPersonOf(sub: string): StaffPerson | undefined {
  return sub.startsWith(leader) ? leaderOfTestTown(sub.slice(leader.length)) : STAFF_PERSONS.find((candidate) => candidate.sub === sub);
}

/** The claims of a person, for ID token and userinfo. */
export function claimsOf(person: StaffPerson): Record<string, unknown> & { sub: string } {
  return {
    sub: person.sub, name: `${person.givenName} ${person.familyName}`, given_name: person.givenName, family_name: person.familyName,
    email: person.email, email_verified: true, groups: person.groups,
  };
}
