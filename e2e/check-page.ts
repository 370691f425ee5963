import assert from "node:assert/strict";
import { violationsIn } from "../apps/portal/src/testing/axe.ts";
import { parsePage } from "../apps/portal/src/testing/page.ts";
import type { Visitor } from "./projects.ts";

/**
 * What every page of every journey has to keep: axe finds nothing (WCAG 2.2 A and AA and best practices), the markup parses strictly,
 * nothing is wider than the screen, nothing goes against the page's own policy. axe needs scripts; without them markup and width are still looked at. It cannot run in a frame
 * without scripts and would wait for ever: such a page is looked at by itself.
 */
export async function checkPage({ page, project, complaints }: Visitor, where: string): Promise<void> {
  const parsed = parsePage(await page.content());
  // The browser's own serialisation has no parse errors; ids, labels and headings are looked at all the same.
  assert.deepEqual(parsed.problems.filter((problem) => !/ in line \d+$/.test(problem)), [], `${where}: markup`);
  if (project.javaScript) {
    const violations = await violationsIn(page, { runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] } }, { exclude: ['iframe[sandbox=""]'] });
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).slice(0, 3).join(", ")}`), [], `${where}: axe`);
  }
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(overflow <= 0, `${where}: ${overflow} px wider than the screen`);
  assert.deepEqual(complaints.splice(0).filter((text) => !/status of (4\d\d|503)/.test(text)), [], `${where}: console`);
}
