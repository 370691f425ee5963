import { randomBytes } from "node:crypto";
import type { Answers } from "@kommunalportal/form-engine";
import type { House } from "../apps/portal/src/compose.ts";
import { newId } from "../apps/portal/src/platform/ids/index.ts";

/** Answers with which a dog is registered at once: small, no permit needed. */
export const smallDog = {
  halter: { vorname: "Erika", nachname: "Beispiel", geburtsdatum: "1984-08-12", strasse: "Lindenweg", hausnummer: "7", plz: "00101", ort: "Musterstadt" },
  hunde: [{ name: "Bella", rasse: "Dackel", geburt: "2024", geschlecht: "huendin", groesse: 25, gewicht: 8, seit: "2026-02-20" }], haltung: { weitere: 0, ermaessigung: false, richtig: true },
} satisfies Answers;
/** Answers with which a dog is deregistered. */
export const deadDog = {
  fuer: { role: "self" }, person: { givenName: "Erika", surname: "Beispiel", birthdate: "1984-08-12" }, anschrift: { street: "Lindenweg", houseNumber: "7", postalCode: "00101", city: "Musterstadt" },
  hunde: [{ name: "Bello", gross: false }], abmeldung: { grund: "gestorben", ende: "2026-11-01", markeZurueck: "verloren", richtig: true },
} satisfies Answers;

export function musterstadt(house: House) {
  const town = house.tenants.bySlug("musterstadt");
  if (!town) throw new Error("the demonstration has no Musterstadt");
  return town;
}

/** An application to Musterstadt by somebody without account, past the pages: they have journeys of their own. */
export async function submitFor(house: House, order: { readonly service: string; readonly answers: Answers }): Promise<{ readonly application: string; readonly reference: string }> {
  const tenant = musterstadt(house).id;
  const applicant = { owner: newId(), ownerSecret: randomBytes(32), level: 0 as const };
  const started = await patiently(() => house.applications.startDraft({ applicant, tenant, ...order, language: "de" }));
  if (!started.ok) throw new Error(started.why);
  const requestId = newId();
  // Sent again under the same request it is the same application, as for a browser.
  const outcome = await patiently(() => house.applications.submit({ draft: started.draft.id, tenant, applicant, confirmed: true, requestId }));
  if (outcome.kind !== "submitted") throw new Error(JSON.stringify(outcome));
  return outcome;
}

/** A connection that the database has ended (57P01; 25P03: this process was stopped in the middle of a transaction, by whoever measures beside it) is a bad moment, not the end of a long run. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "";
      if (tries === 5 || !/^(57P0[1-3]|25P03|ECONN(RESET|REFUSED)|EPIPE)$/.test(code)) throw error;
      await new Promise((resolve) => { setTimeout(resolve, tries * 500); });
    }
  }
}
