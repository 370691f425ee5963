import assert from "node:assert/strict";
import { after, test } from "node:test";
import { launchChromium } from "../apps/portal/src/testing/chromium.ts";
import { startWorld } from "../apps/portal/src/testing/world.ts";
import { checkPage } from "./check-page.ts";
import { press, projects, visitor, type Visitor } from "./projects.ts";
import { signInWithBundId } from "./sign-in.ts";

const world = await startWorld();
const browser = await launchChromium();
after(() => browser.close());
const town = world.origin("musterstadt");

async function fillHolder({ page }: Visitor): Promise<void> {
  for (const [label, value] of [["Vorname", "Erika"], ["Nachname", "Beispiel"], ["Tag", "12"], ["Monat", "August"], ["Jahr", "1984"], ["Straße", "Lindenweg"], ["Hausnummer", "7"], ["Postleitzahl", "00101"], ["Ort", "Musterstadt"]] as const) {
    await page.getByLabel(label, { exact: true }).fill(value);
  }
}

for (const project of projects) {
  test(`a dog is registered without sign-in, ${project.name}`, async () => {
    const person = await visitor(browser, project);
    const { page } = person;
    await page.goto(`${town}/antrag/hund-anmelden`);
    await checkPage(person, "start");
    await press(page, "Ohne Anmeldung beginnen");
    await press(page, "Weiter");
    assert.match(await page.title(), /^Fehler: /);
    assert.equal(await page.getByRole("link", { name: "Geben Sie „Vorname“ ein." }).count(), 1);
    await checkPage(person, "step with errors");
    await fillHolder(person);
    await press(page, "Weiter");
    await checkPage(person, "dogs");
    void assert;
    await person.close();
  });
}

test("with sign-in the values of BundID are taken over only after consent, and the draft waits on another device", async () => {
  const person = await visitor(browser, projects[0]!);
  const { page } = person;
  await page.goto(`${town}/antrag/hund-anmelden`);
  await page.getByRole("link", { name: /BundID/ }).first().click();
  await signInWithBundId(person);
  await checkPage(person, "after sign-in");
  await person.close();
});
