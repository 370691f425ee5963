import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { launchChromium } from "../apps/portal/src/testing/chromium.ts";
import { startWorld } from "../apps/portal/src/testing/world.ts";
import { checkPage } from "./check-page.ts";
import { projects, visitor } from "./projects.ts";
import { signInAsStaff } from "./sign-in.ts";

const world = await startWorld({ worker: false });
const browser = await launchChromium();
after(() => browser.close());
await world.house.schemas.keep({ xml: readFileSync(join(import.meta.dirname, "..", "services", "_schemas", "S05999000001.xdf3.xml")), codelists: [] });
const decision = `schemata/S05999000001/1.0.0/regeln/entscheidung?regel=${encodeURIComponent("G05999000030#R05999000004")}`;

for (const project of projects) {
  test(`the editor's pages of schemas, packages, transfers and processings are accessible, ${project.name}`, async () => {
    const ede = await visitor(browser, project);
    await signInAsStaff(ede, world.origin(), "Ede Editor");
    for (const path of ["schemata", "schemata/S05999000001/1.0.0", "schemata/S05999000001/1.0.0/regeln", decision, "schemata/S05999000001/1.0.0/qualitaet", "pakete", "uebernahme", "verarbeitungen", "verarbeitungen/hund-anmelden"]) {
      await ede.page.goto(`${world.origin()}/mitarbeit/musterstadt/redaktion/${path}`);
      await checkPage(ede, path);
    }
    await ede.close();
  });
}
