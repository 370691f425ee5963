import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { barriers } from "../testing/barriers.ts";
import { launchChromium } from "../testing/chromium.ts";
import { galleryPages } from "./gallery/gallery-pages.ts";
import { servePages } from "./gallery/serve-pages.ts";
import { tooWide } from "./gallery/too-wide.ts";
import { themeAsset } from "./theme.ts";

const theme = themeAsset("musterstadt", { primary: "#0b5d4e", primaryDark: "#6fd3bd" });
const pages = galleryPages("de", theme.url);
const shots = process.env["GALLERY_SHOTS"];

describe("the gallery in a browser", () => {
  let server: Awaited<ReturnType<typeof servePages>>;
  let browser: Browser;
  let origin = "";
  before(async () => {
    server = await servePages(pages, theme);
    origin = server.origin;
    browser = await launchChromium();
  });
  after(async () => {
    await browser.close();
    await server.close();
  });

  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1_280, 320]) {
      test(`no barrier that axe knows, nothing wider than the screen, nothing against the policy: ${colorScheme}, ${width} px`, async () => {
        const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 }, reducedMotion: "reduce" });
        const page = await context.newPage();
        const complaints: string[] = [];
        page.on("console", (message) => { if (message.type() === "error") complaints.push(message.text()); });
        page.on("pageerror", (error) => complaints.push(error.message));
        for (const name of pages.keys()) {
          await page.goto(`${origin}/${name}`);
          await page.evaluate(() => document.querySelectorAll("details").forEach((one) => { if (!one.closest("header")) one.open = true; }));
          complaints.push(...(await barriers(page, colorScheme === "light" && width === 1_280 ? "everything" : "looks")).map((barrier) => `${name}: ${barrier}`));
          complaints.push(...(await tooWide(page)).map((element) => `${name} is wider than ${width} px: ${element}`));
          if (shots !== undefined) await page.screenshot({ path: `${shots}/${name}-${colorScheme}-${width}.png`, fullPage: true });
        }
        assert.deepEqual(complaints, []);
        await context.close();
      });
    }
  }

  test("the title of a table is as wide as the table, on a telephone too", async () => {
    const page = await browser.newPage({ viewport: { width: 320, height: 640 } });
    await page.goto(`${origin}/bausteine`);
    const widths = await page.locator("table:has(caption:not(.kern-sr-only))").evaluateAll((tables) => tables.map((one) => [one.clientWidth, one.querySelector("caption")?.clientWidth]));
    assert.ok(widths.length > 0);
    for (const [table, caption] of widths) assert.equal(caption, table);
    await page.close();
  });

  test("a case of the staff on paper is what is to be read: none of its forms", async () => {
    const page = await browser.newPage();
    await page.goto(`${origin}/fall`);
    assert.equal(await page.locator("#aktionen").isVisible(), true);
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator("h1").isVisible(), true);
    assert.equal(await page.locator("main form:visible, main .kern-btn:visible, main nav:visible").count(), 0);
    await page.close();
  });

  test("a condition shows and hides its question without a round trip", async () => {
    const page = await browser.newPage();
    await page.goto(`${origin}/schritt-gruppen-empty`);
    const dependent = page.locator('[data-path="anzahl"]');
    assert.equal(await dependent.isVisible(), false);
    await page.check('input[name="bedingt"][value="yes"]');
    assert.equal(await dependent.isVisible(), true);
    await page.check('input[name="bedingt"][value="no"]');
    assert.equal(await dependent.isVisible(), false);
    await page.check('input[name="erreichbar.$choice"][value="digital"]');
    assert.equal(await page.locator('input[name="erreichbar.digital.mail"]').isVisible(), true);
    await page.check('input[name="vertreter.$present"][value="yes"]');
    assert.equal(await page.locator('input[name="vertreter.name"]').isVisible(), true);
    await page.close();
  });

  test("the focus goes to the error summary and from there into the field", async () => {
    const page = await browser.newPage();
    await page.goto(`${origin}/schritt-felder-wrong`);
    assert.equal(await page.evaluate(() => document.activeElement?.hasAttribute("data-error-summary")), true);
    await page.locator("[data-error-summary] a").first().click();
    assert.equal(await page.evaluate(() => document.activeElement?.id), "feld-nachname");
    await page.close();
  });

  test("the warning before the session's end goes by the server's clock, however wrong the device's is", async () => {
    const page = await browser.newPage();
    await page.clock.install({ time: new Date("2031-01-01T00:00:00Z") });
    await page.goto(`${origin}/postfach`);
    const dialog = page.locator("[data-session] dialog");
    assert.equal(await dialog.isVisible(), false, "half an hour is left");
    await page.clock.fastForward("20:00");
    assert.equal(await dialog.isVisible(), false);
    await page.clock.fastForward("05:01");
    await dialog.waitFor({ state: "visible" });
    assert.match(await dialog.innerText(), /14:30/);
    await page.clock.fastForward("05:00");
    // The end is said where one is, not only on the foot of the page.
    assert.match(await dialog.innerText(), /^Sitzung\s+Ihre Sitzung ist beendet/);
    assert.match(await page.locator("[data-session] > p").textContent() ?? "", /Ihre Sitzung ist beendet/);
    const focused = (): Promise<string | undefined> => page.evaluate(() => document.activeElement?.textContent?.trim());
    assert.equal(await focused(), "Schließen", "a keyboard and a screen reader stand in the dialog");
    await dialog.getByRole("button", { name: "Schließen" }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.close();
  });

  test("the session is extended without leaving the page: with its new end, as far as it goes, and said when it fails", async () => {
    const page = await browser.newPage();
    await page.clock.install({ time: new Date("2026-11-22T13:00:00Z") });
    await page.goto(`${origin}/postfach`);
    const address = page.url();
    const dialog = page.locator("[data-session] dialog");
    const go = dialog.getByRole("button", { name: "Weitermachen" });
    let answer: { status: number; headers: Record<string, string> } | undefined;
    await page.route("**/sitzung", (route) => (answer ? route.fulfill(answer) : route.abort()));
    await page.clock.fastForward("25:01");
    await go.click();
    await dialog.getByText("Das Verlängern ist nicht gelungen").waitFor();
    assert.equal(page.url(), address, "what is written on the page stays");
    answer = { status: 204, headers: { "session-expires": "2026-11-22T13:55:00.000Z" } };
    await go.click();
    await dialog.waitFor({ state: "hidden" });
    assert.match(await page.locator("[data-session] > p").innerText(), /14:55/);
    await page.clock.fastForward("25:00");
    await dialog.waitFor({ state: "visible" });
    assert.match(await dialog.innerText(), /um 14:55 Uhr/, "the second warning names the new end");
    // No longer than that: said once, and one may close it and save.
    answer = { status: 204, headers: { "session-expires": "2026-11-22T13:55:00.000Z" } };
    await go.click();
    await dialog.getByText("länger geht es aus Sicherheitsgründen nicht").waitFor();
    await page.clock.fastForward("00:10");
    assert.equal(await go.isVisible(), false);
    assert.equal(await page.evaluate(() => document.activeElement?.textContent?.trim()), "Schließen");
    await dialog.getByRole("button", { name: "Schließen" }).click();
    await page.clock.fastForward("01:00");
    assert.equal(await dialog.isVisible(), false, "it does not come back");
    await page.close();
  });

  test("a device that slept beyond the end is told so, with the focus in the dialog", async () => {
    const page = await browser.newPage();
    await page.clock.install({ time: new Date("2026-11-22T13:00:00Z") });
    await page.goto(`${origin}/postfach`);
    await page.clock.fastForward("40:00");
    const dialog = page.locator("[data-session] dialog");
    await dialog.waitFor({ state: "visible" });
    assert.match(await dialog.innerText(), /Ihre Sitzung ist beendet.*steht noch da: Senden Sie es ab/);
    assert.equal(await page.evaluate(() => document.activeElement?.textContent?.trim()), "Schließen");
    await page.close();
  });

  test("what stands in the search field goes along when the language is changed, once", async () => {
    const page = await browser.newPage();
    await page.goto(`${origin}/fehler`);
    await page.fill("#suche", "Bewohnerparkausweis");
    await page.click(".portal-languages a[lang=en]");
    await page.goto(`${origin}/postfach-leer`);
    assert.equal(await page.inputValue("#suche"), "Bewohnerparkausweis");
    await page.reload();
    assert.equal(await page.inputValue("#suche"), "", "it is no memory of what was searched for");
    await page.close();
  });

  test("the appearance can be changed and is kept", async () => {
    const page = await browser.newPage({ colorScheme: "light" });
    await page.goto(`${origin}/start`);
    await page.click("[data-theme-toggle]");
    await page.reload();
    assert.equal(await page.getAttribute("html", "data-kern-theme"), "dark");
    await page.close();
  });

  test("the skip link is the first stop of the keyboard and leads to the content", async () => {
    const page = await browser.newPage();
    await page.goto(`${origin}/leistung`);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "inhalt");
    await page.close();
  });
});
