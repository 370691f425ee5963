import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { Page } from "playwright-core";
import { launchChromium } from "../apps/portal/src/testing/chromium.ts";
import { startWorld } from "../apps/portal/src/testing/world.ts";
import { fillIn } from "./answers.ts";
import { checkPage } from "./check-page.ts";
import { inOneWay, press, projects, visitor } from "./projects.ts";
import { signInAsStaff } from "./sign-in.ts";

const world = await startWorld();
const browser = await launchChromium();
after(() => browser.close());
const town = world.origin("musterstadt");
const wohngeld = "99107023017000";

test("whoever leads the town orders the opening and opens the destination; the pages keep what every page has to keep", async () => {
  for (const project of projects) {
    const sven = await visitor(browser, project);
    await signInAsStaff(sven, world.origin(), "Sven Super");
    for (const path of ["", "/wohngeld-online", "/empfang"]) {
      await sven.page.goto(`${world.origin()}/mitarbeit/musterstadt/redaktion/efa${path}`);
      await checkPage(sven, `editor efa${path}`);
    }
    if (project.name === projects[0]!.name) {
      await sven.page.getByLabel("Vertrag zur Auftragsverarbeitung").fill("AV-2026-1");
      await sven.page.getByLabel("Gilt ab").fill("2026-01-01");
      await press(sven.page, "Auftrag erteilen");
      // Two keys of 4096 bits, and the sandbox's own on its first use.
      sven.page.setDefaultTimeout(120_000);
      await sven.page.getByRole("button", { name: /Zustellpunkt einrichten/ }).click({ timeout: 120_000 });
      await sven.page.getByText("Schlüssel eingerichtet").waitFor({ timeout: 120_000 });
      await checkPage(sven, "reception is open");
    }
    await sven.close();
  }
});

for (const project of inOneWay("auf dem Telefon")) {
  test(`Wohngeld made in an EfA service elsewhere lies in the clerk's inbox, a question and its answer travel back, ${project.name}`, async () => {
    const frieda = await visitor(browser, project);
    await frieda.page.goto(`${town}/leistung/${wohngeld}-wohngeld-beantragen`);
    await checkPage(frieda, "service page");
    await frieda.page.getByRole("link", { name: "Online-Dienst des Landes Schleswig-Holstein" }).click();
    await frieda.page.waitForURL(/\/efa\//);
    await checkPage(frieda, "the way to the service");
    await frieda.page.getByRole("link", { name: /Zum Online-Dienst/ }).click();
    await frieda.page.waitForURL(/\/\/efa\.sandbox/);
    for (const [name, value] of [["Vorname", "Frieda"], ["Nachname", "Muster"], ["Geburtsdatum", "1990-04-17"], ["Miete in Euro", "640"], ["Personen im Haushalt", "2"]] as const) await frieda.page.getByLabel(name).fill(value);
    await frieda.page.getByLabel(/Bescheid elektronisch/).check();
    await press(frieda.page, "Antrag senden");
    await frieda.page.waitForURL(/\/vorgang\/WG-/);
    const number = /WG-\d{4}-\d{6}/.exec(frieda.page.url())![0];
    const there = frieda.page.url();

    const clerk = await visitor(browser, project);
    await signInAsStaff(clerk, world.origin(), "Sven Super");
    await until(clerk.page, `${world.origin()}/mitarbeit/musterstadt/eingang?q=${number}`, /MUS-\d{4}-/);
    await checkPage(clerk, "inbox, found by the number of the other service");
    await clerk.page.locator("main").getByRole("link", { name: /MUS-\d{4}-/ }).first().click();
    await checkPage(clerk, "case");
    const text = await clerk.page.locator("main").innerText();
    for (const words of ["Frieda Muster", number, "Wohngeld Online", "1990-04-17", "640", "fachdaten.json"]) assert.ok(text.includes(words), `${words} is missing: ${text.slice(0, 3_000)}`);
    await press(clerk.page, "Übernehmen");
    await clerk.page.waitForLoadState();
    const caseUrl = clerk.page.url().split("?")[0]!;
    await until(frieda.page, there, /bei der Behörde angekommen/);
    const details = clerk.page.locator("details", { hasText: "Frage stellen" }).first();
    if (!(await details.evaluate((element) => (element as unknown as { open: boolean }).open))) await details.locator("summary").click();
    await clerk.page.locator('form[action$="/frage"] textarea[name="text"]').fill("Seit wann zahlen Sie diese Miete?");
    await press(clerk.page, "Frage senden");
    await clerk.page.waitForLoadState();

    await until(frieda.page, there, /Seit wann zahlen Sie diese Miete\?/);
    await frieda.page.getByLabel("Ihre Antwort").fill("Seit dem ersten Oktober.");
    await press(frieda.page, "Antwort senden");
    await frieda.page.getByText("Beantwortet.").waitFor();

    await until(clerk.page, `${caseUrl}?ansicht=nachrichten`, /Seit dem ersten Oktober\./);
    await checkPage(clerk, "case with the answer");
    await clerk.page.goto(`${caseUrl}/bescheid`);
    await fillIn(clerk, { art: "grant", betreff: "Wohngeld ab Dezember", text: "Ihnen wird Wohngeld bewilligt.", weg: "post", anschrift: "Frieda Muster\nLindenweg 4\n00101 Musterstadt" });
    await press(clerk.page, "Bescheid erlassen");
    await clerk.page.waitForLoadState();
    await until(frieda.page, there, /Ergebnis: bewilligt/);
    assert.match(await frieda.page.locator("main, body").first().innerText(), /Ihnen wird Wohngeld bewilligt.*|Bescheid als PDF/s);
    await clerk.close();
    await frieda.close();
  });
}

/** The worker does it; the page is loaded again until it is there. A callback asks to look at once, else every minute. */
async function until(page: Page, url: string, expected: RegExp): Promise<void> {
  for (let i = 0; i < 240; i += 1) {
    await page.goto(url);
    if (expected.test(await page.locator("body").innerText())) return;
    await page.waitForTimeout(500);
  }
  throw new Error(`${url} does not say ${String(expected)}: ${(await page.locator("body").innerText()).slice(0, 2_000)}`);
}
