import { answers, tickAll, walkSteps } from "./answers.ts";
import { beginSignedIn } from "./begin.ts";
import { press, type Visitor } from "./projects.ts";
import { referenceOn } from "./reference.ts";

/** Signs in and registers a dog, through all pages; the Vorgangsnummer of the receipt, which stands open then. */
export async function registerDog(person: Visitor, town: string): Promise<string> {
  await beginSignedIn(person, town, "hund-anmelden");
  await walkSteps(person, { ...answers["hund-anmelden"] });
  await tickAll(person);
  await press(person.page, /verbindlich/i);
  await person.page.waitForURL(/\/eingang\//);
  return referenceOn(person.page);
}
