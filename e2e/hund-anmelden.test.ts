import assert from "node:assert/strict";
import { after, test } from "node:test";
import { launchChromium } from "../apps/portal/src/testing/chromium.ts";
import { startWorld } from "../apps/portal/src/testing/world.ts";
import { answers, walkSteps } from "./answers.ts";
import { checkPage } from "./check-page.ts";
import { press, projects, visitor } from "./projects.ts";
import { signInWithBundId } from "./sign-in.ts";

const world = await startWorld();
const browser = await launchChromium();
after(() => browser.close());
const town = world.origin("musterstadt");
const largeDog = { ...answers["hund-anmelden"], ...answers["grosser-hund"] };

for (const project of projects) {
  test(`a large dog is registered without sign-in and the status looked up with the code, ${project.name}`, async () => {
    const person = await visitor(browser, project);
    const { page } = person;
    await page.goto(`${town}/antrag/hund-anmelden`);
    await checkPage(person, "start");
    await press(page, "Ohne Anmeldung beginnen");
    await press(page, "Weiter");
    assert.match(await page.title(), /^Fehler: /);
    assert.equal(await page.getByRole("link", { name: "Geben Sie »Vorname« ein." }).count(), 1);
    await checkPage(person, "step with errors");
    await walkSteps(person, largeDog, (where) => checkPage(person, where));
    await checkPage(person, "check");
    assert.equal(await page.getByText("Bello").count() > 0, true);
    await press(page, /verbindlich|absenden/i);
    await page.waitForURL(/\/eingang\//);
    await checkPage(person, "confirmation");
    const text = await page.locator("main").innerText();
    const reference = /[A-Z]{3}-\d{4}-[0-9A-Z]{4}-[0-9A-Z]{4,6}/.exec(text)?.[0];
    assert.ok(reference, text.slice(0, 400));
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
