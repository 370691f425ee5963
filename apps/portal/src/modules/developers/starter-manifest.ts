import { eventTypes, scopes, type Manifest } from "#modules/extensions";

/** The first program's manifest: every right, so that every operation can be tried, but not the weak sign-in of older programs and nothing that needs pages of its own; its developer replaces it. */
export function starterManifest(given: { readonly id: string; readonly publisher: string }): Manifest {
  return {
    id: given.id, version: "0.1.0", name: { de: "Mein erstes Programm", en: "My first program" }, summary: { de: "Ein Programm zum Ausprobieren der Schnittstelle.", en: "A program to try the interface out." },
    publisher: { name: given.publisher, email: "sandbox@entwicklung.example" }, scopes: scopes.filter((scope) => scope !== "anmeldung.einfach" && scope !== "personen.uebernehmen").map((scope) => ({ scope, reason: { de: "Zum Ausprobieren in der eigenen Teststadt.", en: "To try it out in the developer’s own test town." } })),
    events: [...eventTypes], pages: [], settings: [], keeps: { de: "Nichts.", en: "Nothing." },
  };
}
