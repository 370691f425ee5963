import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser } from "playwright-core";
import { subjectOfFolder, type ExtensionSubject } from "@kommunalportal/conformance-kit";

export const nodeOptions = ["--conditions=kommunalportal-source"] as const;
export const folderOf = (example: string): string => fileURLToPath(new URL(`../examples/${example}`, import.meta.url));

/** What axe finds at the narrowest screen, and whether the page is wider than it. */
export const lookAtWith = (browser: Browser): NonNullable<ExtensionSubject["lookAt"]> => async (url, { cookie } = {}) => {
  const context = await browser.newContext({ viewport: { width: 320, height: 640 }, ...(cookie === undefined ? {} : { extraHTTPHeaders: { cookie } }) });
  try {
    const page = await context.newPage();
    await page.goto(url);
    const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    return [...violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`), ...(wider > 0 ? [`${wider} px wider than the screen`] : [])];
  } finally {
    await context.close();
  }
};

const dog = { halter: { vorname: "Erika", nachname: "Beispielfrau", strasse: "Lindenweg", hausnummer: "7", plz: "00101", ort: "Musterstadt" }, hunde: [{ name: "Bella" }] };
const dogs = { service: "hund-anmelden", data: { ...dog, haltung: { ermaessigung: false } }, further: [{ ...dog, haltung: { ermaessigung: true } }] };
const letting = { owns: "yes", street: "Lindenweg", houseNumber: "9", postalCode: "00101", city: "Musterstadt", day: "15.11.2025", person0: "Max Muster", declared: "yes" };
/** Every example with what it is given to work on. */
export const examples: Readonly<Record<string, Parameters<typeof subjectOfFolder>[1]>> = {
  "hundesteuer-extension": { sample: dogs }, "hausverwaltung-extension": { entries: letting }, "terminwahl-extension": {}, "aktenabgleich-extension": { sample: dogs }, "wertstoffhof-extension": {},
};

/** An example as the suite takes it, looked at with a browser. */
export function subjectOf(example: string, browser: Browser): ExtensionSubject {
  return subjectOfFolder(folderOf(example), { nodeOptions, lookAt: lookAtWith(browser), ...examples[example] });
}
