import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { codelistLookup, readGenericode } from "@kommunalportal/xdatenfelder";
import { launchChromium } from "../apps/portal/src/testing/chromium.ts";
import { startWorld } from "../apps/portal/src/testing/world.ts";
import { importSchemaCommand } from "../apps/portal/src/seed/import-schema.ts";
import { tickAll } from "./answers.ts";
import { assertArrivedXfall } from "./arrived-xfall.ts";
import { checkPage } from "./check-page.ts";
import { walkGenerated } from "./generated-answers.ts";
import { press, projects, visitor } from "./projects.ts";

const world = await startWorld();
const browser = await launchChromium();
after(() => browser.close());
const town = world.origin("musterstadt");
const shipped = join(import.meta.dirname, "..", "services", "_schemas");
const official = join(import.meta.dirname, "../../shared/data/fim/xdf3");

/** The invented schema that ships, and two official ones that may not: these run where they lie beside the repository, on the narrowest screen. */
const schemas = [
  { slug: "lastenrad-foerderung", leika: "99108012005000", folder: shipped, file: "S05999000001.xdf3.xml", more: ["--codelist", "urn.musterstadt.codeliste.stadtteil_2026.xml"] },
  { slug: "kindertagespflege", leika: "99071002001000", folder: official, file: "S05000001299.xdf3.xml.gz", more: [] },
  { slug: "heimarbeit", leika: "99071002001000", folder: official, file: "S00000000364.xdf3.xml.gz", more: [] },
];

for (const { slug, leika, folder, file, more } of schemas) {
  const skip = existsSync(join(folder, file)) ? false : `the official schema ${file} is not on this machine`;
  for (const project of folder === shipped ? projects : projects.filter(({ name }) => name === "auf dem Telefon")) {
    test(`${file} becomes an online service that is filled in and submitted, ${project.name}`, { skip }, async () => {
      await importSchemaCommand([file, "--slug", slug, "--leika", leika, "--office", "buergerbuero", "--publish-undecided", ...more], world.database.urls.app, folder);
      const person = await visitor(browser, project);
      const { page } = person;
      await page.goto(`${town}/antrag/${slug}`);
      await checkPage(person, "start");
      await press(page, /beginnen/i);
      const steps = await walkGenerated(person, (where) => checkPage(person, `${slug}: ${where}`));
      assert.ok(steps.length > 2, steps.join(", "));
      await checkPage(person, "check");
      await tickAll(person);
      await press(page, /verbindlich|absenden/i);
      await page.waitForURL(/\/eingang\//);
      await checkPage(person, "confirmation");
      const [reference] = /MUS-\d{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await page.locator("main").innerText()) ?? [];
      assert.ok(reference);
      const bytes = readFileSync(join(folder, file));
      await assertArrivedXfall(world, { reference, xml: file.endsWith(".gz") ? gunzipSync(bytes) : bytes, lookup: codelistLookup(more.filter((name) => name.endsWith(".xml")).flatMap((name) => { const list = readGenericode(readFileSync(join(folder, name))); return list.ok ? [list.codelist] : []; })) });
      await person.close();
    });
  }
}
