import assert from "node:assert/strict";
import { openBrowser, type Browser, type Reply } from "../apps/portal/src/testing/browser.ts";
import type { World } from "../apps/portal/src/testing/world.ts";

/** Signs somebody of the demo's staff in over the simulated provider and opens a page at the Leitportal. Whoever calls it closes the browser. */
export async function staffBrowser(world: Pick<World, "origin">, name: string, path: string, browser = openBrowser()): Promise<{ readonly browser: Browser; readonly page: Reply }> {
  const choice = await browser.get(`${world.origin()}/mitarbeit`);
  const form = choice.page.form(new RegExp(`^${name}`));
  const arrived = await browser.submit(choice, form, {}, name);
  assert.equal(new URL(arrived.url).pathname, "/mitarbeit", arrived.text.slice(0, 300));
  return { browser, page: await browser.get(world.origin() + path) };
}
