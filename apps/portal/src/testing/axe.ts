import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

type Options = Parameters<AxeBuilder["options"]>[0];
export type Violations = Awaited<ReturnType<AxeBuilder["analyze"]>>["violations"];
export interface Part { readonly include?: readonly string[]; readonly exclude?: readonly string[] }

/** The same axe as AxeBuilder's, in less than half the letters: they are sent to each browser. */
const source = readFileSync(createRequire(import.meta.resolve("@axe-core/playwright")).resolve("axe-core/axe.min.js"), "utf8");

/** What is loaded before: media, for their rule. No rule that runs reads the stylesheets so; axe would fetch them once more, past the pages' policies. */
const always: Options = { resultTypes: ["violations"], preload: { assets: ["media"] } };

/**
 * What axe finds in a page and its frames. Without frames it is asked in the page itself, where it is read once; AxeBuilder reads it twice there, and with frames
 * opens a second page to put their results together.
 */
export async function violationsIn(page: Page, options: Options, part: Part = {}): Promise<Violations> {
  const asked = { ...always, ...options };
  if (page.frames().length > 1) {
    const axe = new AxeBuilder({ page, axeSource: source }).options(asked);
    for (const one of part.include ?? []) axe.include(one);
    for (const one of part.exclude ?? []) axe.exclude(one);
    return (await axe.analyze()).violations;
  }
  if (!await page.evaluate("typeof globalThis.axe?.run === 'function'")) await load(page);
  return page.evaluate(async ({ include, exclude, how }) => {
    const { axe } = globalThis as unknown as { axe: { run(where: object, how: object): Promise<{ violations: Violations }> } };
    return (await axe.run({ include, exclude }, how)).violations;
  }, { include: part.include ?? ["html"], exclude: part.exclude ?? [], how: asked });
}

const loading = new WeakSet<Page>();

/**
 * From now on the browser brings axe to each document of the page by itself: sent once and kept compiled, a page with its looking costs a tenth less CPU than if it
 * is sent to each. And to the document that is shown now.
 */
async function load(page: Page): Promise<void> {
  if (!loading.has(page)) await page.addInitScript({ content: source });
  loading.add(page);
  await page.evaluate(source);
}
