import assert from "node:assert/strict";
import type { Page } from "playwright-core";

/** The Vorgangsnummer of Musterstadt that the page names. */
export async function referenceOn(page: Page): Promise<string> {
  return /MUS-\d{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await page.locator("main").innerText())?.[0] ?? assert.fail("no reference");
}
