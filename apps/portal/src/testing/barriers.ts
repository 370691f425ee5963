import type { Page } from "playwright-core";
import { violationsIn } from "./axe.ts";

/** The markup is the same in the dark, on a phone and in forced colours, and axe reads it whole once; there it looks at what colours and sizes change. */
const whatLooksChange = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"];

/**
 * Barriers that axe finds in a page without foreign frames, one line each.
 * @param what "everything", or "looks": only what can differ from another look of the same markup that is read whole elsewhere
 * @param within CSS selector; the whole page without it
 */
export async function barriers(page: Page, what: "everything" | "looks", within?: string): Promise<readonly string[]> {
  const violations = await violationsIn(page, what === "looks" ? { runOnly: { type: "rule", values: [...whatLooksChange] } } : {}, within === undefined ? {} : { include: [within] });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, any }) => `${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ""}`));
}
