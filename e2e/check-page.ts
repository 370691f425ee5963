import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import { parsePage } from "../apps/portal/src/testing/page.ts";
import type { Visitor } from "./projects.ts";

/** axe cannot run in a frame without scripts and would wait for ever: such a page is looked at by itself. And it reads the stylesheets of pages in frames itself, which their policies do not admit. */
const readByAxe = /^Connecting to '[^']+\.css' violates .*connect-src/s;

/**
 * What every page of every journey has to keep: axe finds nothing (WCAG 2.2 A and AA and best practices), the markup parses strictly,
 * nothing is wider than the screen, nothing goes against the page's own policy. axe needs scripts; without them the markup is still read.
 */
export async function checkPage({ page, project, complaints }: Visitor, where: string): Promise<void> {
  const parsed = parsePage(await page.content());
  // The browser's own serialisation has no parse errors; ids, labels and headings are looked at all the same.
  assert.deepEqual(parsed.problems.filter((problem) => !/ in line \d+$/.test(problem)), [], `${where}: markup`);
  if (project.javaScript) {
    const axe = new AxeBuilder({ page }).exclude('iframe[sandbox=""]').options({ resultTypes: ["violations"] }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]);
    // Without frames it is done in the page itself, not in a second one where their results are put together.
    const { violations } = await axe.setLegacyMode(page.frames().length === 1).analyze();
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).slice(0, 3).join(", ")}`), [], `${where}: axe`);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(overflow <= 0, `${where}: ${overflow} px wider than the screen`);
  }
  assert.deepEqual(complaints.splice(0).filter((text) => !/status of (4\d\d|503)/.test(text) && !readByAxe.test(text)), [], `${where}: console`);
}
