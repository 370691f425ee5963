import assert from "node:assert/strict";
import type { Visitor } from "./projects.ts";

/** Every link of a page's main part leads to something: followed one after the other, as the person who sees it. Files that are downloaded count as there. */
export async function checkLinks({ page }: Visitor, url: string): Promise<void> {
  const there = await page.goto(url);
  assert.ok(there !== null && there.status() < 400, url);
  const { host } = new URL(url);
  const hrefs = await page.locator("main a[href]").evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href.split("#")[0] ?? ""));
  for (const href of new Set(hrefs.filter((one) => URL.parse(one)?.host === host))) {
    const answer = await page.goto(href).catch((error: unknown) => { if (!/download/i.test(String(error))) throw error; });
    if (answer) assert.ok(answer.status() < 400, `${href}, linked from ${url}, answers ${answer.status()}`);
  }
}
