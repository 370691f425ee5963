import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launchChromium } from "../apps/portal/src/testing/chromium.ts";
import { answers, tickAll, walkSteps } from "./answers.ts";
import { beginSignedIn } from "./begin.ts";
import { openInstallation } from "./installation.ts";
import { until } from "../apps/portal/src/testing/until.ts";
import { press, visitor, type Visitor } from "./projects.ts";
import { signInAsStaff } from "./sign-in.ts";

// `npm run pictures`: the README's pictures of the running portal, made anew.
const target = join(import.meta.dirname, "..", "docs", "pictures");
mkdirSync(target, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), "kommunalportal-pictures-"));
const installation = await openInstallation(folder);
const browser = await launchChromium();
const town = installation.origin("musterstadt");

async function shoot({ page, project }: Visitor, name: string): Promise<void> {
  await page.evaluate(() => { window.scrollTo(0, 0); });
  await page.screenshot({ path: join(target, `${name}-${project.viewport.width}.png`), animations: "disabled" });
}

async function walk(width: 1280 | 320): Promise<void> {
  const wide = width === 1280;
  const project = { name: String(width), javaScript: true, viewport: { width, height: wide ? 900 : 640 } };
  const erika = await visitor(browser, project);
  await erika.page.goto(`${town}/`);
  await shoot(erika, "start");
  if (wide) {
    await erika.page.goto(`${town}/leistung/99110009104000-hund-anmelden`);
    await shoot(erika, "service");
  }
  await beginSignedIn(erika, town, "hund-anmelden");
  // Sent with nothing in it: what is missing is said on top and at each field.
  await press(erika.page, "Weiter");
  await erika.page.locator(".portal-error-summary").waitFor();
  await shoot(erika, "form-step");
  await walkSteps(erika, answers["hund-anmelden"]!);
  await tickAll(erika);
  await shoot(erika, "check");
  await press(erika.page, /verbindlich/i);
  await erika.page.waitForURL(/\/eingang\//);
  await shoot(erika, "confirmation");
  await erika.page.waitForTimeout(3_000);
  await erika.page.goto(`${town}/postfach`);
  await shoot(erika, "mailbox");
  if (wide) {
    await erika.page.goto(`${town}/vorgaenge`);
    await shoot(erika, "my-cases");
  }
  const sabine = await visitor(browser, project);
  await signInAsStaff(sabine, installation.origin(), "Sabine Steuer");
  await sabine.page.goto(`${installation.origin()}/mitarbeit/musterstadt/eingang`);
  await shoot(sabine, "inbox");
  if (wide) {
    await sabine.page.locator("main table a").first().click();
    await shoot(sabine, "case");
    const olga = await visitor(browser, project);
    await signInAsStaff(olga, installation.origin(), "Olga Operator");
    // As it looks on any day: the first round of the worker's minute has told that it lives.
    await until("the worker has reported", async () => { await olga.page.goto(`${installation.origin()}/betrieb`); return await olga.page.getByText("Kein Alarm").count() > 0; });
    await shoot(olga, "operator");
    await olga.close();
  }
  await sabine.close();
  await erika.close();
}

try {
  await walk(1280);
  await walk(320);
} finally {
  await browser.close();
  await installation.stop();
  rmSync(folder, { recursive: true, force: true });
}
