import assert from "node:assert/strict";
import { after, test } from "node:test";
import { launchChromium } from "../apps/portal/src/testing/chromium.ts";
import { startWorld } from "../apps/portal/src/testing/world.ts";
import { fillIn } from "./answers.ts";
import { checkPage } from "./check-page.ts";
import { inOneWay, press, visitor } from "./projects.ts";
import { registerDog } from "./register-dog.ts";
import { signInAsStaff } from "./sign-in.ts";

const world = await startWorld();
const browser = await launchChromium();
after(() => browser.close());
const town = world.origin("musterstadt");

for (const project of inOneWay("am Rechner")) {
  test(`a decision sets a wrong fee: the office takes it back, the person reads it, in either language, and pays nothing, ${project.name}`, async () => {
    const erika = await visitor(browser, project);
    const reference = await registerDog(erika, town);

    const sabine = await visitor(browser, project);
    await signInAsStaff(sabine, world.origin(), "Sabine Steuer");
    const link = sabine.page.getByRole("link", { name: reference });
    for (let i = 0; i < 60 && await link.count() === 0; i += 1) { await sabine.page.waitForTimeout(250); await sabine.page.goto(`${world.origin()}/mitarbeit/musterstadt/eingang`); }
    await link.click();
    const caseUrl = sabine.page.url().split("?")[0]!;
    await sabine.page.goto(`${caseUrl}/bescheid`);
    await fillIn(sabine, { art: "fee", betreff: "Hundesteuer", text: "Wir setzen die Hundesteuer fest.", betrag: "960,00", begruendung: "§ 2 Hundesteuersatzung", rechtsbehelf: "klage", stelle: "Verwaltungsgericht Musterstadt, Gerichtsweg 1", frist: "1", weg: "post", anschrift: "Erika Beispiel\nLindenweg 7\n00101 Musterstadt" });
    await press(sabine.page, "Bescheid erlassen");
    await sabine.page.waitForURL(/ansicht=bescheid/);
    assert.match(await sabine.page.locator("main").innerText(), /960,00\s€, offen/);

    const path = await erika.page.goto(`${town}/vorgaenge`).then(() => erika.page.locator('main a[href^="/vorgaenge/"]').first().getAttribute("href"));
    await erika.page.goto(new URL(path ?? "", town).href);
    const pay = await erika.page.getByRole("link", { name: /bezahlen/i }).first().getAttribute("href") ?? assert.fail("no way to pay");

    await sabine.page.goto(`${caseUrl}?ansicht=bescheid`);
    const part = sabine.page.locator("summary", { hasText: "Gebühr streichen" });
    if (await part.count() > 0) await part.first().click();
    await sabine.page.locator('form[action$="/storno"] textarea[name="text"]').fill("Eine Null zu viel. Ein neuer Bescheid folgt.");
    await press(sabine.page, "Gebühr streichen");
    await sabine.page.waitForURL(/getan=storno/);
    await checkPage(sabine, "a fee that was taken back");
    assert.match(await sabine.page.locator("main").innerText(), /Die Gebühr ist gestrichen, der Bescheid ist nicht geändert/);

    await erika.page.goto(new URL(pay, town).href);
    await checkPage(erika, "nothing to pay any more");
    assert.match(await erika.page.locator("main").innerText(), /Hier ist nichts mehr zu bezahlen/);
    await erika.page.getByRole("link", { name: "Weiter zum Vorgang" }).click();
    await erika.page.waitForURL(/\/eingang\//);
    await erika.page.goto(new URL(path ?? "", town).href);
    await checkPage(erika, "my case with a fee that was taken back");
    assert.match(await erika.page.locator("main").innerText(), /brauchen Sie nicht mehr zu zahlen[\s\S]*Eine Null zu viel/);

    const words = erika.page.locator('textarea[name="text-frei"]');
    if (!await words.isVisible()) await erika.page.locator("summary", { hasText: "Nachricht senden" }).first().click();
    await words.fill("Danke für die Klärung.");
    await erika.page.locator('.portal-languages button[name="sprache"]').click();
    await erika.page.waitForURL(/\/en\/vorgaenge\//);
    await checkPage(erika, "my case in the other language, with what was typed");
    assert.equal(await erika.page.locator('textarea[name="text-frei"]').inputValue(), "Danke für die Klärung.");
    await sabine.close();
    await erika.close();
  });
}
