import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { launchChromium } from "../testing/chromium.ts";
import { encodeAsset, findAsset } from "./assets.ts";
import { galleryPages } from "./gallery/gallery-pages.ts";
import { themeAsset } from "./theme.ts";

// The strictest policy the portal sends: what a page needs beyond it shows up here as a console error.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const theme = themeAsset("musterstadt", { primary: "#0b5d4e", primaryDark: "#6fd3bd" });
const pages = galleryPages("de", theme.url);
const shots = process.env["GALLERY_SHOTS"];

async function serve(): Promise<Server> {
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    const asset = path === theme.url ? theme : findAsset(path);
    if (asset !== undefined) {
      const { body, encoding } = encodeAsset(asset, request.headers["accept-encoding"]);
      response.writeHead(200, { "content-type": asset.type, ...(encoding === undefined ? {} : { "content-encoding": encoding }) }).end(body);
      return;
    }
    const markup = pages.get(path.slice(1));
    if (markup === undefined) response.writeHead(404).end();
    else response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-security-policy": policy }).end(markup);
  });
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  return server;
}

describe("the gallery in a browser", () => {
  let server: Server;
  let browser: Browser;
  let origin = "";
  before(async () => {
    server = await serve();
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await launchChromium();
  });
  after(async () => {
    await browser.close();
    await new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); });
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
          const { violations } = await new AxeBuilder({ page }).analyze();
          for (const { id, nodes } of violations) complaints.push(...nodes.map(({ html, any }) => `${name}: ${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ""}`));
          complaints.push(...(await tooWide(page)).map((element) => `${name} is wider than ${width} px: ${element}`));
          if (shots !== undefined) await page.screenshot({ path: `${shots}/${name}-${colorScheme}-${width}.png`, fullPage: true });
        }
        assert.deepEqual(complaints, []);
        await context.close();
      });
    }
  }

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

/** What reaches beyond the edge; the hero does so on purpose and is clipped. The body clips, so its scroll width would say nothing. */
async function tooWide(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const edge = document.documentElement.clientWidth + 1;
    const account = document.querySelector<HTMLDetailsElement>("header details");
    if (account !== null) account.open = true;
    const found = [...document.querySelectorAll("body *")].filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 1 && box.height > 1 && (box.right > edge || box.left < -1) && !element.classList.contains("portal-hero") && element.closest(".kern-sr-only, .portal-skip, thead") === null;
    }).map((element) => element.outerHTML.slice(0, 120));
    if (account !== null) account.open = false;
    return found;
  });
}
