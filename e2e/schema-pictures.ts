import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launchChromium } from "../apps/portal/src/testing/chromium.ts";
import { openInstallation } from "./installation.ts";
import { press, visitor, type Visitor } from "./projects.ts";
import { signInAsStaff } from "./sign-in.ts";

// `node scripts/run24.mjs e2e/schema-pictures.ts [<schema.xml.gz> <leika>]`: the pictures of docs/from-schema-to-service.md, made anew from a
// running portal. With a schema of one's own its import into all municipalities is timed, too; its texts stay out of the pictures.
const root = join(import.meta.dirname, "..");
const target = join(root, "docs", "pictures");
mkdirSync(target, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), "kommunalportal-schema-pictures-"));
const installation = await openInstallation(folder);
const browser = await launchChromium();
const leitportal = installation.origin();
const schemas = join(root, "services", "_schemas");
const wide = { name: "1280", javaScript: true, viewport: { width: 1280, height: 900 } };
const narrow = { name: "320", javaScript: false, viewport: { width: 320, height: 640 } };

async function shoot({ page, project }: Visitor, name: string, options: { readonly fullPage?: boolean } = {}): Promise<void> {
  await page.screenshot({ path: join(target, `${name}-${project.viewport.width}.png`), animations: "disabled", ...options });
}

function command(...args: readonly string[]): string {
  const began = performance.now();
  const done = spawnSync(process.execPath, ["--conditions=kommunalportal-source", join(root, "apps/portal/src/seed/import-schema.ts"), ...args], { env: { ...process.env, ...installation.settings, DATABASE_URL: installation.urls.app }, encoding: "utf8" });
  if (done.status !== 0) throw new Error(done.stderr);
  const said = done.stdout.split("\n")[0] ?? "";
  console.log(`${said} (mit Start des Befehls ${((performance.now() - began) / 1000).toFixed(1)} s)`);
  return said;
}

try {
  const ede = await visitor(browser, wide);
  await signInAsStaff(ede, leitportal, process.env["EDITOR"] ?? "Ede Editor");
  const at = `${leitportal}/mitarbeit/musterstadt/redaktion/schemata`;
  await ede.page.goto(at);
  await ede.page.locator('input[name="schema"]').setInputFiles(join(schemas, "S05999000001.xdf3.xml"));
  await ede.page.locator('input[name="codelisten"]').setInputFiles(join(schemas, "urn.musterstadt.codeliste.stadtteil_2026.xml"));
  await press(ede.page, "Einlesen und prüfen");
  await ede.page.waitForURL(/S05999000001/);
  await shoot(ede, "schema");
  await ede.page.goto(`${at}/S05999000001/1.0.0/regeln`);
  await shoot(ede, "schema-rules");
  await ede.page.goto(`${at}/S05999000001/1.0.0/regeln/entscheidung?regel=${encodeURIComponent("G05999000030#R05999000004")}`);
  await shoot(ede, "schema-decision");
  await ede.page.goto(`${at}/S05999000001/1.0.0/qualitaet`);
  await shoot(ede, "schema-quality");

  command(join(schemas, "S05999000001.xdf3.xml"), "--slug", "lastenrad-foerderung", "--leika", "99108012005000", "--office", "buergerbuero", "--all-towns", "--publish-undecided");
  const [own, leika] = process.argv.slice(2);
  if (own !== undefined && leika !== undefined) command(own, "--slug", "eigenes-schema", "--leika", leika, "--all-towns", "--publish-undecided");

  const person = await visitor(browser, narrow);
  await person.page.goto(`${installation.origin("musterstadt")}/antrag/lastenrad-foerderung`);
  await shoot(person, "schema-start");
  await press(person.page, /beginnen/i);
  await shoot(person, "schema-step", { fullPage: true });
  const elsewhere = await visitor(browser, wide);
  await elsewhere.page.goto(`${installation.origin("beispielhausen")}/antrag/lastenrad-foerderung`);
  await shoot(elsewhere, "schema-elsewhere");
} finally {
  await browser.close();
  await installation.stop();
  rmSync(folder, { recursive: true, force: true });
}
