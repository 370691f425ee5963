import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { barriers } from "../testing/barriers.ts";
import { launchChromium } from "../testing/chromium.ts";
import { fieldPages } from "./gallery/gallery-pages.ts";
import { servePages } from "./gallery/serve-pages.ts";
import { tooWide } from "./gallery/too-wide.ts";
import { themeAsset } from "./theme.ts";

const theme = themeAsset("musterstadt", { primary: "#0b5d4e", primaryDark: "#6fd3bd" });
const pages = fieldPages("de", theme.url);
const shots = process.env["GALLERY_SHOTS"];

/** 320 by 256 pixels are what is left of 1,280 by 1,024 at 400 % zoom (WCAG 1.4.10). */
const ways: readonly (readonly [string, BrowserContextOptions])[] = [
  ["1,280 px", { viewport: { width: 1_280, height: 900 } }],
  ["320 px without JavaScript", { viewport: { width: 320, height: 900 }, javaScriptEnabled: false }],
  ["forced colours", { viewport: { width: 1_280, height: 900 }, forcedColors: "active" }],
  ["320 px, dark", { viewport: { width: 320, height: 256 }, colorScheme: "dark" }],
];

/** Here axe looks at everything. */
const wholeWay = "1,280 px";

describe("every type of field in every state, in a browser", () => {
  let server: Awaited<ReturnType<typeof servePages>>;
  let browser: Browser;
  before(async () => {
    server = await servePages(pages, theme);
    browser = await launchChromium();
  });
  after(async () => {
    await browser.close();
    await server.close();
  });

  for (const [name, options] of ways) {
    test(`no barrier that axe knows, nothing wider than the screen: ${name}`, async () => {
      const context = await browser.newContext({ reducedMotion: "reduce", ...options });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on("console", (message) => { if (message.type() === "error") complaints.push(message.text()); });
      page.on("pageerror", (error) => complaints.push(error.message));
      for (const type of pages.keys()) {
        await page.goto(`${server.origin}/${type}`);
        await page.evaluate(() => document.querySelectorAll("details").forEach((one) => { if (!one.closest("header")) one.open = true; }));
        if (options.javaScriptEnabled !== false) complaints.push(...(await barriers(page, name === wholeWay ? "everything" : "looks", "main")).map((barrier) => `${type}: ${barrier}`));
        complaints.push(...(await tooWide(page)).map((element) => `${type} is too wide: ${element}`));
        if (shots !== undefined) await page.screenshot({ path: `${shots}/${type}-${name.replace(/\W+/g, "-")}.png`, fullPage: true });
      }
      assert.deepEqual(complaints, []);
      await context.close();
    });
  }

  test("every control is reached with the Tab key, in the order of the page, and shows that it has the focus", async () => {
    const page = await (await browser.newContext({ viewport: { width: 1_280, height: 900 } })).newPage();
    for (const type of pages.keys()) {
      await page.goto(`${server.origin}/${type}`);
      const wanted = await stops(page);
      const reached: string[] = [];
      await page.evaluate(() => { document.querySelector<HTMLElement>("main")?.setAttribute("tabindex", "-1"); document.querySelector<HTMLElement>("main")?.focus(); });
      for (let i = 0; i < 120 && reached.length < wanted.length; i += 1) {
        await page.keyboard.press("Tab");
        const seen = await page.evaluate(() => {
          const one = document.activeElement;
          if (!(one instanceof HTMLElement) || one.closest("main") === null) return undefined;
          const style = getComputedStyle(one);
          // Checks draw the focus on the label or on a box beside them.
          const around = [one, one.nextElementSibling, one.parentElement].filter((near) => near !== null).map((near) => getComputedStyle(near)).concat(one.nextElementSibling === null ? [] : [getComputedStyle(one.nextElementSibling, "::before")]);
          const visible = style.outlineStyle !== "none" || around.some(({ boxShadow, outlineStyle }) => boxShadow !== "none" || outlineStyle !== "none");
          return { id: one.id === "" ? one.textContent : one.id, visible };
        });
        if (seen === undefined) continue;
        assert.ok(seen.visible, `${type}: ${seen.id} does not show the focus`);
        if (seen.id !== null && wanted.includes(seen.id) && !reached.includes(seen.id)) reached.push(seen.id);
      }
      assert.deepEqual(reached, wanted, type);
    }
  });

  test("in forced colours one sees which radio button and which box is chosen, and where the focus is", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await (await browser.newContext({ viewport: { width: 1_280, height: 900 }, forcedColors: "active", colorScheme, reducedMotion: "reduce" })).newPage();
      for (const kind of ["radio", "checkbox"]) {
        const type = [...pages].find(([, text]) => text.includes(`type="${kind}"`))?.[0] ?? assert.fail(`no ${kind}`);
        await page.goto(`${server.origin}/${type}`);
        const control = page.locator(`main input[type=${kind}]:not(:checked):not([disabled])`).first();
        const id = await control.getAttribute("id") ?? assert.fail("no id");
        const shown = async (): Promise<string> => { const box = (await page.locator(`[id="${id}"]`).boundingBox())!; return (await page.screenshot({ clip: { x: box.x - 8, y: box.y - 8, width: box.width + 16, height: box.height + 16 } })).toString("base64"); };
        await control.scrollIntoViewIfNeeded();
        const empty = await shown();
        await page.locator(`[id="${id}"]`).focus();
        await page.keyboard.press("Space");
        const focused = await shown();
        await page.evaluate(() => { (document.activeElement as HTMLElement).blur(); });
        await page.mouse.move(0, 0);
        const chosen = await shown();
        assert.equal(await page.locator(`[id="${id}"]`).isChecked(), true);
        assert.notEqual(chosen, empty, `${kind}, ${colorScheme}: chosen looks like not chosen`);
        assert.notEqual(focused, chosen, `${kind}, ${colorScheme}: the focus is not seen`);
      }
      await page.close();
    }
  });

  test("a long list is searched by typing, with the keyboard alone, and the answer is the list's", async () => {
    const page = await browser.newPage();
    await page.goto(`${server.origin}/feld-choice`);
    const box = page.locator("#feld-empty");
    await box.focus();
    await page.keyboard.type("terr");
    assert.deepEqual(await page.locator("#feld-empty\\:liste [role=option]").allTextContents(), ["Terrier", "Airedale Terrier", "Foxterrier"]);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    assert.equal(await box.inputValue(), "Airedale Terrier");
    assert.equal(await page.locator('select[name="empty"]').inputValue(), "airedale terrier");
    await box.fill("Einhorn");
    assert.equal(await page.locator('select[name="empty"]').inputValue(), "");
    await page.close();
  });

  test("without JavaScript the long list is a list", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${server.origin}/feld-choice`);
    await page.selectOption("#feld-empty", "pudel");
    assert.equal(await page.locator("#feld-empty").inputValue(), "pudel");
    await context.close();
  });

  test("an area is drawn with the keyboard alone, with buttons and with the pointer, around its first corner", async () => {
    const page = await (await browser.newContext({ viewport: { width: 1_280, height: 900 } })).newPage();
    await page.goto(`${server.origin}/feld-area`);
    const area = page.locator("[data-area]").first();
    await area.evaluate((one) => { one.closest("details")!.open = true; });
    const corners = area.locator("textarea");
    const board = area.locator("[data-board]");
    const status = area.locator(".portal-draw__status");
    const count = async (): Promise<number> => (await corners.inputValue()).split(";").filter((corner) => corner.trim() !== "").length;
    // Nothing can be drawn before it is known where; that is said, and nothing is invented.
    await board.focus();
    await page.keyboard.press("Enter");
    assert.match(await status.innerText(), /Legen Sie den ersten Eckpunkt fest/);
    assert.equal(await corners.inputValue(), "");
    await corners.pressSequentially("51.450000 7.120000");
    await board.focus();
    // Ten metres east, ten metres north, ten metres west: 20 m wide are 40 steps of half a metre, with Shift ten of them.
    for (const key of ["Shift+ArrowRight", "Shift+ArrowRight", "Enter", "Shift+ArrowUp", "Shift+ArrowUp", "Enter", "Shift+ArrowLeft", "Shift+ArrowLeft", "Enter"]) await page.keyboard.press(key);
    assert.match(await status.innerText(), /^4 Eckpunkte, etwa (?:99|100)(?:,\d)? m²\.$/);
    assert.equal(await corners.inputValue(), "51.450000 7.120000; 51.450000 7.120144; 51.450090 7.120144; 51.450090 7.120000");
    // The second corner in hand, one step to the west; Enter sets it down instead of adding another.
    for (const key of ["PageDown", "PageDown"]) await page.keyboard.press(key);
    assert.match(await status.innerText(), /^Eckpunkt 2 ist in der Hand.* 10 m östlich vom ersten Eckpunkt\.$/);
    for (const key of ["ArrowLeft", "Enter"]) await page.keyboard.press(key);
    assert.equal((await corners.inputValue()).split("; ")[1], "51.450000 7.120137");
    assert.equal(await count(), 4);
    await page.keyboard.press("Delete");
    assert.equal(await count(), 3);
    // The same by buttons, for who has neither arrow keys nor a steady hand.
    await area.getByRole("button", { name: "Nach Süden" }).click();
    await area.getByRole("button", { name: "Eckpunkt setzen" }).click();
    assert.equal(await count(), 4);
    await area.getByRole("button", { name: "Letzten Eckpunkt entfernen" }).click();
    // And with the pointer: a click sets, a pull moves.
    await board.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await board.boundingBox()) ?? assert.fail("the board is not there");
    await page.mouse.click(x + width * 0.25, y + height * 0.75);
    assert.equal(await count(), 4);
    const before = await corners.inputValue();
    await page.mouse.move(x + width * 0.25, y + height * 0.75);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.3, y + height * 0.7, { steps: 3 });
    await page.mouse.up();
    assert.equal(await count(), 4, "moved, not added");
    assert.notEqual(await corners.inputValue(), before);
    await page.context().close();
  });

  test("another country asks for other lines, at once", async () => {
    const page = await browser.newPage();
    await page.goto(`${server.origin}/feld-address`);
    assert.equal(await page.locator('input[name="empty.street"]').isVisible(), true);
    await page.locator("#feld-empty\\.country").fill("Niederlande");
    assert.equal(await page.locator('input[name="empty.street"]').isVisible(), false);
    assert.equal(await page.locator('input[name="empty.addressLine"]').isVisible(), true);
    await page.close();
  });
});

/** Controls that the Tab key has to reach, in order: every visible input but the unchecked radios of a group that is one stop. */
function stops(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => [...document.querySelectorAll<HTMLInputElement>("main input, main select, main textarea")]
    .filter((one) => one.type !== "hidden" && !one.disabled && one.checkVisibility() && (one.type !== "radio" || one.checked || ![...document.querySelectorAll<HTMLInputElement>(`input[name="${CSS.escape(one.name)}"]`)].some((other) => other !== one && (other.checked || other.compareDocumentPosition(one) === Node.DOCUMENT_POSITION_FOLLOWING))))
    .map(({ id }) => id));
}
