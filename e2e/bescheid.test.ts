import assert from "node:assert/strict";
import { after, test } from "node:test";
import { launchChromium } from "../apps/portal/src/testing/chromium.ts";
import { startWorld } from "../apps/portal/src/testing/world.ts";
import type { Page } from "playwright-core";
import { fillIn } from "./answers.ts";
import { checkPage } from "./check-page.ts";
import { press, projects, visitor } from "./projects.ts";
import { registerDog } from "./register-dog.ts";
import { signInAsStaff } from "./sign-in.ts";

const world = await startWorld();
const browser = await launchChromium();
after(() => browser.close());
const town = world.origin("musterstadt");

for (const project of projects) {
  test(`a dog is registered, the office asks, decides, and the decision is read in the mailbox, ${project.name}`, async () => {
    const erika = await visitor(browser, project);
    const reference = await registerDog(erika, town);

    const sabine = await visitor(browser, project);
    await signInAsStaff(sabine, world.origin(), "Sabine Steuer");
    await checkPage(sabine, "staff start");
    await sabine.page.goto(`${world.origin()}/mitarbeit/musterstadt/eingang`);
    await waitFor(sabine.page, reference);
    await checkPage(sabine, "inbox");
    await sabine.page.getByRole("link", { name: reference }).click();
    await checkPage(sabine, "case");
    await press(sabine.page, "Übernehmen");
    await sabine.page.waitForLoadState();
    const caseUrl = sabine.page.url().split("?")[0]!;
    await open(sabine.page, "Frage stellen");
    await sabine.page.locator('form[action$="/frage"] textarea[name="text"]').fill("Seit wann lebt Bello bei Ihnen?");
    await press(sabine.page, "Frage senden");
    await sabine.page.waitForLoadState();

    await erika.page.goto(`${town}/vorgaenge`);
    await checkPage(erika, "my cases");
    await erika.page.getByRole("link", { name: new RegExp(`${reference}|Hund anmelden`) }).first().click();
    await checkPage(erika, "my case with a question");
    assert.match(await erika.page.locator("main").innerText(), /Seit wann lebt Bello/);
    await erika.page.locator("main textarea").first().fill("Seit dem ersten März.");
    await press(erika.page, /antwort|senden/i);
    await erika.page.waitForLoadState();

    await sabine.page.goto(`${caseUrl}/bescheid`);
    await checkPage(sabine, "decision editor");
    await press(sabine.page, "Bescheid erlassen");
    await sabine.page.locator(".portal-error-summary").waitFor();
    await checkPage(sabine, "decision editor with what is missing");
    await fillIn(sabine, { art: "grant", betreff: "Anmeldung Ihres Hundes", text: "Ihr Hund ist angemeldet. Die Hundemarke kommt mit der Post.", weg: "mailbox" });
    await press(sabine.page, "Bescheid erlassen");
    await sabine.page.waitForLoadState();
    await checkPage(sabine, "decided");

    await erika.page.goto(`${town}/postfach`);
    await waitFor(erika.page, /Anmeldung Ihres Hundes|Bescheid/);
    await checkPage(erika, "mailbox");
    await erika.page.getByRole("link", { name: /Anmeldung Ihres Hundes|Bescheid/ }).first().click();
    await checkPage(erika, "decision");
    assert.match(await erika.page.locator("main").innerText(), /Ihr Hund ist angemeldet/);
    await sabine.close();
    await erika.close();
  });
}

/** The worker makes the case, and the message; the page is loaded again until it is there. */
async function waitFor(page: Page, text: string | RegExp): Promise<void> {
  for (let i = 0; i < 60; i += 1) {
    if (await page.getByRole("link", { name: text }).count() > 0) return;
    await page.waitForTimeout(250);
    await page.reload();
  }
  throw new Error(`${String(text)} did not arrive`);
}

/** Opens a closed part of a page. */
async function open(page: Page, summary: string): Promise<void> {
  const part = page.locator("summary", { hasText: summary });
  if (await part.count() > 0 && !await part.first().evaluate((element) => (element.parentElement as HTMLDetailsElement).open).catch(() => false)) await part.first().click();
}
