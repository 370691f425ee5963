import type { Visitor } from "./projects.ts";
import { press } from "./projects.ts";
import { signInWithBundId } from "./sign-in.ts";

/** From the start page of a service through sign-in and the consent to take data over, to the first step. `look` sees each page on the way. */
export async function beginSignedIn(visitor: Visitor, town: string, service: string, options: { readonly way?: string; readonly look?: (where: string) => Promise<void>; /** Nothing of the account is taken over. */ readonly byHand?: true } = {}): Promise<void> {
  const { page } = visitor;
  const look = options.look ?? (async () => {});
  await page.goto(`${town}/antrag/${service}`);
  await look("start");
  await page.getByRole("link", { name: /BundID/ }).first().click();
  await signInWithBundId(visitor, "erika-beispiel", options.way);
  const begin = page.getByRole("button", { name: /beginnen|Entwurf/i });
  if (await begin.count() > 0) await begin.first().click();
  await page.waitForURL(/\/antrag\/[0-9a-f-]{36}\//);
  if (!page.url().includes("uebernahme")) return;
  await look("take-over");
  await (options.byHand ? page.locator('main button[name="auswahl"][value="nein"]').click() : press(page, /übernehmen/i));
}
