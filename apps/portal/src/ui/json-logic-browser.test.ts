// own process: it has a suite
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { corpus, inexact } from "../../../../packages/form-engine/src/logic/corpus.ts";
import { launchChromium } from "../testing/chromium.ts";
import { galleryPages } from "./gallery/gallery-pages.ts";
import { servePages } from "./gallery/serve-pages.ts";
import { themeAsset } from "./theme.ts";

const script = readFileSync(new URL("../../assets/scripts/page/json-logic.js", import.meta.url), "utf8");

describe("conditions and fees in a browser", () => {
  let browser: Browser;
  before(async () => { browser = await launchChromium(); });
  after(() => browser.close());

  test("every condition of the corpus gives the result that it gives on the server", async () => {
    const page = await browser.newPage();
    await page.addScriptTag({ content: script });
    const expression = `(cases) => cases.map(({ logic, data }) => { try { return { value: kommunalportalLogic.compileLogic(logic).run({ root: data, item: data.item, today: data.$today }) }; } catch (error) { return { error: error.name }; } })`;
    const results: unknown = await page.evaluate(`(${expression})(${JSON.stringify(corpus)})`);
    assert.deepEqual(results, corpus.map(({ result }) => (result === inexact ? { error: "InexactNumberError" } : { value: result })));
    await page.close();
  });

  test("a value is computed along while somebody types", async () => {
    const server = await servePages(galleryPages("de"), themeAsset("musterstadt", { primary: "#0b5d4e", primaryDark: "#6fd3bd" }));
    const page = await browser.newPage();
    await page.goto(`${server.origin}/schritt-felder-empty`);
    const output = page.locator('output[id="feld-summe"]');
    assert.equal(await output.textContent(), "Steht fest, sobald die Angaben dafür da sind");
    await page.fill('input[name="einkommen"]', "2.500,50");
    assert.equal((await output.textContent())?.replace(/\s/g, " "), "30.006,00 €");
    await page.fill('input[name="einkommen"]', "viel");
    assert.equal(await output.textContent(), "Steht fest, sobald die Angaben dafür da sind");
    await page.close();
    await server.close();
  });
});
