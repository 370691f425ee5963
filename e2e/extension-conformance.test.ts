import assert from "node:assert/strict";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import { runExtensionSuite, subjectOfFolder, type ExtensionSubject } from "@kommunalportal/conformance-kit";
import { handoverManifest, handoverProgram, pagesManifest, pagesProgram, unseenFaults } from "../packages/conformance-kit/src/extension/testing/planted-faults.ts";
import { launchChromium } from "../apps/portal/src/testing/chromium.ts";

const browser = await launchChromium();
after(() => browser.close());
const nodeOptions = ["--conditions=kommunalportal-source"] as const;
const folderOf = (example: string): string => fileURLToPath(new URL(`../examples/${example}`, import.meta.url));

/** What axe finds at the narrowest screen, and whether the page is wider than it. */
const lookAt: NonNullable<ExtensionSubject["lookAt"]> = async (url, { cookie } = {}) => {
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
const examples: Readonly<Record<string, Parameters<typeof subjectOfFolder>[1]>> = {
  "hundesteuer-extension": { sample: dogs }, "hausverwaltung-extension": { entries: letting }, "terminwahl-extension": {}, "aktenabgleich-extension": { sample: dogs }, "wertstoffhof-extension": {},
};

for (const [example, options] of Object.entries(examples)) {
  test(`${example} reaches the highest level of the conformance kit, looked at with a browser`, async () => {
    const report = await runExtensionSuite(subjectOfFolder(folderOf(example), { nodeOptions, lookAt, ...options }));
    assert.deepEqual(report.results.filter(({ outcome }) => outcome !== "passed").map(({ id, findings }) => `${id}: ${findings.join(" | ")}`), []);
    assert.equal(report.level, 3);
  });
}

for (const { fault, breaks } of unseenFaults) {
  test(`found by ${breaks} with a browser: an extension that is wrong (${fault})`, async () => {
    const [program, manifest] = breaks === "places.for-all" ? [pagesProgram, pagesManifest] : [handoverProgram, handoverManifest];
    const run = async (planted: string) => (await runExtensionSuite({ manifest, command: [process.execPath, ...nodeOptions, program, planted], folder: folderOf(""), lookAt }, { only: ({ id }) => id === breaks || id === "start.signs-in" })).results.find(({ id }) => id === breaks);
    assert.equal((await run("none"))?.outcome, "passed");
    const found = await run(fault);
    assert.equal(found?.outcome, "failed");
    assert.match(found.findings.join(" "), /label/);
  });
}
