import assert from "node:assert/strict";
import { after, test } from "node:test";
import { launchChromium } from "../apps/portal/src/testing/chromium.ts";
import { startWorld } from "../apps/portal/src/testing/world.ts";
import { answers, fillIn, tickAll, walkSteps } from "./answers.ts";
import { beginSignedIn } from "./begin.ts";
import { checkPage } from "./check-page.ts";
import { press, projects, visitor } from "./projects.ts";
import { signInWithBundId } from "./sign-in.ts";

const world = await startWorld();
const browser = await launchChromium();
after(() => browser.close());
const town = world.origin("musterstadt");
const [computer, phone, plain] = projects;

test("pothole with a photo, without sign-in, on the telephone", async () => {
  const person = await visitor(browser, phone!);
  const { page } = person;
  await page.goto(`${town}/antrag/maengelmelder`);
  await checkPage(person, "start");
  await press(page, /beginnen/i);
  await walkSteps(person, answers["maengelmelder"]!, (where) => checkPage(person, where));
  await checkPage(person, "check");
  assert.match(await page.locator("main").innerText(), /nachweis\.png/);
  await tickAll(person);
  await press(page, /absenden|melden/i);
  await page.waitForURL(/\/eingang\//);
  await checkPage(person, "confirmation");
  const text = await page.locator("main").innerText();
  const reference = /MUS-\d{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(text)?.[0];
  const code = /\b[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}\b/.exec(text)?.[0];
  assert.ok(reference && code);
  const other = await visitor(browser, plain!);
  await other.page.goto(`${town}/status`);
  await checkPage(other, "status form");
  const inputs = other.page.locator('main input[type="text"]');
  await inputs.nth(0).fill(reference.toLowerCase());
  await inputs.nth(1).fill(code.toLowerCase().replaceAll("-", " "));
  await press(other.page, /ansehen|abrufen|anzeigen|Stand/i);
  await other.page.waitForLoadState();
  await checkPage(other, "status");
  assert.match(await other.page.locator("main").innerText(), /eingegangen/i);
  await other.close();
  await person.close();
});

for (const project of projects) {
  test(`an optional question that an answer brings up is never skipped, ${project.name}`, async () => {
    const person = await visitor(browser, project);
    const { page } = person;
    await page.goto(`${town}/antrag/maengelmelder`);
    await press(page, /beginnen/i);
    const lamp = page.locator('main input[name="mangel.leuchte"]');
    assert.ok(!await lamp.isVisible());
    await fillIn(person, { "mangel.art": "beleuchtung", "mangel.ort": "Lindenweg, vor Haus Nummer 9", "mangel.beschreibung": "Die Leuchte flackert." });
    if (project.javaScript) await lamp.waitFor({ state: "visible" });
    await press(page, "Weiter");
    await page.waitForLoadState();
    if (!project.javaScript) {
      assert.match(await page.locator(":focus").innerText(), /Durch Ihre Antwort ist eine Frage hinzugekommen[\s\S]*Nummer der Leuchte/, "the notice has the focus");
      await checkPage(person, "a question was added");
      assert.equal(await page.locator('main [name="mangel.beschreibung"]').inputValue(), "Die Leuchte flackert.");
      await page.getByRole("link", { name: "Nummer der Leuchte" }).click();
      assert.equal(await page.locator(":focus").getAttribute("name"), "mangel.leuchte");
      await press(page, "Weiter");
    }
    await page.waitForURL(/\/foto$/);
    await person.close();
  });
}

test("a birth certificate needs the level substanziell: with a lower one the draft waits for the step-up", async () => {
  const person = await visitor(browser, computer!);
  const { page } = person;
  // A sign-in with user name and password for another service first.
  await beginSignedIn(person, town, "hund-anmelden", { way: "benutzername" });
  await page.goto(`${town}/antrag/geburtsurkunde`);
  await checkPage(person, "start");
  const stepUp = page.getByRole("link", { name: /höherem Vertrauensniveau/ });
  assert.ok(await stepUp.count() > 0, "user name and password are not enough");
  await stepUp.first().click();
  await page.waitForURL(/\/anmelden/);
  assert.match(await page.locator("main").innerText(), /substanziell/);
  await signInWithBundId(person, "erika-beispiel", "elster");
  await press(page, /beginnen/i);
  await page.waitForURL(/\/antrag\/[0-9a-f-]{36}\//);
  if (page.url().includes("uebernahme")) await press(page, /übernehmen/i);
  await walkSteps(person, answers["geburtsurkunde"]!, (where) => checkPage(person, where));
  assert.match(await page.locator("main").innerText(), /22,50\s€/);
  const check = page.url();
  // The same draft, resumed with less than it was written with, is not opened.
  const low = await visitor(browser, plain!);
  await beginSignedIn(low, town, "hund-anmelden", { way: "benutzername" });
  await low.page.goto(check);
  assert.doesNotMatch(await low.page.locator("main").innerText(), /Lindenweg/);
  assert.match(await low.page.locator("main").innerText(), /Vertrauensniveau|substanziell|anmelden/i);
  await low.close();
  await tickAll(person);
  await press(page, /zahlungspflichtig/i);
  await page.waitForURL(/bezahlen|payment\./);
  if (!page.url().includes("payment.")) await press(page, /bezahlen/i);
  await page.waitForURL(/\/\/payment\./);
  await page.locator('button[value="abbrechen"]').click();
  await page.waitForURL(/portal\.localhost/);
  await checkPage(person, "payment given up");
  assert.match(await page.locator("main").innerText(), /noch einmal|erneut|abgebrochen/i);
  await person.close();
});

test("a page that does not exist, a foreign draft and a broken code answer kindly", async () => {
  const person = await visitor(browser, computer!);
  for (const [path, status] of [["/gibt-es-nicht", 404], ["/antrag/01a20000-0000-7000-8000-000000000000/halter", 404], ["/genehmigung/XXXX", 404], ["/leistung/99000000000000-x", 404], ["/antrag/kein-dienst", 404], ["/suche?q=xqzzt", 200]] as const) {
    const response = await person.page.goto(`${town}${path}`);
    assert.equal(response?.status(), status, path);
    await checkPage(person, path);
    assert.match(await person.page.locator("footer").innerText(), /0999 555/, `${path}: the telephone number stays`);
  }
  await person.close();
});
