import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launchChromium } from "../apps/portal/src/testing/chromium.ts";
import { walkGenerated } from "./generated-answers.ts";
import { keyboard } from "./hands.ts";
import { openInstallation } from "./installation.ts";
import { press, visitor, type Visitor } from "./projects.ts";
import { signInAsStaff } from "./sign-in.ts";

// `npm run pictures`, or alone `node scripts/run24.mjs e2e/schema-pictures.ts [<schema.xml.gz> <leika>]`: the pictures of docs/from-schema-to-service.md, made anew from a
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
  await page.evaluate(() => { window.scrollTo(0, 0); });
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

const list = join(schemas, "urn.musterstadt.codeliste.stadtteil_2026.xml");

/** From the address of a schema to a service in all towns, as an editor does it; in the order of docs/from-schema-to-service.md. */
async function fromSchemaToService(lea: Visitor): Promise<void> {
  const { page } = lea;
  const at = `${leitportal}/mitarbeit/musterstadt/redaktion`;
  const began = performance.now();
  await page.goto(`${at}/schemata`);
  await page.getByLabel("Oder Adresse im FIM-Portal").fill(`http://fim.sandbox.localhost:${installation.ports.sandbox}/schemas/S05999000001/1.0.0`);
  await page.locator('input[name="codelisten"]').setInputFiles(list);
  await shoot(lea, "schema-address");
  await press(page, "Einlesen und prüfen");
  await page.waitForURL(/S05999000001/);
  await shoot(lea, "schema");
  await page.goto(`${at}/schemata/S05999000001/1.0.0/regeln`);
  await shoot(lea, "schema-rules");
  await page.goto(`${at}/schemata/S05999000001/1.0.0/regeln/entscheidung?regel=${encodeURIComponent("G05999000030#R05999000004")}`);
  await shoot(lea, "schema-decision");
  await page.goto(`${at}/schemata/S05999000001/1.0.0/qualitaet`);
  await shoot(lea, "schema-quality");
  await page.goto(`${at}/formulare/import?schema=S05999000001&version=1.0.0`);
  await page.getByLabel("Letzter Teil der Adresse").fill("lastenrad-foerderung");
  await page.getByLabel("Leistungsschlüssel").fill("99108012005000");
  await page.getByLabel("Zuständiges Amt").selectOption({ label: "Bürgerbüro" });
  await shoot(lea, "schema-form");
  await press(page, "Importieren");
  await page.getByRole("link", { name: "Formular öffnen" }).click();
  await page.waitForLoadState("networkidle");
  await shoot(lea, "schema-designer");
  await page.getByRole("link", { name: "Veröffentlichung", exact: true }).click();
  await press(page, "Zur Prüfung geben");
  await page.getByText("Sie haben selbst daran gearbeitet").waitFor();
  const sven = await visitor(browser, wide);
  await signInAsStaff(sven, leitportal, "Sven Super");
  await sven.page.goto(page.url());
  await shoot(sven, "schema-release");
  await press(sven.page, "Freigeben");
  await sven.page.getByText("Freigegeben von Sven Super").waitFor();
  await page.reload();
  await page.locator('input[name="wo"][value="alle"]').check();
  await page.locator('input[name="gesehen-listen"]').check();
  await press(page, "Veröffentlichen");
  await page.waitForURL(/getan=veroeffentlicht/, { timeout: 60_000 });
  await shoot(lea, "schema-published");
  console.log(`vom FIM-Portal bis in alle Orte: ${((performance.now() - began) / 1000).toFixed(1)} s, die Bilder eingerechnet`);
}

/** S18 of the journeys: a form of one's own, built without programming. */
async function ownForm(lea: Visitor): Promise<void> {
  const { page } = lea;
  const at = `${leitportal}/mitarbeit/musterstadt/redaktion`;
  await page.goto(at);
  await shoot(lea, "editor");
  await page.goto(`${at}/formulare/neu`);
  await page.getByLabel("Wie heißt der Dienst?").fill("Bankverbindung ändern");
  await page.getByLabel("Leistungsschlüssel").fill("99102900000000");
  await page.getByLabel("Zuständiges Amt").selectOption({ label: "Steueramt" });
  await press(page, "Anlegen");
  for (const [label, kind] of [["Kassenzeichen", "Text, eine Zeile"], ["Ihr neues Konto", "Bankverbindung"], ["Ist das Konto Ihr eigenes?", "Ja oder Nein"]] as const) {
    await page.getByLabel("Neue Frage", { exact: true }).first().fill(label);
    const kinds = page.getByLabel("Art der Antwort", { exact: true }).first();
    if (await kinds.locator("option", { hasText: kind }).count() > 0) await kinds.selectOption({ label: kind });
    await page.getByRole("button", { name: /^Hinzufügen/ }).first().click();
    await page.locator('[name="grund"]').fill("Damit die Kasse die Zahlung zuordnet.");
    if (label === "Ihr neues Konto") await shoot(lea, "designer-question");
    await press(page, "Speichern");
    await page.waitForURL(/getan=|formulare\/[0-9a-f-]{36}$/);
  }
  await page.waitForLoadState("networkidle");
  await shoot(lea, "designer");
  const copy = page.url().split("?")[0]!.split("#")[0]!;
  await page.goto(`${copy}/personen/neu`);
  await page.getByLabel("Wer ist das?").fill("Kontoinhaberin oder Kontoinhaber");
  await page.getByLabel(/^Neuer Schritt für diese Person/).fill("Ihr Konto");
  await page.locator('[name="wenn-frage-0"]').selectOption({ label: "Ist das Konto Ihr eigenes?" });
  await page.locator('[name="wenn-wert-0"]').fill("nein");
  await shoot(lea, "designer-person");
}

try {
  const lea = await visitor(browser, wide);
  await signInAsStaff(lea, leitportal, "Lea Land");
  await fromSchemaToService(lea);
  await ownForm(lea);
  const [own, leika] = process.argv.slice(2);
  if (own !== undefined && leika !== undefined) command(own, "--slug", "eigenes-schema", "--leika", leika, "--all-towns", "--publish-undecided");

  const person = await visitor(browser, narrow);
  await person.page.goto(`${installation.origin("musterstadt")}/antrag/lastenrad-foerderung`);
  await shoot(person, "schema-start");
  await press(person.page, /beginnen/i);
  await person.page.waitForURL(/\/antrag\/[0-9a-f-]{36}\//);
  await shoot(person, "schema-step", { fullPage: true });
  const elsewhere = await visitor(browser, wide);
  await elsewhere.page.goto(`${installation.origin("beispielhausen")}/antrag/lastenrad-foerderung`);
  await shoot(elsewhere, "schema-elsewhere");
  const erika = await visitor(browser, wide);
  await erika.page.goto(`${installation.origin("musterstadt")}/antrag/lastenrad-foerderung`);
  await press(erika.page, /beginnen/i);
  await erika.page.waitForURL(/\/antrag\/[0-9a-f-]{36}\//);
  await walkGenerated(erika, async (where) => { if (where === "G05999000010") await shoot(erika, "schema-person", { fullPage: true }); }, keyboard(erika.page));
  await shoot(erika, "schema-check", { fullPage: true });
} finally {
  await browser.close();
  await installation.stop();
  rmSync(folder, { recursive: true, force: true });
}
