import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

/** The markup is the same in the dark, on a phone and in forced colours, and axe reads it whole once; there it looks at what colours and sizes change. */
const whatLooksChange = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"];

/**
 * Barriers that axe finds in a page without foreign frames, one line each.
 * @param what "everything", or "looks": only what can differ from another look of the same markup that is read whole elsewhere
 * @param within CSS selector; the whole page without it
 */
export async function barriers(page: Page, what: "everything" | "looks", within?: string): Promise<readonly string[]> {
  // In one go in the page itself: without it every reading opens a second page to put the results of frames together.
  const axe = new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).setLegacyMode();
  if (within !== undefined) axe.include(within);
  if (what === "looks") axe.withRules([...whatLooksChange]);
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, any }) => `${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ""}`));
}
