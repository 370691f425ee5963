import type { Visitor } from "./projects.ts";
import { press } from "./projects.ts";

/** From a page with »Weiter zur BundID« through the simulated BundID and back. `way`: benutzername, elster, eid, … */
export async function signInWithBundId({ page, project }: Visitor, person = "erika-beispiel", way?: string): Promise<void> {
  await press(page, "Weiter zur BundID");
  // Without JavaScript the request waits behind a button.
  if (!project.javaScript) await press(page, "Weiter zur BundID");
  await page.waitForURL(/\/\/bundid\./);
  await page.locator(`input[value="${person}"]`).check();
  if (way !== undefined) await page.locator(`input[value="${way}"]`).check();
  await press(page, "Weiter");
  await press(page, "Daten übermitteln");
  if (!project.javaScript) await press(page, "Weiter zum Portal");
  await page.waitForURL((url) => !url.hostname.startsWith("bundid."));
  await page.waitForLoadState();
}

/** Staff choose who they are at the simulated provider. */
export async function signInAsStaff({ page }: Visitor, origin: string, name: string): Promise<void> {
  await page.goto(`${origin}/mitarbeit`);
  await page.getByRole("button", { name: new RegExp(`^${name}`) }).click();
  await page.waitForURL((url) => url.href.startsWith(origin));
}
